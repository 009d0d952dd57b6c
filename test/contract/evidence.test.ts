/** Photos at the hub [sync E1–E3]: a hash is no ticket of entry. */
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TicketId } from '../../shared/hotline/ids.ts';
import { chunkId, fileId } from '../../shared/sync/evidence-ids.ts';
import { CHUNK_BYTES } from '../../shared/sync/wire.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
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

/** `_rev` as PouchDB's replicator sends it. */
function chunk(desk: WireDesk, at: number, bytes: Buffer = photo, of: string = hash): object {
  const part = bytes.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES);
  const data = { content_type: 'application/octet-stream', data: part.toString('base64') };
  const rev = createHash('md5').update(part).digest('hex');
  return { _id: chunkId(desk.device, of, at), _rev: `1-${rev}`, _revisions: { start: 1, ids: [rev] }, schema: 1, _attachments: { data } };
}

function file(desk: WireDesk, action: string, chunks = 2): object {
  const rev = createHash('md5').update(action).digest('hex');
  return {
    _id: fileId(desk.device, hash),
    _rev: `1-${rev}`,
    _revisions: { start: 1, ids: [rev] },
    schema: 1,
    hash,
    size: photo.length,
    chunks,
    ticket: id,
    action,
    actor: desk.person,
    device: desk.device,
  };
}

async function push(desk: WireDesk, docs: readonly object[]): Promise<readonly { error: string }[]> {
  return (await desk.call<readonly { error: string }[]>('POST', '/desk/evidence/_bulk_docs', { docs, new_edits: false })).body;
}

async function record(): Promise<string> {
  const evidence = [{ hash, kind: 'process', name: '现场.jpg', type: 'image/jpeg', size: photo.length }];
  return (await clerk.act(id, 'recordWork', { note: '现场照片', evidence }))._id;
}

async function read(desk: WireDesk): Promise<number> {
  return (await desk.call('GET', `/desk/evidence/body/${id}/${hash}`).catch(() => ({ status: 200 }))).status;
}

test('[E2] confirmed means every chunk is there and the hash of the whole was recomputed here', async () => {
  const action = await record();
  const state = async (): Promise<unknown> =>
    (await clerk.call<Record<string, unknown>>('GET', `/desk/evidence/status?hashes=${hash}`)).body[hash];
  expect(await state()).toBe('unknown');
  expect(await push(clerk, [chunk(clerk, 0), file(clerk, action)])).toEqual([]);
  expect(await state()).toEqual({ have: 1, of: 2 });
  await push(clerk, [chunk(clerk, 1, Buffer.concat([photo.subarray(0, CHUNK_BYTES), randomBytes(1000)]))]);
  expect(await state()).toBe('mismatch');
  expect(await read(clerk)).toBe(404);
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
  const asked = { [chunkId(clerk.device, hash, 0)]: ['1-x'] };
  expect((await other.call('POST', '/desk/evidence/_revs_diff', asked)).body).toEqual({
    [chunkId(clerk.device, hash, 0)]: { missing: ['1-x'] },
  });
});

test('[E2] a chunk over 256 KB and anything that is neither chunk nor file are refused, and the rest is kept', async () => {
  const large = randomBytes(CHUNK_BYTES * 2);
  const rows = await push(clerk, [
    { ...chunk(clerk, 0), _attachments: { data: { content_type: 'application/octet-stream', data: large.toString('base64') } } },
    { _id: 'ticket:x', schema: 1 },
    chunk(clerk, 1),
  ]);
  expect(rows.map((row) => row.error)).toEqual(['forbidden', 'forbidden']);
  expect(await city.hub.core.store.evidence.attachment(chunkId(clerk.device, hash, 1), 'data')).toBeDefined();
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
