/** Rights that many actions share. Each answers why not, or nothing. */
import type { Finding, Input } from './rule.ts';
import type { Role } from './roles.ts';
import { coHandles, everAssigned, everLed, holds, isRespondent, unitsAs } from './standing.ts';
import type { Ticket } from './ticket.ts';

type Asked = Input<unknown>;

export function needsRole(input: Asked, ...roles: readonly Role[]): Finding | undefined {
  return holds(input.held, ...roles) ? undefined : { code: 'noRight' };
}

/** §9: asked before every other right on an existing ticket. */
export function noConflict(ticket: Ticket | undefined, input: Asked): Finding | undefined {
  if (ticket === undefined) return undefined;
  const units = input.held.map((one) => one.unit);
  return isRespondent(ticket, input.action.actor, units) ? { code: 'conflictOfInterest' } : undefined;
}

export function cityRole(ticket: Ticket | undefined, input: Asked, ...roles: readonly Role[]): Finding | undefined {
  return noConflict(ticket, input) ?? needsRole(input, ...roles);
}

/** A role at the unit that leads, or led, the ticket. */
export function leadUnitRole(ticket: Ticket | undefined, input: Asked, ...roles: readonly Role[]): Finding | undefined {
  const conflict = noConflict(ticket, input);
  if (conflict !== undefined) return conflict;
  const units = unitsAs(input.held, ...roles);
  if (units.length === 0) return { code: 'noRight' };
  if (ticket === undefined || everLed(ticket, units)) return undefined;
  // A copy for grid workers has no dispatches: the hub knows who led it before.
  return { code: 'noRight' };
}

/** Still the lead: else 已改派 (collision 1). */
export function stillLeads(ticket: Ticket, input: Asked, ...roles: readonly Role[]): Finding | undefined {
  const units = unitsAs(input.held, ...roles);
  return ticket.lead !== undefined && units.includes(ticket.lead) ? undefined : { code: 'reassigned' };
}

/** Grid worker to whom it is or was assigned, or a clerk of a unit that leads, led or co-handles. */
export function fieldRight(ticket: Ticket | undefined, input: Asked): Finding | undefined {
  const conflict = noConflict(ticket, input);
  if (conflict !== undefined) return conflict;
  if (ticket === undefined) return holds(input.held, 'gridWorker', 'clerk') ? undefined : { code: 'noRight' };
  const units = unitsAs(input.held, 'clerk');
  if (units.length > 0 && (everLed(ticket, units) || coHandles(ticket, units))) return undefined;
  if (holds(input.held, 'gridWorker') && everAssigned(ticket, input.action.actor)) return undefined;
  return { code: 'noRight' };
}

/** The field guard: the work states, with the matter still in one's hands. */
export function fieldStanding(ticket: Ticket, input: Asked): Finding | undefined {
  const units = unitsAs(input.held, 'clerk');
  if (ticket.lead !== undefined && units.includes(ticket.lead)) return undefined;
  if (coHandles(ticket, units)) return undefined;
  if (ticket.assignment?.person === input.action.actor) return undefined;
  return units.length > 0 ? { code: 'reassigned' } : { code: 'notAssigned' };
}
