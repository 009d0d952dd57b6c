/** `_find` over all documents in order of id [sync X2]: what a small machine's administrator asks; indexes are not kept. */
import { CouchError, json, type Answer } from './answer.ts';
import { isObject, objectBody, type Ask } from './ask.ts';
import type { CouchParts } from './couch-parts.ts';
import type { RootDatabase } from './databases.ts';
import { compileSelector, fieldOf, fieldPath } from './mango-selector.ts';
import { regexTester } from './mango-regex.ts';
import type { Doc } from './pouch.ts';
import { isSecret } from './rights.ts';

const PAGE = 200;
const WARNING = 'No matching index found, create an index to optimize query time.';

function countOf(body: Record<string, unknown>, name: string, otherwise: number): number {
  const value = body[name] ?? otherwise;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw new CouchError(400, `invalid_${name}`, `\`${name}\` must be a non-negative integer.`);
  return value;
}

function projected(doc: Doc, fields: readonly string[]): object {
  if (fields.length === 0) return doc;
  const out: Record<string, unknown> = {};
  for (const path of fields) {
    const value = fieldOf(doc, path);
    if (value === undefined) continue;
    const parts = fieldPath(path);
    let at = out;
    for (const part of parts.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
    at[parts.at(-1) ?? path] = value;
  }
  return out;
}

/** The id after which the next page begins, opaque. */
function afterOf(bookmark: unknown): string | undefined {
  if (bookmark === undefined || bookmark === null || bookmark === 'nil' || bookmark === '') return undefined;
  const [, id] = /^gd1\.([A-Za-z0-9_-]+)$/u.exec(String(bookmark)) ?? [];
  if (id === undefined) throw new CouchError(400, 'invalid_bookmark', `Invalid bookmark value: ${JSON.stringify(bookmark)}`);
  return Buffer.from(id, 'base64url').toString('utf8');
}

export async function find(parts: CouchParts, database: RootDatabase, ask: Ask): Promise<Answer> {
  const body = objectBody(ask);
  if (body['selector'] === undefined) throw new CouchError(400, 'missing_required_key', 'Missing required key: selector');
  const matches = compileSelector(body['selector'], regexTester(parts.designs));
  const [limit, skip] = [countOf(body, 'limit', 25), countOf(body, 'skip', 0)];
  const { sort, fields: asked = [] } = body;
  if (!Array.isArray(asked)) throw new CouchError(400, 'invalid_fields_json', 'Fields must be an array of strings.');
  if (sort !== undefined && !(Array.isArray(sort) && sort.every((each) => each === '_id' || (isObject(each) && each['_id'] === 'asc'))))
    throw new CouchError(400, 'no_usable_index', 'No index exists for this sort, try indexing by the sort fields.');
  const docs: object[] = [];
  let [after, left, last] = [afterOf(body['bookmark']), skip, ''];
  scan: for (;;) {
    const from = after === undefined ? {} : { startkey: after, skip: 1 };
    const { rows } = await database.pouch.allDocs({ ...from, limit: PAGE, include_docs: true });
    const seen = rows.flatMap(({ doc }) =>
      doc === null || doc === undefined || doc._id.startsWith('_design/') || isSecret(database, doc._id) ? [] : [doc],
    );
    const passes = await matches(seen);
    for (const [n, doc] of seen.entries()) {
      if (docs.length >= limit) break scan;
      if (passes[n] !== true) continue;
      if (left > 0) left -= 1;
      else docs.push(projected(doc, asked.map(String)));
      last = doc._id;
    }
    if (rows.length < PAGE) break;
    after = rows.at(-1)?.id;
  }
  const bookmark = last === '' ? 'nil' : `gd1.${Buffer.from(last).toString('base64url')}`;
  return json(200, { docs, bookmark, warning: WARNING });
}
