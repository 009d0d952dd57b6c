/** Other clients of the CouchDB API at `/desk` [sync X1]: PouchDB and RxDB's own plugin, as anybody installs them. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRxDatabase, type RxCollection } from 'rxdb';
import { replicateCouchDB } from 'rxdb/plugins/replication-couchdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DeviceId, PersonId, TicketId } from '../../shared/hotline/ids.ts';
import { CHUNK_BYTES } from '../../shared/sync/wire.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { newTicketId, SigningDesk } from '../../sync-server/seed/signing-desk.ts';
import { askedOfTheStore } from '../support/asked-of-the-store.ts';
import { evidenceOf } from '../support/evidence-push.ts';
import { PouchDB, type PouchClient } from '../support/pouch-client.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

const CLERK = 'diaodu1';
const PERSON = `person:${CLERK}` as PersonId;

let city: SmallCity;
let clerk: WireDesk;
let other: WireDesk;
let dir: string;
let signing: SigningDesk;
beforeAll(async () => {
  city = await SmallCity.open();
  dir = await mkdtemp(join(tmpdir(), 'griddesk-clients-'));
  clerk = await city.desk(OFFICE_A, CLERK);
  other = await city.desk(OFFICE_B, 'diaodu3');
  signing = await allowed(CLERK);
});
afterAll(async () => {
  await city.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** The administrator's switch, and the key that the client signs with. */
async function allowed(login: string): Promise<SigningDesk> {
  const { accounts } = city.hub;
  const device = (await accounts.allowClient(login, true, OFFICE_A)) as DeviceId;
  const desk = new SigningDesk(device, city.hub.core.now);
  await accounts.allowClient(login, true, OFFICE_A, desk.keyOf(`person:${login}` as PersonId).point);
  return desk;
}

function remote(path = '/desk', login = CLERK, password = DEMO_PASSWORD): PouchClient {
  return new PouchDB(city.hub.address + path, { adapter: 'http', skip_setup: true, auth: { username: login, password } });
}

let made = 0;
function local(): PouchClient {
  const pouch = new PouchDB(join(dir, `local-${(made += 1)}`), { adapter: 'leveldb' });
  closing.push(() => pouch.close());
  return pouch;
}

