/** Who a person is at a moment, and how they stand to a ticket: the one place for relations that guards ask about. */
import type { Instant, PersonId, UnitCode } from './ids.ts';
import type { PersonDocument } from './reference/documents.ts';
import type { Audience, Role, RoleHeld } from './roles.ts';
import type { Assignment, Status, Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';

const BEGINNING = '1970-01-01T00:00:00.000Z' as Instant;
/** The city itself: no 承办单位, so a complaint about it names a person. */
export const CITY = 'city' as UnitCode;

/** Roles held at a moment: rights are judged at the effective time [sync G6]. */
export function rolesAt(person: PersonDocument | undefined, at: Instant): readonly RoleHeld[] {
  return (person?.roles ?? []).filter((held) => held.from <= at && (held.to === undefined || at < held.to));
}

/** The roles that count for an actor: at the effective time; for facts also at the last confirmed position [sync G6]. */
export function rolesFor(actor: PersonId, context: Context, fact: boolean): readonly RoleHeld[] {
  // The clock and the import act with the hub's own key (hotline.md §2).
  if (actor.startsWith('system:')) return [{ role: 'system', unit: CITY, from: BEGINNING }];
  const person = context.person(actor);
  const held = rolesAt(person, context.effectiveAt);
  if (!fact || context.confirmedAt === undefined) return held;
  const before = rolesAt(person, context.confirmedAt);
  return [...held, ...before.filter((one) => !held.includes(one))];
}

export function holds(held: readonly RoleHeld[], ...roles: readonly Role[]): boolean {
  return held.some((one) => roles.includes(one.role));
}

/** The units at which a person holds one of these roles. */
export function unitsAs(held: readonly RoleHeld[], ...roles: readonly Role[]): readonly UnitCode[] {
  return held.filter((one) => roles.includes(one.role)).map((one) => one.unit);
}

/** Roles of the city and the districts, which look at a ticket from above. */
export function isCityRole(held: readonly RoleHeld[]): boolean {
  return holds(held, 'operator', 'dispatcher', 'supervisor', 'system');
}

/** The audience of a person's replica [sync C3]: the widest of their roles. */
export function audienceOf(held: readonly RoleHeld[]): Audience {
  if (isCityRole(held)) return 'city';
  return holds(held, 'clerk', 'leader') ? 'office' : 'person';
}

export const CLOSED_STATES: readonly Status[] = ['guidedOut', 'directAnswered', 'closed', 'archived', 'merged', 'void'];

export function isOpen(ticket: Pick<Ticket, 'status'>): boolean {
  return !CLOSED_STATES.includes(ticket.status);
}

export function leads(ticket: Ticket, units: readonly UnitCode[]): boolean {
  return ticket.lead !== undefined && units.includes(ticket.lead);
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

/** Co-handles it or once did. */
export function everCoHandled(ticket: Ticket, units: readonly UnitCode[]): boolean {
  return ticket.coHandlers.some((co) => units.includes(co.unit));
}

/** A task is a person's by name, or a community's: then any worker of a grid in that community may take it. */
export function assigneesOf(assignment: Assignment | undefined): readonly PersonId[] {
  if (assignment === undefined) return [];
  return assignment.person === undefined ? (assignment.workers ?? []) : [assignment.person];
}

export function everAssigned(ticket: Ticket, person: PersonId): boolean {
  return ticket.pastAssignees.includes(person) || assigneesOf(ticket.assignment).includes(person);
}

/**
 * The units a matter complains about: the one it names, and those of the person it names (hotline.md §9).
 * The city is left out: everybody there would be barred, and nobody left to act.
 */
export function respondentUnits(ticket: Ticket, context: Pick<Context, 'person' | 'effectiveAt'>): readonly UnitCode[] {
  const respondent = ticket.respondent;
  if (respondent === undefined) return [];
  const person = respondent.person === undefined ? undefined : context.person(respondent.person);
  const units = rolesAt(person, context.effectiveAt).map((held) => held.unit);
  if (respondent.unit !== undefined) units.push(respondent.unit);
  return units.filter((unit) => unit !== CITY);
}

/** The unit of a person complained about, where it is not the city itself. */
export function unitOfRespondent(respondent: NonNullable<Ticket['respondent']>, context: Context): UnitCode | undefined {
  const person = respondent.person === undefined ? undefined : context.person(respondent.person);
  return rolesAt(person, context.effectiveAt).find((held) => held.unit !== CITY)?.unit;
}

/** Nobody acts on a matter in which they or their unit are the respondent (hotline.md §9, F55). */
export function isRespondent(
  ticket: Ticket,
  person: PersonId,
  units: readonly UnitCode[],
  context: Pick<Context, 'person' | 'effectiveAt'>,
): boolean {
  if (ticket.respondent === undefined) return false;
  if (ticket.respondent.person === person) return true;
  const theirs = respondentUnits(ticket, context);
  return units.some((unit) => theirs.includes(unit));
}

/** The district of a ticket: of its region, else of its lead. */
export function districtOf(ticket: Ticket): UnitCode | undefined {
  const code = ticket.region?.district ?? ticket.region?.street?.slice(0, 6) ?? ticket.lead?.slice(0, 6);
  return code !== undefined && /^[0-9]{6}$/.test(code) ? (code as UnitCode) : undefined;
}
