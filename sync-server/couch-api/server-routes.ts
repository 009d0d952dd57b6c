/** The server at the root: what it is, its databases, sessions, and of its configuration what tools ask for [sync X2]. */
import { createHash, randomBytes } from 'node:crypto';
import { badRequest, CouchError, json, notFound, OK, onlyAllowed, type Answer } from './answer.ts';
import { isObject, jsonBody, Params, textOf, type Ask, plainText } from './ask.ts';
import type { CouchParts } from './couch-parts.ts';
import { databaseInfo } from './database-routes.ts';
import { contentTag } from './documents-write.ts';
import { replicateRoute, replicationTasks, schedulerRoute } from './replication/replication-routes.ts';
import { needServerAdmin } from './rights.ts';

/** The version whose API is spoken; clients decide by it. */
const VERSION = '3.5.0';
const NODE = 'couchdb@127.0.0.1';

function methods(ask: Ask, allowed: string): void {
  if (!allowed.split(',').includes(ask.method)) throw onlyAllowed(allowed);
}

function welcome(parts: CouchParts): Answer {
  const uuid = createHash('md5').update(parts.hub.hubId).digest('hex');
  const features = ['access-ready', 'pluggable-storage-engines', 'scheduler'];
  return json(200, {
    couchdb: 'Welcome',
    version: VERSION,
    git_sha: 'griddesk',
    uuid,
    features,
    vendor: { name: 'GridDesk' },
    hubId: parts.hub.hubId,
  });
}

function uuids(ask: Ask): Answer {
  const count = ask.query.get('count') ?? '1';
  if (!/^[0-9]{1,9}$/u.test(count)) throw badRequest('count must be a positive integer');
  if (Number(count) > 1000) throw badRequest('count parameter too large');
  const list = Array.from({ length: Number(count) }, () => randomBytes(16).toString('hex'));
  return json(200, { uuids: list }, { etag: contentTag(list), 'cache-control': 'no-cache' });
}

function allDbs({ databases }: CouchParts, ask: Ask): Answer {
  needServerAdmin(ask.user);
  const params = new Params(ask.query);
  const [start, end] = [params.value('startkey', 'start_key')?.value, params.value('endkey', 'end_key')?.value];
  const skip = params.count('skip') ?? 0;
  const names = databases
    .names()
    .filter((name) => (typeof start !== 'string' || name >= start) && (typeof end !== 'string' || name <= end));
  const listed = (params.flag('descending') === true ? [...names].reverse() : names).slice(
    skip,
    skip + (params.count('limit') ?? Infinity),
  );
  return json(200, listed, { etag: contentTag(listed) });
}

async function dbsInfo({ databases }: CouchParts, ask: Ask): Promise<Answer> {
  needServerAdmin(ask.user);
  const body = ask.method === 'POST' ? jsonBody(ask) : { keys: databases.names() };
  const keys = isObject(body) ? body['keys'] : undefined;
  if (!Array.isArray(keys)) throw badRequest('`keys` member must exist.');
  if (keys.length > 100) throw badRequest('`keys` array must have at most 100 entries');
  const rows: object[] = [];
  for (const key of keys.map(plainText)) {
    const database = databases.get(key);
    rows.push(database === undefined ? { key, error: 'not_found' } : { key, info: await databaseInfo(database) });
  }
  return json(200, rows);
}

