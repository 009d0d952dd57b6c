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

type Row = readonly [key: unknown, value: unknown];

function rowsOf(table: { getRange: () => Iterable<Readonly<{ key: unknown; value: unknown }>> }): readonly Row[] {
  return [...table.getRange()].map(({ key, value }) => [key, value]);
}

export function dumpIndex(tables: Tables): Readonly<Record<string, unknown>> {
  const channels: Record<string, unknown> = {};
  for (const channel of tables.heads.getKeys()) {
    const held = heldBy(tables, channel, 'city').toSorted(([a], [b]) => (a < b ? -1 : 1));
    if (held.length > 0)
      channels[channel] = { held, digests: AUDIENCES.map((audience) => digestsOf(tables, [channel], audience)[channel]) };
  }
  return { channels, counter: tables.meta.get('counter'), ...Object.fromEntries(TABLES.map((name) => [name, rowsOf(tables[name])])) };
}
