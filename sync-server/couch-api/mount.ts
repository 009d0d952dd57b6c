/** The CouchDB API in the hub's server, beside `/desk`, `/admin` and `/public` [sync X2]. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Hub } from '../hub-parts.ts';
import { backupDatabaseRoutes } from './backup-databases.ts';
import { CouchError, failed, unauthorized, type Answer } from './answer.ts';
import type { Ask, User } from './ask.ts';
import type { CouchParts } from './couch-parts.ts';
import { Credentials } from './credentials.ts';
import { Databases } from './databases.ts';
import { Designs } from './designs.ts';
import { ReplicatorDocuments } from './replication/replicator-documents.ts';
import { Replicator } from './replication/replicator.ts';
import { answerRoot } from './root-router.ts';
import { ViewIndexes } from './view-index.ts';

/** Of an administrator's or a member's request; a stranger has a password to send, no more. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_OF_A_STRANGER = 16 * 1024;
const NOTHING = Buffer.alloc(0);
/** The hub's other doors. */
const OTHERS = new Set(['desk', 'admin', 'public']);

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new CouchError(400, 'bad_request', 'Invalid URL encoding');
  }
}

function split(url: string): Readonly<{ path: string[]; query: URLSearchParams }> {
  const [path = '', ...query] = url.split('?');
  const segments = path.replace(/^\//u, '').replace(/\/$/u, '').split('/');
  return { path: segments.map(decoded), query: new URLSearchParams(query.join('?')) };
}

function headersOf(request: FastifyRequest): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

/** What a browser at `app://desk` may do and read here. */
function exposeHeaders(reply: FastifyReply): void {
  if (!reply.hasHeader('access-control-allow-origin')) return;
  reply.header(
    'access-control-expose-headers',
    'content-type, cache-control, accept-ranges, etag, location, retry-after, x-couch-request-id',
  );
}

async function send(reply: FastifyReply, answer: Answer, head: boolean): Promise<FastifyReply> {
  reply.removeHeader('cache-control');
  for (const [name, value] of Object.entries(answer.headers)) reply.header(name, value as string | string[]);
  reply.code(answer.status);
  const { body } = answer;
  if (body === undefined) return reply.header('content-length', '0').send(answer.status === 304 ? undefined : NOTHING);
  if (typeof body === 'string' || body instanceof Uint8Array) {
    const bytes = Buffer.from(body as string);
    reply.header('content-length', String(bytes.length));
    return reply.send(head ? NOTHING : bytes);
  }
  if (head) return reply.send(NOTHING);
  return reply.send(Readable.from(body, { objectMode: false }));
}

const LOOPBACK = /^(?:127\.[0-9.]+|localhost|\[::1\])$/u;

/** This hub by the address it listens at. */
function isOwn(server: FastifyInstance, url: URL): boolean {
  const port = url.port === '' ? 80 : Number(url.port);
  if (url.protocol !== 'http:') return false;
  return server
    .addresses()
    .some((at) => typeof at === 'object' && at.port === port && (LOOPBACK.test(url.hostname) || at.address === url.hostname));
}

/** Told to anybody, or nothing of what people did. */
const OPEN: ReadonlySet<string> = new Set(['', '_up', '_session', '_uuids', '_utils', 'favicon.ico']);

/** What the administrator reads here is in the access log before it is answered, by database and hour (art. 18, F51; ADR 16). */
async function noteAdmin({ hub, databases }: CouchParts, { user, method, path }: Ask): Promise<void> {
  const [name = ''] = path;
  if (user.name !== 'admin' || OPEN.has(name) || (await databases.isBeingFilled())) return;
  const reads = method === 'GET' || method === 'HEAD' || path[1] === '_find' || path[1] === '_all_docs' || path[1] === '_bulk_get';
  await hub.accessLog.adminHourly(hub.core.now(), reads ? 'couch.read' : 'couch.ask', name);
}

export async function couchRoutes(server: FastifyInstance, hub: Hub): Promise<void> {
  const databases = await Databases.load(hub.core.dataDir, hub.core.store, hub.core.layer);
  const designs = new Designs();
  const reach = { hosts: hub.replicateWith, own: (url: URL) => isOwn(server, url) };
  const replicator = new Replicator(databases, (ask) => answerRoot(parts, ask), reach);
  const documents = new ReplicatorDocuments({
    database: () => databases.get('_replicator'),
    replicator,
    hasRoom: hub.core.hasRoom,
    onError: hub.onError,
  });
  const replication = { replicator, documents };
  const credentials = new Credentials(hub, databases);
  const parts: CouchParts = { hub, databases, designs, views: new ViewIndexes(), credentials, replication };
  const stopping = new AbortController();
  server.addHook('onListen', () => {
    documents.start();
  });
  server.addHook('preClose', async () => {
    stopping.abort();
    replicator.close();
    await documents.close();
  });
  server.addHook('onClose', async () => {
    designs.close();
    await databases.close();
  });
  backupDatabaseRoutes(server, hub, databases);
  server.addHttpMethod('COPY', { hasBody: true });
  await server.register(async (app) => {
    const users = new WeakMap<FastifyRequest, User>();
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => {
      done(null, body);
    });
    // Before a byte of the body is read: who asks.
    app.addHook('onRequest', async (request, reply) => {
      if (OTHERS.has(request.url.split(/[/?]/u)[1] ?? '')) return reply.callNotFound();
      exposeHeaders(reply);
      try {
        const user = await parts.credentials.of(headersOf(request), request.ip);
        users.set(request, user);
        const size = request.headers['content-length'];
        const chunked = request.headers['transfer-encoding'] !== undefined;
        if (user.name === null && (chunked || Number(size ?? 0) > MOST_OF_A_STRANGER))
          throw unauthorized('You are not authorized to access this db.');
        return undefined;
      } catch (error) {
        if (error instanceof CouchError) return send(reply, failed(error), request.method === 'HEAD');
        throw error;
      }
    });
    app.setErrorHandler<Error & { statusCode?: number; code?: string }>((error, request, reply) => {
      const known =
        error instanceof CouchError
          ? error
          : error.statusCode === 413
            ? new CouchError(413, 'too_large', 'the request entity is too large')
            : undefined;
      if (known !== undefined) return send(reply, failed(known), request.method === 'HEAD');
      if ((error.statusCode ?? 500) < 500) return send(reply, failed(new CouchError(400, 'bad_request', 'invalid request')), false);
      // Who asked has gone: nobody's fault, and nobody to tell.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') hub.onError(error);
      return send(reply, failed(new CouchError(503, 'service_unavailable', 'The hub could not answer.', { 'retry-after': '5' })), false);
    });
    const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const gone = new AbortController();
      reply.raw.once('close', () => {
        gone.abort();
      });
      const ask: Ask = {
        method: request.method,
        ...split(request.raw.url ?? '/'),
        headers: headersOf(request),
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        user: users.get(request) ?? { name: null, roles: [] },
        peer: request.ip,
        origin: `${request.protocol}://${request.host}`,
        gone: AbortSignal.any([gone.signal, stopping.signal]),
      };
      await noteAdmin(parts, ask);
      return send(reply, await answerRoot(parts, ask), request.method === 'HEAD');
    };
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'COPY'];
    app.route({ method: methods, url: '/', bodyLimit: MOST_BYTES, handler });
    app.route({ method: methods, url: '/*', bodyLimit: MOST_BYTES, handler });
  });
}
