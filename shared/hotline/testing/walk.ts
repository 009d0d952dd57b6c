/** Random walks for the model: which act somebody tries next, and the shortest way an honest city closes a ticket. */
import { ACTIONS, type ActionKind } from '../actions/index.ts';
import { availableActions } from '../available.ts';
import { decide } from '../decide.ts';
import { millis, toInstant } from '../calendar.ts';
import type { Instant } from '../ids.ts';
import { CLAUSES, type Clause, type Ticket } from '../ticket.ts';
import { COMMUNITY_A, contextAt, EVERYBODY, personId, UNITS, type Who } from './city.ts';
import { ANSWERED, ESCALATION, REGISTER, RESULT, RETURN } from './stages.ts';
import { anAction, type Actor } from './story.ts';

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

function pick<T>(values: readonly T[], n: number): T {
  const value = values[n % values.length];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

const UNSOLVED = { ...ANSWERED, solved: 'notSolved' };
const LEADERS_OF_MATTERS = [UNITS.streetA, UNITS.streetB, UNITS.streetC, UNITS.housing, UNITS.alone, UNITS.district, 'dept-nowhere'];
const WORKERS: readonly Who[] = ['gridA', 'secondGridA', 'gridB', 'gridC', 'clerkA'];
const PAPER = { hash: 'b'.repeat(64), kind: 'agreement', name: '协议.jpg', type: 'image/jpeg', size: 1000 };
const PHOTO = { hash: 'a'.repeat(64), kind: 'after', name: '照片.jpg', type: 'image/jpeg', size: 1000 };
const RESPONDENTS = [
  {},
  {},
  {},
  { respondent: { unit: UNITS.streetB } },
  { respondent: { person: personId('gridA') } },
  { respondent: { unit: UNITS.district } },
  { respondent: { person: personId('dispatcher') } },
  { respondent: { name: '某物业' } },
];

const CLAUSE_EVIDENCE: Readonly<Record<Clause, Record<string, unknown>>> = {
  '14-1a': { acceptance: '认可' },
  '14-1b': { parties: '双方', executed: '已履行' },
  '14-1c': { earlier: 'LN1', noNewReason: '相同' },
  '14-2': { procedure: 'suit', caseNo: '1', authority: '法院' },
  '14-3': { record: '来电撤回' },
  '14-4': { heard: '无理由' },
  '14-5': { record: '不实', first: '甲', second: '乙' },
  '14-6': { body: 'police', noticeNo: '1' },
  '14-7': { citation: '第 1 条', why: '相悖' },
  '14-8': {},
  '14-9': { citation: '第 1 条', why: '依法' },
};

/** A proposal of the ticket, or one nobody made. */
function someProposal(ticket: Ticket | undefined, n: number): string {
  return pick([...(ticket?.proposals.map((one) => one.id as string) ?? []), 'action:0000000000000000000000000Z'], n);
}

function resultBody(n: number): Record<string, unknown> {
  const clause = pick(CLAUSES, n);
  return { ...RESULT, clause, clauseEvidence: CLAUSE_EVIDENCE[clause], ...(n % 2 === 0 ? { evidence: [PHOTO, PAPER] } : {}) };
}

const BODIES: Readonly<Record<ActionKind, (n: number, ticket: Ticket | undefined) => Record<string, unknown>>> = {
  register: (n) => ({
    ...REGISTER,
    source: pick(['phone', 'walkIn', 'gridSelfFound', 'import'], n),
    urgency: pick(['normal', 'emergency', 'livelihood', 'urgent', 'complex'], n >> 2),
    ...(n % 7 === 0 ? { toCity: true } : {}),
    ...(n % 11 === 0 ? { category: { code: 'D1', path: ['住建', '物业'], version: 1 } } : {}),
    ...(n % 13 === 0 ? { confidential: 'hideIdentity' } : {}),
    ...(n % 5 === 0 ? { kind: undefined, region: undefined } : {}),
    ...pick(RESPONDENTS, n >> 3),
  }),
  dispatch: (n) => ({
    unit: pick(LEADERS_OF_MATTERS, n),
    reason: '属地',
    kind: 'help',
    ...(n % 3 === 0 ? {} : { address: { text: '某路' } }),
  }),
  designate: (n) => ({ unit: pick(LEADERS_OF_MATTERS, n), reason: '指定', dispute: n % 2 === 0 }),
  recall: () => ({ reason: '另派' }),
  sign: () => ({}),
  assign: (n) => (n % 4 === 0 ? { community: COMMUNITY_A } : { person: personId(pick(WORKERS, n)) }),
  recallAssignment: (n, ticket) => (n % 2 === 0 || ticket?.assignment === undefined ? {} : { of: ticket.assignment.action }),
  acknowledge: () => ({}),
  arrive: () => ({ note: '到场' }),
  contact: (n) => ({
    channel: 'call',
    result: pick(['reached', 'notReached', 'refused', 'notReached'], n),
    ...(n % 9 === 0 ? { justReason: '住院' } : {}),
  }),
  recordWork: (n) => ({ note: '已处置', ...(n % 2 === 0 ? { evidence: [PHOTO] } : {}) }),
  report: () => ({ note: '完成' }),
  cannot: () => ({ reason: '无法处理' }),
  checkReport: (n) => (n % 2 === 0 ? { ok: true } : { ok: false, reason: '重做' }),
  proposeReturn: (n) => ({ ...RETURN, ground: pick(['notOurArea', 'notOurDuty', 'provincialUnit'], n) }),
  proposeEscalation: (n) => ({ ...ESCALATION, target: pick(['city', 'district'], n) }),
  retract: (n, ticket) => ({ of: someProposal(ticket, n), reason: '撤回' }),
  draftResult: () => ({ process: '草稿' }),
  submitResult: (n) => resultBody(n),
  leaderApprove: (n, ticket) => ({ of: someProposal(ticket, n) }),
  leaderReturn: (n, ticket) => ({ of: someProposal(ticket, n), opinion: '修改' }),
  decideProposal: (n, ticket) => ({
    of: someProposal(ticket, n),
    grant: n % 2 === 0,
    reason: '裁定',
    ...(n % 5 === 0 ? { unit: pick(LEADERS_OF_MATTERS, n) } : {}),
  }),
  upperResult: (n) => (n % 2 === 0 ? { next: 'back', result: '已协调' } : { ...upperFinal(n), next: 'final' }),
  auditResult: (n) => (n % 3 === 0 ? { pass: false, reason: '退回' } : { pass: true }),
  callback: (n) => (n % 3 === 0 ? { reached: false } : { ...ANSWERED, solved: pick(['solved', 'notSolved', 'mostly', 'notSolved'], n) }),
  close: (n) => ({
    clause: pick(CLAUSES, n),
    clauseEvidence: n % 5 === 0 ? {} : CLAUSE_EVIDENCE[pick(CLAUSES, n)],
    reason: '办结',
  }),
  comment: () => ({ text: '备注' }),
};

function upperFinal(n: number): Record<string, unknown> {
  const { process: _process, solved, ...said } = resultBody(n);
  const { unsolvedReason: _why, internalNote: _note, ...rest } = said;
  return { ...rest, solved, result: '已由上级办结' };
}

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

/** A task on its way: given out, done, checked. */
function fieldTries(ticket: Ticket, at: Instant): readonly Try[] {
  const made = tryAt(at);
  return [
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
