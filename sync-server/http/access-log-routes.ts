/** The access log for an administrator (F51): its head, and the whole, which `verify-log` proves without the hub. */
import type { FastifyInstance } from 'fastify';
import type { Hub } from '../hub-parts.ts';
import { isAdmin } from './admin-routes.ts';

export function accessLogRoutes(app: FastifyInstance, hub: Hub): void {
  const head = async (): Promise<object> => {
    const { n, hash } = await hub.accessLog.head();
    return { griddeskAccessLog: 1, hubId: hub.hubId, storeId: hub.core.store.id, at: hub.core.now(), n, hash };
  };

  app.get('/admin/access-log/head', async (request, reply) => ((await isAdmin(hub, request, reply)) ? head() : reply));

  app.get('/admin/access-log', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    await hub.accessLog.admin(hub.core.now(), 'log.export', 'access-log');
    const { at, lines } = await hub.accessLog.whole();
    const first = { griddeskAccessLog: 1, hubId: hub.hubId, storeId: hub.core.store.id, at: hub.core.now(), ...at };
    return reply.type('application/x-ndjson').send(`${[JSON.stringify(first), ...lines].join('\n')}\n`);
  });
}
