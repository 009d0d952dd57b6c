/** Who may do what at the root: `_security` of the databases that administrators make; the hub's own are theirs alone [sync X2]. */
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { Hub } from '../hub-parts.ts';
import { CouchError, forbidden, unauthorized } from './answer.ts';
import { isAdmin, type User } from './ask.ts';
import type { Databases, Members, RootDatabase } from './databases.ts';

function among(user: User, members: Members | undefined): boolean {
  if (user.name !== null && members?.names?.includes(user.name) === true) return true;
  return user.roles.some((role) => members?.roles?.includes(role) === true);
}

export function needServerAdmin(user: User): void {
  if (!isAdmin(user)) throw unauthorized('You are not a server admin.');
}

/** Before anything of a database is told, its name's existence included in its answers. */
export function needMember(user: User, database: RootDatabase): void {
  if (isAdmin(user)) return;
  // Whoever has no name is told nothing, though a `_security` without members would be open to all in CouchDB.
  if (user.name === null) throw unauthorized('You are not authorized to access this db.');
  // Its documents hold passwords of other servers.
  if (database.name === '_replicator') throw forbidden('You are not allowed to access this db.');
  const { admins, members } = database.security;
  if (database.own === undefined && (among(user, admins) || among(user, members))) return;
  throw forbidden('You are not allowed to access this db.');
}

/** Design documents and `_security`: only the hub's administrator, because their JavaScript is run. */
export function needDatabaseAdmin(user: User): void {
  if (isAdmin(user)) return;
  if (user.name === null) throw unauthorized('You are not a db or server admin.');
  throw forbidden('You are not a db or server admin.');
}

/** The hub's own databases are written by the hub alone while it runs; a replicator's checkpoints (`_local`) are no content. */
export async function needWritable(databases: Databases, database: RootDatabase, replicated: boolean): Promise<void> {
  if (database.own === undefined) return;
  if (replicated && (await databases.takesReplication())) return;
  throw forbidden(refusalText('hubWrites'));
}

/** Before anything is written: on a full disk LevelDB could not be opened again. CouchDB's word, with the hub's status. */
export async function needRoom(hub: Hub): Promise<void> {
  if (hub.core.readOnly() === undefined) return;
  throw new CouchError(503, 'insufficient_storage', 'database_dir is too full', { 'retry-after': '30' });
}

/** The hub's signing key and the key of its callers' hashes: with them one could act as the hub. Never told, not even to administrators. */
export function isSecret(database: RootDatabase, id: string): boolean {
  return database.own === 'private' && id.startsWith('key:');
}
