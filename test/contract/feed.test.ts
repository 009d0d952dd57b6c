/** The feed as a desk meets it over HTTP: F1–F6, P1–P3 of sync.md. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalText } from '../../shared/sync/canonical.ts';
import { decodePosition, encodePosition } from '../../shared/sync/position.ts';
import type { HeldAnswer } from '../../shared/sync/wire.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
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

const A = `office:${OFFICE_A}`;

test('[F1] a channel has exactly one row a document, however often it changes', async () => {
  const id = await city.dispatched();
  await clerk.act(id, 'sign', {});
  await clerk.act(id, 'comment', { text: '已联系物业' });
  const page = await clerk.page();
  expect(page.results.filter((row) => row.id === id)).toHaveLength(1);
  expect((page.results.find((row) => row.id === id)?.doc?.['history'] as unknown[]).length).toBe(4);
});

test('[F1] the tag is the SHA-256 of the projected body’s canonical form, which is what is sent', async () => {
  await city.dispatched();
  for (const row of (await clerk.page()).results) {
    expect(createHash('sha256').update(canonicalText(row.doc)).digest('hex')).toBe(row.tag);
  }
});

test('[F1] a document’s rows in all its channels change together: no page shows it half moved', async () => {
  const id = await city.dispatched();
  const office = new FollowingClient(clerk, 500);
  await office.follow();
  expect(office.held.get(id)?.in).toEqual([A]);
  await city.recall(id);
  // Registered again: in `city`, and no longer at the office.
  await office.follow();
  expect(office.held.has(id)).toBe(false);
  const atCity = (await city.dispatcher.page()).results.find((row) => row.id === id);
  expect(atCity?.in).toEqual(['city']);
});

test('[F1, F6] a rebuilt index has another epoch and the same content; a desk goes on without loading what it holds', async () => {
  await city.dispatched();
  const client = new FollowingClient(clerk, 500);
  await client.follow();
  const before = client.snapshot();
  const epoch = city.hub.core.feed.epoch;
  const content = [...city.hub.core.feed.dump()];
  await city.hub.core.feed.rebuild();
  expect(city.hub.core.feed.epoch).not.toBe(epoch);
  expect([...city.hub.core.feed.dump()]).toEqual(content);
  const answer = await clerk.page(client.position);
  expect(answer).toMatchObject({ rewound: true, results: [] });
  await client.follow();
  expect(client.repairs).toBe(1);
  expect(client.snapshot()).toEqual(before);
});

test('[F2] a row’s seq is the whole position after it: going on from any row equals not having stopped', async () => {
  for (let times = 0; times < 3; times += 1) await city.dispatched();
  const whole = await clerk.page();
  const ids = whole.results.map((row) => row.id);
  for (const [at, row] of whole.results.entries()) {
    const rest = await clerk.page(row.seq);
    expect(rest.results.map((one) => one.id)).toEqual(ids.slice(at + 1));
    expect(rest.last_seq).toBe(whole.last_seq);
  }
});

test('[F2] what is no position of this hub is answered as a rewound one, never with an error', async () => {
  for (const since of ['nonsense', encodePosition({ epoch: 'x', audience: 'office', channels: { [A]: 3 } })]) {
    expect(await clerk.page(since)).toMatchObject({ rewound: true, results: [], storeId: city.hub.core.store.id });
  }
});

test('[F3] urgent channels come first, then the others by name; a document at most once a page', async () => {
  await city.dispatched();
  const page = await clerk.page();
  expect(page.grants).toEqual([`urgent:${OFFICE_A}`, 'everyone', A, 'person:person:diaodu1']);
  const ids = page.results.map((row) => row.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.at(-1)).toMatch(/^ticket:/u);
});

test('[F3] a document in two of a desk’s channels comes once a page, and names both', async () => {
  const id = await city.dispatched();
  const of = await clerk.act(id, 'proposeReturn', { ground: 'notOurDuty', citation: '目录', reason: '不属本街道' });
  await (await city.desk(OFFICE_A, 'lingdao1')).act(id, 'leaderApprove', { of: of._id, opinion: '同意' });
  await city.setRoles('diaodu1', [
    ['clerk', OFFICE_A],
    ['dispatcher', 'city'],
  ]);
  const rows = (await clerk.page()).results.filter((row) => row.id === id);
  expect(rows).toHaveLength(1);
  expect([...(rows[0]?.in ?? [])].sort()).toEqual(['city', A]);
});

test('[F3] pages of every size give the same documents, and only the last one the digests [P2]', async () => {
  for (let times = 0; times < 3; times += 1) await city.dispatched();
  const whole = new FollowingClient(clerk, 500);
  await whole.follow();
  for (const limit of [1, 2, 7, 100]) {
    const client = new FollowingClient(clerk, limit);
    await client.follow();
    expect(client.snapshot()).toEqual(whole.snapshot());
  }
  expect((await clerk.page('0', '&limit=1')).digests).toBeUndefined();
  expect((await clerk.page('0', '&limit=500')).digests).toBeDefined();
});

test('[F3] without include_docs there are no bodies; only=urgent leaves out every other channel', async () => {
  await city.dispatched();
  const bare = (await clerk.call<{ results: { doc?: unknown }[] }>('GET', '/desk/_changes?since=0')).body;
  expect(bare.results.every((row) => row.doc === undefined)).toBe(true);
  expect((await clerk.page('0', '&only=urgent')).results).toEqual([]);
});

test('[F3] a long poll ends with the news; a changed grant wakes it; silence ends it in time', async () => {
  const first = await clerk.page();
  const waiting = clerk.page(first.last_seq, '&feed=longpoll&timeout=20000');
  await expect.poll(() => city.hub.core.feed.waiting).toBe(1);
  const id = await city.dispatched();
  const news = await waiting;
  expect(news.results.map((row) => row.id)).toEqual([id]);

  const again = clerk.page(news.last_seq, '&feed=longpoll&timeout=20000');
  await expect.poll(() => city.hub.core.feed.waiting).toBe(1);
  await city.setRoles('diaodu1', [
    ['clerk', OFFICE_A],
    ['clerk', OFFICE_B],
  ]);
  expect((await again).grants).toContain(`office:${OFFICE_B}`);

  const quiet = await clerk.page((await clerk.page()).last_seq, '&feed=longpoll&timeout=50');
  expect(quiet).toMatchObject({ results: [], pending: 0 });
});

test('[F3] a waiting desk costs nothing while other channels change', async () => {
  const other = await city.desk(OFFICE_B, 'diaodu3');
  const since = (await other.page()).last_seq;
  let ended = false;
  const waiting = other.page(since, '&feed=longpoll&timeout=60000').then((page) => {
    ended = true;
    return page;
  });
  await expect.poll(() => city.hub.core.feed.waiting).toBe(1);
  await city.dispatched();
  expect(ended).toBe(false);
  // Ended by its own channel, not by its time: what is done above takes as long as the store takes.
  const own = await city.dispatched(OFFICE_B);
  expect((await waiting).results.map(({ id }) => id)).toContain(own);
});

test('[F4] a new grant starts at 0 for its channel only, and an interrupted backfill goes on where it stopped', async () => {
  for (let times = 0; times < 4; times += 1) await city.dispatched(OFFICE_B);
  const own = await city.dispatched();
  const client = new FollowingClient(clerk, 500);
  await client.follow();
  const before = decodePosition(client.position);
  await city.setRoles('diaodu1', [
    ['clerk', OFFICE_A],
    ['clerk', OFFICE_B],
  ]);
  const small = await clerk.page(client.position, '&limit=2');
  const tickets = small.results.filter((row) => row.id.startsWith('ticket:')).map((row) => row.id);
  expect(tickets).not.toContain(own);
  const reached = decodePosition(small.last_seq);
  expect(reached?.channels[A]).toBe(before?.channels[A]);
  const rest = await clerk.page(small.last_seq);
  const all = [...small.results, ...rest.results].map((row) => row.id);
  expect(new Set(all).size).toBe(all.length);
  expect(all.filter((id) => id.startsWith('ticket:'))).toHaveLength(4);
});

test('[F5] leaving one of two channels is a row that names the other; leaving all is a row with an empty `in`', async () => {
  await city.setRoles('diaodu1', [
    ['clerk', OFFICE_A],
    ['dispatcher', 'city'],
  ]);
  const id = await city.dispatched();
  const client = new FollowingClient(clerk, 500);
  await client.follow();
  expect(client.held.get(id)?.in).toEqual([A]);
  await city.recall(id);
  const moved = await clerk.page(client.position);
  expect(moved.results.find((row) => row.id === id)?.in).toEqual(['city']);
  await city.dispatch(id, OFFICE_B);
  const gone = (await clerk.page(moved.last_seq)).results.find((row) => row.id === id);
  expect(gone).toMatchObject({ in: [], deleted: true });
  expect(gone?.doc).toBeUndefined();
});

test('[F5] an id that was never held is never named, nor sent on request', async () => {
  const foreign = await city.dispatched(OFFICE_B);
  const came = await city.dispatched(OFFICE_B);
  await city.recall(came);
  const client = new FollowingClient(clerk, 1);
  await client.follow();
  expect(client.named.has(foreign) || client.named.has(came)).toBe(false);
  const bodies = (await clerk.call<{ results: unknown[] }>('POST', '/desk/_bodies', { ids: [foreign, came, 'action:x', 'no:y'] })).body;
  expect(bodies.results).toEqual([]);
  expect((await clerk.call('GET', `/desk/_held?channel=office:${OFFICE_B}`)).status).toBe(404);
});

test('[F6] a changed audience is answered with digests, and the same desk is then sent the narrower bodies', async () => {
  const id = await city.dispatched();
  await clerk.act(id, 'sign', {});
  await clerk.act(id, 'assign', { person: 'person:wangge1', opinion: '请到现场' });
  const worker = await city.desk(OFFICE_A, 'wangge1');
  await city.setRoles('wangge1', [
    ['gridWorker', OFFICE_A],
    ['clerk', OFFICE_A],
  ]);
  const client = new FollowingClient(worker, 500);
  await client.follow();
  const wide = client.held.get(id)?.tag;
  await city.setRoles('wangge1', [['gridWorker', OFFICE_A]]);
  expect(await worker.page(client.position)).toMatchObject({ rewound: true, audience: 'person' });
  await client.follow();
  expect(client.held.get(id)?.tag).not.toBe(wide);
  expect(client.snapshot()).toEqual(await client.hubSnapshot());
});

test('[P1, P2] the digests are the sums of what is held, recomputed here from the bodies themselves', async () => {
  for (let times = 0; times < 3; times += 1) await city.dispatched();
  const moved = await city.dispatched();
  await city.recall(moved);
  await city.dispatch(moved, OFFICE_B);
  const page = await clerk.page();
  const sums = new Map<string, { count: number; sum: bigint }>();
  for (const row of page.results) {
    const tag = createHash('sha256').update(canonicalText(row.doc)).digest('hex');
    const term = createHash('sha256').update(`${row.id}\u0000${tag}`).digest().readBigUInt64BE(0);
    for (const channel of row.in ?? []) {
      const { count, sum } = sums.get(channel) ?? { count: 0, sum: 0n };
      sums.set(channel, { count: count + 1, sum: BigInt.asUintN(64, sum + term) });
    }
  }
  expect(page.storeId).toBe(city.hub.core.store.id);
  for (const channel of page.grants) {
    const { count, sum } = sums.get(channel) ?? { count: 0, sum: 0n };
    expect(page.digests?.[channel], channel).toEqual({ count, sum: sum.toString(16).padStart(16, '0') });
  }
});

test('[P3] a channel’s list and its position are of one snapshot: going on from there misses nothing and repeats nothing', async () => {
  for (let times = 0; times < 3; times += 1) await city.dispatched();
  const list = (await clerk.call<HeldAnswer>('GET', `/desk/_held?channel=${A}`)).body;
  expect(list.rows).toHaveLength(3);
  expect(list.digest.count).toBe(3);
  const later = await city.dispatched();
  const next = await clerk.page(list.last_seq);
  expect(next.results.filter((row) => row.id.startsWith('ticket:')).map((row) => row.id)).toEqual([later]);
});