type Said = Readonly<{ status: number; text: string }>;
async function ask(method: string, path: string, body?: object, login = CLERK, password = DEMO_PASSWORD): Promise<Said> {
  const answer = await fetch(city.hub.address + path, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What a desk of the same person holds: id → body. */
async function ofTheDesk(): Promise<Map<string, unknown>> {
  const page = await clerk.page();
  expect(page.digests).toBeDefined();
  return new Map(page.results.map((row) => [row.id, row.doc]));
}

async function held(pouch: PouchClient): Promise<Map<string, unknown>> {
  const { rows } = await pouch.allDocs({ include_docs: true, conflicts: true });
  return new Map(rows.map((row) => [row.id, row.doc]));
}

/** As a program without a desk of ours writes it. */
function as1(action: object): object {
  const hash = createHash('md5').update(JSON.stringify(action)).digest('hex');
  return { ...action, _rev: `1-${hash}`, _revisions: { start: 1, ids: [hash] } };
}

async function signed(): Promise<TicketId> {
  const id = await city.dispatched();
  await clerk.act(id, 'sign', {});
  return id;
}

test(
  '[X1] PouchDB pulls what the person may see and nothing else, follows it without conflicts, and loses what leaves',
  { timeout: 60_000 },
  async () => {
    const id = await city.dispatched();
    const [desk, pouch] = [remote(), local()];
    await pouch.replicate.from(desk);
    expect(await held(pouch)).toEqual(await ofTheDesk());
    // Twice on: a later revision follows the earlier one and conflicts with nothing.
    await clerk.act(id, 'sign', {});
    await pouch.replicate.from(desk);
    await clerk.act(id, 'recordWork', { note: '已到现场' });
    const again = await pouch.replicate.from(desk);
    expect(again).toMatchObject({ ok: true, docs_read: 1 });
    expect(await held(pouch)).toEqual(await ofTheDesk());
    // It leaves: what another office holds is not held here; and comes back.
    const moving = await city.dispatched();
    await pouch.replicate.from(desk);
    await city.recall(moving);
    await pouch.replicate.from(desk);
    expect((await held(pouch)).has(moving)).toBe(false);
    await city.dispatch(moving, OFFICE_A);
    await pouch.replicate.from(desk);
    expect(await held(pouch)).toEqual(await ofTheDesk());
    expect(await pouch.replicate.from(desk)).toMatchObject({ docs_read: 0 });
  },
);

test(
  '[X1] PouchDB pushes first revisions of signed actions; anything else is denied by itself and stops nothing',
  { timeout: 60_000 },
  async () => {
    const id = await signed();
    const [desk, pouch] = [remote(), local()];
    await pouch.replicate.from(desk);
    const action = signing.action(PERSON, id, 'recordWork', { note: '第三方客户端' });
    const forged = { ...signing.action(PERSON, id, 'recordWork', { note: '原文' }), body: { note: '改过' } };
    const ticket = await pouch.get(id);
    await pouch.put({ ...ticket, title: '改标题' });
    await pouch.put({ _id: 'note:1', text: '别的东西' });
    await pouch.bulkDocs([as1(forged), as1(action)], { new_edits: false });
    const denied: string[] = [];
    const pushing = pouch.replicate.to(desk) as unknown as Promise<{ ok: boolean; docs_written: number; doc_write_failures: number }> & {
      on: (event: string, told: (error: { doc: { id?: string; message?: string } }) => void) => void;
    };
    pushing.on('denied', (error) => denied.push(JSON.stringify(error)));
    const done = await pushing;
    expect(done).toMatchObject({ ok: true, docs_written: 1, doc_write_failures: 3 });
    expect(denied).toHaveLength(3);
    await city.hub.core.authority.run();
    await city.hub.core.feed.catchUp();
    expect(city.hub.core.feed.settlement(action._id)).toEqual({ state: 'accepted' });
    expect((await city.hub.core.store.hotline.get<{ title: string }>(id))?.title).not.toBe('改标题');
    // Sent again it is known; a later revision of an action is none.
    const { text } = await ask('POST', '/desk/_revs_diff', { [action._id]: ['1-a'], [forged._id]: ['1-b'], 'action:none': ['1-c'] });
    expect(JSON.parse(text)).toEqual({ 'action:none': { missing: ['1-c'] } });
    const later = await ask('POST', '/desk/_bulk_docs', { docs: [{ ...action, _rev: '2-abc' }], new_edits: false });
    expect(JSON.parse(later.text)).toMatchObject([{ id: action._id, error: 'forbidden' }]);
  },
);

type AnyDoc = { _id: string; [field: string]: unknown };
const ANY = {
  version: 0,
  primaryKey: '_id',
  type: 'object',
  additionalProperties: true,
  properties: { _id: { type: 'string', maxLength: 200 } },
} as const;

/** Tickets that are pulled and actions that are pushed, by RxDB's own plugin. */
async function rxdbOfTheClerk(): Promise<Readonly<Record<'tickets' | 'actions', RxCollection<AnyDoc>> & { errors: readonly unknown[] }>> {
  const database = await createRxDatabase({
    name: `rx-${randomBytes(4).toString('hex')}`,
    storage: getRxStorageMemory(),
    multiInstance: false,
  });
  closing.push(() => database.close());
  const { tickets, actions } = (await database.addCollections({
    tickets: { schema: ANY as never },
    actions: { schema: ANY as never },
  })) as unknown as Record<'tickets' | 'actions', RxCollection<AnyDoc>>;
  const authorization = `Basic ${Buffer.from(`${CLERK}:${DEMO_PASSWORD}`).toString('base64')}`;
  const asClerk = (url: string, options: RequestInit = {}): Promise<Response> =>
    fetch(url, { ...options, headers: { ...(options.headers as Record<string, string>), authorization } });
  const errors: unknown[] = [];
  const pulling = replicateCouchDB({
    collection: tickets,
    replicationIdentifier: 'pull',
    url: `${city.hub.address}/desk/`,
    live: true,
    retryTime: 200,
    fetch: asClerk as never,
    pull: { batchSize: 50 },
  });
  const pushing = replicateCouchDB({
    collection: actions,
    replicationIdentifier: 'push',
    url: `${city.hub.address}/desk/`,
    live: true,
    retryTime: 200,
    fetch: asClerk as never,
    push: { batchSize: 10 },
  });
  for (const one of [pulling, pushing]) one.error$.subscribe((error) => errors.push(error));
  closing.push(() => Promise.all([pulling.cancel(), pushing.cancel()]));
  await pulling.awaitInitialReplication();
  return { tickets, actions, errors };
}

test('[X1] RxDB’s own CouchDB plugin pulls, pushes signed actions and follows live', { timeout: 60_000 }, async () => {
  const id = await signed();
  const { tickets, actions, errors } = await rxdbOfTheClerk();
  expect((await tickets.find().exec()).map((doc) => doc._id).sort()).toEqual([...(await ofTheDesk()).keys()].sort());
  const action = signing.action(PERSON, id, 'recordWork', { note: 'RxDB 插件' });
  await actions.insert(action as unknown as AnyDoc);
  await until(() => city.hub.core.feed.settlement(action._id)?.state === 'accepted');
  await until(async () => JSON.stringify((await tickets.findOne(id).exec())?.toJSON()).includes(action._id));
  const left = await city.dispatched();
  await until(async () => (await tickets.findOne(left).exec()) !== null);
  await city.recall(left);
  await until(async () => (await tickets.findOne(left).exec()) === null);
  expect(errors).toEqual([]);
});

test('[X1, E1] files go to /desk/evidence as attachments and are read by ticket and hash', { timeout: 60_000 }, async () => {
  const id = await signed();
  const photo = randomBytes(CHUNK_BYTES + 500);
  const hash = createHash('sha256').update(photo).digest('hex');
  const evidence = [{ hash, kind: 'process', name: '现场.jpg', type: 'image/jpeg', size: photo.length }];
  const action = signing.action(PERSON, id, 'recordWork', { note: '附照片', evidence });
  const pouch = local();
  const name = { device: signing.device, actor: PERSON, hash };
  const tool = evidenceOf(() => photo);
  await pouch.bulkDocs([tool.chunk(name, 0), tool.chunk(name, 1), tool.file(name, id, action._id)], { new_edits: false });
  expect(await pouch.replicate.to(remote('/desk/evidence'), { batch_size: 1 })).toMatchObject({ ok: true, docs_written: 3 });
  const files = await ask('POST', '/desk/evidence/status', { files: [{ actor: PERSON, hash }] });
  expect(JSON.parse(files.text)).toEqual({ states: ['confirmed'] });
  expect((await ask('GET', `/desk/${id}/${hash}`)).status).toBe(404);
  await ask('POST', '/desk/_bulk_docs', { docs: [as1(action)], new_edits: false });
  await until(() => city.hub.core.feed.settlement(action._id)?.state === 'accepted');
  const bytes = await remote().getAttachment(id, hash);
  const got = bytes instanceof Blob ? Buffer.from(await bytes.arrayBuffer()) : Buffer.from(bytes);
  expect(createHash('sha256').update(got).digest('hex')).toBe(hash);
});

test(
  '[X1, L1] no body of another channel is to be had by any route, and forbidden is answered like unknown',
  { timeout: 60_000 },
  async () => {
    const theirs = await city.dispatched(OFFICE_B, { title: '他处的秘密事项' });
    await other.act(theirs, 'sign', {});
    const photo = randomBytes(300);
    const hash = createHash('sha256').update(photo).digest('hex');
    const note = '他处的秘密记录';
    const evidence = [{ hash, kind: 'process', name: '秘.jpg', type: 'image/jpeg', size: photo.length }];
    const action = await other.act(theirs, 'recordWork', { note, evidence });
    const sent = { device: other.device, actor: other.person, hash };
    const tool = evidenceOf(() => photo);
    const docs = [tool.chunk(sent, 0), tool.file(sent, theirs, action._id)];
    await other.call('POST', '/desk/evidence/_bulk_docs', { docs, new_edits: false });
    expect((await other.raw('GET', `/desk/evidence/body/${theirs}/${hash}`)).status).toBe(200);
    const rev = (await city.hub.core.store.hotline.get<object>(theirs))?._rev ?? '';
    const actionRev = (await city.hub.core.store.hotline.get<object>(action._id))?._rev ?? '';
    const unknown = newTicketId();
    // Known from here on: a password is proved once.
    expect((await ask('GET', '/desk/')).status).toBe(200);
    /** The same question about what is theirs and about what is nobody's. */
    const pairs: readonly (readonly [method: string, path: (id: string) => string, body?: (id: string) => object])[] = [
      ['GET', (id) => `/desk/${id}`],
      ['GET', (id) => `/desk/${encodeURIComponent(id)}?rev=${rev}&revs=true&latest=true`],
      ['GET', (id) => `/desk/${id}?open_revs=all`],
      ['GET', (id) => `/desk/${id}/${hash}`],
      ['GET', (id) => `/desk/evidence/body/${id}/${hash}`],
      ['GET', (id) => `/desk/_all_docs?keys=${encodeURIComponent(JSON.stringify([id]))}&include_docs=true`],
      ['POST', () => '/desk/_all_docs?include_docs=true', (id) => ({ keys: [id], include_docs: true, deleted: 'ok' })],
      ['POST', () => '/desk/_bulk_get?revs=true&latest=true&attachments=true', (id) => ({ docs: [{ id, rev }, { id }] })],
      ['POST', () => '/desk/_revs_diff', (id) => ({ [id]: [rev, '9-nothing'] })],
      ['POST', () => '/desk/_bodies', (id) => ({ ids: [id] })],
      ['POST', () => '/desk/_bulk_docs', (id) => ({ docs: [{ _id: id, _rev: rev, title: 'x' }], new_edits: false })],
      ['GET', (id) => `/desk/_local/${id}`],
    ];
    for (const [of, nobodys] of [
      [theirs, unknown],
      [action._id, 'action:00000000000000000000000000'],
      ['person:lingdao2', 'person:nobody-at-all'],
    ] as const) {
      const hidden = (await ofTheDesk()).has(of) ? [] : pairs;
      for (const [method, path, body] of hidden) {
        const said: Said[] = [];
        const asks = (id: string): Promise<readonly string[]> =>
          askedOfTheStore(city.hub, async () => said.push(await ask(method, path(id), body?.(id))));
        const [oneAsks, twoAsks] = [await asks(of), await asks(nobodys)];
        const [one, two] = said as [Said, Said];
        // Neither by what is said nor by how long it takes.
        expect(oneAsks, `${method} ${path(of)}`).toEqual(twoAsks);
        const plain = (said: Said, id: string): string => `${said.status} ${said.text.replaceAll(id, 'ID')}`;
        expect(plain(one, of), `${method} ${path(of)}`).toBe(plain(two, nobodys));
        expect(one.text).not.toContain('秘密');
      }
    }
    // The whole feed, from the start and from now, with the other's revisions guessed as its own end.
    const feed = await ask('GET', '/desk/_changes?since=0&include_docs=true&style=all_docs&limit=2000');
    expect(feed.text).not.toContain(theirs);
    expect(feed.text).not.toContain('秘密');
    expect((await ask('GET', '/desk/_changes?since=now&include_docs=true')).text).not.toContain(theirs);
    expect(actionRev).not.toBe('');
  },
);

test(
  '[X1] a checkpoint is its person’s own, and an account without the switch is told no more than a stranger',
  { timeout: 60_000 },
  async () => {
    await ask('PUT', '/desk/_local/here', { last_seq: 'mine' });
    expect(JSON.parse((await ask('GET', '/desk/_local/here')).text)).toMatchObject({ _id: '_local/here', last_seq: 'mine', _rev: '0-1' });
    expect((await ask('PUT', '/desk/_local/here', { last_seq: 'more', _rev: '0-1' })).status).toBe(201);
    await allowed('diaodu2');
    expect((await ask('GET', '/desk/_local/here', undefined, 'diaodu2')).status).toBe(404);
    // Not allowed, unknown and wrong: one answer.
    const answers = await Promise.all([
      ask('GET', '/desk/', undefined, 'wangge1'),
      ask('GET', '/desk/', undefined, 'nobody'),
      ask('GET', '/desk/', undefined, CLERK, 'wrong'),
    ]);
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    // A desk speaks its own wire: these routes are not for it.
    expect((await clerk.raw('POST', '/desk/_bulk_get', JSON.stringify({ docs: [] }))).status).toBe(404);
  },
);

test('[X1] the switch ends a client at once, also one that waits', { timeout: 60_000 }, async () => {
  await allowed('diaodu2');
  const end = JSON.parse((await ask('GET', '/desk/_changes?since=0', undefined, 'diaodu2')).text) as { last_seq: string };
  const waiting = ask('GET', `/desk/_changes?feed=longpoll&include_docs=true&since=${end.last_seq}`, undefined, 'diaodu2').catch(
    () => 'cut',
  );
  await until(() => city.hub.core.feed.waiting > 0);
  await city.hub.accounts.allowClient('diaodu2', false, OFFICE_A);
  await city.dispatched();
  const ended = await waiting;
  expect(typeof ended === 'string' ? ended : ended.text.trim()).toBe(typeof ended === 'string' ? 'cut' : '');
  expect((await ask('GET', '/desk/', undefined, 'diaodu2')).status).toBe(401);
});

// The last: the city's own desks know the hub as it was before.
test('[X1] live, both ways, through a restart of the hub', { timeout: 90_000 }, async () => {
  const id = await signed();
  const [desk, pouch] = [remote(), local()];
  const live = pouch.sync(desk, { live: true, retry: true, back_off_function: () => 200 });
  closing.push(() => live.cancel());
  const { tickets, actions } = await rxdbOfTheClerk();
  await until(async () => (await held(pouch)).has(id));
  const before = signing.action(PERSON, id, 'recordWork', { note: '重启之前' });
  await pouch.bulkDocs([as1(before)], { new_edits: false });
  await until(() => city.hub.core.feed.settlement(before._id)?.state === 'accepted');
  // PouchDB asks for the database once more after each batch, and nobody catches it when the hub is away just then.
  const settled = async (id: string, action: string): Promise<void> => {
    await until(async () => JSON.stringify((await held(pouch)).get(id)).includes(action));
    await new Promise((resolve) => setTimeout(resolve, 500));
  };
  await settled(id, before._id);
  await city.restart();
  const after = signing.action(PERSON, id, 'recordWork', { note: '重启之后' });
  await pouch.bulkDocs([as1(after)], { new_edits: false });
  await until(() => city.hub.core.feed.settlement(after._id)?.state === 'accepted');
  await settled(id, after._id);
  expect((await pouch.get(id, { conflicts: true }))._conflicts).toBeUndefined();
  const byRxdb = signing.action(PERSON, id, 'recordWork', { note: '重启之后，RxDB' });
  await actions.insert(byRxdb as unknown as AnyDoc);
  await until(() => city.hub.core.feed.settlement(byRxdb._id)?.state === 'accepted');
  await until(async () => JSON.stringify((await tickets.findOne(id).exec())?.toJSON()).includes(byRxdb._id));
});
