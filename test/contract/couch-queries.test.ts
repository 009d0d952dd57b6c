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

test('[X2] many rows are reduced in steps, and their results again, told so and without keys', async () => {
  await ask('PUT', '/many');
  const docs = Array.from({ length: 1300 }, (_, n) => ({ _id: `d${String(n).padStart(4, '0')}`, n }));
  await ask('POST', '/many/_bulk_docs', { docs });
  const reduce = `function (keys, values, rereduce) {
    if (!rereduce) return { n: values.length, firsts: [keys[0][1]], again: 0 };
    return values.reduce(function (a, b) {
      return { n: a.n + b.n, firsts: a.firsts.concat(b.firsts), again: Math.max(a.again, b.again) };
    }, { n: 0, firsts: [], again: keys === null ? 1 : 99 });
  }`;
  await ask('PUT', '/many/_design/r', { views: { all: { map: 'function (doc) { emit(doc.n % 2, doc.n) }', reduce } } });
  expect(await rows('/many/_design/r/_view/all')).toEqual([
    { key: null, value: { n: 1300, firsts: ['d0000', 'd1000', 'd0701'], again: 1 } },
  ]);
  expect(await rows('/many/_design/r/_view/all?group=true')).toMatchObject([
    { key: 0, value: { n: 650, again: 1 } },
    { key: 1, value: { n: 650, again: 1 } },
  ]);
});

