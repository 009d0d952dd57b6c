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

/** A limit that people set within what the rules allow, or moved by what was granted. */
export function withDueAt(ticket: Ticket, name: DueName, at: Instant, provisional = false): Ticket {
  const due = ticket.due[name];
  if (due === undefined) return ticket;
  const original = at < due.original ? at : due.original;
  return { ...ticket, due: { ...ticket.due, [name]: { ...due, at, original, ...(provisional ? { provisional: true } : {}) } } };
}

/** Marks a running limit as met; one already met keeps the earlier time, whatever order facts arrive in [proof L7]. */
export function meetDue(ticket: Ticket, name: DueName, at: Instant): Ticket {
  const due = ticket.due[name];
  if (due === undefined) return ticket;
  // Clocks differ by less than a limit: what the start's own fold lets happen did not happen before it.
  const met = at < due.start ? due.start : at;
  if (due.met !== undefined && due.met <= met) return ticket;
  return { ...ticket, due: { ...ticket.due, [name]: { ...due, met } } };
}

/** Takes back a `met` that a later act undid: a result retracted before the city saw it. */
export function unmeetDue(ticket: Ticket, ...names: readonly DueName[]): Ticket {
  const dues = { ...ticket.due };
  for (const name of names) {
    const due = dues[name];
    if (due === undefined) continue;
    const { met: _met, ...running } = due;
    dues[name] = running;
  }
  return { ...ticket, due: dues };
}

export function dropDue(ticket: Ticket, ...names: readonly DueName[]): Ticket {
  const due = { ...ticket.due };
  for (const name of names) delete due[name];
  return { ...ticket, due };
}

/**
 * Moves a limit by a stop of the clock: in working days by the days, in hours by the length. Only for the time in which it
 * ran: a limit that began during the stop, or was met in it, stood still for that part.
 */
export function moveDueByStop(ticket: Ticket, name: DueName, from: Instant, to: Instant, context: Context): Ticket {
  const due = ticket.due[name];
  if (due === undefined) return ticket;
  const since = from < due.start ? due.start : from;
  const until = due.met !== undefined && due.met < to ? due.met : to;
  if (until <= since) return ticket;
  const moved = dueAfterStop(limitFor(name, ticket, context.pack), due.at, since, until, timeOf(context));
  const provisional = due.provisional === true || moved.provisional;
  return { ...ticket, due: { ...ticket.due, [name]: { ...due, at: moved.at, ...(provisional ? { provisional: true } : {}) } } };
}
