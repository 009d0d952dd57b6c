/** A database of the store, through PouchDB 9: embedded on LevelDB, or an Apache CouchDB by HTTP [sync S2]. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import type { Change, Database, Document, Stored, WriteResult } from './database.ts';
import { forcedLevel, type FileLayer, type Level } from './forced-level.ts';
import type { Turn } from './turn.ts';

PouchDB.plugin(leveldbAdapter as unknown as PouchDB.Plugin).plugin(httpAdapter as unknown as PouchDB.Plugin);

export type StorePlace = Readonly<{ dataDir: string; layer?: FileLayer } | { couchdbUrl: string }>;

type Row = { id: string; key: string; error?: string; value?: { rev: string; deleted?: boolean }; doc?: unknown };
type BulkAnswer = { ok?: boolean; id: string; rev?: string; name?: string; error?: unknown; status?: number };

/** Past every id with this prefix: ids are ASCII or Chinese, all below this. */
const END = '\uffff';

function open(place: StorePlace, name: string, opened: (level: Level) => void): PouchDB.Database {
  if ('couchdbUrl' in place) return new PouchDB(`${place.couchdbUrl.replace(/\/$/u, '')}/${name}`);
  mkdirSync(place.dataDir, { recursive: true });
  const options = { adapter: 'leveldb', auto_compaction: true, revs_limit: 50, db: forcedLevel(place.layer, opened) };
  return new PouchDB(join(place.dataDir, name), options as unknown as PouchDB.Configuration.DatabaseConfiguration);
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as { status?: number }).status === 404;
}

/** Of one revision: PouchDB tells it by its status, CouchDB by its name. */
function isGone(error: unknown): boolean {
  return isMissing(error) || (error as { error?: unknown } | undefined)?.error === 'not_found';
}

function results(documents: readonly Document[], answers: readonly BulkAnswer[]): readonly WriteResult[] {
  return documents.map((document, at) => {
    const answer = answers[at];
    return answer?.ok === true && answer.rev !== undefined
      ? { ok: true, id: document._id, rev: answer.rev }
      : { ok: false, id: document._id, error: answer?.name ?? String(answer?.error ?? 'unknown_error') };
  });
}

/** The same database for the CouchDB API at the root [sync X2]; `woken` tells those who watch that it wrote, `level` lies under it. */
export type EmbeddedDatabase = Readonly<{ pouch: PouchDB.Database; woken: () => void; level: () => Level | undefined; folder: string }>;

export function openDatabase(
  place: StorePlace,
  name: string,
  turn?: Turn,
): Database & Readonly<{ embedded: EmbeddedDatabase | undefined }> {
  let level: Level | undefined;
  const pouch = open(place, name, (opened) => {
    level = opened;
  });
  const folder = 'couchdbUrl' in place ? '' : join(place.dataDir, name);
  pouch.setMaxListeners(100);
  /**
   * An embedded store has no other writer than this process: a write is the signal. PouchDB's live feed would read every change
   * once more to tell it.
   */
  const watchers = 'couchdbUrl' in place ? undefined : new Set<() => void>();

  async function rows<T>(options: object): Promise<readonly (Stored<T> | undefined)[]> {
    const answer = (await pouch.allDocs(options as PouchDB.Core.AllDocsOptions)) as unknown as { rows: Row[] };
    return answer.rows.map((row) =>
      row.error === undefined && row.value?.deleted !== true && row.doc !== undefined && row.doc !== null
        ? (row.doc as Stored<T>)
        : undefined,
    );
  }

  const woken = (): void => {
    for (const wake of watchers ?? []) wake();
  };

  return {
    embedded: watchers === undefined ? undefined : { pouch, woken, level: () => level, folder },
    async get<T>(id: string) {
      try {
        return (await pouch.get(id)) as unknown as Stored<T>;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    getMany: (ids) => (ids.length === 0 ? Promise.resolve([]) : rows({ keys: [...ids], include_docs: true })),
    async withPrefix<T>(prefix: string) {
      const found = await rows<T>({ startkey: prefix, endkey: prefix + END, include_docs: true });
      return found.filter((doc) => doc !== undefined);
    },
    async lastId(prefix) {
      const found = await pouch.allDocs({ startkey: prefix + END, endkey: prefix, descending: true, limit: 1 });
      return found.rows[0]?.id;
    },
    async write(documents) {
      if (documents.length === 0) return [];
      turn?.hub();
      try {
        return results(documents, (await pouch.bulkDocs([...documents] as PouchDB.Core.PutDocument<object>[])) as BulkAnswer[]);
      } finally {
        woken();
      }
    },
    async attachment(id, name) {
      try {
        return (await pouch.getAttachment(id, name)) as unknown as Uint8Array;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async changes(since, limit) {
      const page = await pouch.changes({ since, limit, include_docs: true });
      const changes: Change[] = page.results.map((row) => ({
        id: row.id,
        rev: row.changes[0]?.rev ?? '',
        seq: row.seq,
        deleted: row.deleted === true,
        ...(row.doc === undefined ? {} : { doc: row.doc as unknown as Document }),
      }));
      return { changes, last: page.last_seq };
    },
    async leaves(since, limit) {
      const page = await pouch.changes({ since, limit, style: 'all_docs' });
      const docs = page.results.flatMap((row) => row.changes.map(({ rev }) => ({ id: row.id, rev })));
      if (docs.length === 0) return { documents: [], last: page.last_seq };
      const found = await pouch.bulkGet({ docs, revs: true, attachments: true });
      const documents = found.results.flatMap(({ id, docs: leaves }) =>
        leaves.flatMap((leaf) => {
          if ('ok' in leaf) return [leaf.ok as unknown as Document];
          // What was written anew meanwhile comes again under its later sequence; anything else must not be left out unsaid.
          if (isGone(leaf.error)) return [];
          throw new Error(`the store did not give ${id}`);
        }),
      );
      return { documents, last: page.last_seq };
    },
    async graft(documents) {
      const answers = await pouch.bulkDocs([...documents] as PouchDB.Core.PutDocument<object>[], { new_edits: false });
      if (answers.length > 0) throw new Error(`the store did not take ${String(answers[0]?.id)}`);
      woken();
    },
    watch(wake) {
      if (watchers !== undefined) {
        watchers.add(wake);
        return () => watchers.delete(wake);
      }
      const feed = pouch.changes({ since: 'now', live: true });
      feed.on('change', wake);
      feed.on('error', wake);
      return () => {
        feed.cancel();
      };
    },
    async sequence() {
      return (await pouch.info()).update_seq;
    },
    close: () => pouch.close(),
  };
}