/** Name and password as JSON or as a form. */
function loginOf(ask: Ask): Readonly<{ name: string; password: string }> {
  const form = (ask.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const given = form ? Object.fromEntries(new URLSearchParams(textOf(ask.body))) : jsonBody(ask);
  const { name, username, password } = isObject(given) ? given : {};
  return { name: plainText(name ?? username ?? ''), password: plainText(password ?? '') };
}

async function session({ credentials }: CouchParts, ask: Ask): Promise<Answer> {
  if (ask.method === 'DELETE') return json(200, OK, { 'set-cookie': await credentials.cookie(undefined) });
  if (ask.method === 'POST') {
    const { name, password } = loginOf(ask);
    try {
      const user = await credentials.login(name, password, ask.peer);
      return json(200, { ok: true, name: user.name, roles: user.roles }, { 'set-cookie': await credentials.cookie(user) });
    } catch (error) {
      if (!(error instanceof CouchError) || error.status !== 401) throw error;
      throw new CouchError(401, error.error, error.reason, { 'set-cookie': await credentials.cookie(undefined) });
    }
  }
  const { name, roles, by } = ask.user;
  const info = { authentication_handlers: ['cookie', 'default'], ...(by === undefined ? {} : { authenticated: by }) };
  return json(200, { ok: true, userCtx: { name, roles }, info });
}

/** What tools read of a node's configuration; nothing can be set here, the hub is set up by its command line. */
const CONFIG: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  chttpd: { bind_address: '127.0.0.1', enable_cors: 'true', max_http_request_size: String(64 * 1024 * 1024), require_valid_user: 'false' },
  chttpd_auth: { authentication_db: '_users', timeout: '600' },
  cluster: { q: '1', n: '1' },
  cors: { credentials: 'true', origins: 'app://desk' },
};

function config(ask: Ask): Answer {
  needServerAdmin(ask.user);
  if (ask.method !== 'GET' && ask.method !== 'HEAD') throw new CouchError(403, 'forbidden', 'The hub is configured by its command line.');
  const [, , , section, key] = ask.path;
  if (section === undefined) return json(200, CONFIG);
  const found = Object.hasOwn(CONFIG, section) ? CONFIG[section] : undefined;
  if (key === undefined) return json(200, found ?? {});
  const value = found !== undefined && Object.hasOwn(found, key) ? found[key] : undefined;
  if (value === undefined) throw notFound('unknown_config_value');
  return json(200, value);
}

function node(ask: Ask): Answer {
  needServerAdmin(ask.user);
  const [, name, what] = ask.path;
  if (name !== '_local' && name !== NODE) throw notFound('no such node');
  if (what === '_config') return config(ask);
  if (what === undefined) return json(200, { name: NODE });
  if (what === '_system') return json(200, { uptime: Math.floor(process.uptime()), memory: { processes: process.memoryUsage().rss } });
  throw notFound('missing');
}

type ServerRoute = Readonly<{ methods: string; admin?: true; answer: (parts: CouchParts, ask: Ask) => Answer | Promise<Answer> }>;

/** By the first segment of the path. */
export const SERVER: Readonly<Record<string, ServerRoute>> = {
  '': { methods: 'GET,HEAD', answer: (parts) => welcome(parts) },
  _up: { methods: 'GET,HEAD', answer: () => json(200, { status: 'ok', seeds: {} }) },
  _uuids: { methods: 'GET', answer: (_, ask) => uuids(ask) },
  _all_dbs: { methods: 'GET,HEAD', answer: allDbs },
  _dbs_info: { methods: 'GET,HEAD,POST', answer: dbsInfo },
  _session: { methods: 'GET,HEAD,POST,DELETE', answer: session },
  _membership: { methods: 'GET,HEAD', admin: true, answer: () => json(200, { all_nodes: [NODE], cluster_nodes: [NODE] }) },
  _active_tasks: { methods: 'GET,HEAD', admin: true, answer: ({ replication }) => json(200, replicationTasks(replication)) },
  _replicate: { methods: 'POST', admin: true, answer: ({ replication }, ask) => replicateRoute(replication, ask) },
  _scheduler: { methods: 'GET,HEAD', admin: true, answer: ({ replication }, ask) => schedulerRoute(replication, ask) },
  _node: { methods: 'GET,HEAD,PUT,POST,DELETE', answer: (_, ask) => node(ask) },
};

/** Undefined where the path is no server's. */
export async function serverRoute(parts: CouchParts, ask: Ask): Promise<Answer | undefined> {
  const [first = ''] = ask.path;
  const route = Object.hasOwn(SERVER, first) ? SERVER[first] : undefined;
  if (route === undefined) return undefined;
  // An empty segment names nothing.
  if (first === '' && ask.path.length > 1) throw notFound('missing');
  methods(ask, route.methods);
  if (route.admin === true) needServerAdmin(ask.user);
  return route.answer(parts, ask);
}
