/** A community by name: units list its grids, and it has none of its own there. */
import type { UnitDocument } from './reference/documents.ts';

/** `第一网格、第二网格所在社区`; nothing where the unit has no grid in it. */
export function communityName(grids: UnitDocument['grids'], community: string): string | undefined {
  const names = grids.filter((grid) => grid.code.startsWith(community)).map((grid) => grid.name);
  return names.length === 0 ? undefined : `${names.join('、')}所在社区`;
}
