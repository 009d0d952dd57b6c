/** Who may stand in for whom (art. 7; F15): only with posts they hold already, so that no deputy has a right by being one. */
import type { Instant, PersonId, UnitCode } from '../ids.ts';
import { byReference } from '../rights.ts';
import type { Asked, Finding } from '../rule.ts';
import type { Role } from '../roles.ts';
import type { PersonDocument } from '../reference/documents.ts';
import { rolesAt } from '../standing.ts';

const POSTS: readonly Role[] = ['clerk', 'leader', 'gridWorker'];

/** The posts of a person at a unit that somebody can stand in for. */
export function postsAt(person: PersonDocument | undefined, unit: UnitCode, at: Instant): readonly Role[] {
  const held = rolesAt(person, at).filter((one) => one.unit === unit && POSTS.includes(one.role));
  return [...new Set(held.map((one) => one.role))];
}

/** All posts of the one at that unit are held by the other too. */
export function mayStandIn(deputy: PersonDocument | undefined, person: PersonDocument | undefined, unit: UnitCode, at: Instant): boolean {
  const own = postsAt(deputy, unit, at);
  return own.length > 0 && postsAt(person, unit, at).every((role) => own.includes(role));
}

/** Somebody with a post at the unit. */
export function ofUnit(person: PersonId, unit: UnitCode, asked: Asked): Finding | undefined {
  const known = asked.context.person(person);
  if (known === undefined) return byReference(asked, 'unknownPerson');
  return postsAt(known, unit, asked.context.effectiveAt).length > 0 ? undefined : { code: 'unknownPerson' };
}

export function fitsDeputy(deputy: PersonId | undefined, person: PersonId, unit: UnitCode, asked: Asked): Finding | undefined {
  if (deputy === undefined) return undefined;
  if (deputy === person) return { code: 'deputyIsPerson' };
  const stranger = ofUnit(deputy, unit, asked);
  if (stranger !== undefined) return stranger;
  const { context } = asked;
  return mayStandIn(context.person(deputy), context.person(person), unit, context.effectiveAt) ? undefined : { code: 'deputyLacksRole' };
}
