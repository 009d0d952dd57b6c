/** The index belongs to one store at one state, and knows when it does not [sync F1, S1]. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCore } from '../../sync-server/core.ts';
import { openTables } from '../../sync-server/feed/tables.ts';
import { unitDocuments } from '../../sync-server/seed/people.ts';
import type { Document } from '../../sync-server/store/database.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-epoch-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const UNITS = unitDocuments() as unknown as readonly Document[];

/** Opens the hub's core on the folder, writes `units`, and says what the index is then. */
async function visit(units: readonly Document[]): Promise<{ epoch: string; dump: unknown; held: number }> {
  const core = await openCore({ dataDir: dir });
  await core.store.hotline.write(units);
  await core.feed.catchUp();
  const said = { epoch: core.feed.epoch, dump: [...core.feed.dump()], held: core.feed.held('everyone', 'office').rows.length };
  await core.close();
  return said;
}

test('[F1] the same store at a later state goes on in the same epoch', async () => {
  const first = await visit(UNITS.slice(0, 5));
  const second = await visit(UNITS.slice(5, 9));
  expect(second.epoch).toBe(first.epoch);
  expect(second.held).toBe(9);
});

test('[F1] a store whose sequence is below the index’s own, as after a restore, is indexed again in a new epoch', async () => {
  await visit(UNITS.slice(0, 5));
  await cp(join(dir, 'store'), join(dir, 'backup'), { recursive: true });
  const later = await visit(UNITS.slice(5, 9));
  await rm(join(dir, 'store'), { recursive: true });
  await cp(join(dir, 'backup'), join(dir, 'store'), { recursive: true });
  const restored = await visit([]);
  expect(restored.epoch).not.toBe(later.epoch);
  expect(restored.held).toBe(5);
});

test('[F1] another store is indexed in a new epoch', async () => {
  const first = await visit(UNITS.slice(0, 5));
  await rm(join(dir, 'store'), { recursive: true });
  const other = await visit(UNITS.slice(0, 2));
  expect(other.epoch).not.toBe(first.epoch);
  expect(other.held).toBe(2);
});

test('[F1] an index of another format is built anew in a new epoch', async () => {
  const first = await visit(UNITS.slice(0, 5));
  const tables = openTables(join(dir, 'index'));
  tables.meta.putSync('format', 1);
  await tables.root.close();
  const later = await visit([]);
  expect(later.epoch).not.toBe(first.epoch);
  expect(later.dump).toEqual(first.dump);
});

test('[F1] who asks the index to catch up waits for what was there, however much is written meanwhile', async () => {
  const core = await openCore({ dataDir: dir });
  const { hotline } = core.store;
  const read = hotline.changes.bind(hotline);
  let looks = 0;
  // Something is written during every look, as under load: the next look is asked for before this one ends.
  hotline.changes = async (...asked) => {
    const page = await read(...asked);
    looks += 1;
    if (looks < UNITS.length) await hotline.write(UNITS.slice(looks, looks + 1));
    return page;
  };
  await hotline.write(UNITS.slice(0, 1));
  await core.feed.catchUp();
  expect(looks).toBeLessThan(4);
  expect(core.feed.revisionOf(UNITS[0]?._id ?? '')).toBeDefined();
  await core.close();
});

test('[F1, F6] a rebuild that fails is not read from, and goes on at the next look', async () => {
  const core = await openCore({ dataDir: dir });
  const { hotline } = core.store;
  await hotline.write(UNITS);
  await core.feed.catchUp();
  const before = [...core.feed.dump()];
  const read = hotline.changes.bind(hotline);
  hotline.changes = () => Promise.reject(new Error('the store is away'));
  await expect(core.feed.rebuild()).rejects.toThrow('the store is away');
  expect(core.feed.ready).toBe(false);
  hotline.changes = read;
  await core.feed.catchUp();
  expect(core.feed.ready).toBe(true);
  expect([...core.feed.dump()]).toEqual(before);
  await core.close();
});
