/** [sync S2, F1] An older hub on the data of a newer one says so in one sentence, and leaves every file as it is. */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FORMATS } from '../../sync-server/core.ts';
import { openTables } from '../../sync-server/feed/tables.ts';
import { startHub } from '../../sync-server/hub.ts';
import { FolderTooNew, FORMATS_FILE } from '../../sync-server/store/folder-format.ts';
import { STORE_ID } from '../../sync-server/store/store.ts';
import { startHub as startOnSuiteStore } from '../support/hub.ts';
import { CLI } from '../support/hub-process.ts';

let dir: string;
let dataDir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-format-'));
  dataDir = join(dir, 'hub');
});
afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }));

/** Every file of the folder: its bytes, and when it was last written. */
async function files(): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mtimeMs } = await stat(path);
    found[path] = `${mtimeMs} ${createHash('sha256')
      .update(await readFile(path))
      .digest('hex')}`;
  }
  return found;
}

async function usedFolder(): Promise<void> {
  await (await startHub({ dataDir })).close();
}

async function written(): Promise<unknown> {
  return JSON.parse(await readFile(join(dataDir, FORMATS_FILE), 'utf8'));
}

test.each(['store', 'index'] as const)('a folder whose %s is of a later format is refused, and nothing in it is touched', async (what) => {
  await usedFolder();
  expect(await written()).toEqual(FORMATS);
  await writeFile(join(dataDir, FORMATS_FILE), JSON.stringify({ ...FORMATS, [what]: FORMATS[what] + 1 }));
  const before = await files();
  await expect(startHub({ dataDir })).rejects.toThrow(FolderTooNew);
  expect(await files()).toEqual(before);
});

test('the command says it in one sentence with what to do, and ends', { timeout: 120_000 }, async () => {
  await usedFolder();
  await writeFile(join(dataDir, FORMATS_FILE), JSON.stringify({ ...FORMATS, store: 99 }));
  const before = await files();
  for (const args of [['serve', '--port', '0'], ['doctor']]) {
    const { COUCHDB_URL: _none, ...env } = process.env;
    const child = spawn('node', [CLI, ...args, '--data', dataDir], { env });
    let out = '';
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (out += String(chunk)));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([args[0], code]).toEqual([args[0], 1]);
    expect(out).toMatch(/由更新版本的程序写过（数据格式 99，本程序只到 1）.*没有改动任何内容.*请换回较新版本的程序.*restore/u);
    expect(out).not.toContain('    at ');
  }
  expect(await files()).toEqual(before);
});

test('where the file is not there, the index and the store say it themselves; neither is emptied or written', async () => {
  await usedFolder();
  await rm(join(dataDir, FORMATS_FILE));
  const tables = openTables(join(dataDir, 'index'));
  const epoch = tables.meta.get('epoch');
  tables.meta.putSync('format', FORMATS.index + 1);
  await tables.root.close();
  await expect(startHub({ dataDir })).rejects.toThrow('the index has format');
  const again = openTables(join(dataDir, 'index'));
  expect([again.meta.get('format'), again.meta.get('epoch')]).toEqual([FORMATS.index + 1, epoch]);
  again.meta.putSync('format', FORMATS.index);
  await again.root.close();
  // What was in the way is gone: the same folder is served.
  await usedFolder();
});

test('the store’s own word counts on whatever it lies: an older hub beside a newer one does not begin', async () => {
  const hub = await startOnSuiteStore({ dataDir });
  const known = await hub.core.store.private.get<object>(STORE_ID);
  const [later] = await hub.core.store.private.write([{ ...known, _id: STORE_ID, schema: FORMATS.store + 1 }]);
  expect(later?.ok).toBe(true);
  await hub.close();
  await expect(startOnSuiteStore({ dataDir })).rejects.toThrow('the store has format');
});

test('a folder of an earlier index is taken, its index is built anew, and the file says so', async () => {
  await usedFolder();
  await writeFile(join(dataDir, FORMATS_FILE), JSON.stringify({ ...FORMATS, index: FORMATS.index - 1 }));
  await usedFolder();
  expect(await written()).toEqual(FORMATS);
});
