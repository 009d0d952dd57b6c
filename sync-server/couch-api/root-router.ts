/** From a path to what answers it [sync X2]. */
import { allDocs, allDocsQueries, DESIGNS, localDocsRoute } from './all-docs.ts';
import { CouchError, failed, json, onlyAllowed, type Answer } from './answer.ts';
import type { Ask } from './ask.ts';
import { bulkDocs, bulkGet, missingRevs, revsDiff } from './bulk-routes.ts';
import { changes } from './changes.ts';
import type { CouchParts } from './couch-parts.ts';
import {
  compactRoute,
  createDatabase,
  databaseInfo,
  deleteDatabase,
  limitRoute,
  postDocument,
  securityRoute,
  shards,
} from './database-routes.ts';
import type { RootDatabase } from './databases.ts';
import { attachmentRoute, documentRoute } from './document-routes.ts';
import { explain, find } from './mango.ts';
import { indexRoute } from './mango-indexes.ts';
import { purge } from './purge.ts';
import { pouchStatus } from './pouch.ts';
import { needMember } from './rights.ts';
import { SERVER, serverRoute } from './server-routes.ts';
import { designRoute } from './views.ts';

type Route = Readonly<{ methods: string; answer: (parts: CouchParts, database: RootDatabase, ask: Ask) => Answer | Promise<Answer> }>;

const DATABASE: Readonly<Record<string, Route>> = {
  _all_docs: {
    methods: 'GET,HEAD,POST',
    answer: (_, db, ask) => (ask.path[2] === 'queries' ? allDocsQueries(db, ask) : allDocs(db, ask)),
  },
  _design_docs: {
    methods: 'GET,HEAD,POST',
    answer: (_, db, ask) => (ask.path[2] === 'queries' ? allDocsQueries(db, ask, DESIGNS) : allDocs(db, ask, DESIGNS)),
  },
  _bulk_docs: { methods: 'POST', answer: bulkDocs },
  _bulk_get: { methods: 'POST', answer: (_, db, ask) => bulkGet(db, ask) },
  _changes: { methods: 'GET,HEAD,POST', answer: changes },
  _revs_diff: { methods: 'POST', answer: (_, db, ask) => revsDiff(db, ask) },
  _missing_revs: { methods: 'POST', answer: (_, db, ask) => missingRevs(db, ask) },
  _security: { methods: 'GET,HEAD,PUT', answer: (parts, db, ask) => securityRoute(parts.databases, db, ask) },
  _revs_limit: { methods: 'GET,HEAD,PUT', answer: (parts, db, ask) => limitRoute(parts.databases, db, 'revsLimit', ask) },
  _purged_infos_limit: { methods: 'GET,HEAD,PUT', answer: (parts, db, ask) => limitRoute(parts.databases, db, 'purgedLimit', ask) },
  _find: { methods: 'POST', answer: find },
  _explain: { methods: 'POST', answer: explain },
  _index: { methods: 'GET,HEAD,POST,DELETE', answer: indexRoute },
  _purge: { methods: 'POST', answer: purge },
  _local_docs: { methods: 'GET,HEAD,POST', answer: (_, db, ask) => localDocsRoute(db, ask) },
  _compact: { methods: 'POST', answer: (_, db, ask) => compactRoute(db, ask) },
  _view_cleanup: { methods: 'POST', answer: () => json(202, { ok: true }) },
  // Every write was forced to disk before it was answered [sync G3].
  _ensure_full_commit: { methods: 'POST', answer: (_, db) => json(201, { ok: true, instance_start_time: String(db.created) }) },
  _shards: { methods: 'GET,HEAD', answer: () => shards() },
};

export type RootRoute = Readonly<{ methods: readonly string[]; path: string }>;

