/**
 * A backup of a running hub: the first run of a set takes everything, each later one what has changed. Nothing is stopped: every database is
 * read to its end, tickets first, so that the log, numbers, people and files they rest on are never older than they are.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toInstant } from '../../shared/hotline/calendar.ts';
import type { DatabaseList } from '../couch-api/backup-databases.ts';
import { writeFileForced } from '../store/folder-file.ts';
import type { Document } from '../store/database.ts';
import { BACKED_UP, forgetOld, manifestHolds, setsIn, writeManifest, type BackedUp, type UnsealedManifest } from './backup-set.ts';
import { backupKey, FIRST_PREV, fromBase64, randomPlain, sealPart, sha256, toBase64 } from './part.ts';

export type BackupPage = Readonly<{ documents: readonly Document[]; last: number | string }>;
/** The hub that is backed up, as a command sees it over HTTP. */
export type BackupSource = Readonly<{
  about: () => Promise<Readonly<{ hubId: string; storeId: string; adminPassword: string }>>;
  page: (database: BackedUp, since: number | string, limit: number) => Promise<BackupPage>;
  /** Databases of the root, by name; none where an Apache CouchDB keeps them. */
  databases: () => Promise<DatabaseList>;
  databasePage: (name: string, since: number, limit: number) => Promise<BackupPage>;
}>;
export type BackupOptions = Readonly<{ source: BackupSource; to: string; passphrase: string; now: number; full?: boolean }>;
/** `purged`: the set was begun because documents had been purged; those before still hold them. */
export type BackupReport = Readonly<{ set: string; full: boolean; documents: number; bytes: number; forgotten: number; purged?: true }>;
export type BackupFault = Readonly<{ fault: 'passphrase' }>;

/** A set grows for a week: a restore reads it whole, and a damaged part costs no more than that. */
const FULL_EVERY_MS = 7 * 24 * 3_600_000;
/** Uncompressed bytes a part. */
const PART_BYTES = 16 * 1024 * 1024;
/** Documents asked for at once: a file's chunk has up to 256 KB. */
const ASKED: Readonly<Record<BackedUp, number>> = { hotline: 500, private: 1000, accounts: 500, evidence: 20 };

class Parts {
  readonly #folder: string;
  readonly #key: Uint8Array;
  readonly #manifest: UnsealedManifest;
  readonly #written: UnsealedManifest['parts'][number][] = [];
  #lines: string[] = [];
  #held = 0;

  constructor(folder: string, key: Uint8Array, manifest: UnsealedManifest) {
    this.#folder = folder;
    this.#key = key;
    this.#manifest = manifest;
  }

  async add(line: string): Promise<void> {
    this.#lines.push(line);
    this.#held += line.length;
    if (this.#held >= PART_BYTES) await this.end();
  }

  async end(): Promise<void> {
    if (this.#lines.length === 0) return;
    const before = this.all;
    const n = before.length + 1;
    const bytes = sealPart(this.#key, { set: this.#manifest.set, n, prev: before.at(-1)?.sha256 ?? FIRST_PREV }, this.#lines);
    const file = `${String(n).padStart(6, '0')}.part`;
    await writeFileForced(join(this.#folder, file), bytes);
    this.#written.push({ file, sha256: sha256(bytes), bytes: bytes.length });
    this.#lines = [];
    this.#held = 0;
  }

  get all(): UnsealedManifest['parts'] {
    return [...this.#manifest.parts, ...this.#written];
  }

  get bytes(): number {
    return this.#written.reduce((sum, part) => sum + part.bytes, 0);
  }
}

const DATABASE_PAGE = 50;

type Purges = Readonly<Record<string, number>>;

function purgesOf(databases: DatabaseList): Purges {
  return Object.fromEntries(Object.values(databases).map(({ id, purges = 0 }) => [id, purges]));
}

/** Whether something was purged that the set holds: what is purged is never told as a change, so nothing added to the set takes it out. */
function holdsPurged({ read, purges = {} }: UnsealedManifest, now: Purges): boolean {
  return Object.entries(now).some(([id, count]) => read[`couch:${id}`] !== undefined && (purges[id] ?? 0) !== count);
}

/** What administrators keep at the root; the list of each run says which of them are still there. */
async function takeDatabases(
  source: BackupSource,
  parts: Parts,
  read: Record<string, number | string>,
): Promise<Readonly<{ documents: number; purges: Purges }>> {
  const databases = await source.databases();
  let documents = 0;
  for (const [name, { id }] of Object.entries(databases)) {
    for (;;) {
      const since = Number(read[`couch:${id}`] ?? 0);
      const page = await source.databasePage(name, since, DATABASE_PAGE);
      for (const document of page.documents) await parts.add(JSON.stringify({ couch: id, document }));
      documents += page.documents.length;
      if (page.last === since) break;
      read[`couch:${id}`] = page.last;
    }
  }
  if (Object.keys(databases).length > 0) await parts.add(JSON.stringify({ databases }));
  return { documents, purges: purgesOf(databases) };
}

export async function takeBackup(options: BackupOptions): Promise<BackupReport | BackupFault> {
  const { source, to, passphrase, now } = options;
  const { hubId, storeId, adminPassword } = await source.about();
  // Another hub may keep its own beside them.
  const own = async () => (await setsIn(to)).filter(({ manifest }) => manifest.hubId === hubId);
  const sets = await own();
  const last = sets.at(-1);
  const purgesAtFirst = purgesOf(await source.databases());
  const due =
    options.full === true ||
    last === undefined ||
    last.manifest.storeId !== storeId ||
    now - Date.parse(last.manifest.begun) >= FULL_EVERY_MS;
  const purged = !due && holdsPurged(last.manifest, purgesAtFirst);
  const goesOn = !due && !purged;
  const salt = goesOn ? fromBase64(last.manifest.salt) : randomPlain(16);
  const key = await backupKey(passphrase, salt);
  if (goesOn && !manifestHolds(key, last.manifest)) return { fault: 'passphrase' };
  const at = toInstant(now);
  const set = goesOn ? last.manifest.set : at.replace(/[-:.]/gu, '');
  const folder = goesOn ? last.folder : join(to, set);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const begun: UnsealedManifest = goesOn
    ? last.manifest
    : { format: 1, set, hubId, storeId, salt: toBase64(salt), begun: at, at, runs: 1, read: {}, parts: [] };
  const parts = new Parts(folder, key, begun);
  if (!goesOn) await parts.add(JSON.stringify({ hub: { hubId, adminPassword } }));
  const read: Record<string, number | string> = { ...begun.read };
  let documents = 0;
  for (const database of BACKED_UP) {
    for (;;) {
      const page = await source.page(database, read[database] ?? 0, ASKED[database]);
      if (page.last === read[database] || (page.documents.length === 0 && page.last === 0)) break;
      for (const document of page.documents) await parts.add(JSON.stringify({ database, document }));
      documents += page.documents.length;
      read[database] = page.last;
      if (page.documents.length === 0) break;
    }
  }
  const taken = await takeDatabases(source, parts, read);
  documents += taken.documents;
  await parts.end();
  const { mac: _mac, ...rest } = begun as UnsealedManifest & { mac?: string };
  // The counts of the beginning where there are any: a purge during this run is for the next.
  const purges = { ...taken.purges, ...purgesAtFirst };
  await writeManifest(folder, key, { ...rest, at, runs: goesOn ? begun.runs + 1 : 1, read, purges, parts: parts.all });
  const forgotten = await forgetOld(await own(), now);
  return { set, full: !goesOn, documents, bytes: parts.bytes, forgotten, ...(purged ? { purged } : {}) };
}
