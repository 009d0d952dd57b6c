/**
 * What the hub's clock has to say of a ticket, and from when (hotline.md §7) [sync A4]. A pure function of the ticket and its
 * rules: the same after a restart, after a week of standstill, and as often as it is asked.
 */
import { archivesAt } from './archiving.ts';
import { GLOSSARY } from './glossary.ts';
import type { Instant, TicketId, UnitCode } from './ids.ts';
import { clockOf, metAt } from './judge.ts';
import { isLinkPending } from './merging.ts';
import { CLOCK, hasDisproved, LEAD_LIMITS, levelDue, OTHER_LIMITS } from './oversight.ts';
import type { Urge } from './oversight-records.ts';
import { overdueMatterAt } from './referral.ts';
import { isOpen } from './standing.ts';
import type { DueName, Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';
import { shortTime } from './wording.ts';

type Rules = Pick<Context, 'pack' | 'calendar'>;

export type ClockAct = Readonly<{
  /** It is due once this is over; it counts as done at this time. */
  at: Instant;
  kind: 'urge' | 'supervise' | 'resume' | 'archive' | 'lift' | 'nominate';
  body: Readonly<Record<string, unknown>>;
  /** What makes its id its own, `<limit>.<level>:<due>` [sync A4]. */
  key: string;
  /** Of acts about one limit only the highest that is due is made [sync A4]. */
  about?: string;
  level?: number;
}>;

/** What the clock has said of this limit, as it ends now, and not taken back. */
function saidOf(ticket: Ticket, limit: string, due: Instant, unit?: UnitCode): Readonly<{ level: number; lifted: number }> {
  const of = <T extends Urge>(all: readonly T[]): readonly T[] =>
    all.filter((one) => one.by === CLOCK && one.limit === limit && one.limitDue === due && (unit === undefined || one.unit === unit));
  const urges = of(ticket.urges);
  const supervisions = of(ticket.supervisions);
  const standing = supervisions.filter((one) => one.lifted === undefined);
  const urged = urges.some((one) => one.lifted === undefined) ? 0 : -1;
  const lifted = [...urges, ...supervisions].filter((one) => one.lifted !== undefined).length;
  return { level: Math.max(urged, ...standing.map((one) => one.level)), lifted };
}

function urgeOf(limit: DueName, due: Instant, lifted: number, unit?: UnitCode): ClockAct {
  const opinion =
    limit === 'supplement'
      ? `补正期限 ${shortTime(due)} 已过，材料未到。请按第十四条办结，或再给期限。`
      : `${GLOSSARY.due[limit]}时限 ${shortTime(due)} 已过，请抓紧办理。`;
  const about = unit === undefined ? limit : `${limit}.${unit}`;
  const key = `${about}.0:${due}${lifted === 0 ? '' : `:${lifted}`}`;
  return { at: due, kind: 'urge', body: { limit, opinion, ...(unit === undefined ? {} : { unit }) }, key, about, level: 0 };
}

/** One limit: an urge when it is over and, of the unit that leads, levels 1 to 3 (art. 15). `next`: the first of them alone. */
function limitActs(ticket: Ticket, limit: DueName, rules: Rules, next: boolean): readonly ClockAct[] {
  const due = ticket.due[limit];
  if (due === undefined || metAt(ticket, limit) !== undefined) return [];
  if (limit === 'supplement' && ticket.status !== 'awaitingMaterial') return [];
  const said = saidOf(ticket, limit, due.at);
  const urge = said.level < 0 ? [urgeOf(limit, due.at, said.lifted)] : [];
  const supervised = LEAD_LIMITS.includes(limit) && ticket.lead !== undefined;
  // Each level comes after the one before it: the next one suffices, and costs a look at a few days of the calendar.
  const levels = !supervised || (next && urge.length > 0) ? [] : [1, 2, 3].filter((one) => one > said.level).slice(0, next ? 1 : 3);
  const supervisions = levels.flatMap((level): ClockAct[] => {
    const at = levelDue(due.at, level, rules);
    if (at === undefined) return [];
    const opinion = `${GLOSSARY.due[limit]}时限 ${shortTime(due.at)} 已过，仍未完成。请说明原因和完成时间，并在回复期限内答复。`;
    const key = `${limit}.${level}:${due.at}${said.lifted === 0 ? '' : `:${said.lifted}`}`;
    return [{ at, kind: 'supervise', body: { level: String(level), limit, opinion }, key, about: limit, level }];
  });
  if (!supervised) return urge;
  // While its clock stands still nothing more comes due (hotline.md §7).
  return [...urge, ...supervisions].filter((one) => one.at < clockOf(ticket, limit, FAR));
}

const FAR = '9999-12-31T00:00:00.000Z' as Instant;

/** Each helper by its own date. */
function helperActs(ticket: Ticket): readonly ClockAct[] {
  return ticket.coHandlers.flatMap((one) => {
    if (one.status !== 'requested' || one.due === undefined) return [];
    const said = saidOf(ticket, 'co', one.due, one.unit);
    return said.level < 0 ? [urgeOf('co', one.due, said.lifted, one.unit)] : [];
  });
}

function openActs(ticket: Ticket, rules: Rules, next: boolean): readonly ClockAct[] {
  const limits = [...LEAD_LIMITS, ...OTHER_LIMITS.filter((one) => one !== 'co')];
  return [...limits.flatMap((limit) => limitActs(ticket, limit, rules, next)), ...helperActs(ticket), ...reviewActs(ticket)];
}

/** 复核: a suspended matter goes on at its date. */
function reviewActs(ticket: Ticket): readonly ClockAct[] {
  const due = ticket.due.review;
  if (ticket.status !== 'suspended' || due === undefined) return [];
  return [{ at: due.at, kind: 'resume', body: { reason: `复核日期 ${shortTime(due.at)} 已到` }, key: `review.0:${due.at}` }];
}

function candidateActs(ticket: Ticket, rules: Rules): readonly ClockAct[] {
  const at = ticket.flags.referralCandidate ? undefined : overdueMatterAt(ticket, rules);
  return at === undefined ? [] : [{ at, kind: 'nominate', body: {}, key: `overdue.0:${at}` }];
}

function liftActs(ticket: Ticket): readonly ClockAct[] {
  const known = ticket.history.at(-1)?.receivedAt;
  if (known === undefined || !hasDisproved(ticket, known)) return [];
  const lifted = [...ticket.urges, ...ticket.supervisions].filter((one) => one.lifted !== undefined).length;
  return [{ at: known, kind: 'lift', body: {}, key: `${lifted}.0:${known}` }];
}

function acts(ticket: Ticket, rules: Rules, next: boolean): readonly ClockAct[] {
  const archive = archivesAt(ticket, rules.pack);
  const filed: readonly ClockAct[] = archive === undefined ? [] : [{ at: archive, kind: 'archive', body: {}, key: `0.0:${archive}` }];
  const open = isOpen(ticket) ? openActs(ticket, rules, next) : [];
  // Before it is urged it is no candidate: the urge wakes first.
  const early = next && open.some((one) => one.kind === 'urge' && (one.about === 'handle' || one.about === 'rework'));
  return [...open, ...(early ? [] : candidateActs(ticket, rules)), ...liftActs(ticket), ...filed];
}

/** Everything that the clock will have to say if nothing else happens. */
export function clockSchedule(ticket: Ticket, rules: Rules): readonly ClockAct[] {
  return acts(ticket, rules, false);
}

/** When the clock must look at it next; nothing: never, unless something happens. Asked at every change of a ticket. */
export function wakeAt(ticket: Ticket, rules: Rules): Instant | undefined {
  const times = acts(ticket, rules, true).map((one) => one.at);
  const last = ticket.history.at(-1)?.receivedAt;
  if (last !== undefined && isLinkPending(ticket)) times.push(last);
  return times.toSorted()[0];
}

/** What is due now: of one limit only the highest level, whatever the hub has missed [sync A4]. */
export function dueActs(ticket: Ticket, now: Instant, rules: Rules): readonly ClockAct[] {
  const due = clockSchedule(ticket, rules).filter((one) => (one.kind === 'lift' ? one.at <= now : one.at < now));
  return due.filter(
    (one) => one.about === undefined || !due.some((other) => other.about === one.about && (other.level ?? 0) > (one.level ?? 0)),
  );
}

export function clockActionId(ticket: TicketId, act: Readonly<{ kind: string; key: string }>): string {
  return `action:clock:${ticket}:${act.kind}:${act.key}`;
}
