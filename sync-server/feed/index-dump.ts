/**
 * An index as it is compared with a rebuilt one [proof 6]: what every channel holds, its digests, the figures and what is looked up, without
 * seqs. When the clock wakes is left out: it is by the calendar of the day on which it was reckoned.
 */
import { AUDIENCES } from '../../shared/hotline/roles.ts';
import { digestsOf, heldBy } from './page.ts';
import type { Tables } from './tables.ts';

const TABLES = [
  'facts',
  'tallies',
  'running',
  'repeats',
  'callers',
  'referrals',
  'provisional',
  'settled',
  'waiting',
  'chains',
] as const satisfies readonly (keyof Tables)[];

/** Row by row: of a city it is longer than any text. */
export function* dumpIndex(tables: Tables): Generator<readonly unknown[]> {
  for (const channel of tables.heads.getKeys()) {
    const held = heldBy(tables, channel, 'city').toSorted(([a], [b]) => (a < b ? -1 : 1));
    if (held.length === 0) continue;
    for (const row of held) yield ['held', channel, ...row];
    for (const audience of AUDIENCES) yield ['digest', channel, audience, digestsOf(tables, [channel], audience)[channel]];
  }
  yield ['counter', tables.meta.get('counter')];
  for (const name of TABLES) {
    const table: { getRange: () => Iterable<Readonly<{ key: unknown; value: unknown }>> } = tables[name];
    for (const { key, value } of table.getRange()) yield [name, key, value];
  }
}
