/** Photos at the hub [sync E1–E3]: a hash is no ticket of entry. */
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TicketId } from '../../shared/hotline/ids.ts';
import { chunkId } from '../../shared/sync/evidence-ids.ts';
import { CHUNK_BYTES } from '../../shared/sync/wire.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { evidenceOf } from '../support/evidence-push.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

let city: SmallCity;
let clerk: WireDesk;
let id: TicketId;
let photo: Buffer;
let hash: string;
beforeEach(async () => {
  city = await SmallCity.open();
  clerk = await city.desk(OFFICE_A, 'diaodu1');
  id = await city.dispatched();
  await clerk.act(id, 'sign', {});
  photo = randomBytes(CHUNK_BYTES + 1000);
  hash = createHash('sha256').update(photo).digest('hex');
});
afterEach(() => city.close());

const tool = evidenceOf(() => photo);
function chunk(desk: WireDesk, at: number, bytes: Buffer = photo, actor: string = desk.person): object {
  return tool.chunk({ device: desk.device, actor, hash }, at, bytes);
}
function file(desk: WireDesk, action: string, actor: string = desk.person): object {
  return tool.file({ device: desk.device, actor, hash }, id, action);
}

async function push(desk: WireDesk, docs: readonly object[]): Promise<readonly { error: string }[]> {
  return (await desk.call<readonly { error: string }[]>('POST', '/desk/evidence/_bulk_docs', { docs, new_edits: false })).body;
}

async function record(): Promise<string> {
  const evidence = [{ hash, kind: 'process', name: '现场.jpg', type: 'image/jpeg', size: photo.length }];
  return (await clerk.act(id, 'recordWork', { note: '现场照片', evidence }))._id;
}

async function state(desk: WireDesk, actor: string = desk.person): Promise<unknown> {
  return (await desk.call<{ states: unknown[] }>('POST', '/desk/evidence/status', { files: [{ actor, hash }] })).body.states[0];
}

async function read(desk: WireDesk): Promise<number> {
  return (await desk.raw('GET', `/desk/evidence/body/${id}/${hash}`)).status;
}

test('F35 F57 [E2] confirmed means every chunk is there and the hash of the whole was recomputed here', async () => {
  const action = await record();
  expect(await state(clerk)).toBe('unknown');
  expect(await push(clerk, [chunk(clerk, 0), file(clerk, action)])).toEqual([]);
  expect(await state(clerk)).toEqual({ have: 1, of: 2 });
  await push(clerk, [chunk(clerk, 1, Buffer.concat([photo.subarray(0, CHUNK_BYTES), randomBytes(1000)]))]);
  expect(await state(clerk)).toBe('mismatch');
  expect(await read(clerk)).toBe(404);
  // What was not what it said is gone: the desk, which has the bytes, sends it again.
  expect(await state(clerk)).toBe('unknown');
  expect(await push(clerk, [chunk(clerk, 0), chunk(clerk, 1), file(clerk, action)])).toEqual([]);
  expect(await state(clerk)).toBe('confirmed');
  expect(await read(clerk)).toBe(200);
});

test('[E1] two people on one PC may attach the same file: each proves their own, and both tickets show it', async () => {
  const mine = await record();
  const other = await city.dispatched();
  await clerk.signIn('diaodu2', 'griddesk-2026');
  const evidence = [{ hash, kind: 'process', name: '同一张.jpg', type: 'image/jpeg', size: photo.length }];
  const colleague = 'person:diaodu2';
  const theirs = clerk.signing.action(colleague as never, other, 'sign', {});
  const record2 = clerk.signing.action(colleague as never, other, 'recordWork', { note: '现场照片', evidence });
  expect(await clerk.send([theirs, record2])).toMatchObject([{ ok: true }, { ok: true }]);
  await city.hub.core.authority.run();
  await city.hub.core.feed.catchUp();
  await push(clerk, [chunk(clerk, 0), chunk(clerk, 1), file(clerk, mine)]);
  const at = async (of: string): Promise<number> => (await clerk.raw('GET', `/desk/evidence/body/${of}/${hash}`)).status;
  expect([await state(clerk), await state(clerk, colleague)]).toEqual(['confirmed', 'unknown']);
  expect([await at(id), await at(other)]).toEqual([200, 404]);
  // The closing document alone proves nothing: who names a file has sent it whole.
  id = other;
  await push(clerk, [file(clerk, record2._id, colleague)]);
  expect(await state(clerk, colleague)).toEqual({ have: 0, of: 2 });
  expect(await at(other)).toBe(404);
  await push(clerk, [chunk(clerk, 0, photo, colleague), chunk(clerk, 1, photo, colleague)]);
  expect(await at(other)).toBe(200);
});

test('[E1] of two entries with one hash, the one that was sent is enough for both', async () => {
  const first = await city.desk(OFFICE_A, 'diaodu2');
  const evidence = [{ hash, kind: 'process', name: '照片.jpg', type: 'image/jpeg', size: photo.length }];
  await first.act(id, 'recordWork', { note: '先登记，照片未传', evidence });
  const action = await record();
  await push(clerk, [chunk(clerk, 0), chunk(clerk, 1), file(clerk, action)]);
  expect(await read(clerk)).toBe(200);
});

