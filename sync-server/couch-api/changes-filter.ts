/** Which changes a `_changes` asks for: of these documents, by a selector, of a view, of a design document's function. */
import { badRequest, notFound } from './answer.ts';
import { isObject, jsonBody, parseJson, type Ask, plainText } from './ask.ts';
import type { CouchParts } from './couch-parts.ts';
import type { RootDatabase } from './databases.ts';
import { DesignThrow } from './design-process.ts';
import { compileSelector } from './mango-match.ts';
import type { ChangeRow, Doc } from './pouch.ts';
import { regexTester } from './mango-regex.ts';
import { needServerAdmin } from './rights.ts';

/** Which of a page's rows pass; a filter that looks at documents needs them. */
export type ChangesFilter = Readonly<{ needsDocs: boolean; passes: (rows: readonly ChangeRow[]) => Promise<readonly boolean[]> }>;

const ALL: ChangesFilter = { needsDocs: false, passes: async (rows) => rows.map(() => true) };

function bodyOf(ask: Ask): Record<string, unknown> {
  if (ask.method !== 'POST' || ask.body.length === 0) return {};
  const body = jsonBody(ask);
  return isObject(body) ? body : {};
}

function docIds(ask: Ask): ChangesFilter {
  const text = ask.query.get('doc_ids');
  const ids = bodyOf(ask)['doc_ids'] ?? (text === null ? undefined : parseJson(text));
  if (!Array.isArray(ids)) throw badRequest('`doc_ids` filter parameter is not a list.');
  const wanted = new Set(ids.map(plainText));
  return { needsDocs: false, passes: async (rows) => rows.map(({ id }) => wanted.has(id)) };
}

const docsOf = (rows: readonly ChangeRow[]): Doc[] => rows.map(({ id, doc }) => doc ?? { _id: id });

async function run(call: Promise<readonly boolean[]>): Promise<readonly boolean[]> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof DesignThrow) throw badRequest(error.message);
    throw error;
  }
}

export async function changesFilter(parts: CouchParts, database: RootDatabase, ask: Ask): Promise<ChangesFilter> {
  const filter = ask.query.get('filter');
  if (filter === null || filter === '') return ALL;
  if (filter === '_doc_ids') return docIds(ask);
  if (filter === '_design') return { needsDocs: false, passes: async (rows) => rows.map(({ id }) => id.startsWith('_design/')) };
  if (filter === '_selector') {
    const matches = compileSelector(bodyOf(ask)['selector'] ?? {}, regexTester(parts.designs));
    return { needsDocs: true, passes: (rows) => matches(docsOf(rows)) };
  }
  needServerAdmin(ask.user);
  const req = { query: Object.fromEntries(ask.query), method: ask.method, path: ask.path, userCtx: ask.user };
  if (filter === '_view') {
    const [ddoc = '', name = ''] = (ask.query.get('view') ?? '').split('/');
    if (name === '') throw badRequest('`view` filter parameter is not provided.');
    const design = await parts.designs.get(database, ddoc);
    const fn = design.views?.[name]?.map;
    if (typeof fn !== 'string') throw notFound('missing json key: views');
    return { needsDocs: true, passes: (rows) => run(parts.designs.call(database, design, 'viewFilter', { fn, docs: docsOf(rows) })) };
  }
  const [ddoc = '', ...rest] = filter.split('/');
  if (rest.length === 0) throw badRequest('filter parameter must be of the form `designname/filtername`');
  const design = await parts.designs.get(database, ddoc);
  const fn = design.filters?.[rest.join('/')];
  if (typeof fn !== 'string') throw notFound(`missing json key: ${rest.join('/')}`);
  return { needsDocs: true, passes: (rows) => run(parts.designs.call(database, design, 'filter', { fn, docs: docsOf(rows), req })) };
}
