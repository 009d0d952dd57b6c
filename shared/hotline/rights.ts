/** Rights and standings that many actions share. Each answers what speaks against, or nothing. */
import type { UnitCode } from './ids.ts';
import type { RefusalCode } from './refusals.ts';
import type { Asked, Finding } from './rule.ts';
import type { Role } from './roles.ts';
import {
  assigneesOf,
  audienceOf,
  CITY,
  coHandles,
  districtOf,
  everAssigned,
  everCoHandled,
  everLed,
  holds,
  isRespondent,
  leads,
  respondentUnits,
  unitsAs,
} from './standing.ts';
import type { Ticket } from './ticket.ts';

/** Whether the copy at hand carries the fields of audience T (hotline.md §3); the hub's always does. */
export function seesOfficeFields(asked: Asked): boolean {
  if (asked.context.end === 'hub') return true;
  return (asked.context.audience ?? audienceOf(asked.held)) !== 'person';
}

/** Whether it carries those of audience C too. */
export function seesCityFields(asked: Asked): boolean {
  return asked.context.end === 'hub' || (asked.context.audience ?? audienceOf(asked.held)) === 'city';
}

/** A negative answer that rests on fields of audience T: on a copy without them it is not known [sync D3]. */
export function byOfficeFields(asked: Asked, code: RefusalCode): Finding {
  return seesOfficeFields(asked) ? { code } : { code, unknown: true };
}

/** A negative answer that rests on a reference document the desk may not hold. */
export function byReference(asked: Asked, code: RefusalCode): Finding {
  return asked.context.end === 'desk' ? { code, unknown: true } : { code };
}

function noConflict(ticket: Ticket | undefined, asked: Asked): Finding | undefined {
  if (ticket === undefined) return undefined;
  const units = asked.held.map((one) => one.unit);
  return isRespondent(ticket, asked.actor, units, asked.context) ? { code: 'conflictOfInterest' } : undefined;
}

/** A role anywhere; no conflict of interest (§9). */
export function roleHeld(ticket: Ticket | undefined, asked: Asked, ...roles: readonly Role[]): Finding | undefined {
  return holds(asked.held, ...roles) ? noConflict(ticket, asked) : { code: 'noRight' };
}

/** A supervisor of the city, or of the ticket's district. */
export function supervisorOf(ticket: Ticket | undefined, asked: Asked): Finding | undefined {
  if (ticket === undefined) return roleHeld(ticket, asked, 'supervisor');
  const units = unitsAs(asked.held, 'supervisor');
  const district = districtOf(ticket);
  const known = units.includes(CITY) || (district !== undefined && units.includes(district));
  return known ? noConflict(ticket, asked) : { code: 'noRight' };
}

/** A role at the city itself, where decisions are made (hotline.md §2). */
export function cityRole(ticket: Ticket | undefined, asked: Asked, ...roles: readonly Role[]): Finding | undefined {
  return unitsAs(asked.held, ...roles).includes(CITY) ? noConflict(ticket, asked) : { code: 'noRight' };
}

/** A role at the unit that leads, or led, the ticket. */
export function leadUnitRole(ticket: Ticket | undefined, asked: Asked, ...roles: readonly Role[]): Finding | undefined {
  const units = unitsAs(asked.held, ...roles);
  if (units.length === 0) return { code: 'noRight' };
  if (ticket !== undefined && !everLed(ticket, units)) return byOfficeFields(asked, 'noRight');
  return noConflict(ticket, asked);
}

/** Still the lead: else 已改派 (collision 1). */
export function stillLeads(ticket: Ticket, asked: Asked, ...roles: readonly Role[]): Finding | undefined {
  return leads(ticket, unitsAs(asked.held, ...roles)) ? undefined : { code: 'reassigned' };
}

/** What only the leader may do for the unit, or its clerk where the unit lets them sign alone (hotline.md §4). */
export function signsForUnit(ticket: Ticket, asked: Asked): Finding | undefined {
  if (leads(ticket, unitsAs(asked.held, 'leader'))) return undefined;
  const unit = ticket.lead === undefined ? undefined : asked.context.unit(ticket.lead);
  if (unit === undefined) return byReference(asked, 'leaderSigns');
  return unit.clerkSignsAlone === true ? undefined : { code: 'leaderSigns' };
}

