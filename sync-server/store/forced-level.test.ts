/** What becomes of writes on a disk that is full, or fails [sync G3]. LevelDB is the real one; the disk's answer is put in its place. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import leveldown from 'leveldown';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forcedLevel, type FileLayer } from './forced-level.ts';

type Opened = Readonly<{
  open: (done: (error?: Error) => void) => void;
  close: (done: (error?: Error) => void) => void;
  put: (key: string, value: string, done: (error?: Error) => void) => void;
  get: (key: string, options: object, done: (error?: Error | null, value?: string) => void) => void;
}>;
type Batch = (this: unknown, key: string, value: string, options: object, done: (error?: Error) => void) => void;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-level-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function opened(layer: FileLayer): Opened {
  return forcedLevel(layer)(join(dir, 'db')) as unknown as Opened;
}

const told = (work: (done: (error?: Error) => void) => void): Promise<string> =>
  new Promise((resolve) => {
    work((error) => {
      resolve(error === undefined || error === null ? 'done' : `${(error as { code?: string }).code ?? ''} ${error.message}`);
    });
  });
const put = (level: Opened, key: string): Promise<string> => told((done) => level.put(key, 'a value', done));
const read = (level: Opened, key: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    level.get(key, { asBuffer: false }, (_error, value) => {
      resolve(value);
    });
  });

test('[G3] without room nothing reaches LevelDB, which goes on when there is room', async () => {
  const disk = { leastRoom: Number.MAX_SAFE_INTEGER };
  const failed: string[] = [];
  const layer: FileLayer = {
    leastRoom: () => disk.leastRoom,
    failed: (error) => failed.push(error.message),
  };
  const level = opened(layer);
  await told((done) => level.open(done));
  expect(await put(level, 'a')).toMatch(/^ENOSPC/u);
  expect(await read(level, 'a')).toBeUndefined();
  disk.leastRoom = 0;
  expect(await put(level, 'a')).toBe('done');
  expect(await read(level, 'a')).toBe('a value');
  expect(failed).toEqual([]);
  await told((done) => level.close(done));
});

test('[G3] after a write that the disk refused nothing more is confirmed until the store is opened again; reads go on', async () => {
  const { prototype } = leveldown as unknown as { prototype: { _put: Batch } };
  const { _put } = prototype;
  let full = false;
  prototype._put = function failing(key, value, options, done) {
    if (full) queueMicrotask(() => done(new Error('IO error: No space left on device')));
    else _put.call(this, key, value, options, done);
  };
  const failed: string[] = [];
  try {
    const level = opened({ failed: (error) => failed.push(error.message) });
    await told((done) => level.open(done));
    expect(await put(level, 'a')).toBe('done');
    full = true;
    expect(await put(level, 'b')).toContain('No space left');
    full = false;
    expect(await put(level, 'c')).toContain('opened again');
    expect(await put(level, 'd')).toContain('opened again');
    expect(await read(level, 'a')).toBe('a value');
    expect(failed).toEqual(['IO error: No space left on device']);
    await told((done) => level.close(done));
    const again = opened({});
    await told((done) => again.open(done));
    expect(await put(again, 'c')).toBe('done');
    await told((done) => again.close(done));
  } finally {
    prototype._put = _put;
  }
});
