/** A database of the store, through PouchDB 9: embedded on LevelDB, or an Apache CouchDB by HTTP [sync S2]. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import type { CouchdbStore } from './couchdb-database.ts';
import type { Database } from './database.ts';
import { forcedLevel, type FileLayer, type Level } from './forced-level.ts';
import { changesAfter, documentsOf } from './level-read.ts';
import { pageOf, pouchCalls, writeResults, type BulkAnswer } from './pouch-calls.ts';
import type { Turn } from './turn.ts';

PouchDB.plugin(leveldbAdapter as unknown as PouchDB.Plugin);

export type EmbeddedPlace = Readonly<{ dataDir: string; layer?: FileLayer }>;
export type StorePlace = EmbeddedPlace | Readonly<{ couchdb: CouchdbStore }>;

function open(place: EmbeddedPlace, name: string, opened: (level: Level) => void): PouchDB.Database {
  mkdirSync(place.dataDir, { recursive: true });
  // A revision's name from chance: hashing every body for it costs a tenth of a write, and nobody else writes the same revision here.
  const options = {
    adapter: 'leveldb',
    auto_compaction: true,
    revs_limit: 50,
    deterministic_revs: false,
    db: forcedLevel(place.layer, opened),
  };
  return new PouchDB(join(place.dataDir, name), options as unknown as PouchDB.Configuration.DatabaseConfiguration);
}

/** The same database for the CouchDB API at the root [sync X2]; `woken` tells those who watch that it wrote, `level` lies under it. */
export type EmbeddedDatabase = Readonly<{ pouch: PouchDB.Database; woken: () => void; level: () => Level | undefined; folder: string }>;

export type OpenedDatabase = Database & Readonly<{ embedded: EmbeddedDatabase | undefined }>;

export function openDatabase(place: StorePlace, name: string, turn?: Turn): OpenedDatabase {
  return 'couchdb' in place ? place.couchdb(name, turn) : embeddedDatabase(place, name, turn);
}

function embeddedDatabase(place: EmbeddedPlace, name: string, turn?: Turn): OpenedDatabase {
  let level: Level | undefined;
  const pouch = open(place, name, (opened) => {
    level = opened;
  });
  pouch.setMaxListeners(100);
  /**
   * An embedded store has no other writer than this process: a write is the signal. PouchDB's live feed would read every change
   * once more to tell it.
   */
  const watchers = new Set<() => void>();
  const woken = (): void => {
    for (const wake of watchers) wake();
  };
  const { rows: _rows, idsBehind, ...calls } = pouchCalls(pouch);
  let opening: Promise<unknown> | undefined;
  /** Under PouchDB, once it is open. */
  const opened = async (): Promise<Level> => {
    await (opening ??= pouch.info());
    if (level === undefined) throw new Error(`${name} is not open`);
    return level;
  };

  return {
    ...calls,
    changes: async (since, limit) => changesAfter(await opened(), Number(since), limit),
    embedded: { pouch, woken, level: () => level, folder: join(place.dataDir, name) },
    getMany: async (ids) => (ids.length === 0 ? [] : documentsOf(await opened(), ids)),
    async pageWithPrefix<T>(prefix: string, limit: number, after?: string) {
      const ids = await idsBehind(prefix, limit, after);
      const found = ids.length === 0 ? [] : await documentsOf<T>(await opened(), ids);
      return pageOf(found, ids, limit);
    },
    async write(documents) {
      if (documents.length === 0) return [];
      turn?.hub();
      try {
        return writeResults(documents, (await pouch.bulkDocs([...documents] as PouchDB.Core.PutDocument<object>[])) as BulkAnswer[]);
      } finally {
        woken();
      }
    },
    async graft(documents) {
      const answers = await pouch.bulkDocs([...documents] as PouchDB.Core.PutDocument<object>[], { new_edits: false });
      if (answers.length > 0) throw new Error(`the store did not take ${String(answers[0]?.id)}`);
      woken();
    },
    watch(wake) {
      watchers.add(wake);
      return () => watchers.delete(wake);
    },
    close: () => pouch.close(),
  };
}
