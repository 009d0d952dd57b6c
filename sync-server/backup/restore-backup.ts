/**
 * A hub out of a backup [sync R1, R2]: every part is opened before anything is written, the new folder appears only when it is whole, the
 * store gets another id so that desks send again what it lacks, and numbers that may have been given since are skipped.
 */
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { toInstant } from '../../shared/hotline/calendar.ts';
import { SKIPPED_NUMBERS } from '../authority/numbers.ts';
import { RECORD_FILE } from '../hub-record.ts';
import { RestoredDatabases, type DatabaseList } from '../couch-api/backup-databases.ts';
import type { Doc } from '../couch-api/pouch.ts';
import { writeFileForced } from '../store/folder-file.ts';
import type { Document } from '../store/database.ts';
import { refuseLater } from '../store/folder-format.ts';
import { openStore, STORE_FORMAT, STORE_ID, type Store } from '../store/store.ts';
import { manifestHolds, setsIn, type BackedUp, type FoundSet } from './backup-set.ts';
import { backupKey, FIRST_PREV, fromBase64, openPart, sha256 } from './part.ts';

export type RestoreOptions = Readonly<{ from: string; data: string; passphrase: string; now: number }>;
export type RestoreReport = Readonly<{ set: string; at: string; documents: number; storeId: string }>;
/** `part` names the file that is missing or damaged. */
export type RestoreFault = Readonly<{ fault: 'none' | 'occupied' | 'passphrase' } | { fault: 'part'; file: string }>;

type Line =
  | Readonly<{ database: BackedUp; document: Document }>
  | Readonly<{ couch: string; document: Doc }>
  | Readonly<{ databases: DatabaseList }>
  | Readonly<{ hub: Readonly<Record<string, unknown>> }>;

/** Documents written at once. */
const BATCH = 200;

async function isEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return true;
    throw error;
  }
}

type Opened = readonly string[] | RestoreFault;

/** One part at a time: a set may be larger than the memory. */
async function partOf({ folder, manifest }: FoundSet, key: Uint8Array, at: number): Promise<Opened> {
  const part = manifest.parts[at];
  const file = part?.file ?? '';
  const bytes = await readFile(join(folder, file)).then(
    (read) => new Uint8Array(read),
    () => undefined,
  );
  if (part === undefined || bytes === undefined || sha256(bytes) !== part.sha256) return { fault: 'part', file };
  const place = { set: manifest.set, n: at + 1, prev: manifest.parts[at - 1]?.sha256 ?? FIRST_PREV };
  return openPart(key, place, bytes) ?? { fault: 'part', file };
}

async function write(store: Store, root: RestoredDatabases, folder: string, lines: readonly string[]): Promise<number> {
  const waiting = new Map<BackedUp, Document[]>();
  let written = 0;
  const flush = async (database: BackedUp): Promise<void> => {
    const documents = waiting.get(database) ?? [];
    waiting.delete(database);
    if (documents.length > 0) await store[database].graft(documents);
    written += documents.length;
  };
  for (const text of lines) {
    const line = JSON.parse(text) as Line;
    if ('hub' in line) {
      await writeFileForced(join(folder, RECORD_FILE), JSON.stringify(line.hub));
      continue;
    }
    if ('databases' in line) continue;
    if ('couch' in line) {
      if (await root.graft(line.couch, [line.document])) written += 1;
      continue;
    }
    const documents = waiting.get(line.database) ?? [];
    documents.push(line.document);
    waiting.set(line.database, documents);
    if (documents.length >= BATCH) await flush(line.database);
  }
  for (const database of [...waiting.keys()]) await flush(database);
  return written;
}

export async function restoreBackup({ from, data, passphrase, now }: RestoreOptions): Promise<RestoreReport | RestoreFault> {
  const set = (await setsIn(from)).at(-1);
  if (set === undefined) return { fault: 'none' };
  if (!(await isEmpty(data))) return { fault: 'occupied' };
  const { manifest } = set;
  const key = await backupKey(passphrase, fromBase64(manifest.salt));
  if (!manifestHolds(key, manifest)) return { fault: 'passphrase' };
  let databases: DatabaseList = {};
  for (const at of manifest.parts.keys()) {
    const opened = await partOf(set, key, at);
    if ('fault' in opened) return opened;
    // The last list counts: what was deleted since is not brought back.
    for (const line of opened) if (line.startsWith('{"databases":')) ({ databases } = JSON.parse(line) as { databases: DatabaseList });
  }
  const folder = `${data}.restoring`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const storeId = ulid();
  // The id it opens with is replaced by the one of the backup, and that by its own.
  const store = await openStore({ dataDir: join(folder, 'store') }, () => storeId, 'empty');
  const root = new RestoredDatabases(folder, databases);
  let documents = 0;
  try {
    for (const at of manifest.parts.keys()) {
      const opened = await partOf(set, key, at);
      if ('fault' in opened) return opened;
      documents += await write(store, root, folder, opened);
    }
    const known = await store.private.get<{ id: string; schema: number }>(STORE_ID);
    refuseLater('store', known?.schema, STORE_FORMAT);
    const marks: Document[] = [
      { _id: STORE_ID, ...(known === undefined ? {} : { _rev: known._rev }), schema: STORE_FORMAT, id: storeId },
      ...(await skipMark(store, manifest.at, now, storeId)),
    ];
    for (const result of await store.private.write(marks)) if (!result.ok) throw new Error(`the store did not take ${result.id}`);
  } finally {
    await root.close();
    await store.close();
  }
  await rm(data, { recursive: true, force: true });
  await rename(folder, data);
  return { set: manifest.set, at: manifest.at, documents, storeId };
}

/** Days on which a number may have been given that this backup does not know of [sync R2]. */
async function skipMark(store: Store, from: string, until: number, storeId: string): Promise<Document[]> {
  const known = await store.private.get<object>(SKIPPED_NUMBERS);
  const rev = known === undefined ? {} : { _rev: known._rev };
  return [{ _id: SKIPPED_NUMBERS, ...rev, schema: 1, store: storeId, from, until: toInstant(until) }];
}
