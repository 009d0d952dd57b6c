/** Ways in which a desk's parts once lost, kept or showed what they must not; each was seen to fail before its fix. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRxStorageMemory, type RxStorageMemory } from 'rxdb/plugins/storage-memory';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHost } from '../../main/host/index.ts';
import { dropRows } from '../../renderer/replica/apply-rows.ts';
import { databaseName, openCollections, type Replicated } from '../../renderer/replica/collections.ts';
import { saveDraft } from '../../renderer/replica/drafts.ts';
import { DeskFeed } from '../../renderer/replica/feed.ts';
import { Held } from '../../renderer/replica/held.ts';
import { HubClient } from '../../renderer/replica/hub-client.ts';
import { Outbox } from '../../renderer/replica/outbox.ts';
import { rescueBefore, writtenText } from '../../renderer/replica/rescue.ts';
import { leaveRevoked } from '../../renderer/replica/revoked.ts';
import type { Action } from '../../shared/hotline/action.ts';
import type { DeviceRecord, Host } from '../../shared/host/contract.ts';
import type { PersonId, TicketId } from '../../shared/hotline/ids.ts';
import { nodePlatform } from '../support/node-desk.ts';

const LIN = 'person:lin' as PersonId;
const ZHAO = 'person:zhao' as PersonId;
const TICKET = 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV' as TicketId;
const AT = '2026-11-24T08:00:00.000Z';
const DEVICE = {
  hub: 'http://127.0.0.1:9',
  hubId: 'hub-1',
  device: 'device:01ARZ3NDEKTSV4RRFFQ69G5FAV',
  deviceSecret: 's',
  unit: '210102001',
  unitName: '街道办',
  people: [
    { id: LIN, name: '林', login: 'lin', roles: ['clerk'] },
    { id: ZHAO, name: '赵', login: 'zhao', roles: ['leader'] },
  ],
} as unknown as DeviceRecord;

let dir: string;
let storage: RxStorageMemory;
let database: Replicated;
let host: Host;
let serial = 0;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-parts-'));
  storage = getRxStorageMemory();
  database = await openCollections(databaseName('hub-1', LIN), storage as never);
  host = createHost({ userData: dir, version: 'test' });
  await host.call('device.save', DEVICE);
  for (const person of [LIN, ZHAO]) await host.call('vault.create', { person, password: 'a' });
});
afterEach(async () => {
  if (!database.closed) await database.close();
  await rm(dir, { recursive: true, force: true });
});

async function saved(actor: PersonId, text = '意见'): Promise<Action> {
  serial += 1;
  const draft = {
    _id: `action:01ARZ3NDEKTSV4RRFFQ69G${String(serial).padStart(4, '0')}`,
    schema: 1,
    ticket: TICKET,
    kind: 'comment',
    actor,
    device: DEVICE.device,
    occurredAt: AT,
    body: { text },
  };
  const answer = await host.call('actions.append', { owner: actor, draft: draft as never });
  if (!answer.ok) throw new Error(answer.code);
  return answer.action;
}

/** A hub that answers what a test says, at the edge where HTTP is. */
function answering(answer: (path: string, body: unknown) => Readonly<{ status: number; body: unknown }>): HubClient {
  return new HubClient((input, init) => {
    const { status, body } = answer(
      input instanceof Request ? input.url : String(input),
      JSON.parse(typeof init?.body === 'string' ? init.body : 'null'),
    );
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  }, DEVICE.hub);
}

/** Everything the storage still holds, tombstones too. */
async function stored(): Promise<string> {
  // The memory storage writes late; reading makes it catch up.
  if (!database.closed) for (const one of Object.values(database.collections)) await one.storageInstance.findDocumentsById(['x'], true);
  const states = (storage as unknown as { collectionStates: Map<string, { documents: Map<string, unknown> }> }).collectionStates;
  return JSON.stringify([...states.values()].map((state) => [...state.documents.values()]));
}

test('[L3, D4] nothing of a ticket that left can be read in the storage, tombstones included', async () => {
  const held = new Held();
  await database.documents.bulkUpsert([{ id: TICKET, rev: '1', tag: 't', in: ['office:1'], body: { name: '王某某' } }]);
  held.put(TICKET, { tag: 't', in: ['office:1'] });
  await saveDraft(database, { ticket: TICKET, kind: 'contact', body: { note: '草稿里的话' }, at: AT });
  expect(await stored()).toContain('王某某');
  await dropRows(database, held, [TICKET], (ids) =>
    rescueBefore({ database, outbox: new Outbox(database, host, LIN, Date.now), at: AT as never, newId: () => 'r' }, ids),
  );
  expect(await stored()).not.toContain('王某某');
  expect(await database.own.find({ selector: { id: { $regex: '^draft:' } } }).exec()).toEqual([]);
  expect(await stored()).toContain('草稿里的话'); // In rescue, which is the person's own.
});

test('two people never share a database, however alike their ids', () => {
  const names = ['person:Ab', 'person:aB', 'person:a-b', 'person:a_b'].map((person) => databaseName('hub-1', person));
  expect(new Set(names).size).toBe(4);
});

test('[D4] what a person typed is rescued, digits and Latin letters too; what nobody typed is not', () => {
  const body = { at: AT, channel: 'call', note: '13900000000', other: ['GB/T 33358', 'person:zhao'], reached: true };
  expect(writtenText(body)).toBe('电话\n13900000000\nGB/T 33358');
});

