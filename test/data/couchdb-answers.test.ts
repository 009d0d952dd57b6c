/**
 * [X2] The hub's root answers 184 recorded requests as Apache CouchDB 3.5.0 did. What must differ is made equal by rule
 * (couch-difference.ts); every other difference is a row of docs/couchdb-compatibility.md, and every row is a difference.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub, type RunningHub } from '../../sync-server/hub.ts';
import { compatibilityRows, covers, type CompatibilityRow } from './compatibility-table.ts';
import { differences, shown } from './couch-difference.ts';
import { recordedRequests, Replay, type Answered, type Recorded } from './couch-replay.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DATA = process.env['GRIDDESK_DATA'] ?? join(ROOT, '..', 'shared', 'data');
type Compared = Readonly<{ recorded: Recorded; answered: Answered; paths: readonly string[] }>;

let dir: string;
let hub: RunningHub;
let rows: readonly CompatibilityRow[];
const compared: Compared[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-couch-'));
  hub = await startHub({ dataDir: dir, adminPassword: 'secret', clock: 'stopped' });
  rows = await compatibilityRows(join(ROOT, 'docs', 'couchdb-compatibility.md'));
  const replay = new Replay(Number(new URL(hub.address).port));
  for (const recorded of await recordedRequests(join(DATA, 'couchdb-answers.jsonl'))) {
    const answered = await replay.answer(recorded);
    compared.push({ recorded, answered, paths: differences(recorded, answered) });
  }
});
afterAll(async () => {
  await hub.close();
  await rm(dir, { recursive: true, force: true });
});

test('[X2] every answer is CouchDB’s, or a row says why not', () => {
  expect(compared).toHaveLength(184);
  const unexplained = compared.flatMap(({ recorded, answered, paths }) => {
    const left = paths.filter((path) => !rows.some((row) => covers(row, recorded.name, path)));
    return left.length === 0 ? [] : [`${recorded.name}: ${left.join(', ')}\n${shown(recorded, answered)}`];
  });
  expect(unexplained.join('\n\n')).toBe('');
});

test('[X2] every row is still needed, and has a reason', () => {
  const idle = rows.filter((row) => !compared.some(({ recorded, paths }) => paths.some((path) => covers(row, recorded.name, path))));
  expect(idle).toEqual([]);
  expect(rows.filter(({ reason }) => reason.length < 10)).toEqual([]);
});
