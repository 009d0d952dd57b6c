/** The people of a unit with a post that somebody can stand in for, and who may stand in for whom (F15). */
import { toInstant } from '../../../shared/hotline/calendar.ts';
import { term } from '../../../shared/hotline/glossary.ts';
import type { PersonId, UnitCode } from '../../../shared/hotline/ids.ts';
import { mayStandIn, postsAt } from '../../../shared/hotline/matters/deputy.ts';
import type { Role } from '../../../shared/hotline/roles.ts';
import type { Reference } from '../../replica/door.ts';

/** `posts`: 调度员, or several joined. */
export type Colleague = Readonly<{ id: PersonId; name: string; posts: string }>;

/** In the order of the work, never of persons: office first, then the field, by name. */
const ORDER: readonly Role[] = ['leader', 'clerk', 'gridWorker'];

export function colleagues(reference: Reference, unit: UnitCode, now: number): readonly Colleague[] {
  const at = toInstant(now);
  const found = [...reference.people.values()].flatMap((person) => {
    const posts = postsAt(person, unit, at);
    if (posts.length === 0) return [];
    const rank = Math.min(...posts.map((post) => ORDER.indexOf(post)));
    return [{ id: person._id, name: person.name, posts: posts.map((post) => term('role', post)).join('、'), rank }];
  });
  return found.toSorted((a, b) => a.rank - b.rank || a.name.localeCompare(b.name, 'zh-CN'));
}

export function possibleDeputies(reference: Reference, unit: UnitCode, person: PersonId, now: number): readonly Colleague[] {
  const of = (id: PersonId) => reference.people.get(id);
  return colleagues(reference, unit, now).filter((one) => one.id !== person && mayStandIn(of(one.id), of(person), unit, toInstant(now)));
}