/** The unit for which an actor acts on this ticket: the lead where they belong to it, else the first of their own. */
export function actingUnit(ticket: Ticket | undefined, asked: Asked): UnitCode | undefined {
  const units = asked.held.map((one) => one.unit);
  return ticket?.lead !== undefined && units.includes(ticket.lead) ? ticket.lead : units[0];
}

/** The grid worker to whom it is assigned, or was. */
export function assigneeRight(ticket: Ticket | undefined, asked: Asked): Finding | undefined {
  if (!holds(asked.held, 'gridWorker')) return { code: 'noRight' };
  // Who had it before is a field of offices: a worker's own copy does not say.
  if (ticket !== undefined && !everAssigned(ticket, asked.actor)) return byOfficeFields(asked, 'noRight');
  return noConflict(ticket, asked);
}

/** Still assigned to me. */
export function stillAssigned(ticket: Ticket, asked: Asked): Finding | undefined {
  return assigneesOf(ticket.assignment).includes(asked.actor) ? undefined : { code: 'notAssigned' };
}

/** A grid worker to whom it is or was assigned, or a clerk of a unit that leads, led, co-handles or co-handled. */
export function fieldRight(ticket: Ticket | undefined, asked: Asked): Finding | undefined {
  if (!holds(asked.held, 'gridWorker', 'clerk')) return { code: 'noRight' };
  if (ticket === undefined) return undefined;
  const conflict = noConflict(ticket, asked);
  if (conflict !== undefined) return conflict;
  const units = unitsAs(asked.held, 'clerk');
  if (everLed(ticket, units) || everCoHandled(ticket, units)) return undefined;
  if (holds(asked.held, 'gridWorker') && everAssigned(ticket, asked.actor)) return undefined;
  return byOfficeFields(asked, 'noRight');
}

/** A clerk of a unit that helps, or once did. */
export function coUnitRole(ticket: Ticket | undefined, asked: Asked): Finding | undefined {
  const units = unitsAs(asked.held, 'clerk');
  if (units.length === 0) return { code: 'noRight' };
  return ticket === undefined || everCoHandled(ticket, units) ? noConflict(ticket, asked) : { code: 'noRight' };
}

/** A clerk or leader of a unit that leads, led, co-handles or co-handled. */
export function officeRight(ticket: Ticket | undefined, asked: Asked): Finding | undefined {
  const units = unitsAs(asked.held, 'clerk', 'leader');
  if (units.length === 0) return { code: 'noRight' };
  if (ticket === undefined || everLed(ticket, units) || everCoHandled(ticket, units)) return noConflict(ticket, asked);
  return byOfficeFields(asked, 'noRight');
}

/** Whoever learns of an emergency in a matter they work on, and the city's operator. */
export function emergencyRight(ticket: Ticket | undefined, asked: Asked): Finding | undefined {
  if (unitsAs(asked.held, 'operator').includes(CITY)) return noConflict(ticket, asked);
  const office = officeRight(ticket, asked);
  return office === undefined || !holds(asked.held, 'gridWorker') ? office : assigneeRight(ticket, asked);
}

/** The matter is still in one's hands: as lead, as co-handler, as the one it is assigned to. */
export function fieldStanding(ticket: Ticket, asked: Asked): Finding | undefined {
  const units = unitsAs(asked.held, 'clerk');
  if (leads(ticket, units) || coHandles(ticket, units)) return undefined;
  if (stillAssigned(ticket, asked) === undefined) return undefined;
  return units.length > 0 ? { code: 'reassigned' } : { code: 'notAssigned' };
}

/** §9: a unit that a matter complains about, or to which such a person belongs, never gets it. */
export function unitMayReceive(ticket: Ticket, unit: UnitCode, asked: Asked): Finding | undefined {
  if (respondentUnits(ticket, asked.context).includes(unit)) return { code: 'targetIsRespondent' };
  const person = ticket.respondent?.person;
  const unsure = person !== undefined && asked.context.person(person) === undefined && asked.context.end === 'desk';
  return unsure ? { code: 'targetIsRespondent', unknown: true } : undefined;
}
