/** [X2] The hub's own replicator: at once, continuous, by documents, through a restart; and where it may not go. */
import { createServer, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub, type RunningHub } from '../../sync-server/hub.ts';

let dir: string;
let hub: RunningHub;
let other: RunningHub;
/** A server inside the network that nobody named, and one that leads there. */
let inside: Server;
let reached = 0;

type Told = Readonly<{ status: number; body: Record<string, unknown> }>;
type Body = Record<string, unknown>;

async function ask(method: string, path: string, body?: unknown, at: RunningHub = hub, auth = 'admin:secret'): Promise<Told> {
  const headers = { authorization: `Basic ${Buffer.from(auth).toString('base64')}`, 'content-type': 'application/json' };
  const response = await fetch(new URL(path, at.address), {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const withPassword = (at: RunningHub, name: string): string => `${at.address.replace('http://', 'http://admin:secret@')}/${name}`;
const faults: unknown[] = [];
const options = { clock: 'stopped', adminPassword: 'secret', onError: (error: unknown) => void faults.push(error) } as const;
const ids = async (name: string, at: RunningHub = hub): Promise<string[]> =>
  ((await ask('GET', `/${name}/_all_docs`, undefined, at)).body['rows'] as { id: string }[]).map(({ id }) => id);
const arrived = (name: string, id: string, at: RunningHub = hub): Promise<void> =>
  expect.poll(async () => (await ask('GET', `/${name}/${id}`, undefined, at)).status, { timeout: 15_000 }).toBe(200);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-replication-'));
  other = await startHub({ ...options, dataDir: join(dir, 'other') });
  inside = createServer((_request, response) => {
    reached += 1;
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  });
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
  hub = await startHub({ ...options, dataDir: join(dir, 'hub'), replicateWith: [new URL(other.address).host] });
  for (const name of ['a', 'b']) await ask('PUT', `/${name}`);
  await ask('PUT', '/far', undefined, other);
  const data = Buffer.from('附件').toString('base64');
  await ask('PUT', '/a/one', { n: 1, _attachments: { 'f.txt': { content_type: 'text/plain', data } } });
});
afterAll(async () => {
  await hub.close();
  await other.close();
  inside.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

test('[X2] once, from name to name and to another server: documents, attachments, conflicts; again changes nothing', async () => {
  await ask('POST', '/a/_bulk_docs', {
    new_edits: false,
    docs: [
      { _id: 'c', _rev: '1-a' },
      { _id: 'c', _rev: '1-b' },
    ],
  });
  const first = await ask('POST', '/_replicate', { source: 'a', target: 'b' });
  expect(first.body).toMatchObject({ ok: true, history: [{ docs_written: 3, doc_write_failures: 0 }] });
  expect((await ask('GET', '/b/c?conflicts=true')).body).toMatchObject({ _rev: '1-b', _conflicts: ['1-a'] });
  expect((await ask('GET', '/b/one?attachments=true')).body).toMatchObject({ _attachments: { 'f.txt': { data: expect.any(String) } } });
  expect((await ask('POST', '/_replicate', { source: 'a', target: 'b' })).body).toMatchObject({ ok: true, no_changes: true });
  const far = { source: 'a', target: withPassword(other, 'far'), doc_ids: ['one'] };
  expect((await ask('POST', '/_replicate', far)).body).toMatchObject({ ok: true });
  expect(await ids('far', other)).toEqual(['one']);
  const { status, body } = await ask('POST', '/_replicate', { source: 'a', target: withPassword(other, 'nowhere') });
  expect([status, body['error']]).toEqual([404, 'db_not_found']);
  await ask('POST', '/_replicate', { source: 'a', target: withPassword(other, 'made'), create_target: true, selector: { n: 1 } });
  expect(await ids('made', other)).toEqual(['one']);
});

test('[X2] once means what was there when it began: it ends beside who writes faster than it copies', async () => {
  await ask('PUT', '/busy');
  const write = (round: number): Promise<Told> =>
    ask('POST', '/busy/_bulk_docs', { docs: Array.from({ length: 300 }, (_, n) => ({ _id: `${round}-${n}` })) });
  await write(0);
  let writing = true;
  const writer = (async () => {
    for (let round = 1; writing; round += 1) {
      await write(round);
      await delay(100);
    }
  })();
  const copied = await ask('POST', '/_replicate', { source: 'busy', target: 'copied', create_target: true });
  writing = false;
  await writer;
  expect(copied.body).toMatchObject({ ok: true });
  const [there, here] = [await ids('copied'), await ids('busy')];
  expect(there.length).toBeGreaterThanOrEqual(300);
  expect(there.length).toBeLessThan(here.length);
  // What came meanwhile is for the next time.
  expect((await ask('POST', '/_replicate', { source: 'busy', target: 'copied' })).body).toMatchObject({ ok: true });
  expect((await ids('copied')).length).toBe(here.length);
}, 30_000);

test('[X2] continuous until it is cancelled; its jobs show no password', async () => {
  const asked = { source: 'a', target: withPassword(other, 'far'), continuous: true };
  const { status, body } = await ask('POST', '/_replicate', asked);
  expect(status).toBe(202);
  await ask('PUT', '/a/live', { n: 2 });
  await arrived('far', 'live', other);
  const jobs = JSON.stringify([(await ask('GET', '/_scheduler/jobs')).body, (await ask('GET', '/_active_tasks')).body]);
  expect(jobs).toContain(String(body['_local_id']));
  expect(jobs).not.toContain('secret');
  expect((await ask('POST', '/_replicate', { ...asked, cancel: true })).status).toBe(200);
  expect((await ask('POST', '/_replicate', { ...asked, cancel: true })).status).toBe(404);
  await ask('PUT', '/a/later', { n: 3 });
  expect((await ask('GET', '/_scheduler/jobs')).body['total_rows']).toBe(0);
});

test('[X2] a document of _replicator is done once and says so; a continuous one goes on after a restart, and ends with its document', async () => {
  const state = async (id: string): Promise<unknown> => (await ask('GET', `/_scheduler/docs/_replicator/${id}`)).body['state'];
  await ask('PUT', '/_replicator/once', { source: 'a', target: 'copy', create_target: true });
  await expect.poll(async () => (await ask('GET', '/_replicator/once')).body['_replication_state'], { timeout: 10_000 }).toBe('completed');
  expect(await ids('copy')).toEqual(await ids('a'));
  expect(await state('once')).toBe('completed');
  await ask('PUT', '/_replicator/on', { source: 'a', target: withPassword(other, 'far'), continuous: true });
  await arrived('far', 'later', other);
  const port = Number(new URL(hub.address).port);
  await hub.close();
  hub = await startHub({ ...options, dataDir: join(dir, 'hub'), port, replicateWith: [new URL(other.address).host] });
  await ask('PUT', '/a/restarted', { n: 4 });
  await arrived('far', 'restarted', other);
  expect([await state('on'), await state('once')]).toEqual(['running', 'completed']);
  const { body } = await ask('GET', '/_replicator/on');
  await ask('DELETE', `/_replicator/on?rev=${String(body['_rev'])}`);
  await expect.poll(async () => (await ask('GET', '/_scheduler/jobs')).body['total_rows']).toBe(0);
  expect((await ask('GET', '/_scheduler/docs/_replicator/on')).status).toBe(404);
}, 60_000);

test('[X2] a document that a replicator brought and nobody can carry out says why in itself; written by hand it is refused', async () => {
  const asked = { _id: 'broken', target: 'b' };
  expect((await ask('PUT', '/_replicator/broken', asked)).status).toBe(403);
  const brought = [{ ...asked, _rev: '1-a', _revisions: { start: 1, ids: ['a'] } }];
  expect((await ask('POST', '/_replicator/_bulk_docs', { new_edits: false, docs: brought })).status).toBe(201);
  await expect
    .poll(async () => (await ask('GET', '/_replicator/broken')).body, { timeout: 10_000 })
    .toMatchObject({
      _replication_state: 'failed',
      _replication_state_reason: expect.stringContaining('`source`'),
    });
  expect((await ask('GET', '/_scheduler/docs/_replicator/broken')).body['state']).toBe('failed');
  expect(faults).toEqual([]);
});

test('[X2] nobody but the administrator replicates, and nobody sends the hub where it was not told to go', async () => {
  await ask('PUT', '/_users/org.couchdb.user:li', { name: 'li', password: 'pw', roles: [], type: 'user' });
  const near = { source: 'a', target: 'b' };
  expect((await ask('POST', '/_replicate', near, hub, 'li:pw')).status).toBe(401);
  expect((await ask('PUT', '/_replicator/x', near, hub, 'li:pw')).status).toBe(403);
  expect((await ask('GET', '/_scheduler/jobs', undefined, hub, 'li:pw')).status).toBe(401);
  const places = [
    `http://127.0.0.1:${portOf(inside)}/x`,
    `http://localhost:${portOf(inside)}/x`,
    `http://[::ffff:127.0.0.1]:${portOf(inside)}/x`,
    `http://2130706433:${portOf(inside)}/x`,
    `http://${new URL(other.address).host}@127.0.0.1:${portOf(inside)}/x`,
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'gopher://127.0.0.1/x',
  ];
  for (const place of places) {
    for (const asked of [
      { source: place, target: 'b' },
      { source: 'a', target: { url: place } },
      { source: 'a', target: place, cancel: true, continuous: true },
    ])
      expect([place, (await ask('POST', '/_replicate', asked)).status]).toEqual([place, expect.toBeOneOf([400, 403, 404])]);
    expect((await ask('PUT', '/_replicator/away', { source: place, target: 'b', cancel: true })).status).toBe(403);
  }
  expect(reached).toBe(0);
  // Its own databases are written by itself, replicator or not; its keys are no documents.
  await hub.core.store.hotline.write([{ _id: 'pack:x', schema: 1 }]);
  expect((await ask('POST', '/_replicate', { source: 'a', target: 'hotline' })).status).toBe(403);
  expect(await ids('hotline')).toEqual(['pack:x']);
  await ask('POST', '/_replicate', { source: 'private', target: 'copied', create_target: true });
  expect((await ids('copied')).filter((id) => id.startsWith('key:'))).toEqual([]);
});

test('[X2] a redirection is not followed', async () => {
  const asked = { ...options, dataDir: join(dir, 'third'), replicateWith: [`127.0.0.1:${portOf(inside)}`] };
  const third = await startHub(asked);
  try {
    await ask('PUT', '/a', undefined, third);
    const { status, body } = await ask('POST', '/_replicate', { source: `http://127.0.0.1:${portOf(inside)}/x`, target: 'a' }, third);
    expect([status, body['error'], reached]).toEqual([503, 'http_request_failed', 1]);
  } finally {
    await third.close();
  }
});
