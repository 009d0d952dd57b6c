/** The feed in the moments between: a half-built index, a device revoked while it waits, an id on its way out [sync F1, F3, F5, L3]. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceId, Instant } from '../../shared/hotline/ids.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { FollowingClient } from '../support/following-client.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

let city: SmallCity;
let clerk: WireDesk;
beforeEach(async () => {
  city = await SmallCity.open();
  clerk = await city.desk(OFFICE_A, 'diaodu1');
});
afterEach(() => city.close());

test('[F5] what left before a desk began with the channel is never named to it, in pages of any size', async () => {
  const left = [await city.dispatched(), await city.dispatched()];
  const stays = [await city.dispatched(), await city.dispatched()];
  for (const id of left) await city.recall(id);
  for (const limit of [1, 2, 3, 500]) {
    const client = new FollowingClient(clerk, limit);
    await client.follow();
    expect(left.filter((id) => client.named.has(id))).toEqual([]);
    expect(stays.filter((id) => !client.held.has(id))).toEqual([]);
  }
});

test('[F5, F4] what leaves while a desk is in the middle of its first pages is told to it if it came so far', async () => {
  const first = await city.dispatched();
  await city.dispatched();
  const last = await city.dispatched();
  const client = new FollowingClient(clerk, 1);
  while (!client.held.has(first)) await client.page();
  await city.recall(first);
  await city.recall(last);
  await client.follow();
  expect(client.snapshot()).toEqual(await client.hubSnapshot());
  expect(client.held.has(first) || client.held.has(last)).toBe(false);
});

test('[F3, F6] nothing is read from an index that is being built again: a desk would drop what it does not list yet', async () => {
  const { feed, store } = city.hub.core;
  await city.dispatched();
  const client = new FollowingClient(clerk, 500);
  await client.follow();
  const waiting = clerk.raw('GET', `/desk/_changes?feed=longpoll&timeout=20000&since=${client.position}`).catch(() => 'cut');
  await expect.poll(() => feed.waiting).toBe(1);
  const changes = store.hotline.changes.bind(store.hotline);
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  let asked = false;
  store.hotline.changes = async (since, limit) => {
    asked = true;
    await held;
    return changes(since, limit);
  };
  const rebuilt = feed.rebuild();
  await expect.poll(() => asked).toBe(true);
  for (const path of [`/desk/_changes?since=${client.position}`, '/desk/_changes?since=0', '/desk/_held?channel=everyone'])
    expect((await clerk.call('GET', path)).status, path).toBe(503);
  expect((await clerk.call('POST', '/desk/_bodies', { ids: ['unit:city'] })).status).toBe(503);
  expect((await clerk.call('POST', '/desk/_bulk_docs', { docs: [] })).status).toBe(503);
  goOn();
  store.hotline.changes = changes;
  await rebuilt;
  expect(await waiting).toBe('cut');
  const before = client.snapshot();
  await client.follow();
  expect(client.snapshot()).toEqual(before);
});

test('[L3, D4] a device that is revoked while it waits is sent nothing more, not even what it was waiting for', async () => {
  const since = (await clerk.page()).last_seq;
  const waiting = clerk.page(since, '&feed=longpoll&timeout=20000').then(
    (page) => page.results.map((row) => row.id),
    () => 'cut',
  );
  await expect.poll(() => city.hub.core.feed.waiting).toBe(1);
  await city.hub.accounts.revokeDevice(clerk.device as DeviceId);
  await city.dispatched();
  expect(await waiting).toBe('cut');
  expect(await clerk.call('GET', `/desk/_changes?since=${since}`)).toMatchObject({ status: 401, body: { error: 'revoked' } });
});

test('[L3] somebody whose document is deleted holds no session, no channel and no right from then on', async () => {
  const id = await city.dispatched();
  const { hotline } = city.hub.core.store;
  const person = await hotline.get<object>('person:diaodu1');
  const sign = clerk.action(id, 'sign', {});
  await hotline.write([{ _id: 'person:diaodu1', _rev: person?._rev ?? '', _deleted: true }]);
  await city.hub.core.feed.catchUp();
  expect((await clerk.call('GET', '/desk/_changes?since=0')).status).toBe(401);
  expect(city.hub.core.reference.people.has('person:diaodu1' as never)).toBe(false);
  expect(await city.hub.gate.take([sign], { person: 'person:diaodu1', device: clerk.device, expiresAt: '' } as never)).toMatchObject([
    { error: 'forbidden', settled: true },
  ]);
});

test('[F3] the page and the grants it is made for come from one snapshot of the index', async () => {
  await city.dispatched(OFFICE_B);
  await city.setRoles('diaodu1', [['clerk', OFFICE_B]]);
  const { reference } = city.hub.core;
  const people = reference.people as Map<string, unknown>;
  // The cache of people lags behind the index for a moment after each commit; here it is held back for good.
  people.set('person:diaodu1', { _id: 'person:diaodu1', schema: 1, name: '李敏', roles: [] });
  const page = await clerk.page();
  expect(page.grants).toContain(`office:${OFFICE_B}`);
  expect(page.results.some((row) => row.id.startsWith('ticket:'))).toBe(true);
});

test('[F1, F6] what left is told for 100 days; a desk that was away for longer repairs itself by digest', async () => {
  const DAY_MS = 24 * 3_600_000;
  let time = Date.parse('2026-03-02T02:00:00.000Z');
  const moved = await SmallCity.open({ now: () => new Date((time += 1)).toISOString() as Instant, clock: 'stopped' });
  try {
    const clerk = await moved.desk(OFFICE_A, 'diaodu1');
    const [kept, gone, later] = [await moved.dispatched(), await moved.dispatched(), await moved.dispatched()];
    const away = new FollowingClient(clerk, 500);
    const here = new FollowingClient(clerk, 500);
    await away.follow();
    await moved.recall(gone);
    await here.follow();
    const log = [...moved.hub.core.feed.dump()];
    const pass = async (days: number): Promise<void> => {
      time += days * DAY_MS;
      await moved.hub.core.feed.forgetLeft();
      for (const desk of [clerk, moved.dispatcher]) await desk.signIn(desk.person.slice('person:'.length), DEMO_PASSWORD);
    };
    await pass(99);
    expect((await clerk.page(away.position)).results.map((row) => [row.id, row.in])).toContainEqual([gone, []]);
    await moved.recall(later);
    await pass(2);
    expect((await clerk.page(here.position)).results.map((row) => row.id)).toContain(later);
    expect(await clerk.page(away.position)).toMatchObject({ rewound: true, results: [] });
    expect((await clerk.page('0')).rewound).toBeUndefined();
    await away.follow();
    await here.follow();
    expect([away.repairs, here.repairs]).toEqual([1, 0]);
    for (const client of [away, here]) {
      expect(client.held.has(kept)).toBe(true);
      expect(client.snapshot()).toEqual(await client.hubSnapshot());
    }
    await moved.dispatch(gone, OFFICE_A);
    await here.follow();
    expect(here.held.has(gone)).toBe(true);
    const before = [...moved.hub.core.feed.dump()];
    await moved.hub.core.feed.rebuild();
    expect([...moved.hub.core.feed.dump()]).toEqual(before);
    expect(before).not.toEqual(log);
  } finally {
    await moved.close();
  }
});
