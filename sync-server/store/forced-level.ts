/**
 * LevelDB with every write forced to disk before it is answered [sync G3]. PouchDB's own adapter does not force: the wrapper
 * adds `sync` to each put, delete and batch. `trace` lets a test record write → force → answer; `force: false` exists only so
 * that the test can be seen to turn red.
 */
import leveldown from 'leveldown';

/** `batch` is what was written, the same object in both events. */
export type WriteTrace = (event: 'write' | 'forced', batch: unknown) => void;
export type FileLayer = Readonly<{ trace?: WriteTrace; force?: boolean }>;

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

/** A factory for PouchDB's `db` option; `opened` is given what lies under it. */
export function forcedLevel(layer: FileLayer = {}, opened?: (level: Level) => void): (location: string) => Level {
  const force = layer.force ?? true;
  const done = (batch: unknown, callback: Callback): Callback => {
    layer.trace?.('write', batch);
    return (error) => {
      if (error === undefined || error === null) if (force) layer.trace?.('forced', batch);
      callback(error);
    };
  };
  return function forcedLeveldown(location: string): Level {
    const level = (leveldown as unknown as (location: string) => Level)(location);
    const { _put, _del, _batch } = level;
    level._get = together(level);
    level._put = function put(key, value, options, callback) {
      _put.call(this, key, value, { ...options, sync: force }, done([key, value], callback));
    };
    level._del = function del(key, options, callback) {
      _del.call(this, key, { ...options, sync: force }, done([key], callback));
    };
    level._batch = function batch(operations, options, callback) {
      _batch.call(this, operations, { ...options, sync: force }, done(operations, callback));
    };
    opened?.(level);
    return level;
  };
}
