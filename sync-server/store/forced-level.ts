/**
 * LevelDB with every write forced to disk before it is answered [sync G3]. PouchDB's own adapter does not force: the wrapper
 * adds `sync` to each put, delete and batch. `trace` lets a test record write → force → answer; `force: false` exists only so
 * that the test can be seen to turn red.
 */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import leveldown from 'leveldown';

/** `batch` is what was written, the same object in both events. */
export type WriteTrace = (event: 'write' | 'forced', batch: unknown) => void;
/** `failed` is told once of a write that the disk did not take; `leastRoom`: bytes, for tests. */
export type FileLayer = Readonly<{ trace?: WriteTrace; force?: boolean; failed?: (error: Error) => void; leastRoom?: () => number }>;

/**
 * Under this much free space nothing reaches LevelDB, bytes: its log and its compaction still fit, so that it can be closed and opened. Far
 * below the floor at which desks are asked to wait (free-space.ts): what was taken before is folded and logged in between.
 */
const LEAST_ROOM = 32 * 1024 * 1024;

type Callback = (error?: Error) => void;
type Options = Record<string, unknown>;
type Iterator = { next: (taken: (error: Error | null, key?: string, value?: string) => void) => void; end: (done: Callback) => void };
/** What lies under PouchDB, for what it has no call for: keys and values as text. */
export type Level = {
  status: string;
  iterator: (range: Options) => Iterator;
  get: (key: string, options: Options, taken: (error: Error | null, value?: string) => void) => void;
  /** One value a key, in order; undefined where there is none. */
  getMany: (
    keys: readonly string[],
    options: Options,
    taken: (error: Error | null, values?: readonly (string | undefined)[]) => void,
  ) => void;
  batch: (operations: readonly object[], done: Callback) => void;

  _get: (key: unknown, options: Options, callback: (error: Error | null, value?: unknown) => void) => void;
  _getMany: (keys: unknown[], options: Options, callback: (error: Error | null, values?: readonly unknown[]) => void) => void;
  _put: (key: unknown, value: unknown, options: Options, callback: Callback) => void;
  _del: (key: unknown, options: Options, callback: Callback) => void;
  _batch: (operations: unknown[], options: Options, callback: Callback) => void;
};

type Waiting = Readonly<{ key: unknown; taken: (error: Error | null, value?: unknown) => void }>;

/** What is read in one turn is read by one call: PouchDB asks for each document of a batch by a call of its own. */
function together(level: Level): Level['_get'] {
  const { _getMany } = level;
  const waiting: Record<'text' | 'bytes', Waiting[]> = { text: [], bytes: [] };
  const ask = (kind: 'text' | 'bytes'): void => {
    const asked = waiting[kind];
    waiting[kind] = [];
    if (level.status !== 'open') {
      for (const { taken } of asked) taken(new Error('the database is closed'));
      return;
    }
    const options = { fillCache: true, asBuffer: kind === 'bytes' };
    _getMany.call(
      level,
      asked.map(({ key }) => key),
      options,
      (error, values = []) => {
        for (const [at, { taken }] of asked.entries()) {
          const value = values[at];
          if (error !== null && error !== undefined) taken(error);
          else if (value === undefined) taken(new Error('NotFound'));
          else taken(null, value);
        }
      },
    );
  };
  return function get(key, options, taken) {
    const kind = options['asBuffer'] === false ? 'text' : 'bytes';
    waiting[kind].push({ key, taken });
    if (waiting[kind].length === 1) queueMicrotask(() => ask(kind));
  };
}

function noRoom(location: string, least: number): Error | undefined {
  const disk = statfsSync(dirname(location));
  if (disk.bavail * disk.bsize >= least) return undefined;
  return Object.assign(new Error('the disk is full: nothing was written'), { code: 'ENOSPC' });
}

/**
 * A factory for PouchDB's `db` option; `opened` is given what lies under it. After a write that failed nothing more is written before the
 * database is opened again: LevelDB goes on behind a torn record of its log, and what it confirmed there is gone at the next start.
 */
export function forcedLevel(layer: FileLayer = {}, opened?: (level: Level) => void): (location: string) => Level {
  const force = layer.force ?? true;
  return function forcedLeveldown(location: string): Level {
    const level = (leveldown as unknown as (location: string) => Level)(location);
    const { _put, _del, _batch } = level;
    level._get = together(level);
    let broken: Error | undefined;
    /** Hands `write` the callback of a write that may be tried; answers one that may not. */
    const tried = (batch: unknown, callback: Callback, write: (done: Callback) => void): void => {
      const refused = broken ?? noRoom(location, layer.leastRoom?.() ?? LEAST_ROOM);
      if (refused !== undefined) {
        queueMicrotask(() => {
          callback(refused);
        });
        return;
      }
      layer.trace?.('write', batch);
      write((error) => {
        if (error !== undefined && error !== null) {
          if (broken === undefined) layer.failed?.(error);
          broken ??= new Error('an earlier write failed: the store has to be opened again', { cause: error });
        } else if (force) layer.trace?.('forced', batch);
        callback(error);
      });
    };
    level._put = function put(key, value, options, callback) {
      tried([key, value], callback, (done) => {
        _put.call(this, key, value, { ...options, sync: force }, done);
      });
    };
    level._del = function del(key, options, callback) {
      tried([key], callback, (done) => {
        _del.call(this, key, { ...options, sync: force }, done);
      });
    };
    level._batch = function batch(operations, options, callback) {
      tried(operations, callback, (done) => {
        _batch.call(this, operations, { ...options, sync: force }, done);
      });
    };
    opened?.(level);
    return level;
  };
}
