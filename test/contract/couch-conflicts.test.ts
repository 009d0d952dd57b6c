/** [X2] What clients of a CouchDB rely on where a document has several revisions, and what they send that a store must not take. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub, type RunningHub } from '../../sync-server/hub.ts';

let dir: string;
let hub: RunningHub;

type Told = Readonly<{ status: number; body: Record<string, unknown> }>;

async function ask(method: string, path: string, body?: unknown): Promise<Told> {
  const headers = { authorization: `Basic ${Buffer.from('admin:secret').toString('base64')}`, 'content-type': 'application/json' };
  const response = await fetch(new URL(path, hub.address), {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-conflicts-'));
  hub = await startHub({ dataDir: dir, adminPassword: 'secret', clock: 'stopped' });
  await ask('PUT', '/c');
  // Two that live, a line that is longer and deleted, and one that was deleted at once.
  await ask('POST', '/c/_bulk_docs', {
    new_edits: false,
    docs: [
      { _id: 'c', _rev: '1-b', of: 'b' },
      { _id: 'c', _rev: '1-c', of: 'c' },
      { _id: 'c', _rev: '1-d', of: 'd' },
      { _id: 'c', _rev: '1-x', _deleted: true },
      { _id: 'c', _rev: '2-x', _deleted: true, _revisions: { start: 2, ids: ['x', 'c'] } },
    ],
  });
});
afterAll(async () => {
  await hub.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

test.each(['', '&conflicts=true', '&attachments=true'])(
  '[X2] of many revisions a change names who wins first, and its document is the winner’s (%s)',
  async (more) => {
    const { body } = await ask('GET', `/c/_changes?style=all_docs&include_docs=true${more}`);
    expect(body['results']).toMatchObject([
      { id: 'c', changes: ['1-d', '1-b', '2-x', '1-x'].map((rev) => ({ rev })), doc: { _rev: '1-d', of: 'd' } },
    ]);
    const main = await ask('GET', `/c/_changes?include_docs=true${more}`);
    expect(main.body['results']).toMatchObject([{ changes: [{ rev: '1-d' }], doc: { _rev: '1-d' } }]);
  },
);

test('[X2] a view sees which revisions lost: a person finds conflicts by it', async () => {
  const map = 'function (doc) { if (doc._conflicts) emit(doc._rev, [doc._conflicts, doc._deleted_conflicts]) }';
  await ask('PUT', '/c/_design/v', { views: { conflicts: { map } } });
  const found = async (): Promise<unknown> => (await ask('GET', '/c/_design/v/_view/conflicts')).body['rows'];
  await ask('PUT', '/c/plain', { n: 1 });
  expect(await found()).toEqual([{ id: 'c', key: '1-d', value: [['1-b'], ['2-x', '1-x']] }]);
  await ask('DELETE', '/c/c?rev=1-b');
  expect(await found()).toEqual([]);
});

test('[X2] a replicator’s document without a revision is refused, and none beside it is taken', async () => {
  const docs = [{ _id: 'n' }, { _id: 'o', _rev: '1-a' }];
  expect(await ask('POST', '/c/_bulk_docs', { new_edits: false, docs })).toMatchObject({ status: 400, body: { error: 'bad_request' } });
  expect((await ask('GET', '/c/o')).status).toBe(404);
});

test('[X2] a local document has no history and no attachments, whatever was sent', async () => {
  const put = await ask('PUT', '/c/_local/l', {
    n: 1,
    _revisions: { start: 0, ids: ['1'] },
    _attachments: { 'a.txt': { content_type: 'text/plain', data: 'Zm9v' } },
  });
  expect(put.status).toBe(201);
  expect((await ask('GET', '/c/_local/l?attachments=true')).body).toEqual({ _id: '_local/l', _rev: put.body['rev'], n: 1 });
  for (const method of ['GET', 'PUT', 'DELETE'])
    expect(await ask(method, '/c/_local/l/a.txt', method === 'PUT' ? {} : undefined)).toMatchObject({
      status: 400,
      body: { reason: '_local documents do not accept attachments.' },
    });
});

test.each(['key', 'startkey', 'end_key'])('[X2] keys beside %s ask for two things at once, and are refused', async (name) => {
  for (const [method, path, body] of [
    ['GET', `/c/_all_docs?keys=["c"]&${name}="c"`, undefined],
    ['POST', `/c/_all_docs?${name}="c"`, { keys: ['c'] }],
  ] as const)
    expect(await ask(method, path, body)).toMatchObject({ status: 400, body: { error: 'query_parse_error' } });
});

test('[X2] nothing is written upon a revision that was never there, also where the document is deleted', async () => {
  const { body } = await ask('PUT', '/c/d', { n: 1 });
  await ask('DELETE', `/c/d?rev=${String(body['rev'])}`);
  expect((await ask('PUT', '/c/d', { _rev: '1-made-up', n: 2 })).status).toBe(409);
  expect((await ask('PUT', '/c/d', { n: 2 })).status).toBe(201);
});

test('[X2] an attachment is written and deleted upon the revision that is there, or not at all', async () => {
  const put = await ask('PUT', '/c/att', { _attachments: { 'a.txt': { content_type: 'text/plain', data: 'Zm9v' } } });
  expect((await ask('DELETE', '/c/att/a.txt')).status).toBe(409);
  for (const method of ['DELETE', 'PUT'])
    expect(await ask(method, '/c/att/a.txt?rev=4-garbage', method === 'PUT' ? {} : undefined)).toMatchObject({
      status: 409,
      body: { error: 'not_found', reason: 'missing_rev' },
    });
  expect((await ask('DELETE', `/c/att/none.txt?rev=${String(put.body['rev'])}`)).status).toBe(404);
  expect((await ask('GET', '/c/att')).body).toMatchObject({ _rev: put.body['rev'] });
});

test('[X2] what a bulk write cannot keep is refused, not ignored', async () => {
  expect(await ask('POST', '/c/_bulk_docs', { all_or_nothing: true, docs: [{ _id: 'z' }] })).toMatchObject({ status: 417 });
  expect(await ask('POST', '/c/_bulk_docs', { new_edits: 0, docs: [{ _id: 'z' }] })).toMatchObject({ status: 400 });
  expect((await ask('GET', '/c/z')).status).toBe(404);
});

test('[X2] open revisions in parts come with their attachments: CouchDB’s replicator asks for them by that type alone', async () => {
  const data = Buffer.from('一份附件').toString('base64');
  const { body } = await ask('PUT', '/c/parts', { _attachments: { 'a.txt': { content_type: 'text/plain', data } } });
  const rev = String(body['rev']);
  const told = async (more: string): Promise<string> => {
    const headers = { authorization: `Basic ${Buffer.from('admin:secret').toString('base64')}`, accept: 'multipart/mixed' };
    const path = `/c/parts?open_revs=["${rev}"]&revs=true&latest=true${more}`;
    return (await fetch(new URL(path, hub.address), { headers })).text();
  };
  // As they are, not compressed: the digest is of the bytes that are sent, and whoever takes them checks it.
  expect(await told('')).toMatch(/"follows":true[^]*一份附件/u);
  // What the asker holds already is not sent again.
  expect(await told(`&atts_since=["${rev}"]`)).toMatch(/"stub":true/u);
});
