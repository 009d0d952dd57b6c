/**
 * Out of one machine [sync X3]: everything a stopped hub's embedded store holds goes into an Apache CouchDB, every leaf under the revision
 * it has, page by page, so that it can be interrupted anywhere; then both are read whole and compared. The store keeps its id: desks go on
 * by digest.
 */
import { join } from 'node:path';
import { Databases } from '../couch-api/databases.ts';
import { couchdbStore, couchdbStoreAt } from '../store/couchdb-database.ts';
import { couchdbPlace, type CouchdbPlace } from '../store/couchdb-place.ts';
import { createDatabase } from '../store/couchdb-setup.ts';
import type { Database } from '../store/database.ts';
import { pouchCalls } from '../store/pouch-calls.ts';
import { openStore, OWN_NAMES, STORE_FILLING, STORE_ID, type Store } from '../store/store.ts';
import { contentOf, isMoved, type ContentDigest } from './content-digest.ts';
import { migrationRecord, writeMigrationRecord, type MigrationRecord } from './migration-record.ts';

export type Compared = Readonly<{ name: string; source: ContentDigest; target: ContentDigest; equal: boolean }>;
export type Progress = (step: Readonly<{ name: string; does: 'copy' | 'compare'; documents: number; of: number }>) => void;
export type MigrateOptions = Readonly<{
  data: string;
  /** The hub's own user's address. */
  to: string;
  /** An administrator's: needed for databases that administrators made at the hub's root. */
  admin?: string;
  told: Progress;
  now: () => string;
}>;
/** `others`: databases that need an administrator's address; `occupied`: another city's store is there; `elsewhere`: begun to another;
 * `done`: the hub lives there now, and goes on without this folder's store. */
export type MigrateFault =
  Readonly<{ fault: 'empty' | 'occupied' | 'elsewhere' | 'done'; to: string }> | Readonly<{ fault: 'others'; names: readonly string[] }>;
export type Migrated = Readonly<{ compared: readonly Compared[]; equal: boolean; passedOver: readonly string[] }>;

type Source = Pick<Database, 'leaves'>;
type Move = Readonly<{ name: string; source: Source; target: Database; limit: number }>;

/** Documents asked for at once: a file's chunk has up to 256 KB. */
const ASKED = 500;
const ASKED_OF_FILES = 20;
/** Jobs of the hub's own replicator are begun anew where they are wanted. */
const PASSED_OVER = ['_replicator'];

function shown({ nodes, prefix }: CouchdbPlace): string {
  return `${nodes.map((node) => new URL(node).host).join(',')}/${prefix}`;
}

async function countOf(pouch: PouchDB.Database): Promise<number> {
  return (await pouch.info()).doc_count;
}

export async function migrateStore(options: MigrateOptions): Promise<Migrated | MigrateFault> {
  const { data, to, admin } = options;
  const place = couchdbPlace(to);
  const known = await migrationRecord(data);
  if (known !== undefined && known.to !== shown(place)) return { fault: 'elsewhere', to: known.to };
  const store = await openStore({ dataDir: join(data, 'store') }, () => '', 'empty');
  const databases = await Databases.load(data, store);
  const targets: Database[] = [];
  try {
    const storeId = await store.private.get<{ id: string }>(STORE_ID);
    if (storeId === undefined) return { fault: 'empty', to: data };
    const others = await othersOf(databases);
    if (others.length > 0 && admin === undefined) return { fault: 'others', names: others };
    const moves = [...ownMoves(store, to), ...(await otherMoves(databases, others, place, admin))];
    targets.push(...moves.map(({ target }) => target));
    const target = moves.find(({ name }) => name === 'private')?.target;
    if (target === undefined) throw new Error('no private database');
    const there = await target.get<{ id: string }>(STORE_ID);
    if (there !== undefined && there.id !== storeId.id) return { fault: 'occupied', to: shown(place) };
    if (known?.done !== undefined && there !== undefined && (await target.get<object>(STORE_FILLING)) === undefined)
      return { fault: 'done', to: shown(place) };
    await mark(target, true);
    const moved = await run(options, moves, known ?? { format: 1, to: shown(place), read: {} });
    if (moved.equal) await mark(target, false);
    return moved;
  } finally {
    for (const target of targets) await target.close();
    await databases.close();
    await store.close();
  }
}