test('[X2] a map that never ends and an expression that explodes are ended, and the hub answers meanwhile', async () => {
  const slow = [ask('GET', '/q/_design/v/_view/forever'), ask('POST', '/q/_find', { selector: { text: { $regex: '^(a+)+$' } } })];
  const began = Date.now();
  expect((await ask('GET', '/_up')).status).toBe(200);
  expect(Date.now() - began).toBeLessThan(2000);
  expect((await Promise.all(slow)).map(({ status, body }) => [status, body['error']])).toEqual([
    [503, 'os_process_error'],
    [503, 'os_process_error'],
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

test('[X2] a question is answered by the index that fits, in its order, page by page, and falls back when the index goes', async () => {
  await ask('PUT', '/m');
  const docs = Array.from({ length: 30 }, (_, n) => ({
    _id: `m${String(n).padStart(2, '0')}`,
    n: n % 10,
    kind: n % 2 === 0 ? '路灯' : '垃圾',
    deep: { a: [n] },
  }));
  await ask('POST', '/m/_bulk_docs', { docs: [...docs, { _id: 'none' }] });
  const sorted = { selector: { n: { $gte: 4 } }, sort: [{ n: 'desc' }], fields: ['_id', 'n'], limit: 4 };
  expect((await ask('POST', '/m/_find', sorted)).body).toMatchObject({ error: 'no_usable_index' });
  expect((await ask('POST', '/m/_index', { index: { fields: ['n'] }, ddoc: 'ix', name: 'n' })).body['result']).toBe('created');
  expect((await ask('POST', '/m/_index', { index: { fields: ['kind', 'n'] }, ddoc: 'ix', name: 'both' })).body['result']).toBe('created');
  const found: { _id: string; n: number }[] = [];
  let bookmark: unknown;
  for (let page = 0; page < 6; page++) {
    const { body } = await ask('POST', '/m/_find', { ...sorted, ...(bookmark === undefined ? {} : { bookmark }) });
    expect(body['warning']).toBeUndefined();
    found.push(...(body['docs'] as typeof found));
    bookmark = body['bookmark'];
  }
  expect(found.map(({ n }) => n)).toEqual([9, 9, 9, 8, 8, 8, 7, 7, 7, 6, 6, 6, 5, 5, 5, 4, 4, 4]);
  expect(new Set(found.map(({ _id }) => _id)).size).toBe(18);
  const both = { selector: { kind: '路灯', n: { $lt: 3 } } };
  expect((await ask('POST', '/m/_explain', both)).body).toMatchObject({
    index: { name: 'both' },
    mrargs: { start_key: ['路灯'], end_key: ['路灯', 3, '<MAX>'] },
  });
  // What is written afterwards is found; what lacks a field of the index is not lost where none fits.
  await ask('PUT', '/m/late', { n: 1, kind: '路灯' });
  const ids = ((await ask('POST', '/m/_find', both)).body['docs'] as { _id: string }[]).map(({ _id }) => _id);
  expect(ids.toSorted()).toEqual(['late', 'm00', 'm02', 'm10', 'm12', 'm20', 'm22']);
  expect((await ask('POST', '/m/_find', { selector: { n: { $exists: false } } })).body).toMatchObject({ docs: [{ _id: 'none' }] });
  expect((await ask('POST', '/m/_find', { selector: { $or: [{ n: 9 }, { _id: 'none' }] } })).body['docs']).toHaveLength(4);
  expect((await ask('DELETE', '/m/_index/ix/json/both')).status).toBe(200);
  expect((await ask('POST', '/m/_explain', both)).body).toMatchObject({ index: { name: 'n' } });
  expect((await ask('DELETE', '/m/_index/ix/json/both')).status).toBe(404);
});

test('[X2] operators say of a missing field what CouchDB says, and negations are brought to the field', async () => {
  await ask('PUT', '/op');
  await ask('POST', '/op/_bulk_docs', { docs: [{ _id: 'a', v: 1, tags: ['x', 'y'] }, { _id: 'b', v: 2, tags: [] }, { _id: 'c' }] });
  const rowsOf = async (selector: object): Promise<string> =>
    ((await ask('POST', '/op/_find', { selector })).body['docs'] as { _id: string }[]).map(({ _id }) => _id).join('');
  const cases: [object, string][] = [
    [{ v: { $ne: 1 } }, 'b'],
    [{ v: { $not: { $eq: 1 } } }, 'b'],
    [{ $not: { v: 1 } }, 'b'],
    [{ $nor: [{ v: 1 }, { v: 2 }] }, ''],
    [{ v: { $exists: false } }, 'c'],
    [{ tags: { $in: ['x'] } }, 'a'],
    [{ tags: { $all: ['x', 'y'] } }, 'a'],
    [{ tags: { $size: 0 } }, 'b'],
    [{ tags: { $elemMatch: { $beginsWith: 'y' } } }, 'a'],
    [{ tags: { $allMatch: { $gte: 'x' } } }, 'a'],
    [{ v: { $mod: [2, 0] } }, 'b'],
    [{ $and: [] }, 'abc'],
    [{ $or: [{ v: { $gt: 1 } }, { _id: 'c' }] }, 'bc'],
  ];
  for (const [selector, ids] of cases) expect([selector, await rowsOf(selector)]).toEqual([selector, ids]);
});

test('[X2] what is purged is gone from every answer, its bodies too; what is left of a conflict wins', async () => {
  await ask('PUT', '/p');
  const data = Buffer.from('x'.repeat(1000)).toString('base64');
  const attached = { f: { content_type: 'application/octet-stream', data } };
  const one = (await ask('PUT', '/p/one', { v: 1, _attachments: attached })).body['rev'];
  await ask('PUT', '/p/two', { v: 1, _attachments: attached });
  await ask('POST', '/p/_bulk_docs', {
    new_edits: false,
    docs: [
      { _id: 'c', _rev: '2-b', _revisions: { start: 2, ids: ['b', 'a'] }, v: 'b' },
      { _id: 'c', _rev: '2-c', _revisions: { start: 2, ids: ['c', 'a'] }, v: 'c' },
    ],
  });
  await ask('PUT', '/p/_design/v', { views: { v: { map: 'function (doc) { emit(doc._id, doc.v) }' } } });
  expect(await rows('/p/_design/v/_view/v')).toHaveLength(3);
  const before = (await ask('GET', '/p')).body;
  const purged = await ask('POST', '/p/_purge', { one: [one], c: ['2-c', '1-a'], nosuch: ['1-x'] });
  expect([purged.status, purged.body]).toEqual([201, { purge_seq: null, purged: { one: [one], c: ['2-c'], nosuch: [] } }]);
  expect((await ask('GET', '/p/one')).body).toEqual({ error: 'not_found', reason: 'missing' });
  expect((await ask('GET', '/p/c?conflicts=true')).body).toEqual({ _id: 'c', _rev: '2-b', v: 'b' });
  expect((await ask('GET', '/p/two?attachments=true')).body).toMatchObject({ _attachments: { f: { data } } });
  expect((await ask('GET', '/p')).body).toMatchObject({ doc_count: Number(before['doc_count']) - 1, doc_del_count: 0 });
  const changed = (await ask('GET', '/p/_changes')).body['results'] as { id: string }[];
  expect(changed.map(({ id }) => id).toSorted()).toEqual(['_design/v', 'c', 'two']);
  expect(await rows('/p/_design/v/_view/v')).toMatchObject([{ id: 'c', value: 'b' }, { id: 'two' }]);
  // As if it had never been: it can be written for the first time again.
  expect((await ask('PUT', '/p/one', { v: 2 })).body['rev']).toMatch(/^1-/u);
  expect((await ask('POST', '/hotline/_purge', { x: ['1-a'] })).status).toBe(403);
});

test('[X2] _local documents are listed, by key and by range, and in nothing else', async () => {
  await ask('PUT', '/l');
  for (const id of ['a', 'b', 'c']) await ask('PUT', `/l/_local/${id}`, { id });
  await ask('PUT', '/l/plain', {});
  const ids = async (query: string): Promise<unknown[]> =>
    ((await ask('GET', `/l/_local_docs${query}`)).body['rows'] as { id: string }[]).map(({ id }) => id);
  expect(await ids('')).toEqual(['_local/a', '_local/b', '_local/c']);
  expect(await ids('?descending=true&limit=2')).toEqual(['_local/c', '_local/b']);
  expect(await ids('?startkey="_local/b"')).toEqual(['_local/b', '_local/c']);
  expect((await ask('POST', '/l/_local_docs?include_docs=true', { keys: ['_local/a', '_local/z'] })).body['rows']).toMatchObject([
    { doc: { id: 'a' } },
    { error: 'not_found' },
  ]);
  expect((await ask('GET', '/l/_all_docs')).body['total_rows']).toBe(1);
});

test('[X2] what the URL of a POST says goes before what its body says', async () => {
  const { body } = await ask('POST', '/q/_design/v/_view/at?reduce=false&limit=1', {
    keys: [
      ['a', 0],
      ['a', 1],
    ],
    limit: 2,
  });
  expect(body['rows']).toHaveLength(1);
  expect((await ask('POST', '/q/_all_docs?limit=1', { keys: ['d1', 'd3'], limit: 2 })).body['rows']).toHaveLength(1);
});

test('[X2] each of many keys is a range of its own: backwards, and within the ids of its bounds', async () => {
  await ask('PUT', '/k');
  await ask('POST', '/k/_bulk_docs', { docs: ['a', 'b', 'c'].map((_id) => ({ _id })) });
  await ask('PUT', '/k/_design/v', { views: { two: { map: 'function (doc) { emit(1, null); emit(2, null) }' } } });
  const told = async (more: string): Promise<string> =>
    ((await rows(`/k/_design/v/_view/two?keys=[1,2]${more}`)) as { id: string; key: number }[]).map(({ id, key }) => key + id).join(' ');
  expect(await told('')).toBe('1a 1b 1c 2a 2b 2c');
  expect(await told('&descending=true')).toBe('2c 2b 2a 1c 1b 1a');
  expect(await told('&startkey_docid=b')).toBe('1b 1c 2b 2c');
  expect(await told('&endkey_docid=b')).toBe('1a 1b 2a 2b');
  expect(await ask('GET', '/k/_design/v/_view/two?keys=[1,2]&startkey=1')).toMatchObject({
    status: 400,
    body: { error: 'query_parse_error' },
  });
});

test('[X2] a row may name another revision; a design document’s options let its views see designs and sequences', async () => {
  await ask('PUT', '/o');
  const first = (await ask('PUT', '/o/x', { n: 1 })).body['rev'];
  await ask('PUT', '/o/x', { _rev: first, n: 2, was: first });
  await ask('PUT', '/o/_design/v', { views: { was: { map: 'function (doc) { emit(null, { _rev: doc.was }) }' } } });
  expect(await rows('/o/_design/v/_view/was?include_docs=true')).toMatchObject([{ doc: { _rev: first, n: 1 } }]);
  const map = 'function (doc) { emit(doc._id, doc._local_seq) }';
  await ask('PUT', '/o/_design/w', { options: { include_design: true, local_seq: true }, views: { all: { map } } });
  expect(await rows('/o/_design/w/_view/all')).toEqual([
    { id: '_design/v', key: '_design/v', value: 3 },
    { id: '_design/w', key: '_design/w', value: 4 },
    { id: 'x', key: 'x', value: 2 },
  ]);
});

test('[X2] rows of one key and document are in the order of their values; lists are summed and measured place by place', async () => {
  await ask('PUT', '/r');
  await ask('PUT', '/r/_design/v', {
    views: {
      stats: { map: 'function (doc) { emit(doc.key, doc.list) }', reduce: '_stats' },
      sum: { map: 'function (doc) { emit(doc.key, doc.list) }', reduce: '_sum' },
      order: { map: "function (doc) { emit(1, 'b'); emit(1, 'a'); emit(1); emit(1, 'a') }" },
    },
  });
  const docs = [
    { _id: 'a', key: 1, list: [1, 2] },
    { _id: 'b', key: 1, list: [4, 6] },
    { _id: 'c', key: 2, list: ['no'] },
  ];
  await ask('POST', '/r/_bulk_docs', { docs });
  const values = async (path: string): Promise<unknown[]> =>
    ((await rows(`/r/_design/v/_view/${path}`)) as { value: unknown }[]).map(({ value }) => value);
  expect(await values('order?limit=4')).toEqual([null, 'a', 'a', 'b']);
  expect(await values('sum?key=1')).toEqual([[5, 8]]);
  expect(await values('sum?key=2')).toMatchObject([{ error: 'builtin_reduce_error' }]);
  expect(await values('stats?key=1')).toEqual([
    [
      { sum: 5, count: 2, min: 1, max: 4, sumsqr: 17 },
      { sum: 8, count: 2, min: 2, max: 6, sumsqr: 40 },
    ],
  ]);
  expect(await values('stats?key=2')).toMatchObject([{ error: 'builtin_reduce_error' }]);
});
