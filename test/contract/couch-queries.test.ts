/** [X2] Views, filters and Mango at the root of a real hub, and what a function or an expression that never ends costs it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub, type RunningHub } from '../../sync-server/hub.ts';

let dir: string;
let hub: RunningHub;

type Told = Readonly<{ status: number; body: Record<string, unknown> }>;

async function ask(method: string, path: string, body?: unknown, auth = 'admin:secret'): Promise<Told> {
  const headers = { authorization: `Basic ${Buffer.from(auth).toString('base64')}`, 'content-type': 'application/json' };
  const response = await fetch(new URL(path, hub.address), {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const rows = async (path: string): Promise<unknown[]> => (await ask('GET', path)).body['rows'] as unknown[];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-queries-'));
  hub = await startHub({ dataDir: dir, adminPassword: 'secret', clock: 'stopped' });
  await ask('PUT', '/q');
  const docs = [1, 2, 3, 4].map((n) => ({ _id: `d${n}`, n, at: ['a', n % 2], text: 'a'.repeat(40) + '!' }));
  await ask('POST', '/q/_bulk_docs', { docs });
  await ask('PUT', '/q/_design/v', {
    views: {
      n: { map: 'function (doc) { emit(doc.n, doc.n) }', reduce: '_sum' },
      at: { map: 'function (doc) { emit(doc.at, 1) }', reduce: 'function (keys, values) { return values.length }' },
      forever: { map: 'function (doc) { for (;;) {} }' },
    },
  });
});
afterAll(async () => {
  await hub.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

test('[X2] a view follows what is written, changed and deleted', async () => {
  const path = '/q/_design/v/_view/n?reduce=false&startkey=2';
  expect(await rows(path)).toMatchObject([{ id: 'd2', key: 2 }, { id: 'd3' }, { id: 'd4' }]);
  const { body } = await ask('GET', '/q/d2');
  const changed = await ask('PUT', '/q/d2', { ...body, n: 9 });
  expect(await rows(path)).toMatchObject([{ id: 'd3' }, { id: 'd4' }, { id: 'd2', key: 9 }]);
  await ask('DELETE', `/q/d2?rev=${String(changed.body['rev'])}`);
  expect(await rows(path)).toMatchObject([{ id: 'd3' }, { id: 'd4' }]);
  expect(await rows('/q/_design/v/_view/n')).toEqual([{ key: null, value: 8 }]);
});

test('[X2] a written reduce is grouped by a level of its keys', async () => {
  expect(await rows('/q/_design/v/_view/at?group_level=2')).toEqual([
    { key: ['a', 0], value: 1 },
    { key: ['a', 1], value: 2 },
  ]);
  expect(await rows('/q/_design/v/_view/at?group_level=1')).toEqual([{ key: ['a'], value: 3 }]);
});

test('[X2] a map that never ends and an expression that explodes are ended, and the hub answers meanwhile', async () => {
  const slow = [ask('GET', '/q/_design/v/_view/forever'), ask('POST', '/q/_find', { selector: { text: { $regex: '^(a+)+$' } } })];
  const began = Date.now();
  expect((await ask('GET', '/_up')).status).toBe(200);
  expect(Date.now() - began).toBeLessThan(2000);
  expect((await Promise.all(slow)).map(({ status, body }) => [status, body['error']])).toEqual([
    [500, 'os_process_error'],
    [500, 'os_process_error'],
  ]);
  expect((await ask('POST', '/q/_find', { selector: { text: { $regex: '^a' } } })).body['docs']).toHaveLength(3);
}, 30_000);

test('[X2] _find is read on by its bookmark, each document once', async () => {
  const found: unknown[] = [];
  let bookmark: unknown;
  for (let page = 0; page < 5; page++) {
    const { body } = await ask('POST', '/q/_find', {
      selector: { n: { $gt: 0 } },
      fields: ['_id'],
      limit: 2,
      ...(bookmark === undefined ? {} : { bookmark }),
    });
    found.push(...(body['docs'] as unknown[]));
    bookmark = body['bookmark'];
    if ((body['docs'] as unknown[]).length < 2) break;
  }
  expect(found).toEqual([{ _id: 'd1' }, { _id: 'd3' }, { _id: 'd4' }]);
});

test('[X2] design documents are run for the administrator only', async () => {
  await ask('PUT', '/_users/org.couchdb.user:li', { name: 'li', password: 'pw', roles: [], type: 'user' });
  await ask('PUT', '/q/_security', { members: { names: ['li'] } });
  expect((await ask('GET', '/q/d1', undefined, 'li:pw')).status).toBe(200);
  expect((await ask('GET', '/q/_design/v/_view/n', undefined, 'li:pw')).status).toBe(401);
  expect((await ask('GET', '/q/_changes?filter=_view&view=v/n', undefined, 'li:pw')).status).toBe(401);
  expect((await ask('PUT', '/q/_design/x', { views: {} }, 'li:pw')).status).toBe(403);
});
