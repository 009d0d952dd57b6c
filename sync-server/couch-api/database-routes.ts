/** One database: its facts, its `_security`, its limits [sync X2]. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { refusalText } from '../../shared/hotline/refusals.ts';
import { badRequest, CouchError, forbidden, json, OK, type Answer } from './answer.ts';
import { isObject, jsonBody, objectBody, type Ask } from './ask.ts';
import type { CouchParts } from './couch-parts.ts';
import type { Databases, RootDatabase } from './databases.ts';
import { writeOne } from './documents-write.ts';
import { locationOf } from './document-routes.ts';
import { countDocuments } from './raw-level.ts';
import { sequenceText } from './sequence.ts';
import { needRoom, needServerAdmin } from './rights.ts';

const NODE = 'couchdb@127.0.0.1';

/** PouchDB keeps no number of deleted documents: they are counted, once a state, in databases of at most this many. */
const MOST_COUNTED = 100_000;
const deletedAt = new WeakMap<RootDatabase, Readonly<{ sequence: number; count: number }>>();

async function deletedCount(database: RootDatabase, living: number, sequence: number): Promise<number> {
  const known = deletedAt.get(database);
  if (known?.sequence === sequence) return known.count;
  const level = database.level();
  const all = level === undefined ? undefined : await countDocuments(level, MOST_COUNTED);
  const count = Math.max(0, (all ?? 0) - living);
  deletedAt.set(database, { sequence, count });
  return count;
}

/** Bytes of its files. LevelDB tells neither what of them is in use nor what the documents were before they were packed. */
async function sizesOf({ folder }: RootDatabase): Promise<object> {
  const files = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(files.map((file) => stat(join(folder, file)).catch(() => ({ size: 0 }))));
  const file = sizes.reduce((sum, { size }) => sum + size, 0);
  return { file, external: file, active: file };
}

export async function databaseInfo(database: RootDatabase): Promise<object> {
  const { doc_count, update_seq } = await database.pouch.info();
  return {
    instance_start_time: String(database.created),
    db_name: database.name,
    purge_seq: sequenceText(database, database.purges),
    update_seq: sequenceText(database, update_seq),
    sizes: await sizesOf(database),
    props: {},
    doc_del_count: await deletedCount(database, doc_count, update_seq),
    doc_count,
    disk_format_version: 8,
    compact_running: false,
    cluster: { q: 1, n: 1, w: 1, r: 1 },
  };
}

export async function createDatabase({ hub, databases }: CouchParts, name: string, ask: Ask): Promise<Answer> {
  needServerAdmin(ask.user);
  await needRoom(hub);
  await databases.create(name);
  return json(201, OK, { location: `${ask.origin}/${encodeURIComponent(name)}` });
}

export async function deleteDatabase(databases: Databases, database: RootDatabase, ask: Ask): Promise<Answer> {
  needServerAdmin(ask.user);
  if (ask.query.has('rev'))
    throw badRequest('You tried to DELETE a database with a ?=rev parameter. Did you mean to DELETE a document instead?');
  if (database.own !== undefined) throw forbidden(refusalText('hubWrites'));
  await databases.destroy(database);
  return json(200, OK);
}

export async function postDocument(parts: CouchParts, database: RootDatabase, ask: Ask): Promise<Answer> {
  const written = await writeOne(parts, database, jsonBody(ask), { user: ask.user });
  if (ask.query.get('batch') === 'ok') return json(202, { ok: true, id: written.id });
  return json(201, written, locationOf(ask, database, written.id));
}

function membersOf(value: unknown): boolean {
  if (value === undefined) return true;
  if (!isObject(value)) return false;
  return [value['names'], value['roles']].every(
    (list) => list === undefined || (Array.isArray(list) && list.every((each) => typeof each === 'string')),
  );
}

export async function securityRoute(databases: Databases, database: RootDatabase, ask: Ask): Promise<Answer> {
  if (ask.method !== 'PUT') return json(200, database.security);
  if (!ask.user.roles.includes('_admin')) throw new CouchError(401, 'unauthorized', 'You are not a db or server admin.');
  if (database.own !== undefined) throw forbidden(refusalText('hubWrites'));
  const security = objectBody(ask);
  if (!membersOf(security['admins']) || !membersOf(security['members']))
    throw badRequest('Security object must have lists of names and roles');
  await databases.change(database, { security });
  return json(200, OK);
}

export async function limitRoute(
  databases: Databases,
  database: RootDatabase,
  which: 'revsLimit' | 'purgedLimit',
  ask: Ask,
): Promise<Answer> {
  if (ask.method !== 'PUT') return json(200, database[which]);
  needServerAdmin(ask.user);
  if (database.own !== undefined) throw forbidden(refusalText('hubWrites'));
  const limit = jsonBody(ask);
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) throw badRequest('`rev_limit` must be greater than zero');
  await databases.change(database, { [which]: limit });
  return json(200, OK);
}

export function shards(): Answer {
  return json(200, { shards: { '00000000-ffffffff': [NODE] } });
}

export async function compactRoute(database: RootDatabase, ask: Ask): Promise<Answer> {
  needServerAdmin(ask.user);
  if (!(ask.headers['content-type'] ?? '').startsWith('application/json'))
    throw new CouchError(415, 'bad_content_type', 'Content-Type must be application/json');
  // The hub's own are compacted at every write.
  if (database.own === undefined) database.pouch.compact().catch(() => undefined);
  return json(202, OK);
}
