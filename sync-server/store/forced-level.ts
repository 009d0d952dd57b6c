/**
 * LevelDB with every write forced to disk before it is answered [sync G3]. PouchDB's own adapter does not force: the wrapper
 * adds `sync` to each put, delete and batch. `trace` lets a test record write → force → answer; `force: false` exists only so
 * that the test can be seen to turn red.
 */
import leveldown from 'leveldown';

export type WriteTrace = (event: 'write' | 'forced') => void;
export type FileLayer = Readonly<{ trace?: WriteTrace; force?: boolean }>;

type Callback = (error?: Error) => void;
type Options = Record<string, unknown>;
type Level = {
  _put: (key: unknown, value: unknown, options: Options, callback: Callback) => void;
  _del: (key: unknown, options: Options, callback: Callback) => void;
  _batch: (operations: unknown[], options: Options, callback: Callback) => void;
};

/** A factory for PouchDB's `db` option. */
export function forcedLevel(layer: FileLayer = {}): (location: string) => Level {
  const force = layer.force ?? true;
  const done = (callback: Callback): Callback => {
    layer.trace?.('write');
    return (error) => {
      if (error === undefined || error === null) if (force) layer.trace?.('forced');
      callback(error);
    };
  };
  return function forcedLeveldown(location: string): Level {
    const level = (leveldown as unknown as (location: string) => Level)(location);
    const { _put, _del, _batch } = level;
    level._put = function put(key, value, options, callback) {
      _put.call(this, key, value, { ...options, sync: force }, done(callback));
    };
    level._del = function del(key, options, callback) {
      _del.call(this, key, { ...options, sync: force }, done(callback));
    };
    level._batch = function batch(operations, options, callback) {
      _batch.call(this, operations, { ...options, sync: force }, done(callback));
    };
    return level;
  };
}
