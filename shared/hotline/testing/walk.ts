/** Random walks for the model: which act somebody tries next, and the shortest way an honest city closes a ticket. */
import { ACTIONS, type ActionKind } from '../actions/index.ts';
import { availableActions } from '../available.ts';
import { mayRate } from '../actions/rate.ts';
import { dueActs } from '../clock-schedule.ts';
import { decide } from '../decide.ts';
import { millis, toInstant } from '../calendar.ts';
import type { Instant } from '../ids.ts';
import { isOpen } from '../standing.ts';
import type { Ticket } from '../ticket.ts';
import { contextAt, EVERYBODY, personId, UNITS, type Who } from './city.ts';
import { ANSWERED, RESULT } from './stages.ts';
import { anAction, type Actor } from './story.ts';
import { BODIES, PHOTO, pick, WORKERS } from './walk-bodies.ts';

/** Whole numbers that fast-check shrinks; the walk reads them as choices. */
export type Choice = Readonly<{
  actor: number;
  kind: number;
  detail: number;
  minutes: number;
  lag: number;
  temper: 'any' | 'eager' | 'honest';
}>;

export const KINDS = ACTIONS.map((rule) => rule.kind as ActionKind);

const UNSOLVED = { ...ANSWERED, solved: 'notSolved' };

export type Try = Readonly<{ kind: ActionKind; actor: Actor; body: Record<string, unknown>; receivedAt: Instant; effectiveAt: Instant }>;

function aTry(ticket: Ticket | undefined, kind: ActionKind, actor: Actor, detail: number, receivedAt: Instant, effectiveAt: Instant): Try {
  const body = Object.fromEntries(Object.entries(BODIES[kind](detail, ticket)).filter(([, value]) => value !== undefined));
  return { kind, actor, body, receivedAt, effectiveAt };
}

/** Anybody tries anything; the eager ones what is possible for them now; the honest one what brings it to its end. */
export function nextTry(ticket: Ticket | undefined, choice: Choice, now: Instant): Try {
  const receivedAt = toInstant(millis(now) + choice.minutes * 60_000);
  const effectiveAt = toInstant(millis(receivedAt) - choice.lag * 60_000);
  if (ticket === undefined) {
    const actor = pick<Actor>(['operator', 'clerkA', 'clerkAlone', 'gridA', 'import', 'leaderA'], choice.actor);
    return aTry(ticket, 'register', actor, choice.detail, receivedAt, effectiveAt);
  }
  if (choice.kind % 7 === 0) return clockTry(ticket, choice, receivedAt);
  if (choice.temper === 'honest') {
    const field = choice.detail % 3 === 0 ? firstAccepted(fieldTries(ticket, receivedAt), ticket, 0, receivedAt) : undefined;
    const honest = field ?? honestTry(ticket, 0, receivedAt, choice.detail % 2 === 0 ? UNSOLVED : ANSWERED);
    if (honest !== undefined) return honest;
  }
  if (choice.temper === 'eager') {
    const possible = EVERYBODY.flatMap((who, i) => (i % 3 === choice.actor % 3 ? possibleFor(ticket, who, receivedAt) : []));
    if (possible.length > 0) {
      // The kind first: else what everybody may do at any time crowds out the rest.
      const kind = pick([...new Set(possible.map((one) => one.kind))], choice.kind);
      const who = pick(
        possible.filter((one) => one.kind === kind).map((one) => one.who),
        choice.actor,
      );
      return aTry(ticket, kind, who, choice.detail, receivedAt, effectiveAt);
    }
  }
  return aTry(ticket, pick(KINDS, choice.kind), pick(EVERYBODY, choice.actor), choice.detail, receivedAt, effectiveAt);
}

/** The hub's clock acts by the hub's time alone, and says what its schedule says; now and then the city sleeps for two months. Or the complainant rates. */
function clockTry(ticket: Ticket, choice: Choice, at: Instant): Try {
  const slept = choice.detail % 2 === 0 && !isOpen(ticket) ? toInstant(millis(at) + 61 * 86_400_000) : at;
  if (mayRate(ticket) === undefined && choice.detail % 3 === 0) return aTry(ticket, 'rate', 'public', choice.detail, at, at);
  const acts = dueActs(ticket, slept, contextAt(slept));
  if (acts.length > 0) {
    const act = pick(acts, choice.actor);
    return { kind: act.kind, actor: 'clock', body: { ...act.body }, receivedAt: slept, effectiveAt: act.at };
  }
  const open = availableActions(ticket, personId('clock'), contextAt(slept)).filter((row) => row.allowed === true);
  const kind = open.length === 0 ? pick(KINDS, choice.kind) : (pick(open, choice.actor).kind as ActionKind);
  return aTry(ticket, kind, 'clock', choice.detail, slept, slept);
}

