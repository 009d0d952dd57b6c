/** Who is away at a moment, and who stands in: the same answer on every desk that holds the same leaves. */
import { civilDate, dayOf } from '../../calendar.ts';
import type { Instant, PersonId } from '../../ids.ts';
import type { Leave } from './document.ts';

export function isAway({ from, to, endedAt }: Leave, at: Instant): boolean {
  const day = civilDate(dayOf(at));
  return from <= day && day <= to && (endedAt === undefined || at < endedAt);
}

/** Over, or never begun: of no more use but as a record. */
export function isOver({ to, endedAt }: Leave, at: Instant): boolean {
  return (endedAt !== undefined && endedAt <= at) || to < civilDate(dayOf(at));
}

/** Of several leaves at once the one that lasts longest counts; of two as long, the later recorded. */
function lastsLonger(one: Leave, than: Leave | undefined): boolean {
  if (than === undefined || one.to !== than.to) return than === undefined || one.to > than.to;
  return one._id > than._id;
}

/** By person. A deputy who is away stands in for nobody: then nobody does, and the desk says so. */
export function leavesAt(leaves: Iterable<Leave>, at: Instant): ReadonlyMap<PersonId, Leave> {
  const away = new Map<PersonId, Leave>();
  for (const leave of leaves) if (isAway(leave, at) && lastsLonger(leave, away.get(leave.person))) away.set(leave.person, leave);
  return away;
}

/** Who stands in now, if they are there themselves. */
export function standIn(leave: Leave | undefined, away: ReadonlyMap<PersonId, Leave>): PersonId | undefined {
  return leave?.deputy === undefined || away.has(leave.deputy) ? undefined : leave.deputy;
}
