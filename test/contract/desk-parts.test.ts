/** Ways in which a desk's parts once lost, kept or showed what they must not; each was seen to fail before its fix. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropRows } from '../../renderer/replica/apply-rows.ts';
import { databaseName } from '../../renderer/replica/collections.ts';
import { saveDraft } from '../../renderer/replica/drafts.ts';
import { DeskFeed } from '../../renderer/replica/feed.ts';
import { Held } from '../../renderer/replica/held.ts';
import { Outbox } from '../../renderer/replica/outbox.ts';
import { rescueBefore, writtenText } from '../../renderer/replica/rescue.ts';
import { leaveRevoked } from '../../renderer/replica/revoked.ts';
import type { Action } from '../../shared/hotline/action.ts';
import { nodePlatform } from '../support/node-desk.ts';
import { unitMeasures } from '../../renderer/replica/unit-measures.ts';
import { UNITS } from '../../shared/hotline/testing/city.ts';
import { closedTicket } from '../../shared/hotline/testing/stages.ts';
import { ticketOf } from '../../shared/hotline/testing/story.ts';
import { answering, AT, DEVICE, gate, LIN, OneDesk, TICKET, ZHAO } from '../support/one-desk.ts';

let desk: OneDesk;

beforeEach(async () => {
  desk = await OneDesk.open();
});
afterEach(() => desk.close());

test('[L3, D4] nothing of a ticket that left can be read in the storage, tombstones included', async () => {
  const held = new Held();
  await desk.database.documents.bulkUpsert([{ id: TICKET, rev: '1', tag: 't', in: ['office:1'], body: { name: '王某某' } }]);
  held.put(TICKET, { tag: 't', in: ['office:1'] });
  await saveDraft(desk.database, { ticket: TICKET, kind: 'contact', body: { note: '草稿里的话' }, at: AT });
  expect(await desk.stored()).toContain('王某某');
  await dropRows(desk.database, held, [TICKET], (ids) =>
    rescueBefore(
      { database: desk.database, outbox: new Outbox(desk.database, desk.host, LIN, Date.now), at: AT as never, newId: () => 'r' },
      ids,
    ),
  );
  expect(await desk.stored()).not.toContain('王某某');
  expect(await desk.database.own.find({ selector: { id: { $regex: '^draft:' } } }).exec()).toEqual([]);
  expect(await desk.stored()).toContain('草稿里的话'); // In rescue, which is the person's own.
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
  const feed = new DeskFeed(desk.database, new Held(), hub, {
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
  const feed = new DeskFeed(desk.database, new Held(), hub, {
    beforeDrop: () => Promise.resolve(),
    upserted: () => Promise.resolve(),
    dropped: () => Promise.resolve(),
    progress: () => undefined,
    storeChanged: () => {
      asked.push(storeId);
      return Promise.resolve(asked.length > 1 || storeId === 'first');
    },
  });
  const pull = () => feed.pull('normal', new AbortController().signal);
  await pull();
  await pull();
  asked.length = 0;
  storeId = 'restored';
  for (let times = 0; times < 3; times += 1) await pull();
  expect(asked).toEqual(['restored', 'restored']);
});

test('[G5, L4] one action the hub answers 413 for goes as a stub, and the next ones go through', async () => {
  const outbox = new Outbox(desk.database, desk.host, LIN, Date.now);
  const actions = [await desk.saved(LIN), await desk.saved(LIN), await desk.saved(LIN)];
  for (const action of actions) await outbox.add(action);
  const taken: unknown[] = [];
  const hub = gate(
    (docs) =>
      docs.some((doc) => doc._id === actions[0]?._id && doc.stub === undefined) ? { status: 413, body: { error: 'tooLarge' } } : undefined,
    taken,
  );
  expect(await outbox.send(hub, false)).toMatchObject({ ok: true });
  expect(taken).toEqual([
    [actions[0]?._id, 'tooLarge'],
    [actions[1]?._id, undefined],
    [actions[2]?._id, undefined],
  ]);
  expect(outbox.items.value.map((item) => item.state)).toEqual(['quarantined', 'sent', 'sent']);
});

test('[D4] a revoked device sends the work of everybody on it, keeps it until answered, and then nothing is left', async () => {
  const mine = await desk.saved(LIN);
  const theirs = await desk.saved(ZHAO);
  await saveDraft(desk.database, { ticket: TICKET, kind: 'contact', body: { note: '半句话' }, at: AT });
  const posted: { actions: Action[]; texts: unknown[] }[] = [];
  let up = false;
  const hub = answering((_path, body) => {
    posted.push(body as (typeof posted)[number]);
    return up ? { status: 200, body: { ok: true } } : { status: 502, body: {} };
  });
  const { platform } = nodePlatform(desk.dir);
  const here = { ...platform, host: desk.host, storage: desk.storage as never };
  expect(await leaveRevoked(here, DEVICE, hub, desk.database)).toBe(false);
  expect((await desk.host.call('actions.unsettled', { owner: ZHAO })).actions).toEqual([theirs]);
  up = true;
  expect(await leaveRevoked(here, DEVICE, hub, desk.database)).toBe(true);
  expect(posted.at(-1)?.actions.map((action) => action._id)).toEqual([mine._id, theirs._id]);
  expect(JSON.stringify(posted.at(-1)?.texts)).toContain('半句话');
  expect(await desk.host.call('device.load', {})).toBeNull();
  expect(await desk.stored()).not.toContain('半句话');
});

test('[D4] with it go the drafts in rescue, and what the gate had only a stub of', async () => {
  const outbox = new Outbox(desk.database, desk.host, LIN, Date.now);
  const large = await desk.saved(LIN, '长'.repeat(30_000));
  await outbox.add(large);
  await outbox.settle(large._id, 'quarantined', { code: 'tooLarge' });
  await saveDraft(desk.database, { ticket: TICKET, kind: 'contact', body: { note: '移出前写的话' }, at: AT });
  await rescueBefore({ database: desk.database, outbox, at: AT as never, newId: () => 'r' }, [TICKET]);
  const posted: { actions: Action[]; texts: unknown[] }[] = [];
  const hub = answering((_path, body) => {
    posted.push(body as (typeof posted)[number]);
    return { status: 200, body: { ok: true } };
  });
  const { platform } = nodePlatform(desk.dir);
  const here = { ...platform, host: desk.host, storage: desk.storage as never };
  expect(await leaveRevoked(here, DEVICE, hub, desk.database)).toBe(true);
  expect(posted[0]?.actions).toEqual([large]);
  expect(JSON.stringify(posted[0]?.texts)).toContain('移出前写的话');
});

test('[D4] a photo of a draft is rescued with its words, and its hash is none of them', async () => {
  const file = { hash: 'a'.repeat(64), kind: 'process', name: '井盖.jpg', type: 'image/jpeg', size: 3 };
  await saveDraft(desk.database, { ticket: TICKET, kind: 'recordWork', body: { note: '到场', evidence: [file] }, at: AT });
  let serial = 0;
  const newId = () => String((serial += 1));
  const outbox = new Outbox(desk.database, desk.host, LIN, Date.now);
  await rescueBefore({ database: desk.database, outbox, at: AT as never, newId }, [TICKET]);
  const rescued = (await desk.database.own.find({ selector: { id: { $regex: '^rescue:' } } }).exec()).map(
    (row) => row.toMutableJSON().value,
  );
  expect(rescued).toMatchObject([
    { what: 'draft', text: expect.stringContaining('到场') as string },
    { what: 'photo', text: '井盖.jpg', file },
  ]);
  expect(JSON.stringify(rescued[0])).not.toContain(file.hash);
});

test('[C3, D1] a body that could not be read does not keep a narrower audience from being applied', async () => {
  const held = new Held();
  const bad = {
    id: TICKET,
    rev: '1',
    tag: 'b'.repeat(64),
    in: ['office:1'],
    body: { _id: TICKET, name: '王某某', history: '坏' },
    aside: true,
  };
  await desk.database.documents.bulkUpsert([bad]);
  held.put(TICKET, bad);
  let audience = 'office';
  const hub = answering(() => ({
    status: 200,
    body: { results: [], last_seq: 'x', pending: 0, grants: ['office:1'], audience, hubTime: AT, storeId: 's' },
  }));
  const feed = new DeskFeed(desk.database, held, hub, {
    beforeDrop: () => Promise.resolve(),
    upserted: () => Promise.resolve(),
    dropped: () => Promise.resolve(),
    progress: () => undefined,
    storeChanged: () => Promise.resolve(true),
  });
  const { signal } = new AbortController();
  expect(await feed.pull('normal', signal)).toMatchObject({ ok: true });
  audience = 'person';
  expect(await feed.pull('longpoll', signal)).toMatchObject({ ok: true });
  expect(await desk.stored()).not.toContain('王某某');
});

test('[F2, F4] the next page is asked for ahead; one from before a reconnect is not used', async () => {
  const asked: string[] = [];
  const hub = answering((path) => {
    const since = new URL(path).searchParams.get('since') ?? '';
    asked.push(`${since}${path.includes('urgent') ? ' urgent' : ''}`);
    const body = { results: [], last_seq: `${since}n`, pending: 9, grants: [], audience: 'office', hubTime: AT };
    return { status: 200, body };
  });
  const feed = new DeskFeed(desk.database, new Held(), hub, {
    beforeDrop: () => Promise.resolve(),
    upserted: () => Promise.resolve(),
    dropped: () => Promise.resolve(),
    progress: () => undefined,
    storeChanged: () => Promise.resolve(true),
  });
  const { signal } = new AbortController();
  await feed.pull('normal', signal);
  await feed.pull('normal', signal);
  expect(asked).toEqual(['0', '0n', '0nn']);
  expect(feed.state.position).toBe('0nn');
  await feed.pull('urgent', signal);
  await feed.pull('normal', signal);
  expect(asked.slice(3)).toEqual(['0nn urgent', '0nn', '0nnn']);
});

test('[D4] a revoked device that is never answered wipes itself after a day', async () => {
  await desk.saved(LIN);
  let now = Date.parse(AT);
  const { platform } = nodePlatform(desk.dir);
  const here = { ...platform, host: desk.host, storage: desk.storage as never, now: () => now };
  const silent = answering(() => ({ status: 502, body: {} }));
  expect(await leaveRevoked(here, DEVICE, silent, desk.database)).toBe(false);
  now += 86_400_001;
  expect(await leaveRevoked(here, DEVICE, silent, desk.database)).toBe(true);
  expect(await desk.host.call('device.load', {})).toBeNull();
});

test('F13 F44 a unit counts its own measures from what this device holds, and nobody else’s', async () => {
  const own = ticketOf(closedTicket());
  const other = { ...own, _id: 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAW', lead: UNITS.streetB };
  const row = (body: object, id: string) => ({ id, rev: '1', tag: 'a'.repeat(64), in: ['office:1'], body: { ...body, _rev: '1' } });
  await desk.database.documents.bulkUpsert([row(own, own._id), row(other, other._id)]);
  const measures = await unitMeasures(desk.database, UNITS.streetA as never, AT as never);
  expect(measures.tickets).toBe(1);
  expect(measures.rates).toMatchObject({ solved: { yes: 1, of: 1 }, satisfied: { yes: 1, of: 1 }, onTime: { yes: 1, of: 1 } });
});
