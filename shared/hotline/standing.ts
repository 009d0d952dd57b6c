/** Who a person is at a moment, and how they stand to a ticket: the one place for relations that guards ask about. */
import type { Instant, PersonId, UnitCode } from './ids.ts';
import type { PersonDocument } from './reference/documents.ts';
import type { Audience, Role, RoleHeld } from './roles.ts';
import type { Status, Ticket } from './ticket.ts';

/** Roles held at a moment: rights are judged at the effective time [sync G6]. */
export function rolesAt(person: PersonDocument | undefined, at: Instant): readonly RoleHeld[] {
  return (person?.roles ?? []).filter((held) => held.from <= at && (held.to === undefined || at < held.to));
}

export function holds(held: readonly RoleHeld[], ...roles: readonly Role[]): boolean {
  return held.some((one) => roles.includes(one.role));
}

/** The units at which a person holds one of these roles. */
export function unitsAs(held: readonly RoleHeld[], ...roles: readonly Role[]): readonly UnitCode[] {
  return held.filter((one) => roles.includes(one.role)).map((one) => one.unit);
}

/** The audience of a person's replica [sync C3]: the widest of their roles. */
export function audienceOf(held: readonly RoleHeld[]): Audience {
  if (holds(held, 'operator', 'dispatcher', 'supervisor')) return 'city';
  return holds(held, 'clerk', 'leader') ? 'office' : 'person';
}

export const CLOSED_STATES: readonly Status[] = ['guidedOut', 'directAnswered', 'closed', 'archived', 'merged', 'void'];

export function isOpen(ticket: Ticket): boolean {
  return !CLOSED_STATES.includes(ticket.status);
}

/** Units that lead it or once did: their late facts stay in the history (collision 1 of hotline.md §5). */
export function everLed(ticket: Ticket, units: readonly UnitCode[]): boolean {
  return units.some(
    (unit) => ticket.lead === unit || ticket.origin === unit || ticket.dispatches.some((dispatch) => dispatch.unit === unit),
  );
}

export function coHandles(ticket: Ticket, units: readonly UnitCode[]): boolean {
  return ticket.coHandlers.some((co) => units.includes(co.unit) && co.status !== 'ended');
}

export function everAssigned(ticket: Ticket, person: PersonId): boolean {
  return ticket.assignment?.person === person || ticket.pastAssignees.includes(person);
}

/** Nobody acts on a matter in which they or their unit are the respondent (hotline.md §9, F55). */
export function isRespondent(ticket: Ticket, person: PersonId, units: readonly UnitCode[]): boolean {
  const respondent = ticket.respondent;
  if (respondent === undefined) return false;
  return respondent.person === person || (respondent.unit !== undefined && units.includes(respondent.unit));
}

/** The district of a ticket: of its region, else of its lead. */
export function districtOf(ticket: Ticket): UnitCode | undefined {
  const code = ticket.region?.district ?? ticket.region?.street?.slice(0, 6) ?? ticket.lead?.slice(0, 6);
  return code !== undefined && /^[0-9]{6}$/.test(code) ? (code as UnitCode) : undefined;
}