test('[E2] what is confirmed is exchanged by nobody, also after the hub was started again', async () => {
  const action = await record();
  await push(clerk, [chunk(clerk, 0), chunk(clerk, 1), file(clerk, action)]);
  expect(await state(clerk)).toBe('confirmed');
  const before = await clerk.raw('GET', `/desk/evidence/body/${id}/${hash}`);
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await push(clerk, [chunk(clerk, 0, randomBytes(CHUNK_BYTES)), chunk(clerk, 1, randomBytes(CHUNK_BYTES * 2))])).toEqual([]);
    expect(await state(clerk)).toBe('confirmed');
    expect((await clerk.raw('GET', `/desk/evidence/body/${id}/${hash}`)).text).toBe(before.text);
    await city.restart();
    await clerk.signIn('diaodu1', 'griddesk-2026');
  }
});

test('[E1] a reader holds the ticket, the entry allows it, and the actor of the action sent it whole; all else is 404', async () => {
  const action = await record();
  await push(clerk, [chunk(clerk, 0), chunk(clerk, 1)]);
  expect(await read(clerk)).toBe(404);
  await push(clerk, [file(clerk, action)]);
  expect(await read(clerk)).toBe(200);
  expect(await read(await city.desk(OFFICE_A, 'diaodu2'))).toBe(200);
  expect(await read(await city.desk(OFFICE_A, 'wangge1'))).toBe(404);
  const other = await city.desk(OFFICE_B, 'diaodu3');
  expect(await read(other)).toBe(404);
  await city.recall(id);
  await city.dispatch(id, OFFICE_B);
  expect(await read(clerk)).toBe(404);
  expect(await read(other)).toBe(200);
});

test('[E1] nobody can put other bytes, or the same ones first, in the place of somebody’s evidence', async () => {
  const action = await record();
  const other = await city.desk(OFFICE_B, 'diaodu3');
  const foreign = await push(other, [chunk(clerk, 0, randomBytes(CHUNK_BYTES)), file(clerk, action)]);
  expect(foreign.map((row) => row.error)).toEqual(['forbidden', 'forbidden']);
  // The same file under their own name: it proves nothing about this ticket.
  expect(await push(other, [chunk(other, 0), chunk(other, 1), { ...file(other, action) }])).toEqual([]);
  expect(await read(clerk)).toBe(404);
  await push(clerk, [chunk(clerk, 0), chunk(clerk, 1), file(clerk, action)]);
  expect(await read(clerk)).toBe(200);
  const name = { device: clerk.device, actor: clerk.person, hash };
  // By the very revision that is there: its own device need not send it again, and nobody else is told that it is there.
  const [id, rev] = [chunkId(name, 0), (chunk(clerk, 0) as { _rev: string })._rev];
  const asked = { [id]: [rev] };
  expect((await clerk.call('POST', '/desk/evidence/_revs_diff', asked)).body).toEqual({});
  expect((await other.call('POST', '/desk/evidence/_revs_diff', asked)).body).toEqual({ [id]: { missing: [rev] } });
});

test('[E2] a checkpoint is its device’s own: another is told that there is none, and changes nothing', async () => {
  const other = await city.desk(OFFICE_B, 'diaodu3');
  const place = '/desk/evidence/_local/here';
  expect((await clerk.call('PUT', place, { last_seq: 'mine' })).status).toBe(201);
  expect((await other.call('GET', place)).status).toBe(404);
  expect((await other.call('PUT', place, { last_seq: 'theirs' })).status).toBe(201);
  expect((await clerk.call('GET', place)).body).toMatchObject({ _id: '_local/here', last_seq: 'mine' });
});

test('[E2] a chunk over 256 KB and anything that is neither chunk nor file are refused, and the rest is kept', async () => {
  const large = randomBytes(CHUNK_BYTES * 2);
  const rows = await push(clerk, [
    { ...chunk(clerk, 0), _attachments: { data: { content_type: 'application/octet-stream', data: large.toString('base64') } } },
    { _id: 'ticket:x', schema: 1 },
    chunk(clerk, 1),
  ]);
  expect(rows.map((row) => row.error)).toEqual(['forbidden', 'forbidden']);
  expect(
    await city.hub.core.store.evidence.attachment(chunkId({ device: clerk.device, actor: clerk.person, hash }, 1), 'data'),
  ).toBeDefined();
});

test('[E3] below the street office an identity document of a hidden complainant is not there', async () => {
  id = await city.dispatched(OFFICE_A, { confidential: 'hideIdentity' });
  await clerk.act(id, 'sign', {});
  const evidence = [{ hash, kind: 'idDocument', name: '证件.jpg', type: 'image/jpeg', size: photo.length }];
  const { _id } = await clerk.act(id, 'recordWork', { note: '核对证件', evidence });
  await push(clerk, [chunk(clerk, 0), chunk(clerk, 1), file(clerk, _id)]);
  await clerk.act(id, 'assign', { person: 'person:wangge1', opinion: '请到现场' });
  const worker = await city.desk(OFFICE_A, 'wangge1');
  expect((await worker.page()).results.some((row) => row.id === id)).toBe(true);
  expect(await read(worker)).toBe(404);
  expect(await read(clerk)).toBe(200);
});
