/** Mango's indexes [sync X2]: design documents in the language `query`, as CouchDB keeps them, so that they replicate. */
import { createHash } from 'node:crypto';
import { CouchError, json, notFound, OK, onlyAllowed, type Answer } from './answer.ts';
import { isObject, objectBody, Params, type Ask, plainText } from './ask.ts';
import type { CouchParts } from './couch-parts.ts';
import type { RootDatabase } from './databases.ts';
import { writeOne } from './documents-write.ts';
import { readSelector } from './mango-selector.ts';
import { maybe, type Doc } from './pouch.ts';
import { needDatabaseAdmin } from './rights.ts';

export type Direction = 'asc' | 'desc';
export type Sort = readonly (readonly [field: string, direction: Direction])[];
/** `ddoc` null: the one of all documents by id. */
export type MangoIndex = Readonly<{ ddoc: string | null; rev: string; name: string; fields: Sort; partial?: Record<string, unknown> }>;

export const ALL_DOCS: MangoIndex = { ddoc: null, rev: '', name: '_all_docs', fields: [['_id', 'asc']] };

const refused = (error: string, reason: string): CouchError => new CouchError(400, error, reason);

/** `["a", {"b": "desc"}]`; one direction for all. */
export function readSort(value: unknown): Sort {
  if (!Array.isArray(value)) throw refused('invalid_sort_json', `Sort must be an array of sort specs, not: ${JSON.stringify(value)}`);
  const sort = value.map((each): readonly [string, Direction] => {
    if (typeof each === 'string') return [each, 'asc'];
    const [entry, more] = isObject(each) ? Object.entries(each) : [];
    if (entry === undefined || more !== undefined) throw refused('invalid_sort_field', `Invalid sort field: ${JSON.stringify(each)}`);
    const [field, direction] = entry;
    if (direction !== 'asc' && direction !== 'desc')
      throw refused('invalid_sort_dir', `Invalid sort direction: ${JSON.stringify(direction)}`);
    return [field, direction];
  });
  if (new Set(sort.map(([, direction]) => direction)).size > 1)
    throw refused('unsupported_mixed_sort', 'Sorts currently only support a single direction for all fields.');
  return sort;
}

function indexesOf(doc: Doc): readonly MangoIndex[] {
  if (doc['language'] !== 'query' || !isObject(doc['views'])) return [];
  return Object.entries(doc['views']).flatMap(([name, view]) => {
    const map = isObject(view) && isObject(view['map']) ? view['map'] : {};
    const fields = isObject(map['fields']) ? Object.entries(map['fields']) : [];
    if (fields.length === 0) return [];
    const partial = map['partial_filter_selector'];
    return [
      {
        ddoc: doc._id,
        rev: doc._rev ?? '',
        name,
        fields: fields.map(([field, direction]) => [field, direction === 'desc' ? 'desc' : 'asc'] as const),
        ...(isObject(partial) && Object.keys(partial).length > 0 ? { partial } : {}),
      },
    ];
  });
}

/** Of this database, that of all documents first. */
export async function allIndexes(database: RootDatabase): Promise<readonly MangoIndex[]> {
  const { rows } = await database.pouch.allDocs({ startkey: '_design/', endkey: '_design0', include_docs: true });
  return [ALL_DOCS, ...rows.flatMap(({ doc }) => (doc === null || doc === undefined ? [] : indexesOf(doc)))];
}

export function indexText({ ddoc, name, fields, partial }: MangoIndex): object {
  const def = {
    fields: fields.map(([field, direction]) => ({ [field]: direction })),
    ...(partial === undefined ? {} : { partial_filter_selector: partial }),
  };
  return ddoc === null ? { ddoc, name, type: 'special', def } : { ddoc, name, type: 'json', partitioned: false, def };
}

const designId = (name: string): string => (name.startsWith('_design/') ? name : `_design/${name}`);

function textOf(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw refused('invalid_string', `Invalid string: ${JSON.stringify(value)}`);
  if (value === '') throw refused('invalid_empty_string', 'Index name or ddoc cannot be empty string');
  return value;
}

const KEYS = new Set(['index', 'type', 'name', 'ddoc', 'w', 'partitioned']);

