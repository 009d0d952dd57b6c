/** A hub whose store is a CouchDB [sync S2, A5, G3]: what it needs there, and what it does when that is away, unsure or of two minds. */
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { StoredAction } from '../../shared/hotline/action.ts';
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { BulkRow } from '../../shared/sync/wire.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { CITY, OFFICE_A } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { basicAuth, couchdbPlace } from '../../sync-server/store/couchdb-place.ts';
import { prepareStore, storeFaults } from '../../sync-server/store/couchdb-setup.ts';
import type { Document, PrefixPage } from '../../sync-server/store/database.ts';
import { testCouchdb, type TestCouchdb } from '../support/couchdb.ts';
import { dropDatabases, startHub } from '../support/hub.ts';
import { SmallCity } from '../support/small-city.ts';
import { StoreRoad } from '../support/store-road.ts';
import { WireDesk } from '../support/wire-desk.ts';

let couchdb: TestCouchdb;
beforeAll(async () => {
  couchdb = await testCouchdb();
});
afterAll(() => couchdb.close());

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function cityOn(url: string): Promise<SmallCity> {
  const city = await SmallCity.open({ couchdbUrl: url });
  closing.push(() => city.close());
  return city;
}

/** A city whose way to its store can be cut. */
async function cityByRoad(): Promise<Readonly<{ city: SmallCity; road: StoreRoad }>> {
  const url = await couchdb.prepared();
  const road = await StoreRoad.open(url);
  closing.push(() => road.close());
  return { city: await cityOn(road.url(url)), road };
}

