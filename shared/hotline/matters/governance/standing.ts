/** Who may do what with a governance task, and whom and what it may name. */
import type { PersonId, UnitCode } from '../../ids.ts';
import { byReference } from '../../rights.ts';
import type { Asked, Finding } from '../../rule.ts';
import { rolesAt } from '../../standing.ts';
import { personName, shortTime } from '../../wording.ts';
import type { Governance } from './document.ts';

/** As many as a ticket names for a community: beside them it has its office's and its responsible person's channel [sync C1]. */
const MOST_WORKERS = 10;

/** Who was first, and when (collision 3 of hotline.md §5). */
export function stillOpen({ state, endedBy, endedAt }: Governance, { context }: Asked): Finding | undefined {
  if (state === 'open') return undefined;
  const detail = endedBy === undefined || endedAt === undefined ? {} : { detail: `${personName(endedBy, context)} ${shortTime(endedAt)}` };
  return { code: 'alreadyDone', ...detail };
}

type Named = Readonly<{ responsible?: PersonId; grid?: string; due?: string }>;

/** Its own people, its own grids, a date that lies ahead. */
export function fitsUnit({ responsible, grid, due }: Named, unit: UnitCode, asked: Asked): Finding | undefined {
  const { context } = asked;
  if (due !== undefined && due <= context.effectiveAt) return { code: 'dueNotAhead' };
  if (responsible !== undefined) {
    const known = context.person(responsible);
    if (known === undefined) return byReference(asked, 'unknownPerson');
    if (!rolesAt(known, context.effectiveAt).some((held) => held.unit === unit)) return { code: 'unknownPerson' };
  }
  if (grid === undefined) return undefined;
  const office = context.unit(unit);
  if (office === undefined) return byReference(asked, 'unknownGrid');
  return office.grids.some((one) => one.code === grid) ? undefined : { code: 'unknownGrid' };
}

/** The workers of a grid of the unit: read once and kept on the entry, because the profile changes (docs/adr/0006). */
export function workersOf(unit: UnitCode, grid: string | undefined, { context }: Asked): Readonly<{ workers?: PersonId[] }> {
  if (grid === undefined) return {};
  const workers = context.unit(unit)?.grids.find((one) => one.code === grid)?.workers;
  return workers === undefined ? {} : { workers: [...new Set(workers)].slice(0, MOST_WORKERS) };
}

export function withPeople(involved: readonly PersonId[], ...people: readonly PersonId[]): PersonId[] {
  return [...new Set([...involved, ...people])];
}