test('[F7, L6] 数据齐全 is said only when the digests match', async () => {
  const position = btoa(JSON.stringify({ epoch: 'e', audience: 'office', channels: { 'office:1': 1 } })).replaceAll('=', '');
  const digest = { count: 1, sum: '00000000000000ff' };
  const hub = answering((path) => ({
    status: 200,
    body: path.includes('_changes')
      ? {
          results: [],
          last_seq: position,
          pending: 0,
          grants: ['office:1'],
          audience: 'office',
          hubTime: AT,
          storeId: 's',
          digests: { 'office:1': digest },
        }
      : path.includes('_held')
        ? { channel: 'office:1', last_seq: position, rows: [[TICKET, 'a'.repeat(64)]], digest }
        : { results: [] },
  }));
  const feed = new DeskFeed(database, new Held(), hub, {
    beforeDrop: () => Promise.resolve(),
    upserted: () => Promise.resolve(),
    dropped: () => Promise.resolve(),
    progress: () => undefined,
    storeChanged: () => Promise.resolve(true),
  });
  expect(await feed.pull('normal', new AbortController().signal)).toMatchObject({ ok: true, end: true });
  expect(feed.state).toMatchObject({ complete: false, repairs: 1 });
});

test('[R1] a store that changed is asked for again until what it lacks could be sent', async () => {
  let storeId = 'first';
  const hub = answering(() => ({
    status: 200,
    body: {
      results: [],
      last_seq: 'x',
      pending: 0,
      grants: [],
      audience: 'office',
      hubTime: AT,
      storeId,
      digests: {},
    },
  }));
  const asked: string[] = [];
  const feed = new DeskFeed(database, new Held(), hub, {
    beforeDrop: () => Promise.resolve(),
    upserted: () => Promise.resolve(),
    dropped: () => Promise.resolve(),
    progress: () => undefined,
    storeChanged: () => {
      asked.push(storeId);
      return Promise.resolve(asked.length > 1);
    },
  });
  const pull = () => feed.pull('normal', new AbortController().signal);
  await pull();
  storeId = 'restored';
  for (let times = 0; times < 3; times += 1) await pull();
  expect(asked).toEqual(['restored', 'restored']);
});

test('[G5, L4] one action the hub answers 413 for goes as a stub, and the next ones go through', async () => {
  const outbox = new Outbox(database, host, LIN, Date.now);
  const actions = [await saved(LIN), await saved(LIN), await saved(LIN)];
  for (const action of actions) await outbox.add(action);
  const taken: unknown[] = [];
  const hub = answering((_path, body) => {
    const { docs } = body as { docs: { _id: string; stub?: string }[] };
    if (docs.some((doc) => doc._id === actions[0]?._id && doc.stub === undefined)) return { status: 413, body: { error: 'tooLarge' } };
    taken.push(...docs.map((doc) => [doc._id, doc.stub]));
    return {
      status: 201,
      body: docs.map((doc) =>
        doc.stub === undefined
          ? { ok: true, id: doc._id, rev: '1', state: 'waiting', receivedAt: AT }
          : { id: doc._id, error: 'tooLarge', reason: '内容过长', settled: true },
      ),
    };
  });
  expect(await outbox.send(hub, false)).toMatchObject({ ok: true });
  expect(taken).toEqual([
    [actions[0]?._id, 'tooLarge'],
    [actions[1]?._id, undefined],
    [actions[2]?._id, undefined],
  ]);
  expect(outbox.items.value.map((item) => item.state)).toEqual(['quarantined', 'sent', 'sent']);
});

test('[D4] a revoked device sends the work of everybody on it, keeps it until answered, and then nothing is left', async () => {
  const mine = await saved(LIN);
  const theirs = await saved(ZHAO);
  await saveDraft(database, { ticket: TICKET, kind: 'contact', body: { note: '半句话' }, at: AT });
  const posted: { actions: Action[]; texts: unknown[] }[] = [];
  let up = false;
  const hub = answering((_path, body) => {
    posted.push(body as (typeof posted)[number]);
    return up ? { status: 200, body: { ok: true } } : { status: 502, body: {} };
  });
  const { platform } = nodePlatform(dir);
  const here = { ...platform, host, storage: storage as never };
  expect(await leaveRevoked(here, DEVICE, hub, database)).toBe(false);
  expect((await host.call('actions.unsettled', { owner: ZHAO })).actions).toEqual([theirs]);
  up = true;
  expect(await leaveRevoked(here, DEVICE, hub, database)).toBe(true);
  expect(posted.at(-1)?.actions.map((action) => action._id)).toEqual([mine._id, theirs._id]);
  expect(JSON.stringify(posted.at(-1)?.texts)).toContain('半句话');
  expect(await host.call('device.load', {})).toBeNull();
  expect(await stored()).not.toContain('半句话');
});

test('[D4] a revoked device that is never answered wipes itself after a day', async () => {
  await saved(LIN);
  let now = Date.parse(AT);
  const { platform } = nodePlatform(dir);
  const here = { ...platform, host, storage: storage as never, now: () => now };
  const silent = answering(() => ({ status: 502, body: {} }));
  expect(await leaveRevoked(here, DEVICE, silent, database)).toBe(false);
  now += 86_400_001;
  expect(await leaveRevoked(here, DEVICE, silent, database)).toBe(true);
  expect(await host.call('device.load', {})).toBeNull();
});