/** While it stands no hub serves what is there. */
async function mark(target: Database, filling: boolean): Promise<void> {
  const there = await target.get<object>(STORE_FILLING);
  if ((there !== undefined) === filling) return;
  const rev = there === undefined ? {} : { _rev: there._rev };
  const [written] = await target.write([{ _id: STORE_FILLING, schema: 1, ...rev, ...(filling ? {} : { _deleted: true }) }]);
  if (written?.ok !== true) throw new Error(`the store did not take ${STORE_FILLING}`);
}

/** `private` first: whose store it is must be there before anything else is. */
function ownMoves(store: Store, to: string): readonly Move[] {
  const open = couchdbStore(to);
  return [...OWN_NAMES].toReversed().map((name) => ({
    name,
    source: { leaves: store[name].leaves },
    target: open(name),
    limit: name === 'evidence' ? ASKED_OF_FILES : ASKED,
  }));
}

/** What administrators made at the root; empty ones of the system are passed over. */
async function othersOf(databases: Databases): Promise<readonly string[]> {
  const named = databases.names().filter((name) => !OWN_NAMES.some((own) => own === name) && !PASSED_OVER.includes(name));
  const filled: string[] = [];
  for (const name of named) {
    const pouch = databases.need(name).pouch as unknown as PouchDB.Database;
    if (name !== '_users' || (await countOf(pouch)) > 0) filled.push(name);
  }
  return filled;
}

async function otherMoves(
  databases: Databases,
  names: readonly string[],
  place: CouchdbPlace,
  admin: string | undefined,
): Promise<readonly Move[]> {
  if (admin === undefined) return [];
  const administrator = couchdbPlace(admin);
  const moves: Move[] = [];
  for (const name of names) {
    const prefix = name.startsWith('_') ? '' : place.prefix;
    const { pouch, security } = databases.need(name);
    await createDatabase(admin, prefix + name, name.startsWith('_') ? undefined : security);
    const source = { leaves: pouchCalls(pouch as unknown as PouchDB.Database).leaves };
    moves.push({ name, source, target: couchdbStoreAt({ ...administrator, prefix })(name), limit: ASKED_OF_FILES });
  }
  return moves;
}

async function run({ data, told, now }: MigrateOptions, moves: readonly Move[], begun: MigrationRecord): Promise<Migrated> {
  let record = begun;
  for (const move of moves) {
    let copied = 0;
    for (;;) {
      const since = record.read[move.name] ?? 0;
      const page = await move.source.leaves(since, move.limit);
      if (page.documents.length === 0) break;
      await move.target.graft(page.documents.filter(isMoved));
      copied += page.documents.length;
      // Only what the cluster has confirmed is passed: after an interruption the rest comes again, and changes nothing.
      record = { ...record, read: { ...record.read, [move.name]: page.last } };
      await writeMigrationRecord(data, record);
      told({ name: move.name, does: 'copy', documents: copied, of: 0 });
    }
  }
  const compared: Compared[] = [];
  for (const { name, source, target, limit } of moves) {
    const here = await contentOf(source, limit, () => undefined);
    const there = await contentOf(target, limit, (documents) => told({ name, does: 'compare', documents, of: here.documents }));
    const equal = here.documents === there.documents && here.sum === there.sum;
    compared.push({ name, source: here, target: there, equal });
  }
  const equal = compared.every((one) => one.equal);
  // First: from here on the folder's own store is served to nobody, then the other's mark goes.
  if (equal) await writeMigrationRecord(data, { ...record, done: now() });
  return { compared, equal, passedOver: PASSED_OVER };
}
