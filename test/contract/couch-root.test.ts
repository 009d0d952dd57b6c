/** [X2] The root of a real hub: who gets what, what is never written or told, and replication by PouchDB both ways. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PouchDB, type PouchClient } from '../support/pouch-client.ts';
import { SmallCity } from '../support/small-city.ts';
import { startHub, type RunningHub } from '../../sync-server/hub.ts';

let city: SmallCity;
let dir: string;
beforeAll(async () => {
  city = await SmallCity.open({ embedded: true });
  dir = await mkdtemp(join(tmpdir(), 'griddesk-root-'));
});
afterAll(async () => {
  await city.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

type Told = Readonly<{ status: number; body: Record<string, unknown>; text: string; headers: Headers }>;
type Asked = Readonly<{ method?: string; body?: unknown; auth?: string | null; headers?: Record<string, string> }>;

async function ask(
  hub: RunningHub,
  path: string,
  { method = 'GET', body, auth = `admin:${hub.adminPassword}`, headers }: Asked = {},
): Promise<Told> {
  const response = await fetch(new URL(path, hub.address), {
    method,
    headers: {
      ...(auth === null ? {} : { authorization: `Basic ${Buffer.from(auth).toString('base64')}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
  return { status: response.status, text, headers: response.headers, body: json ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

const OWN = ['hotline', 'accounts', 'private', 'evidence'];

test('[X2] while the hub runs nobody writes its own databases, by whatever verb, and nothing is changed', async () => {
  const ticket = await city.register();
  await city.hub.core.authority.recover();
  // Without `private`: that somebody looked stands there, in the access log.
  const sequences = (): Promise<unknown[]> =>
    Promise.all(OWN.filter((name) => name !== 'private').map((name) => ask(city.hub, `/${name}`).then(({ body }) => body['update_seq'])));
  const before = await sequences();
  const { body: held } = await ask(city.hub, `/hotline/${encodeURIComponent(ticket)}`);
  for (const name of OWN.slice(0, 3)) {
    const rows: [string, Asked][] = [
      [`/${name}/x`, { method: 'PUT', body: { a: 1 } }],
      [`/${name}`, { method: 'POST', body: { a: 1 } }],
      [`/${name}/_bulk_docs`, { method: 'POST', body: { docs: [{ _id: 'x' }] } }],
      [`/${name}/_bulk_docs`, { method: 'POST', body: { new_edits: false, docs: [{ _id: 'x', _rev: '1-a' }] } }],
      [`/${name}/_design/x`, { method: 'PUT', body: { views: {} } }],
      [`/${name}/x/a.txt`, { method: 'PUT', body: 'x' }],
      [`/${name}/_security`, { method: 'PUT', body: { members: { names: ['li'] } } }],
      [`/${name}/_revs_limit`, { method: 'PUT', body: 1 }],
      [`/${name}`, { method: 'DELETE' }],
    ];
    for (const [path, asked] of rows) expect([path, (await ask(city.hub, path, asked)).status]).toEqual([path, 403]);
  }
  expect((await ask(city.hub, `/hotline/${encodeURIComponent(ticket)}?rev=${String(held['_rev'])}`, { method: 'DELETE' })).status).toBe(
    403,
  );
  expect((await ask(city.hub, '/hotline', { method: 'PUT' })).status).toBe(412);
  expect(await sequences()).toEqual(before);
  expect((await ask(city.hub, '/hotline/_local/cp', { method: 'PUT', body: { last: 1 } })).status).toBe(201);
});

test('[X3] a replicator fills an empty hub with another’s databases, and after its restart it is a hub like any', async () => {
  await city.register();
  const options = { dataDir: join(dir, 'empty'), clock: 'stopped', adminPassword: 'empty' } as const;
  let empty = await startHub(options);
  try {
    const at = (hub: RunningHub, name: string): PouchClient =>
      new PouchDB(`${hub.address}/${name}`, { auth: { username: 'admin', password: hub.adminPassword }, skip_setup: true });
    for (const name of ['hotline', 'accounts', 'evidence'])
      await PouchDB.replicate(at(city.hub, name), at(empty, name), { batch_size: 50 });
    const ids = async (hub: RunningHub): Promise<string> => (await ask(hub, '/hotline/_all_docs')).text;
    expect(await ids(empty)).toBe(await ids(city.hub));
    // What the replicator asked is no entry of a log of its own beside the one that it brings.
    expect((await empty.accessLog.head()).n).toBe(0);
    // An editor is no replicator, and the hub itself waits until the replicator has ended.
    expect((await ask(empty, '/hotline/x', { method: 'PUT', body: { a: 1 } })).status).toBe(403);
    await expect(empty.core.store.hotline.write([{ _id: 'x' }])).rejects.toThrow('restart');
    await empty.close();
    empty = await startHub(options);
    const row = { new_edits: false, docs: [{ _id: 'x', _rev: '1-a' }] };
    expect((await ask(empty, '/hotline/_bulk_docs', { method: 'POST', body: row })).status).toBe(403);
    expect(await ids(empty)).toBe(await ids(city.hub));
  } finally {
    await empty.close();
  }
}, 60_000);

test('[X2] the keys of the hub are told to nobody, by no route', async () => {
  const { private: inner } = city.hub.core.store;
  const callers = await inner.get<{ secret: string }>('key:callers');
  expect(callers).toBeDefined();
  const routes: [string, Asked][] = [
    ['/private/key:callers', {}],
    ['/private/key:callers?open_revs=all', {}],
    ['/private/key:callers', { method: 'COPY', headers: { destination: 'x' } }],
    ['/private/_all_docs?include_docs=true', {}],
    ['/private/_all_docs', { method: 'POST', body: { keys: ['key:callers'], include_docs: true } }],
    ['/private/_changes?include_docs=true', {}],
    ['/private/_changes?include_docs=true&descending=true', {}],
    ['/private/_bulk_get', { method: 'POST', body: { docs: [{ id: 'key:callers' }, { id: 'key:callers', rev: callers?._rev }] } }],
    ['/private/_find', { method: 'POST', body: { selector: {} } }],
  ];
  for (const [path, asked] of routes) {
    const { text } = await ask(city.hub, path, asked);
    expect([path, text.includes(String(callers?.secret))]).toEqual([path, false]);
  }
  expect((await ask(city.hub, '/private/_all_docs')).text).not.toContain('key:');
});

test('[X2] who is no administrator gets nothing of the hub’s databases, and no answer tells what is there', async () => {
  const ticket = encodeURIComponent(await city.register());
  await ask(city.hub, '/_users/org.couchdb.user:li', {
    method: 'PUT',
    body: { name: 'li', password: 'pw', roles: ['clerk'], type: 'user' },
  });
  const paths = ['', '/_all_docs', '/_changes', `/${ticket}`, '/unknown', `/${ticket}/a.txt`, '/_local/x', '/_security', '/_design/x'];
  for (const auth of [null, 'li:pw'] as const)
    for (const name of OWN) {
      const told = await Promise.all(paths.map((path) => ask(city.hub, `/${name}${path}`, { auth })));
      expect(new Set(told.map(({ status }) => status))).toEqual(new Set([auth === null ? 401 : 403]));
      expect(new Set(told.map(({ text }) => text)).size).toBe(1);
    }
  const posts = ['_bulk_get', '_revs_diff', '_all_docs', '_find', '_bulk_docs', '_changes'];
  for (const path of posts) expect((await ask(city.hub, `/hotline/${path}`, { method: 'POST', body: {}, auth: 'li:pw' })).status).toBe(403);
  // A person's desk session is none at the root.
  const { status } = await ask(city.hub, '/hotline/_all_docs', { auth: null, headers: { authorization: 'Bearer abc' } });
  expect(status).toBe(401);
});

test('[X2] a database of another name tells a stranger no more than one that is not there', async () => {
  const [known, unknown] = await Promise.all(['/hotline', '/nosuch'].map((path) => ask(city.hub, path, { auth: null })));
  expect(known?.text).toBe(unknown?.text);
});

test('[X2] JSON that names __proto__ is refused and changes no object', async () => {
  await ask(city.hub, '/safe', { method: 'PUT' });
  for (const body of ['{"_id":"x","a":{"__proto__":{"polluted":1}}}', '{"_id":"x","\\u005f_proto__":{"polluted":1}}'])
    expect((await ask(city.hub, '/safe', { method: 'POST', body })).status).toBe(400);
  const deep = `{"_id":"x","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  expect((await ask(city.hub, '/safe', { method: 'POST', body: deep })).status).toBe(400);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect((await ask(city.hub, '/safe/_all_docs')).body['rows']).toEqual([]);
});

test('[X2] half a character is no JSON, as CouchDB says; a pair written with escapes is one', async () => {
  await ask(city.hub, '/halves', { method: 'PUT' });
  for (const body of ['{"a":"\\ud800"}', '{"a":"\\uDC00"}', '{"a":["\\udc00\\ud800"]}', '{"\\ud800":1}', '{"_id":"x\\ud800"}']) {
    const refused = await ask(city.hub, '/halves', { method: 'POST', body });
    expect([refused.status, refused.body], body).toEqual([400, { error: 'bad_request', reason: 'invalid UTF-8 JSON' }]);
  }
  expect((await ask(city.hub, '/halves', { method: 'POST', body: '{"_id":"pair","a":"\\ud83d\\ude00","b":"\\\\ud800"}' })).status).toBe(
    201,
  );
  expect((await ask(city.hub, '/halves/pair')).body).toMatchObject({ a: '😀', b: '\\ud800' });
});

test('[X2] a database lasts and its folder goes with it; /desk, /admin and /public keep their own answers', async () => {
  await ask(city.hub, '/kept', { method: 'PUT' });
  const { body } = await ask(city.hub, '/kept/a', { method: 'PUT', body: { n: 1 } });
  await city.restart();
  expect((await ask(city.hub, '/kept/a')).body).toEqual({ _id: 'a', _rev: body['rev'], n: 1 });
  expect((await ask(city.hub, '/kept', { method: 'DELETE' })).status).toBe(200);
  expect((await ask(city.hub, '/kept/a')).status).toBe(404);
  // In Chinese: it is the desks' door that answers.
  expect((await ask(city.hub, '/desk/nosuch/x/y')).body['reason']).toMatch(/[\u4e00-\u9fff]/u);
  expect((await ask(city.hub, '/admin/load')).status).toBe(200);
});

test('[X2] PouchDB pushes and pulls with conflicts and attachments, live, and through a restart of the hub', async () => {
  await ask(city.hub, '/both', { method: 'PUT' });
  const auth = { username: 'admin', password: city.hub.adminPassword };
  const remote = new PouchDB(`${city.hub.address}/both`, { auth });
  const [one, two] = ['one', 'two'].map((name) => new PouchDB(join(dir, name), { adapter: 'leveldb' }));
  if (one === undefined || two === undefined) return;
  const data = Buffer.from('附件的内容').toString('base64');
  await one.put({ _id: 'a', n: 1, _attachments: { 'f.txt': { content_type: 'text/plain', data } } });
  await one.replicate.to(remote);
  await two.replicate.from(remote);
  await one.put({ ...(await one.get('a')), n: 2 });
  await two.put({ ...(await two.get('a')), n: 3 });
  await one.replicate.to(remote);
  await two.replicate.to(remote);
  const [seenAt, mine] = await Promise.all([remote.get('a', { conflicts: true }), two.get('a')]);
  expect([seenAt._rev, ...(seenAt._conflicts ?? [])]).toHaveLength(2);
  expect([seenAt._rev, ...(seenAt._conflicts ?? [])]).toContain(mine._rev);
  await one.replicate.from(remote);
  expect(await one.get('a', { conflicts: true })).toMatchObject({ _rev: seenAt._rev, _conflicts: seenAt._conflicts });
  expect(String(await one.getAttachment('a', 'f.txt'))).toBe('附件的内容');
  const live = two.sync(remote, { live: true, retry: true });
  const arrived = (db: PouchClient, id: string): Promise<void> =>
    expect
      .poll(
        () =>
          db.get(id).then(
            () => true,
            () => false,
          ),
        { timeout: 15_000 },
      )
      .toBe(true);
  await remote.put({ _id: 'before' });
  await arrived(two, 'before');
  await city.restart();
  await remote.put({ _id: 'after' });
  await two.put({ _id: 'mine' });
  await arrived(two, 'after');
  await arrived(remote, 'mine');
  live.cancel();
  await Promise.all([one.close(), two.close()]);
}, 60_000);

test('[X2] app://desk may ask, another page may not', async () => {
  const asked = (origin: string): Promise<Told> => ask(city.hub, '/_up', { headers: { origin } });
  expect((await asked('app://desk')).headers.get('access-control-allow-origin')).toBe('app://desk');
  expect((await asked('http://example.test')).headers.get('access-control-allow-origin')).toBeNull();
});
