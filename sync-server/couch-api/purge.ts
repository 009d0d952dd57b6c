/** `_purge`: revisions are taken away as if they had never been; no replicator is told [sync X2]. */
import { refusalText } from '../../shared/hotline/refusals.ts';
import { badRequest, CouchError, forbidden, json, type Answer } from './answer.ts';
import { objectBody, type Ask, plainText } from './ask.ts';
import type { CouchParts } from './couch-parts.ts';
import type { RootDatabase } from './databases.ts';
import { checkRev } from './documents-read.ts';
import { purgeLeaves } from './raw-level.ts';
import { needRoom, needServerAdmin } from './rights.ts';

/** CouchDB's own limits of a request. */
const MOST_IDS = 100;
const MOST_REVS = 1000;

export async function purge(parts: CouchParts, database: RootDatabase, ask: Ask): Promise<Answer> {
  needServerAdmin(ask.user);
  if (database.own !== undefined) throw forbidden(refusalText('hubWrites'));
  const wanted = Object.entries(objectBody(ask)).map(([id, revs]): [string, string[]] => {
    if (!Array.isArray(revs)) throw badRequest('Invalid revisions');
    return [id, revs.map((rev) => checkRev(plainText(rev)))];
  });
  if (wanted.length > MOST_IDS) throw badRequest('Exceeded maximum number of documents.');
  if (wanted.reduce((sum, [, revs]) => sum + revs.length, 0) > MOST_REVS) throw badRequest('Exceeded maximum number of revisions.');
  await needRoom(parts.hub);
  const purged: [string, readonly string[]][] = [];
  await parts.databases.purge(database, async (level) => {
    for (const [id, revs] of wanted) purged.push([id, await purgeLeaves(level, id, revs)]);
  });
  if (wanted.some(([id]) => id.startsWith('_design/'))) parts.designs.forget(database);
  if (purged.length !== wanted.length) throw new CouchError(404, 'not_found', 'Database does not exist.');
  return json(201, { purge_seq: null, purged: Object.fromEntries(purged) });
}
