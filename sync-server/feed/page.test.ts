import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodePosition, type Position } from '../../shared/sync/position.ts';
import type { Change } from '../store/database.ts';
import { indexDocument } from './index-document.ts';
import { PageText } from './page-text.ts';
import { readPage, type Page } from './page.ts';
import { openTables, type Tables } from './tables.ts';

type Row = Readonly<{ seq: string; id: string; in: readonly string[]; deleted?: true; tag?: string; doc?: { _rev: string; text: string } }>;

const GRANTS = ['urgent:1', 'all', 'office:1'];
const TODAY = 20_000;

let dir: string;
let tables: Tables;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-page-'));
  tables = openTables(dir);
});
afterEach(async () => {
  await tables.root.close();
  await rm(dir, { recursive: true, force: true });
});

function put(name: string, rev: string, channels: readonly string[]): void {
  const id = `notice:${name}`;
  const doc = { _id: id, _rev: rev, schema: 1, channels, text: `路灯 "${name}"\n` };
  indexDocument(tables, { id, rev, seq: 1, deleted: false, doc: doc as never } satisfies Change, TODAY);
}

function read(position: Position, limit: number, includeDocs = true): Page & { rows: readonly Row[] } {
  const into = new PageText();
  const page = readPage(tables, { position, grants: GRANTS, limit, includeDocs, left: true, urgentOnly: false }, into);
  return { ...page, rows: JSON.parse(`[${into.bytes().toString('utf8')}]`) as Row[] };
}

const START: Position = { epoch: '01K', audience: 'office', channels: {} };

test('[F2, F5] a row’s seq is the position of a page that ends with it, through first pages and behind them', () => {
  for (let n = 0; n < 9; n += 1) put(`a${n}`, '1-a', n % 3 === 0 ? ['all', 'office:1'] : ['office:1']);
  for (let n = 0; n < 4; n += 1) put(`u${n}`, '1-a', ['urgent:1', 'office:1', 'office:2']);
  put('a1', '2-a', ['office:2']);
  const begun = read(START, 5).position;
  expect(Object.keys(begun.begun ?? {})).toEqual(['all', 'office:1']);
  // The log grows while a desk is in its first pages, and something leaves behind where they began.
  put('a2', '2-a', ['office:2']);
  for (let n = 0; n < 5; n += 1) put(`late${n}`, '1-a', ['office:1']);
  for (const from of [START, begun]) {
    const { rows } = read(from, 100);
    expect(rows.length).toBeGreaterThan(10);
    for (let at = 0; at < rows.length - 1; at += 1) {
      const ending = read(from, at + 1).position;
      const said = decodePosition(rows[at]?.seq ?? '');
      expect(said).toEqual(ending);
      // What stands in two channels may come once more, on another page.
      const sent = new Set(rows.slice(0, at + 1).map(({ id }) => id));
      const next = read(ending, 100).rows.map(({ id }) => id);
      expect(next.filter((id) => !sent.has(id))).toEqual(rows.slice(at + 1).map(({ id }) => id));
    }
  }
});

test('[C1, F3] a row has its document as of its revision, and names no channel that was not granted', () => {
  put('a', '1-a', ['all', 'office:1', 'office:2']);
  put('a', '2-b', ['office:1', 'office:2']);
  const [row] = read(START, 10).rows;
  expect(row).toMatchObject({ id: 'notice:a', in: ['office:1'], changes: [{ rev: '2-b' }], doc: { _rev: '2-b', text: '路灯 "a"\n' } });
  const [bare] = read(START, 10, false).rows;
  expect(bare).toEqual({ seq: row?.seq, id: 'notice:a', in: ['office:1'], changes: [{ rev: '2-b' }], tag: row?.tag });
});
