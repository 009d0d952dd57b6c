/** Databases that an administrator made at the root, as a backup takes and puts them back [sync R1, X2]. */
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import PouchDB from 'pouchdb-core';
import Type, { type Static } from 'typebox';
import type { Hub } from '../hub-parts.ts';
import { isAdmin } from '../http/admin-routes.ts';
import { forcedLevel } from '../store/forced-level.ts';
import { leavesAfter } from '../store/leaves.ts';
import { FOLDER, LIST, newDatabaseId, type Databases, type Listed } from './databases.ts';
import type { Doc, Pouch } from './pouch.ts';

export type DatabaseList = Readonly<Record<string, Listed>>;

const Page = Type.Object(
  { name: Type.String({ maxLength: 300 }), since: Type.Integer({ minimum: 0 }), limit: Type.Integer({ minimum: 1, maximum: 1000 }) },
  { additionalProperties: false },
);

export function backupDatabaseRoutes(app: FastifyInstance, hub: Hub, databases: Databases): void {
  app.get('/admin/backup/databases', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    return { databases: databases.listed() };
  });

  app.post<{ Body: Static<typeof Page> }>('/admin/backup/databases', { schema: { body: Page } }, async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    const { name, since, limit } = request.body;
    const database = databases.get(name);
    // Deleted since it was listed: the next run's list has it no more.
    if (database === undefined || database.own !== undefined) return { documents: [], last: since };
    return leavesAfter(database.pouch as unknown as PouchDB.Database, since, limit);
  });
}

/** Into the folder of a hub that does not run yet. */
export class RestoredDatabases {
  readonly #dir: string;
  readonly #list: DatabaseList;
  readonly #byOldId = new Map<string, Listed>();
  readonly #open = new Map<string, Pouch>();

  constructor(dataDir: string, list: DatabaseList) {
    this.#dir = join(dataDir, FOLDER);
    // Under ids of their own: a replicator that knows a sequence of before must not skip what is written under it now.
    const renewed = Object.entries(list).map(([name, listed]) => [name, { ...listed, id: newDatabaseId() }] as const);
    this.#list = Object.fromEntries(renewed);
    for (const [name, listed] of renewed) this.#byOldId.set(list[name]?.id ?? '', listed);
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
  }

  /** False for one that the last list does not have any more. */
  async graft(id: string, documents: readonly Doc[]): Promise<boolean> {
    const listed = this.#byOldId.get(id);
    if (listed === undefined) return false;
    const known = this.#open.get(id);
    const options = { adapter: 'leveldb', revs_limit: listed.revsLimit, db: forcedLevel() };
    const made =
      known ??
      (new PouchDB(join(this.#dir, listed.id), options as unknown as PouchDB.Configuration.DatabaseConfiguration) as unknown as Pouch);
    this.#open.set(id, made);
    const failed = await made.bulkDocs([...documents], { new_edits: false });
    if (failed.length > 0) throw new Error(`the store did not take ${String(failed[0]?.id)}`);
    return true;
  }

  async close(): Promise<void> {
    await writeFile(join(this.#dir, LIST), JSON.stringify(this.#list), { mode: 0o600, flush: true });
    await Promise.all([...this.#open.values()].map((pouch) => pouch.close()));
  }
}
