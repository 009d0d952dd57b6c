/** The access log for an administrator (F51): its head, signed, and its entries, which `verify-log` proves without the hub. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { canonicalBytes } from '../../shared/sync/canonical.ts';
import type { Hub } from '../hub-parts.ts';
import { hubSealer } from '../hub-signer.ts';
import { isAdmin } from './admin-routes.ts';

const digits = Type.String({ pattern: '^[0-9]{1,12}$' });
const Page = Type.Object({ from: digits, limit: Type.Optional(digits) });
/** A page is read and sent whole. */
const MOST_OF_A_PAGE = 2000;

export function accessLogRoutes(app: FastifyInstance, hub: Hub): void {
  /** The hub stands by it: `purpose` is signed with it, so that it is never taken for anything else of the hub's. */
  const signed = async (at: Readonly<{ n: number; hash: string }>): Promise<object> => {
    const told = { griddeskAccessLog: 1, hubId: hub.hubId, storeId: hub.core.store.id, at: hub.core.now(), n: at.n, hash: at.hash };
    const { key, seal } = await hubSealer(hub.core.store.private);
    return { ...told, key, sig: seal(canonicalBytes({ purpose: 'griddesk-access-log-head', ...told })) };
  };
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  async function* exported(head: object, at: Readonly<{ n: number; hash: string }>): AsyncGenerator<string> {
    yield text([JSON.stringify(head)]);
    for await (const lines of hub.accessLog.linesUpTo(at)) yield text(lines);
  }

  app.get('/admin/access-log/head', async (request, reply) =>
    (await isAdmin(hub, request, reply)) ? signed(await hub.accessLog.head()) : reply,
  );

  app.get('/admin/access-log', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    await hub.accessLog.admin(hub.core.now(), 'log.export', 'access-log');
    const at = await hub.accessLog.head();
    // What fails before the first piece is answered as a failure; later the export is cut, which its head shows to `verify-log`.
    const pieces = exported(await signed(at), at);
    return reply.type('application/x-ndjson').send(Readable.from(pieces, { objectMode: false }));
  });

  /** From an entry on, for who proves a running hub's log: reading it stands in it, once an hour. */
  app.get<{ Querystring: Static<typeof Page> }>('/admin/access-log/entries', { schema: { querystring: Page } }, async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    await hub.accessLog.adminHourly(hub.core.now(), 'log.read', 'access-log');
    const limit = Math.min(MOST_OF_A_PAGE, Number(request.query.limit ?? MOST_OF_A_PAGE));
    const { at, lines: entries } = await hub.accessLog.entriesFrom(Number(request.query.from), limit);
    return reply.type('application/x-ndjson').send(text([JSON.stringify(await signed(at)), ...entries]));
  });
}
