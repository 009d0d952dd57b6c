import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Change } from '../store/database.ts';
import { indexDocument, revBelow, type Reading } from './index-document.ts';
import { hasLeft } from './log-rows.ts';
import { digestsOf, heldBy } from './page.ts';
import { openTables, type Tables } from './tables.ts';

let dir: string;
let tables: Tables;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-index-'));
  tables = openTables(dir);
});
afterEach(async () => {
  await tables.root.close();
  await rm(dir, { recursive: true, force: true });
});

function notice(rev: string, channels: readonly string[], text: string): Change {
  return { id: 'notice:1', rev, seq: 1, deleted: false, doc: { _id: 'notice:1', _rev: rev, schema: 1, channels, text } as never };
}

const TODAY = 20_000;

test('[F1] a winning revision that sorts lower is ignored, whatever it says', () => {
  expect(indexDocument(tables, notice('2-b', ['office:1'], '新'), TODAY)).toEqual(['office:1']);
  const before = [heldBy(tables, 'office:1', 'office'), digestsOf(tables, ['office:1'], 'office'), tables.heads.get('office:1')];
  for (const rev of ['2-a', '2-b', '1-z']) expect(indexDocument(tables, notice(rev, ['office:2'], '旧'), TODAY)).toEqual([]);
  expect([heldBy(tables, 'office:1', 'office'), digestsOf(tables, ['office:1'], 'office'), tables.heads.get('office:1')]).toEqual(before);
  expect(heldBy(tables, 'office:2', 'office')).toEqual([]);
});

test('[F1] revisions sort by generation as a number, then by hash', () => {
  expect(revBelow('9-f', '10-a')).toBe(true);
  expect(revBelow('10-a', '9-f')).toBe(false);
  expect(revBelow('3-a', '3-b')).toBe(true);
});

test('[F1] a document that moves to and fro has one row a channel, and digests as if it had never been away', () => {
  indexDocument(tables, notice('1-a', ['office:1'], '一'), TODAY);
  const there = digestsOf(tables, ['office:1', 'office:2'], 'office');
  for (let turn = 1; turn <= 12; turn += 1) {
    indexDocument(tables, notice(`${turn * 2}-a`, ['office:2'], '二'), TODAY);
    expect(digestsOf(tables, ['office:1'], 'office')['office:1']?.count).toBe(0);
    indexDocument(tables, notice(`${turn * 2 + 1}-a`, ['office:1'], '三'), TODAY);
  }
  const rows = [...tables.log.getRange()].map(({ key, value }) => [key[0], hasLeft(value)]);
  expect(rows).toEqual([
    ['office:1', false],
    ['office:2', true],
  ]);
  expect(digestsOf(tables, ['office:1', 'office:2'], 'office')['office:1']?.count).toBe(there['office:1']?.count);
});

test('[F1] a deleted document leaves every channel', () => {
  indexDocument(tables, notice('1-a', ['office:1', 'office:2'], '一'), TODAY);
  const touched = indexDocument(tables, { id: 'notice:1', rev: '2-a', seq: 2, deleted: true, doc: { _id: 'notice:1' } as never }, TODAY);
  expect([...touched].sort()).toEqual(['office:1', 'office:2']);
  expect(heldBy(tables, 'office:1', 'office')).toEqual([]);
});

const READING: Reading = { channels: ['office:1'], bodies: [], entries: [] };
const MATTER = { keys: ['a b grid:1', 'a b at:1'], at: '2026-05-01T00:00:00.000Z', no: 'LN-1' };
const CALLER = { hash: 'a', at: '2026-05-01T00:00:00.000Z' };

/** One ticket whose revisions say these things, one after the other; what is looked up afterwards. */
function lookedUp(...said: readonly Partial<Reading>[]): unknown {
  const [repeats, callers, wakes] = [tables.repeats, tables.callers, tables.wakes];
  for (const table of [repeats, callers, wakes, tables.documents]) table.clearSync();
  for (const [at, one] of said.entries()) {
    const change: Change = { id: 'ticket:1', rev: `${at + 1}-a`, seq: at + 1, deleted: false, doc: {} as never };
    indexDocument(tables, change, TODAY, { ...READING, ...one });
  }
  const rows = (table: { getRange: () => Iterable<{ key: unknown; value: unknown }> }): unknown[] => [...table.getRange()];
  return [rows(repeats), rows(callers), rows(wakes)];
}

test.each<[string, Partial<Reading>]>([
  ['number', { repeats: { ...MATTER, no: 'LN-2' } }],
  ['keys', { repeats: { ...MATTER, keys: ['a b grid:1', 'a b at:2'] } }],
  ['day', { repeats: { ...MATTER, at: '2026-05-02T00:00:00.000Z' } }],
  ['caller', { caller: { ...CALLER, hash: 'b' } }],
  ['wake', { wake: '2026-05-03T00:00:00.000Z' }],
  ['nothing at all', { repeats: undefined, caller: undefined, wake: undefined } as never],
  ['the same', {}],
])('[F1, F27] what a ticket is found by is as its last revision says: another %s', (_what, change) => {
  const first: Partial<Reading> = { repeats: MATTER, caller: CALLER, wake: '2026-05-02T00:00:00.000Z' };
  const last = { ...first, ...change };
  // As if the ticket had never said anything else; its revision stands beside when the clock looks.
  expect(lookedUp(first, last)).toEqual(lookedUp({}, last));
});
