/** The limits of a ticket: which limit of the pack applies, when it starts, is met, stops and goes on (hotline.md §7). */
import type { Instant } from './ids.ts';
import type { Limit, RulePackDocument } from './reference/documents.ts';
import type { Due, DueName, Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';
import { dueAfter, dueAfterStop, type WorkingTime } from './working-time.ts';

function timeOf(context: Context): WorkingTime {
  return { calendar: context.calendar, officeHours: context.pack.officeHours };
}

/** The limit in force for a ticket, by its urgency and, where urgency is normal, by the kind of request. */
export function limitFor(name: DueName, ticket: Ticket, pack: RulePackDocument): Limit {
  const urgency = ticket.urgency;
  switch (name) {
    case 'dispatch':
      return pack.dispatch[urgency];
    case 'sign':
      return pack.sign[urgency];
    case 'return':
      return pack.returnWindow[urgency];
    case 'contact':
      return pack.contact[urgency];
    case 'handle':
      return urgency === 'normal' && ticket.kind !== undefined ? pack.handleNormalByKind[ticket.kind] : pack.handle[urgency];
    case 'co':
      return pack.coHandling;
    case 'supplement':
      return pack.supplement;
    case 'decide':
      return pack.decide;
    case 'upper':
      return pack.upper;
    case 'rework':
      return pack.rework;
    case 'callback':
      return pack.callback;
    case 'review':
      return pack.decide;
  }
}

/** Starts a limit; a limit that ran before starts again. */
export function startDue(ticket: Ticket, name: DueName, start: Instant, context: Context): Ticket {
  const reckoned = dueAfter(limitFor(name, ticket, context.pack), start, timeOf(context));
  const due: Due = {
    at: reckoned.at,
    original: reckoned.at,
    start,
    ...(reckoned.provisional ? { provisional: true } : {}),
  };
  return { ...ticket, due: { ...ticket.due, [name]: due } };
}

/** Marks a running limit as met; one already met keeps the earlier time, whatever order facts arrive in [proof L7]. */
export function meetDue(ticket: Ticket, name: DueName, at: Instant): Ticket {
  const due = ticket.due[name];
  if (due === undefined || (due.met !== undefined && due.met <= at)) return ticket;
  return { ...ticket, due: { ...ticket.due, [name]: { ...due, met: at } } };
}

export function dropDue(ticket: Ticket, ...names: readonly DueName[]): Ticket {
  const due = { ...ticket.due };
  for (const name of names) delete due[name];
  return { ...ticket, due };
}

export function isStopped(ticket: Ticket): boolean {
  return ticket.stops.some((stop) => stop.to === undefined);
}

/** The handle clock stands still from `from` on; a clock that stands still already is left alone. */
export function stopClock(ticket: Ticket, from: Instant, why: string): Ticket {
  return isStopped(ticket) ? ticket : { ...ticket, stops: [...ticket.stops, { from, why }] };
}

/** The handle clock goes on: the due moves by what it stood still. */
export function resumeClock(ticket: Ticket, to: Instant, context: Context): Ticket {
  const running = ticket.stops.find((stop) => stop.to === undefined);
  if (running === undefined) return ticket;
  const end = to < running.from ? running.from : to;
  const stops = ticket.stops.map((stop) => (stop === running ? { ...stop, to: end } : stop));
  const handle = ticket.due.handle;
  if (handle === undefined) return { ...ticket, stops };
  const moved = dueAfterStop(limitFor('handle', ticket, context.pack), handle.at, running.from, end, timeOf(context));
  const provisional = handle.provisional === true || moved.provisional;
  return {
    ...ticket,
    stops,
    due: { ...ticket.due, handle: { ...handle, at: moved.at, ...(provisional ? { provisional: true } : {}) } },
  };
}
