/** One port (architecture.md, "Running"): desks at `/desk`, administrators at `/admin`, the public at `/public`; the CouchDB API has the root [sync X2]. */
import helmet from '@fastify/helmet';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance } from 'fastify';
import { refusalText } from '../../shared/hotline/refusals.ts';
import { hasHalfCharacter } from '../../shared/sync/canonical.ts';
import { adminPage } from '../admin-page/page-routes.ts';
import { couchRoutes } from '../couch-api/mount.ts';
import { rootRoutes } from '../couch-api/root-router.ts';
import type { Hub } from '../hub-parts.ts';
import { FILE_FAULTS } from '../import/xlsx-guard.ts';
import { publicRoutes } from '../public/public-routes.ts';
import { accountRoutes } from './account-routes.ts';
import { refuse } from './answers.ts';
import { adminRoutes } from './admin-routes.ts';
import { backupRoutes } from './backup-routes.ts';
import { referenceRoutes } from './reference-routes.ts';
import { accessLogRoutes } from './access-log-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { accessRoutes } from './access-routes.ts';
import { evidenceRoutes } from './evidence-routes.ts';
import { feedRoutes } from './feed-routes.ts';
import { clientRoutes } from './client-routes.ts';
import { gateRoutes } from './gate-routes.ts';
import { callerRoutes } from './caller-routes.ts';
import { lookupRoutes } from './lookup-routes.ts';
import { measureRoutes } from './measure-routes.ts';
import { shareRoutes } from './share-routes.ts';
import { endSlowReaders } from './slow-readers.ts';

/** The desk's own origin, and the browser demonstration on this machine. */
function allowedOrigin(origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  return origin === 'app://desk' || /^http:\/\/(127\.0\.0\.1|localhost)(:[0-9]+)?$/u.test(origin) ? origin : undefined;
}

/** However it is spelled: the router decodes a path before it looks for its route. */
function isAdministrators(url: string): boolean {
  try {
    return decodeURIComponent(url.split('?')[0] ?? '').startsWith('/admin');
  } catch {
    return true;
  }
}

/** What a client of CouchDB's API sends beside what a desk does [sync X2]. */
const ASKED_HEADERS = [
  'authorization',
  'content-type',
  'accept',
  'if-match',
  'if-none-match',
  'destination',
  'range',
  'content-encoding',
  'last-event-id',
  'x-couch-full-commit',
  'x-requested-with',
].join(', ');

/** One way in: `/desk/tickets/:id`, with the schemas of its body and query where it has them. */
export type KnownRoute = Readonly<{ methods: readonly string[]; path: string; body?: unknown; query?: unknown }>;
export type Server = Readonly<{ app: FastifyInstance; routes: readonly KnownRoute[] }>;

export async function buildServer(hub: Hub): Promise<Server> {
  const routes: KnownRoute[] = [];
  const app = Fastify({
    logger: false,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 300 },
    // Who sends slowly is given up; a day's work in one request has its time.
    requestTimeout: hub.limits.requestMs,
    http: { headersTimeout: hub.limits.headersMs, connectionsCheckingInterval: hub.limits.checkMs },
    forceCloseConnections: 'idle',
    // A proxy on this machine tells whose request it is; nobody else is believed.
    trustProxy: 'loopback',
    // Keys that mean something to an engine are judged row by row at the gate: a whole batch must not fail for one [proof L4].
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
  });
  app.server.maxConnections = hub.limits.connections;
  app.server.on('drop', () => {
    hub.metrics.dropped();
  });
  endSlowReaders(app.server, hub.limits, () => {
    hub.metrics.slowReader();
  });
  app.addHook('onRoute', ({ method, url, schema }) => {
    const { body, querystring: query } = schema ?? {};
    const asked = { ...(body === undefined ? {} : { body }), ...(query === undefined ? {} : { query }) };
    routes.push({ methods: Array.isArray(method) ? method : [method], path: url, ...asked });
  });
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  await app.register(helmet, {
    contentSecurityPolicy: { directives: { defaultSrc: ["'none'"] } },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  app.addContentTypeParser(
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    { parseAs: 'buffer', bodyLimit: hub.importLimit },
    (_request, body, done) => {
      done(null, body);
    },
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.header('Cache-Control', 'no-store');
    // No page administers a hub: nothing of it is told to one.
    const origin = isAdministrators(request.url) ? undefined : allowedOrigin(request.headers.origin);
    if (origin === undefined) return;
    reply
      .header('Access-Control-Allow-Origin', origin)
      .header('Access-Control-Allow-Credentials', 'true')
      .header('Access-Control-Expose-Headers', 'Retry-After')
      .header('Vary', 'Origin');
    if (request.method !== 'OPTIONS') return;
    await reply
      .header('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, DELETE, COPY')
      .header('Access-Control-Allow-Headers', ASKED_HEADERS)
      .header('Access-Control-Max-Age', '600')
      .code(204)
      .send();
  });
  // What a desk sends is judged row by row at the gate [proof L4]; what an administrator sends becomes a document that the index must read.
  app.addHook('preValidation', async (request) => {
    if (!isAdministrators(request.url) || Buffer.isBuffer(request.body)) return;
    if (hasHalfCharacter(request.body)) throw Object.assign(new Error('half a character'), { statusCode: 400 });
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const told = { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    hub.log.request(told);
    hub.metrics.request(told);
    done();
  });
  app.setErrorHandler<Error & { statusCode?: number; validation?: unknown }>(async (error, request, reply) => {
    if (error.statusCode === 413) {
      const limit = request.routeOptions.bodyLimit ?? 1024 * 1024;
      const reason = request.routeOptions.url === '/admin/import' ? FILE_FAULTS.tooBig : refusalText('tooLarge');
      return reply.code(413).send({ error: 'too_large', reason, limit });
    }
    if (error.validation !== undefined || (error.statusCode ?? 500) < 500) {
      return reply.code(error.statusCode ?? 400).send({ error: 'bad_request', reason: refusalText('malformed') });
    }
    hub.onError(error);
    // A full disk is said as what it is, whatever it was that needed it.
    return refuse(reply.header('Retry-After', '5'), 503, hub.core.readOnly() ?? 'overload');
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not_found', reason: refusalText('notFoundOnline') }));
  accountRoutes(app, hub);
  feedRoutes(app, hub);
  gateRoutes(app, hub);
  clientRoutes(app, hub);
  lookupRoutes(app, hub);
  callerRoutes(app, hub);
  measureRoutes(app, hub);
  shareRoutes(app, hub);
  accessRoutes(app, hub);
  evidenceRoutes(app, hub);
  adminRoutes(app, hub);
  peopleRoutes(app, hub);
  accessLogRoutes(app, hub);
  backupRoutes(app, hub);
  referenceRoutes(app, hub);
  await adminPage(app, hub);
  await publicRoutes(app, hub);
  if (hub.core.store.embedded !== undefined) await couchRoutes(app, hub);
  else {
    // An Apache CouchDB answers its administrators itself.
    app.get('/', async () => ({ couchdb: 'Welcome', vendor: { name: 'GridDesk' }, hubId: hub.hubId }));
    app.get('/_up', async () => ({ status: 'ok' }));
    // Its databases are its own administrators' to back up.
    app.get('/admin/backup/databases', async () => ({ databases: {} }));
  }
  // The wildcard of the root is many ways in.
  const own = routes.filter(({ path }) => path !== '/*');
  return { app, routes: hub.core.store.embedded === undefined ? own : [...own, ...rootRoutes()] };
}
