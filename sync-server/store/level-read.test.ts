import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Level } from './forced-level.ts';
import { documentOf, documentText, winnersAfter } from './level-read.ts';
import { pouchCalls } from './pouch-calls.ts';
import { openDatabase } from './pouch-database.ts';

async function opened() {
  const dataDir = await mkdtemp(join(tmpdir(), 'griddesk-level-'));
  const db = openDatabase({ dataDir }, 'hotline');
  onTestFinished(async () => {
    await db.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const { pouch } = db.embedded as NonNullable<typeof db.embedded>;
  return { db, pouch, plain: pouchCalls(pouch) };
}

/** New, changed, deleted, made anew after that, in conflict with either branch winning, with attachments. */
async function filled() {
  const scene = await opened();
  const { db, pouch } = scene;
  const ids = Array.from({ length: 30 }, (_, n) => `ticket:${n}`);
  await db.write(ids.map((_id, n) => ({ _id, n, text: '路灯不亮' })));
  for (const id of ids.slice(10)) {
    const before = await db.get<{ n: number }>(id);
    await db.write([{ ...before, _id: id, again: true }]);
  }
  for (const id of ids.slice(20, 25)) await pouch.remove(await pouch.get(id));
  await db.write([{ _id: 'ticket:20', back: true }]);
  await db.graft([
    {
      _id: 'ticket:26',
      _rev: '2-ffffffffffffffffffffffffffffffff',
      branch: 'wins',
      _revisions: { start: 2, ids: ['f'.repeat(32), 'e'.repeat(32)] },
    },
    { _id: 'ticket:27', _rev: '1-00000000000000000000000000000000', branch: 'loses', _revisions: { start: 1, ids: ['0'.repeat(32)] } },
  ]);
  await pouch.put({
    _id: 'ticket:with',
    _attachments: { 'a.txt': { content_type: 'text/plain', data: Buffer.from('照片').toString('base64') } },
  });
  return { ...scene, ids: [...ids, 'ticket:with', 'ticket:nobody', 'ticket:3'] };
}

test('[S2] many documents, read under PouchDB, are those that it reads', async () => {
  const { db, plain, ids } = await filled();
  expect(await db.getMany(ids)).toEqual(await plain.rows({ keys: ids, include_docs: true }));
});

test('[S2, F1] pages of changes, read under PouchDB, are those that it tells, of any size', async () => {
  const { db, plain } = await filled();
  for (const limit of [1, 3, 7, 500]) {
    let since: number | string = 0;
    for (;;) {
      const mine = await db.changes(since, limit);
      const theirs: typeof mine = await plain.changes(since, limit);
      expect(mine.changes).toEqual(theirs.changes);
      if (mine.changes.length === 0) break;
      since = theirs.last;
    }
  }
  expect((await db.changes(0, 500)).changes.filter(({ conflicts }) => conflicts !== undefined)).toHaveLength(2);
});

test('[S2] what is written anew between the two questions is read as it is then', async () => {
  const { db } = await opened();
  const ids = Array.from({ length: 60 }, (_, n) => `ticket:${n}`);
  await db.write(ids.map((_id) => ({ _id, round: 0 })));
  let open = true;
  const reading = (async () => {
    while (open) expect((await db.getMany<{ round: number }>(ids)).every((doc) => doc !== undefined)).toBe(true);
  })();
  for (let round = 1; round <= 8; round += 1) {
    const before = await db.getMany<{ round: number }>(ids);
    await db.write(before.map((doc, at) => ({ ...doc, _id: ids[at] as string, round })));
  }
  open = false;
  await reading;
});

test('[X2] a document’s text is sent as it lies, its names in front; what has attachments or is deleted is left to be parsed', async () => {
  const { db } = await opened();
  const awkward = [
    { _id: 'ticket:plain', text: '路灯不亮', list: [1, { _id: 'inner', _rev: '9-a' }] },
    { _id: 'ticket:"quoted\\', text: 'says "_id":"ticket:other","_rev":"1-a"}' },
    { _id: 'ticket:empty' },
    { _id: 'ticket:last', last: { _id: 'inner', _rev: '9-a' } },
    { _id: 'ticket:zh中文', text: '"_attachments"' },
    { _id: 'ticket:named', text: 'x', nested: { _attachments: {} } },
  ];
  await db.write(awkward);
  const gone = await db.get<object>('ticket:plain');
  await db.write([{ ...gone, _id: 'ticket:plain', _deleted: true }]);
  const { winners } = await winnersAfter(db.embedded?.level() as Level, 0, 100);
  expect(winners).toHaveLength(awkward.length);
  for (const winner of winners) {
    const text = documentText(winner);
    expect([winner.id, text === undefined]).toEqual([winner.id, ['ticket:plain', 'ticket:named'].includes(winner.id)]);
    if (text === undefined) continue;
    expect(JSON.parse(text)).toEqual(documentOf(winner));
    expect(text.startsWith(`{"_id":${JSON.stringify(winner.id)},"_rev":"${winner.rev}"`)).toBe(true);
  }
});