function possibleFor(ticket: Ticket, who: Who, at: Instant): readonly Readonly<{ kind: ActionKind; who: Who }>[] {
  return availableActions(ticket, personId(who), contextAt(at))
    .filter((row) => row.allowed === true)
    .map((row) => ({ kind: row.kind as ActionKind, who }));
}

const CLERKS: readonly Who[] = ['clerkA', 'clerkB', 'clerkC', 'clerkHousing', 'clerkAlone'];
const LEADERS: readonly Who[] = ['leaderA', 'leaderB', 'leaderC', 'leaderHousing'];

function tryAt(at: Instant): (kind: ActionKind, actor: Actor, body: Record<string, unknown>) => Try {
  return (kind, actor, body) => ({ kind, actor, body, receivedAt: at, effectiveAt: at });
}

/** What is asked for is granted; a task on its way: given out, done, checked; now and then a matter is hung up. */
function fieldTries(ticket: Ticket, at: Instant): readonly Try[] {
  const made = tryAt(at);
  const asked = ticket.proposals.filter((one) => one.state === 'waiting' && one.kind !== 'result');
  const grant = asked.map((one) => made('decideProposal', 'supervisor', { of: one.id, grant: true, reason: '同意' }));
  const hang =
    ticket.history.length % 4 === 0 ? CLERKS.map((who) => made('proposeSuspension', who, BODIES.proposeSuspension(0, ticket))) : [];
  return [
    ...grant,
    made('coStageReport', 'clerkHousing', BODIES.coStageReport(1, ticket)),
    ...hang,
    ...(ticket.history.length % 5 === 0 ? CLERKS.map((who) => made('requestCoHandling', who, { unit: UNITS.housing, ask: '请配合' })) : []),
    ...LEADERS.map((who) => made('resume', who, { reason: '材料已到' })),
    ...CLERKS.map((who) => made('checkReport', who, { ok: ticket.history.length % 2 === 0, reason: '核报' })),
    ...WORKERS.map((who) => made('report', who, { note: '完成' })),
    ...CLERKS.flatMap((clerk) => WORKERS.map((who) => made('assign', clerk, { person: personId(who) }))),
  ];
}

/** What an honest city would do next to bring it to its end, best first. */
function honestTries(ticket: Ticket, at: Instant, opinion: Record<string, unknown>): readonly Try[] {
  const made = tryAt(at);
  const open = ticket.proposals.filter((one) => one.state === 'leaderReview' || one.state === 'waiting');
  const signing = open.flatMap((one) => [...LEADERS, 'secondLeaderA' as const].map((who) => made('leaderApprove', who, { of: one.id })));
  const deciding = open.flatMap((one) =>
    (['dispatcher', 'supervisor', 'districtSupervisor', 'otherSupervisor'] as const).map((who) =>
      made('decideProposal', who, { of: one.id, grant: false, reason: '请继续办理' }),
    ),
  );
  const result = { ...RESULT, evidence: [PHOTO] };
  const units = [UNITS.streetC, UNITS.streetA, UNITS.housing];
  return [
    made('callback', 'operator', opinion),
    made('close', 'supervisor', { clause: '14-1a', clauseEvidence: { acceptance: '经核实' }, reason: '裁定办结', evidence: [PHOTO] }),
    made('auditResult', 'supervisor', { pass: true }),
    ...signing,
    ...deciding,
    ...(['supervisor', 'districtSupervisor', 'otherSupervisor', 'clerkHousing', 'clerkDistrict'] as const).map((who) =>
      made('upperResult', who, { next: 'back', result: '请继续办理' }),
    ),
    ...(['operator', ...CLERKS] as const).map((who) => made('materialReceived', who, {})),
    ...(['clerkDistrict', ...CLERKS] as const).map((who) => made('coAnswer', who, { result: '已配合' })),
    ...CLERKS.map((who) => made('submitResult', who, result)),
    ...CLERKS.map((who) => made('contact', who, { channel: 'call', result: 'reached' })),
    ...CLERKS.map((who) => made('sign', who, {})),
    ...units.map((unit) => made('dispatch', 'dispatcher', { unit, reason: '属地', kind: 'help', address: { text: '某路' } })),
    ...units.map((unit) => made('designate', 'supervisor', { unit, reason: '指定', dispute: true })),
    made('recall', 'dispatcher', { reason: '另派' }),
  ];
}

/** The first of them that the hub would accept; nothing: a dead end. */
export function honestTry(ticket: Ticket, n: number, at: Instant, opinion: Record<string, unknown> = ANSWERED): Try | undefined {
  const tries = honestTries(ticket, at, opinion);
  return firstAccepted(
    tries.filter((one) => one.kind !== 'contact' || ticket.disposal.contacts.length === 0),
    ticket,
    n,
    at,
  );
}

function firstAccepted(tries: readonly Try[], ticket: Ticket, n: number, at: Instant): Try | undefined {
  return tries.find((one) => decide(ticket, anAction(n, one.kind, one.actor, one.body, at), contextAt(at)).outcome === 'accept');
}
