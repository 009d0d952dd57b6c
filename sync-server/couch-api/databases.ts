/**
 * The databases at the root: the hub's own four, and those that an administrator makes. The latter lie in folders named by their
 * random id, listed in one file that is written whole; a folder that the list does not know is swept at start.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import { forcedLevel, type FileLayer, type Level } from '../store/forced-level.ts';
import { OWN_NAMES, type OwnName, type Store } from '../store/store.ts';
import { CouchError } from './answer.ts';
import type { Pouch } from './pouch.ts';
import { SharedPouch } from './shared-pouch.ts';

export type Members = Readonly<{ names?: readonly string[]; roles?: readonly string[] }>;
export type Security = Readonly<{ admins?: Members; members?: Members; [more: string]: unknown }>;

export type Listed = { id: string; created: number; revsLimit: number; purgedLimit: number; purges?: number; security?: Security };

export const newDatabaseId = (): string => `db-${randomBytes(12).toString('hex')}`;

export type RootDatabase = {
  readonly name: string;
  /** Of the hub itself: read by administrators only, and written only by the hub [sync X2]. */
  readonly own: OwnName | undefined;
  /** Ends its sequences: a sequence of another database of this name is not taken for one of this. */
  readonly tag: string;
  readonly created: number;
  readonly pouch: Pouch;
  /** What lies under it, once it is open; where it lies. */
  readonly level: () => Level | undefined;
  readonly folder: string;
  revsLimit: number;
  purgedLimit: number;
  /** How often something was purged: whatever was reckoned from documents before is reckoned anew. */
  purges: number;
  security: Security;
  /** Tells who waits that something changed. */
  readonly changed: () => void;
  readonly watch: (wake: () => void) => () => void;
};

export const ADMINS_ONLY: Security = { members: { roles: ['_admin'] }, admins: { roles: ['_admin'] } };
export const LIST = 'databases.json';
export const FOLDER = 'couch';
const SYSTEM = ['_replicator', '_users'];
const NAME = /^[a-z][a-z0-9_$()+/-]{0,237}$/u;

export class Databases {
  readonly #dir: string;
  readonly #layer: FileLayer;
  readonly #store: Store;
  #holdsSomething = false;
  readonly #listed = new Map<string, Listed>();
  readonly #open = new Map<string, RootDatabase>();
  readonly #shared = new Map<string, SharedPouch>();
  readonly #levels = new Map<string, Level>();
  #saving: Promise<unknown> = Promise.resolve();

  private constructor(dir: string, store: Store, layer: FileLayer) {
    this.#dir = dir;
    this.#store = store;
    this.#layer = layer;
  }

