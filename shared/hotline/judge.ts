/** Whether limits were kept, from effective times alone [proof L7, sync A4]; never stored by the clock. */
import type { RefusalCode } from './refusals.ts';
import type { Instant } from './ids.ts';
import { isOpen } from './standing.ts';
import { DUES, type Due, type DueName, type Ticket } from './ticket.ts';

/** `ended`: the matter went another way before the limit was met, e.g. withdrawn; nobody is judged by it. */
export type Judgement = 'kept' | 'late' | 'running' | 'overdue' | 'ended';

/** Windows that bind nobody to act are no running limits. */
const WINDOWS: readonly DueName[] = ['return', 'supplement'];

/** A fact that only came too late to change the ticket was still done when it was done. */
const STILL_DONE: readonly RefusalCode[] = ['wrongState', 'alreadyDone', 'notAssigned'];
const MET_BY: Readonly<Partial<Record<DueName, string>>> = { contact: 'contact', sign: 'sign' };

/** When a limit was met: as folded, or by a fact that arrived later and had happened earlier. */
export function metAt(ticket: Ticket, name: DueName): Instant | undefined {
  const due = ticket.due[name];
  const kind = MET_BY[name];
  if (due === undefined || kind === undefined) return due?.met;
  const late = ticket.history.filter(
    (entry) => entry.kind === kind && entry.occurredAt >= due.start && STILL_DONE.some((code) => code === entry.noEffect),
  );
  return late.reduce<Instant | undefined>(
    (first, one) => (first === undefined || one.occurredAt < first ? one.occurredAt : first),
    due.met,
  );
}

/** While the handle clock stands still (hotline.md §7) no time passes for these; a limit that was over before stays over. */
const STAND_STILL: readonly DueName[] = ['handle', 'rework'];

/** The moment by which a running limit is judged: now, or when its clock stopped. */
export function clockOf(ticket: Ticket, name: DueName, now: Instant): Instant {
  const stop = STAND_STILL.includes(name) ? ticket.stops.findLast((one) => one.to === undefined) : undefined;
  return stop !== undefined && stop.from < now ? stop.from : now;
}

export function judgeDue(ticket: Ticket, name: DueName, now: Instant): Judgement | undefined {
  const due = ticket.due[name];
  if (due === undefined) return undefined;
  const met = metAt(ticket, name);
  if (met !== undefined) return met > due.at ? 'late' : 'kept';
  if (!isOpen(ticket) || WINDOWS.includes(name)) return 'ended';
  return clockOf(ticket, name, now) > due.at ? 'overdue' : 'running';
}

/** Every limit the ticket has. */
export function judge(ticket: Ticket, now: Instant): Readonly<Partial<Record<DueName, Judgement>>> {
  const judged = DUES.map((name) => [name, judgeDue(ticket, name, now)] as const);
  return Object.fromEntries(judged.filter(([, judgement]) => judgement !== undefined));
}

/** The running due that ends first. */
export function nextDue(ticket: Ticket): Readonly<{ name: DueName; due: Due }> | undefined {
  if (!isOpen(ticket)) return undefined;
  let first: { name: DueName; due: Due } | undefined;
  for (const name of DUES) {
    const due = ticket.due[name];
    if (due === undefined || WINDOWS.includes(name) || metAt(ticket, name) !== undefined) continue;
    if (first === undefined || due.at < first.due.at) first = { name, due };
  }
  return first;
}
