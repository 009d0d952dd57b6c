/** No room on the hub's disk [sync G3, G5]: nothing is taken, everything can be read, the reason is said, and it goes on by itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { RunningHub } from '../../sync-server/hub.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { seedCity } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { startHub } from '../support/hub.ts';
import { enrolNodeDesk, openPerson, synced, until } from '../support/node-desk.ts';
import { stateOf } from '../support/store-state.ts';
import { WireDesk } from '../support/wire-desk.ts';

const WALK_IN = { source: 'walkIn', kind: 'consult', title: '来访咨询', content: '咨询低保', complainant: { kind: 'natural' } };
/** What the floor and the store's own least room are: the disk is full when they are above everything. */
const disk = { floor: 0, least: 0 };
const FULL = Number.MAX_SAFE_INTEGER;
let dir: string;
let hub: RunningHub;
let desk: WireDesk;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-full-'));
  Object.assign(disk, { floor: 0, least: 0 });
  hub = await startHub({
    dataDir: join(dir, 'hub'),
    adminPassword: 'admin-for-tests',
    onError: () => undefined,
    freeSpaceFloor: () => disk.floor,
    layer: { leastRoom: () => disk.least },
    embedded: true,
  });
  await seedCity(hub, { tickets: 'none' });
  desk = await WireDesk.open(hub, OFFICE_A, 'diaodu1', 'griddesk-2026');
});
afterEach(async () => {
  await hub.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

function root(method: string, path: string, body?: object): Promise<Response> {
  const authorization = `Basic ${Buffer.from('admin:admin-for-tests').toString('base64')}`;
  return fetch(hub.address + path, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

test('[G5] below the floor /desk takes no action and no file, says why, and is read on; with room it goes on', async () => {
  await desk.act(newTicketId(), 'register', WALK_IN);
  const { hotline, evidence } = hub.core.store;
  const before = [await stateOf(hotline), await stateOf(evidence)];
  disk.floor = FULL;
  const action = desk.action(newTicketId(), 'register', WALK_IN);
  expect(await desk.call('POST', '/desk/_bulk_docs', { docs: [action] })).toEqual({
    status: 503,
    body: { error: 'hubFull', reason: refusalText('hubFull') },
  });
  expect(await desk.call('POST', '/desk/evidence/_bulk_docs', { docs: [] })).toMatchObject({ status: 503, body: { error: 'hubFull' } });
  expect([await stateOf(hotline), await stateOf(evidence)]).toEqual(before);
  expect((await desk.page()).results.filter(({ id }) => id.startsWith('ticket:'))).toHaveLength(1);
  disk.floor = 0;
  expect(await desk.send([action])).toMatchObject([{ ok: true }]);
});

test('[X2] below the floor the root writes nothing, in CouchDB’s words, and is read on; with room it goes on', async () => {
  expect((await root('PUT', '/reports')).status).toBe(201);
  expect((await root('PUT', '/reports/one', { told: 1 })).status).toBe(201);
  disk.floor = FULL;
  for (const [method, path, body] of [
    ['PUT', '/others', undefined],
    ['PUT', '/reports/two', { told: 2 }],
    ['POST', '/reports/_bulk_docs', { docs: [{ _id: 'three' }] }],
    ['DELETE', '/reports/one?rev=1-x', undefined],
  ] as const) {
    const answer = await root(method, path, body);
    expect([method, path, answer.status, await answer.json()]).toEqual([
      method,
      path,
      503,
      { error: 'insufficient_storage', reason: 'database_dir is too full' },
    ]);
  }
  expect(await (await root('GET', '/reports/_all_docs')).json()).toMatchObject({ total_rows: 1 });
  disk.floor = 0;
  expect((await root('PUT', '/reports/two', { told: 2 })).status).toBe(201);
});

test('[G3] when the last room goes between the look and the write, nothing is half written and the same action is taken later, once', async () => {
  const { hotline } = hub.core.store;
  const before = await stateOf(hotline);
  disk.least = FULL;
  const action = desk.action(newTicketId(), 'register', WALK_IN);
  // The look finds room; the store does not.
  expect(await desk.call('POST', '/desk/_bulk_docs', { docs: [action] })).toMatchObject({ status: 503 });
  expect(await stateOf(hotline)).toEqual(before);
  disk.least = 0;
  expect(await desk.send([action, action])).toMatchObject([{ ok: true }, { ok: true }]);
  await hub.core.authority.run();
  expect((await stateOf(hotline)).filter((one) => !before.includes(one))).toHaveLength(2);
});

test('[G5, D2] the desk says why nothing is sent and what happens next, not that it is offline, and goes on by itself', async () => {
  const there = await enrolNodeDesk(join(dir, 'desk'), await hub.enrolmentCode(OFFICE_A));
  const replica = await openPerson(there, 'person:diaodu1', 'griddesk-2026');
  await synced(replica);
  expect(replica.status.value.hubBusy).toBeUndefined();
  disk.floor = FULL;
  expect(await replica.act({ ticket: newTicketId(), kind: 'register', body: WALK_IN })).toMatchObject({ ok: true });
  const told = await until(replica, ({ hubBusy }) => hubBusy !== undefined);
  expect(told).toMatchObject({ link: 'online', unsent: 1, hubBusy: refusalText('hubFull') });
  expect(told.hubBusy).toMatch(/磁盘空间不足.*已保存在本机.*自动续传/u);
  disk.floor = 0;
  const after = await until(replica, ({ unsent, hubBusy }) => unsent === 0 && hubBusy === undefined);
  expect(after.link).toBe('online');
  await replica.close();
});

test('[G5] a hub that answers nothing but 503 is told apart from a line that is cut', async () => {
  let busy = false;
  const answering: typeof fetch = (input, init) =>
    busy
      ? Promise.resolve(new Response(JSON.stringify({ error: 'overload', reason: refusalText('overload') }), { status: 503 }))
      : fetch(input, init);
  const there = await enrolNodeDesk(join(dir, 'desk'), await hub.enrolmentCode(OFFICE_A), { fetch: answering });
  const replica = await openPerson(there, 'person:diaodu1', 'griddesk-2026');
  await synced(replica);
  busy = true;
  replica.syncNow();
  expect((await until(replica, ({ link }) => link === 'offline')).hubBusy).toBe(refusalText('overload'));
  there.network.up = false;
  replica.syncNow();
  await until(replica, ({ link, hubBusy }) => link === 'offline' && hubBusy === undefined);
  there.network.up = true;
  busy = false;
  replica.syncNow();
  await until(replica, ({ link, hubBusy }) => link === 'online' && hubBusy === undefined);
  await replica.close();
});