const DOCUMENT_METHODS = 'GET,HEAD,PUT,DELETE,COPY';
/** What a path stands for once a database is named; the first segment after it decides. */
const BEYOND: Readonly<Record<string, string>> = {
  '/:db': 'GET,HEAD,PUT,DELETE,POST',
  '/:db/:doc': DOCUMENT_METHODS,
  '/:db/:doc/:attachment': 'GET,HEAD,PUT,DELETE',
  '/:db/_local/:doc': DOCUMENT_METHODS,
  '/:db/_design/:ddoc': DOCUMENT_METHODS,
  '/:db/_design/:ddoc/_info': 'GET,HEAD',
  '/:db/_design/:ddoc/_view/:view': 'GET,HEAD,POST',
  '/:db/_design/:ddoc/_view/:view/queries': 'POST',
  '/:db/_index/:ddoc/json/:name': 'DELETE',
  '/:db/_all_docs/queries': 'POST',
  '/_node/_local/_config': 'GET',
  '/_scheduler/jobs': 'GET',
  '/_scheduler/docs': 'GET',
};

/** Every path of the root, as it answers them: for whoever must leave none out. */
export function rootRoutes(): readonly RootRoute[] {
  const server = Object.entries(SERVER).map(([name, { methods }]): [string, string] => [`/${name}`, methods]);
  const database = Object.entries(DATABASE).map(([name, { methods }]): [string, string] => [`/:db/${name}`, methods]);
  return [...server, ...database, ...Object.entries(BEYOND)].map(([path, methods]) => ({ path, methods: methods.split(',') }));
}

async function databaseItself(parts: CouchParts, name: string, ask: Ask): Promise<Answer> {
  if (ask.method === 'PUT') return createDatabase(parts, name, ask);
  const allowed = 'DELETE,GET,HEAD,POST';
  if (!allowed.split(',').includes(ask.method)) throw onlyAllowed(allowed);
  const database = need(parts, name, ask);
  if (ask.method === 'DELETE') return deleteDatabase(parts.databases, database, ask);
  return ask.method === 'POST' ? postDocument(parts, database, ask) : json(200, await databaseInfo(database));
}

/** A stranger learns nothing of a database, not even whether it exists. */
function need(parts: CouchParts, name: string, ask: Ask): RootDatabase {
  if (ask.user.name === null) throw new CouchError(401, 'unauthorized', 'You are not authorized to access this db.');
  const database = parts.databases.need(name);
  needMember(ask.user, database);
  return database;
}

/** A document's id and what stands behind it; `_design/x` and `_local/x` are ids of two segments. */
function documentOf([, first = '', ...rest]: readonly string[]): Readonly<{ id: string; rest: readonly string[] }> {
  const two = first === '_design' || first === '_local';
  return two ? { id: `${first}/${rest[0] ?? ''}`, rest: rest.slice(1) } : { id: first, rest };
}

async function route(parts: CouchParts, ask: Ask): Promise<Answer> {
  const server = await serverRoute(parts, ask);
  if (server !== undefined) return server;
  const [name = '', verb] = ask.path;
  if (verb === undefined || verb === '') return databaseItself(parts, name, ask);
  const database = need(parts, name, ask);
  const known = Object.hasOwn(DATABASE, verb) ? DATABASE[verb] : undefined;
  if (known !== undefined) {
    if (!known.methods.split(',').includes(ask.method)) throw onlyAllowed(known.methods);
    return known.answer(parts, database, ask);
  }
  const { id, rest } = documentOf(ask.path);
  if (id.startsWith('_design/') && rest[0]?.startsWith('_') === true) return designRoute(parts, database, ask);
  return rest.length === 0 ? documentRoute(parts, database, id, ask) : attachmentRoute(parts, database, id, rest.join('/'), ask);
}

export async function answerRoot(parts: CouchParts, ask: Ask): Promise<Answer> {
  try {
    return await route(parts, ask);
  } catch (error) {
    if (error instanceof CouchError) return failed(error);
    // What PouchDB refuses of a request is no fault of the hub.
    const status = pouchStatus(error) ?? 500;
    if (status < 400 || status >= 500) throw error;
    const { name, reason } = error as { name?: unknown; reason?: unknown };
    return failed(new CouchError(status, String(name ?? 'bad_request'), String(reason ?? 'refused')));
  }
}
