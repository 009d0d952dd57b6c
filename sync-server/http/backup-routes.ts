/** What `backup` reads of a running hub (docs/operations.md): as `admin`, page by page, every database from where it stopped. */
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { BACKED_UP, type BackedUp } from '../backup/backup-set.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import type { Hub } from '../hub-parts.ts';
import type { Database } from '../store/database.ts';
import { writeOnce } from '../store/write-whole.ts';
import { isAdmin } from './admin-routes.ts';

const PageRequest = Type.Object(
  {
    database: Type.Unsafe<BackedUp>(Type.Union(BACKED_UP.map((name) => Type.Literal(name)))),
    since: Type.Union([Type.Number(), Type.String({ maxLength: 10_000 })]),
    limit: Type.Integer({ minimum: 1, maximum: 1000 }),
  },
  { additionalProperties: false },
);

/** Of this hub alone: a restored one has its own. */
const LAST = '_local/last-backup';

/** When a backup was begun last; whether it ended is known where it was written. */
export async function lastBackup(db: Database): Promise<Instant | undefined> {
  return (await db.get<{ at: Instant }>(LAST))?.at;
}

/** Of two at once either is the last. */
async function noteBackup(db: Database, at: Instant): Promise<void> {
  const known = await db.get<object>(LAST);
  await writeOnce(db, [{ _id: LAST, schema: 1, at, ...(known === undefined ? {} : { _rev: known._rev }) }]);
}

export function backupRoutes(app: FastifyInstance, hub: Hub): void {
  app.get('/admin/backup', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    await hub.accessLog.admin(hub.core.now(), 'backup', 'store');
    await noteBackup(hub.core.store.private, hub.core.now());
    return { hubId: hub.hubId, storeId: hub.core.store.id, adminPassword: hub.adminPassword };
  });

  app.post<{ Body: Static<typeof PageRequest> }>('/admin/backup', { schema: { body: PageRequest } }, async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    const { database, since, limit } = request.body;
    await hub.accessLog.adminHourly(hub.core.now(), 'backup.read', database);
    return hub.core.store[database].leaves(since, limit);
  });
}
