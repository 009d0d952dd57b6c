/** What the city's intake and a street's counter share (art. 9): who takes the matter there, and how it ends without a dispatch. */
import { meetDue } from './deadlines.ts';
import { cityRole, leadUnitRole } from './rights.ts';
import type { Asked, Finding } from './rule.ts';
import { CITY, holds, leads, unitsAs } from './standing.ts';
import type { Status, Ticket } from './ticket.ts';
import { endWork } from './transitions.ts';
import type { Context } from './verdict.ts';

/** The city's operator, or a clerk of the unit that leads or took it. */
export function intakeRight(ticket: Ticket | undefined, asked: Asked): Finding | undefined {
  if (unitsAs(asked.held, 'operator').includes(CITY)) return cityRole(ticket, asked, 'operator');
  return leadUnitRole(ticket, asked, 'clerk');
}

/** Still in their hands: the operator's always; a unit's while it leads, or has taken it and nobody leads. */
export function intakeStanding(ticket: Ticket, asked: Asked): Finding | undefined {
  if (unitsAs(asked.held, 'operator').includes(CITY)) return undefined;
  const units = unitsAs(asked.held, 'clerk');
  if (leads(ticket, units)) return undefined;
  const kept = ticket.lead === undefined && ticket.dispatches.length === 0 && ticket.origin !== undefined && units.includes(ticket.origin);
  return kept ? undefined : { code: 'reassigned' };
}

/** A walk-in at the unit that took it first, before anything else was done to it. */
export function atTheCounter(ticket: Ticket, asked: Asked): boolean {
  if (ticket.source !== 'walkIn' || ticket.status !== 'inProgress' || ticket.dispatches.length > 1) return false;
  const { origin } = ticket;
  return holds(asked.held, 'clerk') && origin !== undefined && origin === ticket.lead && unitsAs(asked.held, 'clerk').includes(origin);
}

/** Ends without a clause of art. 14: what was open lapses, the limits it met are kept. */
export function endAt(ticket: Ticket, status: Extract<Status, 'directAnswered' | 'guidedOut' | 'void'>, context: Context): Ticket {
  const { before: _before, ...rest } = endWork(meetDue(meetDue(ticket, 'dispatch', context.effectiveAt), 'handle', context.effectiveAt));
  return { ...rest, status };
}