  static async load(dataDir: string, store: Store, layer: FileLayer = {}): Promise<Databases> {
    const databases = new Databases(join(dataDir, FOLDER), store, layer);
    mkdirSync(databases.#dir, { recursive: true, mode: 0o700 });
    await databases.#readList();
    for (const name of SYSTEM) if (!databases.#listed.has(name)) await databases.#list(name);
    return databases;
  }

  async #readList(): Promise<void> {
    const text = await readFile(join(this.#dir, LIST), 'utf8').catch((error: unknown) => {
      if ((error as { code?: string }).code === 'ENOENT') return '{}';
      throw error;
    });
    for (const [name, listed] of Object.entries(JSON.parse(text) as Record<string, Listed>)) this.#listed.set(name, listed);
    const known = new Set([...this.#listed.values()].map(({ id }) => id));
    for (const folder of await readdir(this.#dir))
      if (folder.startsWith('db-') && !known.has(folder)) await rm(join(this.#dir, folder), { recursive: true, force: true });
  }

  /** Whole or not at all, one after the other. */
  #save(): Promise<void> {
    const next = this.#saving.then(async () => {
      const path = join(this.#dir, LIST);
      const file = await open(`${path}.new`, 'w', 0o600);
      try {
        await file.writeFile(JSON.stringify(Object.fromEntries(this.#listed)));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path}.new`, path);
      const folder = await open(this.#dir, 'r');
      await folder.sync().finally(() => folder.close());
    });
    this.#saving = next.catch(() => undefined);
    return next;
  }

  async #list(name: string): Promise<void> {
    const id = newDatabaseId();
    const created = Math.floor(Date.now() / 1000);
    this.#listed.set(name, { id, created, revsLimit: 1000, purgedLimit: 1000 });
    await this.#save();
  }

  names(): readonly string[] {
    return [...OWN_NAMES, ...this.#listed.keys()].sort();
  }

  /** As the list has them: what a backup takes along. */
  listed(): Readonly<Record<string, Listed>> {
    return Object.fromEntries(this.#listed);
  }

  get(name: string): RootDatabase | undefined {
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    const own = OWN_NAMES.find((each) => each === name);
    const listed = this.#listed.get(name);
    const database = own !== undefined ? this.#own(own) : listed !== undefined ? this.#make(name, listed) : undefined;
    if (database !== undefined) this.#open.set(name, database);
    return database;
  }

  need(name: string): RootDatabase {
    const database = this.get(name);
    if (database === undefined) throw new CouchError(404, 'not_found', 'Database does not exist.');
    return database;
  }

  #own(name: OwnName): RootDatabase {
    const inner = this.#store.embedded?.[name];
    if (inner === undefined) throw new CouchError(404, 'not_found', 'Database does not exist.');
    const tag = Buffer.from(this.#store.id).toString('base64url');
    const shape = { name, own: name, tag, created: 0, revsLimit: 50, purgedLimit: 1000, purges: 0, security: ADMINS_ONLY };
    const { level, folder, woken: changed } = inner;
    const watch: RootDatabase['watch'] = (wake) => this.#store[name].watch(wake);
    return { ...shape, pouch: inner.pouch as unknown as Pouch, level, folder, changed, watch };
  }

  #pouch(listed: Listed): Pouch {
    const db = forcedLevel(this.#layer, (level) => this.#levels.set(listed.id, level));
    const options = { adapter: 'leveldb', revs_limit: listed.revsLimit, db };
    return new PouchDB(join(this.#dir, listed.id), options as unknown as PouchDB.Configuration.DatabaseConfiguration) as unknown as Pouch;
  }

  #make(name: string, listed: Listed): RootDatabase {
    const watchers = new Set<() => void>();
    const { id, created, revsLimit, purgedLimit, purges = 0 } = listed;
    const shape = { name, own: undefined, tag: id.slice(3), created, revsLimit, purgedLimit, purges };
    const pouch = new SharedPouch(this.#pouch(listed), () => this.#levels.get(listed.id));
    this.#shared.set(name, pouch);
    return {
      ...shape,
      security: listed.security ?? ADMINS_ONLY,
      pouch,
      level: () => this.#levels.get(id),
      folder: join(this.#dir, id),
      changed: () => {
        for (const wake of [...watchers]) wake();
      },
      watch: (wake) => {
        watchers.add(wake);
        return () => watchers.delete(wake);
      },
    };
  }

  async create(name: string): Promise<void> {
    if (!NAME.test(name) && !SYSTEM.includes(name))
      throw new CouchError(
        400,
        'illegal_database_name',
        `Name: '${name}'. Only lowercase characters (a-z), digits (0-9), and any of the characters _, $, (, ), +, -, and / are allowed. Must begin with a letter.`,
      );
    if (this.#listed.has(name) || OWN_NAMES.some((own) => own === name))
      throw new CouchError(412, 'file_exists', 'The database could not be created, the file already exists.');
    await this.#list(name);
  }

  async destroy(database: RootDatabase): Promise<void> {
    const listed = this.#listed.get(database.name);
    if (listed === undefined) return;
    this.#listed.delete(database.name);
    this.#open.delete(database.name);
    await this.#save();
    database.changed();
    await database.pouch.close();
    this.#shared.delete(database.name);
    this.#levels.delete(listed.id);
    await rm(join(this.#dir, listed.id), { recursive: true, force: true });
    if (SYSTEM.includes(database.name)) await this.#list(database.name);
  }

  /** `_security` and the limits of a database. */
  async change(database: RootDatabase, change: Partial<Pick<Listed, 'revsLimit' | 'purgedLimit' | 'security'>>): Promise<void> {
    const listed = this.#listed.get(database.name);
    if (listed === undefined) return;
    Object.assign(listed, change);
    await this.#save();
    Object.assign(database, change);
    // PouchDB takes the limit at opening; both look at the same LevelDB.
    if (change.revsLimit !== undefined) await this.#shared.get(database.name)?.exclusive(async () => this.#pouch(listed));
  }

  /** Takes revisions away with nobody else at it. Not for the hub's own. */
  async purge(database: RootDatabase, take: (level: Level) => Promise<void>): Promise<void> {
    const listed = this.#listed.get(database.name);
    if (listed === undefined) return;
    await database.pouch.info();
    await this.#shared.get(database.name)?.exclusive(async (pouch) => {
      const level = this.#levels.get(listed.id);
      if (level === undefined) return pouch;
      // Counted first: after a crash in between, backups and views must not go on with what is gone.
      listed.purges = (listed.purges ?? 0) + 1;
      database.purges = listed.purges;
      await this.#save();
      await take(level);
      // It counts documents in memory.
      await pouch.close();
      return this.#pouch(listed);
    });
    database.changed();
  }

  /** Whether a replicator may fill the hub's own: they held nothing when it began. */
  takesReplication(): Promise<boolean> {
    return this.#store.turn.replicator(() => this.#isEmpty());
  }

  async #isEmpty(): Promise<boolean> {
    const { hotline, accounts, evidence } = this.#store.embedded ?? {};
    const counts = await Promise.all([hotline, accounts, evidence].map((each) => each?.pouch.info()));
    return counts.every((info) => info?.doc_count === 0);
  }

  /**
   * Whether there is nothing to look at: the hub is new, or a replicator fills it. An access log that began beside the one that it brings
   * would be two in one.
   */
  async isBeingFilled(): Promise<boolean> {
    if (this.#store.turn.isReplicators) return true;
    this.#holdsSomething ||= !(await this.#isEmpty());
    return !this.#holdsSomething;
  }

  async close(): Promise<void> {
    await this.#saving;
    const open = [...this.#open.values()].filter(({ own }) => own === undefined);
    this.#open.clear();
    await Promise.all(open.map(({ pouch }) => pouch.close()));
  }
}
