/** Many documents at once, as replicators ask: `_bulk_docs`, `_bulk_get`, `_revs_diff`, `_missing_revs` [sync X2]. */
import { badRequest, CouchError, json, type Answer } from './answer.ts';
import { isObject, objectBody, Params, type Ask, plainText } from './ask.ts';
import type { CouchParts } from './couch-parts.ts';
import type { RootDatabase } from './databases.ts';
import { openRevs, readDoc } from './documents-read.ts';
import type { ReadOptions } from './read-options.ts';
import { writeDocs } from './documents-write.ts';
import { maybe } from './pouch.ts';
import { isSecret } from './rights.ts';
import { someAtOnce } from './some-at-once.ts';

export async function bulkDocs(parts: CouchParts, database: RootDatabase, ask: Ask): Promise<Answer> {
  const body = objectBody(ask);
  if (body['docs'] === undefined) throw badRequest('POST body must include `docs` parameter.');
  if (!Array.isArray(body['docs'])) throw badRequest('`docs` parameter must be an array.');
  if (body['all_or_nothing'] === true) throw new CouchError(417, 'not_implemented', 'all_or_nothing is not supported');
  if (typeof (body['new_edits'] ?? true) !== 'boolean') throw badRequest('`new_edits` parameter must be a boolean.');
  const replicated = body['new_edits'] === false;
  const results = await writeDocs(parts, database, body['docs'], { user: ask.user, replicated });
  const rows = results.map((row) => ('ok' in row ? row : { id: row.id, error: row.error, reason: row.reason }));
  return json(201, replicated ? rows.filter((row) => !('ok' in row)) : rows);
}

export async function bulkGet(database: RootDatabase, ask: Ask): Promise<Answer> {
  const { docs } = objectBody(ask);
  if (docs === undefined) throw badRequest('Missing JSON list of `docs`.');
  if (!Array.isArray(docs)) throw badRequest('`docs` parameter must be an array.');
  const params = new Params(ask.query);
  const options: ReadOptions = {
    revs: params.flag('revs') === true,
    attachments: params.flag('attachments') === true,
    latest: params.flag('latest') === true,
  };
  const results = await someAtOnce(docs as readonly unknown[], async (each): Promise<object> => {
    if (!isObject(each) || typeof each['id'] !== 'string')
      return { id: null, docs: [{ error: { id: null, rev: null, error: 'bad_request', reason: 'document id missed' } }] };
    const found = await got(database, each['id'], each['rev'], { ...options, attsSince: sinceOf(each['atts_since']) });
    return { id: each['id'], docs: found };
  });
  return json(200, { results });
}

function sinceOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(plainText) : undefined;
}

async function got(database: RootDatabase, id: string, rev: unknown, options: ReadOptions): Promise<readonly object[]> {
  const failed = ({ error, reason }: CouchError): object => ({ error: { id, rev: rev ?? 'undefined', error, reason } });
  try {
    if (rev === undefined || rev === null) return [{ ok: await readDoc(database, id, options) }];
    const rows = await openRevs(database, id, [plainText(rev)], options);
    return rows.map((row) => ('ok' in row ? row : failed(new CouchError(404, 'not_found', 'missing'))));
  } catch (error) {
    if (error instanceof CouchError) return [failed(error)];
    throw error;
  }
}

function wantedRevs(ask: Ask): Record<string, string[]> {
  const body = objectBody(ask);
  const wanted: Record<string, string[]> = {};
  for (const [id, revs] of Object.entries(body)) {
    if (!Array.isArray(revs)) throw badRequest('Revisions must be given as a list');
    wanted[id] = revs.map(plainText);
  }
  return wanted;
}

async function missingOf(database: RootDatabase, wanted: Record<string, string[]>): Promise<Record<string, string[]>> {
  const found = await database.pouch.revsDiff(wanted);
  return Object.fromEntries(Object.entries(found).map(([id, { missing }]) => [id, missing]));
}

/** Leaves that are older than what is missing: it may grow out of one of them. */
async function ancestors(database: RootDatabase, id: string, missing: readonly string[]): Promise<string[]> {
  if (isSecret(database, id)) return [];
  const generation = (rev: string): number => Number(rev.split('-')[0]);
  const leaves =
    (await maybe(database.pouch.get(id, { open_revs: 'all' }) as unknown as Promise<({ ok: { _rev: string } } | { missing: string })[]>)) ??
    [];
  const highest = Math.max(...missing.map(generation));
  return leaves
    .flatMap((leaf) => ('ok' in leaf && generation(leaf.ok._rev) < highest ? [leaf.ok._rev] : []))
    .sort((a, b) => (a < b ? 1 : -1));
}

export async function revsDiff(database: RootDatabase, ask: Ask): Promise<Answer> {
  const missing = await missingOf(database, wantedRevs(ask));
  const rows = await someAtOnce(Object.entries(missing), async ([id, revs]): Promise<[string, object]> => {
    const possible = await ancestors(database, id, revs);
    return [id, { missing: revs, ...(possible.length > 0 ? { possible_ancestors: possible } : {}) }];
  });
  return json(200, Object.fromEntries(rows));
}

export async function missingRevs(database: RootDatabase, ask: Ask): Promise<Answer> {
  return json(200, { missing_revs: await missingOf(database, wantedRevs(ask)) });
}
