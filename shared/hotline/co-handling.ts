/** 协办 (art. 11): the lead asks, other units answer by their date; their part ends with the lead's. */
import { dropDue, limitFor, withDueAt, startDue, meetDue } from './deadlines.ts';
import type { Instant, UnitCode } from './ids.ts';
import type { Asked, Finding } from './rule.ts';
import { unitsAs } from './standing.ts';
import { inState, WORK_STATES } from './states.ts';
import type { CoHandler, Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';
import { coHandlingDue } from './working-time.ts';

/** As many at once as a document's channels leave room for [sync C1]. */
export const MOST_CO_HANDLERS = 8;

/** The lead's limit that runs now. */
function leadDue(ticket: Ticket): Instant | undefined {
  const rework = ticket.due.rework;
  return (ticket.status === 'rework' && rework !== undefined ? rework : ticket.due.handle)?.at;
}

/** min(3 WD, due − 1 WD); under 2 WD half of what is left (hotline.md §7). */
export function coDue(ticket: Ticket, context: Context): Instant {
  const time = { calendar: context.calendar, officeHours: context.pack.officeHours };
  return coHandlingDue(limitFor('co', ticket, context.pack), context.effectiveAt, leadDue(ticket), time);
}

/** A date that is named lies ahead, and not after the lead's own. */
export function coDueFits(ticket: Ticket, due: Instant | undefined, context: Context): Finding | undefined {
  if (due === undefined) return undefined;
  const end = leadDue(ticket);
  return due <= context.effectiveAt || (end !== undefined && due > end) ? { code: 'coDueOutside' } : undefined;
}

/** The clerk's unit that takes part. */
export function coUnit(ticket: Ticket, asked: Asked): UnitCode | undefined {
  const units = unitsAs(asked.held, 'clerk');
  return ticket.coHandlers.find((one) => units.includes(one.unit) && one.status !== 'ended')?.unit;
}

/** A unit that helps still may: in the states of work, and while it is escalated. */
export function coOpen(ticket: Ticket, asked: Asked): Finding | undefined {
  const unit = coUnit(ticket, asked);
  if (unit === undefined) return { code: 'coEnded' };
  // The unit that escalated helps as well, and was asked nothing.
  if (unit === ticket.lead) return { code: 'nothingAsked' };
  return inState(ticket, ...WORK_STATES, 'escalated');
}

/** The ticket's `co` limit is the earliest of those still owed. */
export function settleCoDue(ticket: Ticket, context: Context): Ticket {
  const owed = ticket.coHandlers.flatMap((one) => (one.status === 'requested' && one.due !== undefined ? [one.due] : []));
  const first = owed.toSorted()[0];
  if (first === undefined) return ticket.due.co === undefined ? ticket : meetDue(ticket, 'co', context.effectiveAt);
  const running =
    ticket.due.co !== undefined && ticket.due.co.met === undefined
      ? ticket
      : startDue(dropDue(ticket, 'co'), 'co', context.effectiveAt, context);
  return withDueAt(begunBy(running, first, context.effectiveAt), 'co', first);
}

/** A request that was made offline before the others, and is over before they began: the limit began with it. */
function begunBy(ticket: Ticket, first: Instant, at: Instant): Ticket {
  const { co } = ticket.due;
  if (co === undefined || first >= co.start) return ticket;
  return { ...ticket, due: { ...ticket.due, co: { ...co, start: at < first ? at : first } } };
}

/** Asked, its date over, and no word from it. */
export function isSilent(one: CoHandler, now: Instant): boolean {
  return one.status === 'requested' && one.due !== undefined && one.due < now;
}

export function changeCoHandler(ticket: Ticket, unit: UnitCode, change: Partial<CoHandler>): Ticket {
  return { ...ticket, coHandlers: ticket.coHandlers.map((one) => (one.unit === unit ? { ...one, ...change } : one)) };
}