function asked(body: Record<string, unknown>): Readonly<{ id: string; name: string; map: Record<string, unknown> }> {
  const unknown = Object.keys(body).find((key) => !KEYS.has(key));
  if (body['index'] === undefined) throw refused('missing_required_key', 'Missing required key: index');
  if (unknown !== undefined) throw refused('invalid_key', `Invalid key ${unknown} for this request.`);
  const type = textOf(body, 'type') ?? 'json';
  if (type === 'text' || type === 'nouveau') throw new CouchError(503, 'required index service unavailable', type);
  if (type !== 'json') throw refused('invalid_index', `Invalid type for index: ${type}`);
  const { index } = body;
  if (!isObject(index)) throw refused('invalid_index', `JSON indexes must be an object, not: ${JSON.stringify(index)}`);
  if (index['fields'] === undefined) throw refused('missing_required_key', 'Missing required key: fields');
  const fields = readSort(index['fields']);
  if (fields.length === 0) throw refused('invalid_index', 'Index is missing its definition.');
  const partial = index['partial_filter_selector'] ?? {};
  readSelector(partial);
  const map = { fields: Object.fromEntries(fields), partial_filter_selector: partial };
  const made = createHash('sha1').update(JSON.stringify(map)).digest('hex');
  return { id: designId(textOf(body, 'ddoc') ?? made), name: textOf(body, 'name') ?? made, map };
}

async function createIndex(parts: CouchParts, database: RootDatabase, ask: Ask): Promise<Answer> {
  const { id, name, map } = asked(objectBody(ask));
  const known = await maybe(database.pouch.get(id));
  if (known !== undefined && known['language'] !== undefined && known['language'] !== 'query')
    throw refused('invalid_index', 'Invalid design document query language.');
  const views = isObject(known?.['views']) ? known['views'] : {};
  const old = Object.hasOwn(views, name) ? views[name] : undefined;
  if (isObject(old) && JSON.stringify(old['map']) === JSON.stringify(map)) return json(200, { result: 'exists', id, name });
  needDatabaseAdmin(ask.user);
  const options = {
    def: {
      fields: Object.entries(map['fields'] as Record<string, Direction>).map(([field, direction]) =>
        direction === 'asc' ? field : { [field]: direction },
      ),
    },
  };
  const view = { map, reduce: '_count', options };
  await writeOne(parts, database, { ...known, _id: id, language: 'query', views: { ...views, [name]: view } }, { user: ask.user });
  return json(200, { result: 'created', id, name });
}

/** Takes indexes out of a design document, and the document with its last one; false where there was none. */
async function removeIndex(parts: CouchParts, database: RootDatabase, ask: Ask, id: string, name?: string): Promise<boolean> {
  const known = await maybe(database.pouch.get(id));
  if (known?.['language'] !== 'query' || !isObject(known['views'])) return false;
  if (name !== undefined && !Object.hasOwn(known['views'], name)) return false;
  const views = name === undefined ? {} : Object.fromEntries(Object.entries(known['views']).filter(([each]) => each !== name));
  const left = Object.keys(views).length > 0;
  await writeOne(parts, database, left ? { ...known, views } : { _id: id, _rev: known._rev, _deleted: true }, { user: ask.user });
  return true;
}

async function bulkDelete(parts: CouchParts, database: RootDatabase, ask: Ask): Promise<Answer> {
  const { docids } = objectBody(ask);
  if (!Array.isArray(docids)) throw refused('invalid_bulk_docs', 'Bulk Delete requires an array of non-null docids.');
  const [success, fail]: [object[], object[]] = [[], []];
  for (const docid of docids) {
    const id = designId(plainText(docid));
    if (await removeIndex(parts, database, ask, id)) success.push({ id, ok: true });
    else fail.push({ id, error: 'not_found' });
  }
  return json(200, { success, fail });
}

export async function indexRoute(parts: CouchParts, database: RootDatabase, ask: Ask): Promise<Answer> {
  const [, , ...rest] = ask.path;
  if (rest.length === 0) {
    if (ask.method === 'POST') return createIndex(parts, database, ask);
    if (ask.method !== 'GET' && ask.method !== 'HEAD') throw onlyAllowed('GET,POST');
    const params = new Params(ask.query);
    const [indexes, skip] = [await allIndexes(database), params.count('skip') ?? 0];
    const shown = indexes.slice(skip, skip + (params.count('limit') ?? indexes.length));
    return json(200, { total_rows: indexes.length, indexes: shown.map(indexText) });
  }
  if (rest[0] === '_bulk_delete' && rest.length === 1) {
    if (ask.method !== 'POST') throw onlyAllowed('POST');
    return bulkDelete(parts, database, ask);
  }
  const [ddoc = '', type, name] = rest[0] === '_design' ? [`_design/${rest[1] ?? ''}`, rest[2], rest[3]] : rest;
  if (name === undefined) throw notFound('missing');
  if (ask.method !== 'DELETE') throw onlyAllowed('DELETE');
  if (type !== 'json' || !(await removeIndex(parts, database, ask, designId(ddoc), name))) throw notFound('missing');
  return json(200, OK);
}
