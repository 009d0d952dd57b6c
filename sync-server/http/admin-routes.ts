/** What the command line and an administrator ask of a running hub: Basic auth as `admin`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import type { Hub } from '../hub-parts.ts';
import { perform } from './admin-acts.ts';
import { newCode, switchClient } from './admin-works.ts';
import { refuse } from './answers.ts';

/** Whether a page of another origin sent it with a password that the browser keeps. */
function isForeign(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** False: it has been answered. */
export async function isAdmin(hub: Hub, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  if (isForeign(request)) {
    await refuse(reply, 403, 'forbidden', 'malformed');
    return false;
  }
  const [kind, value] = (request.headers.authorization ?? '').split(' ');
  const [name, ...rest] = kind === 'Basic' && value !== undefined ? Buffer.from(value, 'base64').toString('utf8').split(':') : [];
  // A browser asks without a password first, and guesses nothing by it.
  const proof = name === undefined ? undefined : await hub.admin.prove(name, rest.join(':'), request.ip);
  if (proof?.ok === true) return true;
  if (proof?.rests !== undefined) {
    await refuse(reply.header('Retry-After', String(proof.rests)), 429, 'rateLimited');
    return false;
  }
  await refuse(reply.header('WWW-Authenticate', 'Basic realm="GridDesk"'), 401, 'unauthorized', 'wrongLogin');
  return false;
}

const NewCode = Type.Object({ unit: Type.String({ maxLength: 45 }) }, { additionalProperties: false });

const ClientSwitch = Type.Object(
  { login: Type.String({ maxLength: 60 }), allowed: Type.Boolean(), key: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
);

export function adminRoutes(app: FastifyInstance, hub: Hub): void {
  app.get('/admin/devices', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    return (await hub.accounts.devices.all()).map(({ _id, name, unit, revoked, enrolledAt }) => ({
      id: _id,
      name,
      unit,
      revoked,
      enrolledAt,
    }));
  });

  app.post<{ Body: Static<typeof NewCode> }>('/admin/codes', { schema: { body: NewCode } }, async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    const code = await newCode(hub, request.body.unit);
    return code === undefined ? refuse(reply, 400, 'bad_request', 'unknownUnit') : { code };
  });

  app.post<{ Params: { id: string } }>('/admin/devices/:id/revoke', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    return { ok: (await perform(hub, 'devices/revoke', { device: request.params.id })) === 'done' };
  });

  /** Clients of the CouchDB API, by account [sync X1]; with a public key they may send signed actions. */
  app.post<{ Body: Static<typeof ClientSwitch> }>('/admin/clients', { schema: { body: ClientSwitch } }, async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    const done = await switchClient(hub, request.body);
    return done === 'unknown' ? refuse(reply, 404, 'not_found', 'unknownAccount') : { ok: true, ...done };
  });

  app.get('/admin/quarantine', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    // Bodies that were kept aside name people.
    await hub.accessLog.admin(hub.core.now(), 'quarantine.view', 'quarantine');
    return { rows: await hub.gate.quarantine.all() };
  });

  /** Gaps and broken links in replicas' chains [sync G7]. */
  app.get('/admin/gaps', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    return { rows: await hub.core.store.private.withPrefix('gap:') };
  });

  /** What the rules or the store failed on: it stays in the log and is tried again every minute [sync A3]. */
  app.get('/admin/undecided', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    return { rows: hub.core.authority.undecided };
  });

  /** For Prometheus, by Basic auth (docs/operations.md). */
  app.get('/admin/metrics', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    return reply.type(hub.metrics.contentType).send(await hub.metrics.text());
  });

  /** How busy the hub is: long polls that wait, and actions the authority has not settled. */
  app.get('/admin/load', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    return { waiting: hub.core.feed.waiting, backlog: hub.core.authority.backlog };
  });

  app.get('/admin/refusals', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    await hub.accessLog.admin(hub.core.now(), 'refusals.view', 'refusals');
    return { rows: await hub.core.store.hotline.withPrefix('refusal:') };
  });

  app.post('/admin/rebuild-index', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    await hub.accessLog.admin(hub.core.now(), 'rebuild-index', 'index');
    await hub.core.feed.rebuild();
    return { ok: true, epoch: hub.core.feed.epoch };
  });

  app.post<{ Body: unknown; Querystring: Record<string, string> }>(
    '/admin/import',
    { bodyLimit: hub.importLimit, onRequest: async (request, reply) => ((await isAdmin(hub, request, reply)) ? undefined : reply) },
    async (request) => {
      // JSON is no workbook: whatever it says, its length is not ours to take.
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await hub.accessLog.admin(hub.core.now(), 'import', 'ledger');
      return hub.importLedger(new Uint8Array(bytes), request.query);
    },
  );
}