const registration = {
  source: 'phone',
  kind: 'help',
  title: '路灯不亮',
  content: '巷口路灯不亮',
  complainant: { kind: 'natural', name: '王女士', phone: '10000001' },
  region: { district: '210102', street: OFFICE_A },
};

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test(
  '[S2] what is missing in a CouchDB is found, put right once by an administrator, and then nothing is missing',
  { timeout: 60_000 },
  async () => {
    const url = couchdb.unprepared();
    expect(await storeFaults(url)).toMatchObject([{ fault: 'wrongPassword' }]);
    await prepareStore(url, couchdb.admin);
    expect(await storeFaults(url)).toEqual([]);
    await prepareStore(url, couchdb.admin);
    const place = couchdbPlace(url);
    const ask = (path: string, method: string, who: string, body: unknown): Promise<Response> =>
      fetch(`${place.nodes[0] ?? ''}/${path}`, {
        method,
        headers: { authorization: who, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const hub = basicAuth(place);
    const admin = basicAuth(couchdbPlace(couchdb.admin));
    // The hub's user makes no databases, gives no rights, and changes no action; nobody else reads.
    expect((await ask(`${place.prefix}other`, 'PUT', hub, {})).status).toBe(401);
    expect((await ask(`${place.prefix}hotline/_security`, 'PUT', hub, {})).status).toBeGreaterThanOrEqual(401);
    const action = await ask(`${place.prefix}hotline/action:1`, 'PUT', hub, { said: 1 });
    const { rev } = (await action.json()) as { rev: string };
    expect(action.status).toBe(201);
    // 409: said by a copy of a cluster that has not got the first write yet.
    const changed = await ask(`${place.prefix}hotline/action:1`, 'PUT', hub, { said: 2, _rev: rev });
    expect(couchdb.apache ? [403, 409] : [403]).toContain(changed.status);
    const kept = await fetch(`${place.nodes[0] ?? ''}/${place.prefix}hotline/action:1`, { headers: { authorization: hub } });
    expect(await kept.json()).toMatchObject({ said: 1 });
    expect((await fetch(`${place.nodes[0] ?? ''}/${place.prefix}hotline/action:1`)).status).toBe(401);
    // A database that others may read is found again.
    await ask(`${place.prefix}accounts/_security`, 'PUT', admin, { members: { names: [place.user, 'somebody'], roles: [] } });
    expect(await storeFaults(url)).toEqual([{ fault: 'open', of: `${place.prefix}accounts` }]);
    await prepareStore(url, couchdb.admin);
    expect(await storeFaults(url)).toEqual([]);
  },
);

test('[S2] an address that nobody answers is a fault of its own', async () => {
  const road = await StoreRoad.open(couchdb.admin);
  const url = road.url(couchdb.unprepared());
  await road.close();
  expect(await storeFaults(url)).toMatchObject([{ fault: 'unreachable' }]);
});

test(
  '[S2, G3] what only some copies have is not yet stored: nobody is told it was, until the cluster says so',
  { timeout: 60_000 },
  async () => {
    const { city, road } = await cityByRoad();
    const id = newTicketId();
    const action = city.operator.action(id, 'register', registration);
    road.state = 'noQuorum';
    const refused = await city.operator.call<{ error: string }>('POST', '/desk/_bulk_docs', { docs: [action] });
    expect(refused).toMatchObject({ status: 503, body: { error: 'overload' } });
    // Sent again, it is in the store, and still nobody's word is given for it.
    expect((await city.operator.call('POST', '/desk/_bulk_docs', { docs: [action] })).status).toBe(503);
    expect(city.hub.core.feed.settlement(action._id)).toBeUndefined();
    road.state = 'open';
    const [row] = await city.operator.send([action]);
    expect(row).toMatchObject({ ok: true, id: action._id });
    await until(() => city.hub.core.feed.settlement(action._id)?.state === 'accepted');
    expect(await verifyCore(city.hub.core)).toMatchObject({ tickets: 1, unequal: [], indexEqual: true });
  },
);

test(
  '[S2] while the store is away the hub says so and loses nothing; when it is back the hub goes on by itself',
  { timeout: 90_000 },
  async () => {
    const { city, road } = await cityByRoad();
    const before = await city.register();
    // Taken, and the store is gone before it is folded.
    const taken = city.operator.action(newTicketId(), 'register', registration);
    const rows = city.operator.send([taken]);
    await until(() => road.passed.some((line) => line.includes('_bulk_docs')));
    const told = await rows;
    road.cut();
    const late = city.operator.action(newTicketId(), 'register', registration);
    const refused = await city.operator.raw('POST', '/desk/_bulk_docs', JSON.stringify({ docs: [late] }));
    expect(refused.status).toBe(503);
    expect(refused.text).toContain('overload');
    // What is indexed can be read all the same.
    expect((await city.operator.page()).results.map(({ id }) => id)).toContain(before);
    expect(told).toMatchObject([{ ok: true }] satisfies Partial<BulkRow>[]);
    road.state = 'open';
    await until(() => city.hub.core.feed.settlement(taken._id)?.state === 'accepted');
    expect(await city.operator.send([late])).toMatchObject([{ ok: true }]);
    await until(() => city.hub.core.feed.settlement(late._id)?.state === 'accepted');
    expect(await verifyCore(city.hub.core)).toMatchObject({ tickets: 3, unequal: [], indexEqual: true });
  },
);

test('[S2] no password is in what the hub logs or says of a store that is away', { timeout: 60_000 }, async () => {
  const { city, road } = await cityByRoad();
  road.cut();
  await city.operator.raw(
    'POST',
    '/desk/_bulk_docs',
    JSON.stringify({ docs: [city.operator.action(newTicketId(), 'register', registration)] }),
  );
  await expect(city.hub.core.store.hotline.get('ticket:x')).rejects.toThrow(/127\.0\.0\.1:\d+ did not answer/u);
  const logs = join(city.dir, 'hub', 'logs');
  const told = await Promise.all((await readdir(logs)).map((name) => readFile(join(logs, name), 'utf8')));
  const said = [...told, ...city.errors.map((error) => `${String(error)} ${(error as Error).stack ?? ''}`)].join('\n');
  expect(said).toContain('StoreUnavailable');
  expect(said).not.toMatch(/pw-[0-9a-f]+/u);
  expect(said).not.toContain('Basic ');
  road.state = 'open';
});

test('[S2] of several nodes any that answers will do', { timeout: 60_000 }, async () => {
  const url = await couchdb.prepared();
  const [first, second] = [await StoreRoad.open(url), await StoreRoad.open(url)];
  closing.push(
    () => first.close(),
    () => second.close(),
  );
  const city = await cityOn(`${first.url(url)},${second.url(url)}`);
  await city.register();
  expect(second.passed).toEqual([]);
  first.cut();
  const id = await city.register().catch(() => city.register());
  expect(await city.hub.core.store.hotline.get(id)).toBeDefined();
  expect(second.passed.length).toBeGreaterThan(0);
});

test('[S2] a node that falls silent is left by all databases long before a request’s time is over', { timeout: 60_000 }, async () => {
  const url = await couchdb.prepared();
  const [quiet, other] = [await StoreRoad.open(url), await StoreRoad.open(url)];
  closing.push(
    () => quiet.close(),
    () => other.close(),
  );
  const city = await cityOn(`${quiet.url(url)},${other.url(url)}`);
  await city.register();
  quiet.state = 'silent';
  const since = Date.now();
  // Signing in asks one database, registering writes another: each would wait anew if they did not share what they know.
  await city.operator.signIn('zuoxi1', DEMO_PASSWORD);
  const id = await city.register();
  expect(Date.now() - since).toBeLessThan(20_000);
  expect(await city.hub.core.store.hotline.get(id)).toBeDefined();
  expect(await verifyCore(city.hub.core)).toMatchObject({ tickets: 2, unequal: [], indexEqual: true });
});

test('[S2, L1] a list from a copy that is behind shows what was written, what was changed, and nothing that was deleted', async () => {
  const { city, road } = await cityByRoad();
  const { accounts } = city.hub.core.store;
  const [changed, deleted] = await accounts.write([
    { _id: 'probe:changed', schema: 1, revoked: false },
    { _id: 'probe:deleted', schema: 1 },
  ] as readonly Document[]);
  if (changed?.ok !== true || deleted?.ok !== true) throw new Error('not written');
  expect(await accounts.withPrefix('probe:')).toHaveLength(2);
  road.state = 'behind';
  await accounts.write([
    { _id: 'probe:changed', _rev: changed.rev, schema: 1, revoked: true },
    { _id: 'probe:deleted', _rev: deleted.rev, schema: 1, _deleted: true },
    { _id: 'probe:new', schema: 1 },
  ] as readonly Document[]);
  expect(await accounts.withPrefix('probe:')).toMatchObject([{ _id: 'probe:changed', revoked: true }, { _id: 'probe:new' }]);
});

test('[S2, L1] pages of a list from a copy that is behind leave out nothing that was written, wherever in the list it belongs', async () => {
  const { city, road } = await cityByRoad();
  const { hotline } = city.hub.core.store;
  const probes = (ids: readonly string[]): readonly Document[] => ids.map((id) => ({ _id: `probe:${id}`, schema: 1 }));
  const listed = async (): Promise<readonly string[]> => {
    const read: string[] = [];
    let after: string | undefined;
    do {
      const { documents, last }: PrefixPage<Document> = await hotline.pageWithPrefix<Document>('probe:', 2, after);
      read.push(...documents.map(({ _id }) => _id.slice('probe:'.length)));
      after = last;
    } while (after !== undefined);
    return read;
  };
  await hotline.write(probes(['b', 'd', 'f', 'h']));
  expect(await listed()).toEqual(['b', 'd', 'f', 'h']);
  road.state = 'behind';
  await hotline.write(probes(['a', 'e', 'i']));
  expect(await listed()).toEqual(['a', 'b', 'd', 'e', 'f', 'h', 'i']);
});

test('[S2, G3] a node that is cut off from the others is left for one that has a quorum', { timeout: 60_000 }, async () => {
  const url = await couchdb.prepared();
  const [alone, among] = [await StoreRoad.open(url), await StoreRoad.open(url)];
  closing.push(
    () => alone.close(),
    () => among.close(),
  );
  const city = await cityOn(`${alone.url(url)},${among.url(url)}`);
  alone.state = 'noQuorum';
  const id = await city.register();
  expect(await city.hub.core.store.hotline.get(id)).toBeDefined();
  // And it stays with that one.
  alone.passed.length = 0;
  await city.register();
  expect(alone.passed.filter((line) => line.startsWith('POST'))).toEqual([]);
  expect(await verifyCore(city.hub.core)).toMatchObject({ tickets: 2, unequal: [], indexEqual: true });
});

test('[S2] a node that does not know the hub is left for one that does; when none does, the hub says which it asked', async () => {
  const url = await couchdb.prepared();
  const [cutOff, among] = [await StoreRoad.open(url), await StoreRoad.open(url)];
  closing.push(
    () => cutOff.close(),
    () => among.close(),
  );
  cutOff.state = 'knowsNobody';
  const city = await cityOn(`${cutOff.url(url)},${among.url(url)}`);
  await city.register();
  among.state = 'knowsNobody';
  await expect(city.hub.core.store.hotline.get('ticket:x')).rejects.toThrow(/does not know the user/u);
});

test(
  '[A5] a standby takes over when the first hub was fenced: that one writes nothing more, and numbers go on',
  { timeout: 60_000 },
  async () => {
    const url = await couchdb.prepared();
    const city = await cityOn(url);
    const { hotline } = city.hub.core.store;
    const before = await hotline.get<Ticket>(await city.register());
    // As `doctor --fix` does with another user in COUCHDB_URL: from then on the databases are that one's.
    const renewed = Object.assign(new URL(url), { username: 'hub-standby', password: 'pw-standby' }).href;
    closing.push(() => dropDatabases(couchdb.admin, renewed));
    await prepareStore(renewed, couchdb.admin);
    await until(() =>
      hotline.get('ticket:x').then(
        () => false,
        () => true,
      ),
    );
    const late = city.operator.action(newTicketId(), 'register', registration);
    expect((await city.operator.call('POST', '/desk/_bulk_docs', { docs: [late] })).status).toBe(503);
    // The standby has the first one's hub.json: desks know the hub by its id.
    const folder = join(city.dir, 'standby');
    await mkdir(folder, { mode: 0o700 });
    await copyFile(join(city.dir, 'hub', 'hub.json'), join(folder, 'hub.json'));
    const standby = await startHub({ dataDir: folder, couchdbUrl: renewed });
    closing.push(() => standby.close());
    expect(standby.hubId).toBe(city.hub.hubId);
    const operator = await WireDesk.open(standby, CITY, 'zuoxi1', DEMO_PASSWORD);
    const id = newTicketId();
    await operator.act(id, 'register', registration);
    const [first, second] = [before?.no ?? '', (await standby.core.store.hotline.get<Ticket>(id))?.no ?? ''];
    expect(Number(second.slice(-6))).toBeGreaterThan(Number(first.slice(-6)));
    expect(await standby.core.store.hotline.get(late._id)).toBeUndefined();
    expect(await verifyCore(standby.core)).toMatchObject({ tickets: 2, unequal: [], indexEqual: true, waiting: 0 });
  },
);

/** A write that another part of a parted cluster took: the same ticket a revision earlier, and another person's action on it. */
async function partWith(city: SmallCity, id: TicketId, act: () => Promise<unknown>): Promise<Ticket> {
  const { hotline } = city.hub.core.store;
  const before = await hotline.get<Ticket>(id);
  await act();
  const [after] = await hotline.leavesOf<Ticket>(id);
  if (before === undefined || after === undefined) throw new Error('no ticket to part');
  // What was written of it here is put beside an empty later revision of what was there before: neither knows of the other.
  const [generation] = before._rev.split('-');
  const other = { ...before, _rev: `${Number(generation) + 1}-${'f'.repeat(32)}` };
  await hotline.graft([
    {
      ...other,
      _revisions: { start: Number(generation) + 1, ids: ['f'.repeat(32), before._rev.split('-')[1] ?? ''] },
    } as unknown as Document,
  ]);
  return after;
}

test(
  '[A5] conflicting revisions of a ticket are folded again from the union of their histories, and counted',
  { timeout: 60_000 },
  async () => {
    const city = await cityOn(await couchdb.prepared());
    const id = await city.register();
    // The revision that wins knows nothing of the dispatch that was accepted.
    const { _rev: dispatched, ...folded } = (await partWith(city, id, () => city.dispatch(id, OFFICE_A))) as Ticket & { _rev: string };
    await until(async () => (await city.hub.core.store.hotline.leavesOf(id)).length === 1);
    await city.hub.core.authority.run();
    const mended = await city.hub.core.store.hotline.get<Ticket>(id);
    expect(mended?.history.map(({ kind }) => kind)).toEqual(['register', 'dispatch']);
    expect(mended).toEqual({ ...folded, _rev: expect.any(String) as string });
    expect(mended?._rev).not.toBe(dispatched);
    expect(city.hub.core.authority.mended).toBe(1);
    expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true });
    const log = await city.hub.core.store.hotline.withPrefix<StoredAction>('action:');
    expect(log).toHaveLength(2);
  },
);
