/** Growing out of one machine [sync X3]: a stopped hub's store in a CouchDB, proved whole, and desks that go on without loading anything again. */
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toInstant } from '../../shared/hotline/calendar.ts';
import type { FeedRow } from '../../shared/sync/wire.ts';
import { CHUNK_BYTES } from '../../shared/sync/wire.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { migrateStore, type Migrated, type MigrateFault } from '../../sync-server/migrate/migrate-store.ts';
import { CITY, OFFICE_A } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { couchdbStore } from '../../sync-server/store/couchdb-database.ts';
import { testCouchdb, type TestCouchdb } from '../support/couchdb.ts';
import { evidenceOf } from '../support/evidence-push.ts';
import { SmallCity } from '../support/small-city.ts';
import { StoreRoad } from '../support/store-road.ts';
import type { WireDesk } from '../support/wire-desk.ts';

let couchdb: TestCouchdb;
let city: SmallCity;
beforeAll(async () => {
  couchdb = await testCouchdb();
  city = await SmallCity.open({ embedded: true });
});
afterAll(async () => {
  await city.close();
  await couchdb.close();
});

const photo = randomBytes(CHUNK_BYTES + 1000);
const hash = createHash('sha256').update(photo).digest('hex');

/** A photo of an entry, sent whole. */
async function withPhoto(clerk: WireDesk, id: Awaited<ReturnType<SmallCity['dispatched']>>): Promise<void> {
  const evidence = [{ hash, kind: 'process', name: '现场.jpg', type: 'image/jpeg', size: photo.length }];
  const { _id: action } = await clerk.act(id, 'recordWork', { note: '现场照片', evidence });
  const tool = evidenceOf(() => photo);
  const name = { device: clerk.device, actor: clerk.person, hash };
  for (const doc of [tool.chunk(name, 0), tool.chunk(name, 1), tool.file(name, id, action)])
    expect((await clerk.call('POST', '/desk/evidence/_bulk_docs', { docs: [doc], new_edits: false })).body).toEqual([]);
  expect((await clerk.call('POST', '/desk/evidence/status', { files: [{ actor: clerk.person, hash }] })).body).toEqual({
    states: ['confirmed'],
  });
}

async function follow(desk: WireDesk): Promise<Awaited<ReturnType<WireDesk['page']>>> {
  let page = await desk.page();
  const rows: FeedRow[] = [...page.results];
  while (page.digests === undefined) {
    page = await desk.page(page.last_seq);
    rows.push(...page.results);
  }
  return { ...page, results: rows };
}

test(
  '[X3] everything goes, interrupted or not, is proved by counts and digests, and desks load nothing again',
  { timeout: 120_000 },
  async () => {
    const clerk = await city.desk(OFFICE_A, 'diaodu1');
    const id = await city.dispatched();
    await clerk.act(id, 'sign', {});
    await withPhoto(clerk, id);
    await city.dispatched();
    const before = await follow(clerk);
    expect(before.results.length).toBeGreaterThan(2);
    const data = join(city.dir, 'hub');
    await city.hub.close();

    const url = await couchdb.prepared();
    const road = await StoreRoad.open(url);
    const byRoad = road.url(url);
    const told: string[] = [];
    const move = (to: string, cutAfter?: string): Promise<Migrated | MigrateFault> =>
      migrateStore({
        data,
        to,
        now: () => toInstant(Date.now()),
        told: ({ name, does }) => {
          told.push(`${does} ${name}`);
          if (name === cutAfter) road.cut();
        },
      });
    // The line breaks in the middle: what is there stays, and the next run goes on from it.
    await expect(move(byRoad, 'hotline')).rejects.toThrow(/did not answer/u);
    road.state = 'open';
    // Half a city is served to nobody.
    await expect(city.start({ couchdbUrl: url })).rejects.toThrow(/has not ended/u);
    const first = told.length;
    const done = (await move(byRoad)) as Migrated;
    expect(told.slice(first)).not.toContain('copy private');
    expect(done.compared.map(({ name, equal }) => [name, equal])).toEqual([
      ['private', true],
      ['hotline', true],
      ['evidence', true],
      ['accounts', true],
    ]);
    for (const { source, target } of done.compared) expect(target.documents).toBe(source.documents);
    expect(await move(byRoad)).toMatchObject({ fault: 'done' });
    expect(await move(couchdb.unprepared())).toMatchObject({ fault: 'elsewhere' });
    await road.close();

    // The old store is served no more: two hubs of a city would give the same numbers twice.
    await expect(city.start()).rejects.toThrow(/was moved/u);
    await city.start({ couchdbUrl: url });
    await clerk.signIn('diaodu1', DEMO_PASSWORD);
    const page = await clerk.page(before.last_seq);
    expect(page).toMatchObject({ rewound: true, results: [], storeId: before.storeId, digests: before.digests });
    // The replica is proved, goes on, and its photo is where it was.
    const later = clerk.action(id, 'recordWork', { note: '迁移之后' });
    expect(await clerk.send([later])).toMatchObject([{ ok: true }]);
    await city.hub.core.authority.run();
    await city.hub.core.feed.catchUp();
    expect(city.hub.core.feed.settlement(later._id)).toEqual({ state: 'accepted' });
    const body = await clerk.raw('GET', `/desk/evidence/body/${id}/${hash}`);
    expect(body.status).toBe(200);
    expect(await verifyCore(city.hub.core)).toMatchObject({ tickets: 2, unequal: [], indexEqual: true });
    const next = await city.desk(CITY, 'zuoxi1');
    expect((await next.page()).digests).toBeDefined();
  },
);

test('[X3] a store that holds another city is left alone', { timeout: 60_000 }, async () => {
  const other = await SmallCity.open({ embedded: true });
  const url = await couchdb.prepared();
  const target = couchdbStore(url)('private');
  await target.write([{ _id: 'store:id', schema: 1, id: 'another' }]);
  await other.hub.close();
  const move = migrateStore({ data: join(other.dir, 'hub'), to: url, now: () => toInstant(Date.now()), told: () => undefined });
  expect(await move).toMatchObject({ fault: 'occupied' });
  expect(await target.withPrefix('')).toHaveLength(1);
  await target.close();
  await other.close();
});
