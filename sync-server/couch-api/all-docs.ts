/** `_all_docs`, `_design_docs`, `_local_docs` and their queries form, sent page by page [sync X2]. */
import { badRequest, json, queryError, streamed, type Answer } from './answer.ts';
import { isObject, objectBody, Params, type Ask, plainText } from './ask.ts';
import type { RootDatabase } from './databases.ts';
import { readDoc, shownDoc } from './documents-read.ts';
import type { AllDocsRow, Doc } from './pouch.ts';
import { localDocuments } from './raw-level.ts';
import { isSecret } from './rights.ts';

const PAGE = 200;
/** Rows before the first one are counted only in databases of at most this size: PouchDB keeps no counts within its tree. */
const MOST_COUNTED = 10_000;

/** Which ids are listed: all, or those of design documents. */
export type Range = Readonly<{ from?: string; to?: string }>;
export const DESIGNS: Range = { from: '_design/', to: '_design0' };

type Shown = Readonly<{ includeDocs: boolean; conflicts: boolean; attachments: boolean }>;

/** Whether the documents come with their rows: one look at the store a page, not one a document. */
function withRows({ includeDocs, conflicts, attachments }: Shown): boolean {
  return includeDocs && !conflicts && !attachments;
}

async function row(database: RootDatabase, found: AllDocsRow, shown: Shown): Promise<object> {
  if (found.error !== undefined) return { key: found.key, error: found.error };
  const value = found.value?.deleted === true ? { rev: found.value.rev, deleted: true } : { rev: found.value?.rev };
  if (!shown.includeDocs) return { id: found.id, key: found.id, value };
  if (found.doc !== undefined && found.doc !== null && withRows(shown))
    return { id: found.id, key: found.id, value, doc: await shownDoc(database, found.doc) };
  const doc: Doc | null =
    found.value?.deleted === true
      ? null
      : await readDoc(database, found.id, { conflicts: shown.conflicts, attachments: shown.attachments }).catch(() => null);
  return { id: found.id, key: found.id, value, doc };
}

function keyText(params: Params, ...names: string[]): string | undefined {
  const found = params.value(...names);
  if (found === undefined || found.value === null) return undefined;
  return typeof found.value === 'string' ? found.value : typeof found.value === 'number' ? '' : '\uffff';
}

type Wanted = Readonly<{
  keys: readonly string[] | undefined;
  descending: boolean;
  inclusive: boolean;
  start: string | undefined;
  end: string | undefined;
  skip: number;
  limit: number;
  updateSeq: boolean;
  shown: Shown;
}>;

function wanted(params: Params): Wanted {
  const keys = params.value('keys')?.value;
  if (keys !== undefined && !Array.isArray(keys)) throw badRequest('`keys` parameter must be an array.');
  const key = keyText(params, 'key');
  const start = key ?? keyText(params, 'startkey', 'start_key');
  const end = key ?? keyText(params, 'endkey', 'end_key');
  if (keys !== undefined && (start !== undefined || end !== undefined))
    throw queryError('`keys` is incompatible with `key`, `start_key` and `end_key`');
  const shown = {
    includeDocs: params.flag('include_docs') === true,
    conflicts: params.flag('conflicts') === true,
    attachments: params.flag('attachments') === true,
  };
  return {
    keys: keys?.map(plainText),
    descending: params.flag('descending') === true,
    inclusive: params.flag('inclusive_end') !== false,
    start,
    end,
    skip: params.count('skip') ?? 0,
    limit: params.count('limit') ?? Infinity,
    updateSeq: params.flag('update_seq') === true,
    shown,
  };
}

async function offsetOf(database: RootDatabase, total: number, { start, descending, skip }: Wanted): Promise<number | null> {
  if (start === undefined) return Math.min(skip, total);
  if (total > MOST_COUNTED) return null;
  const { rows } = await database.pouch.allDocs({ endkey: start, inclusive_end: false, descending });
  return Math.min(rows.length + skip, total);
}

async function* byKeys(database: RootDatabase, keys: readonly string[], { shown, skip, limit, descending }: Wanted): AsyncIterable<object> {
  const ordered = descending ? [...keys].reverse() : keys;
  const asked = ordered.slice(skip, limit === Infinity ? undefined : skip + limit);
  for (let at = 0; at < asked.length; at += PAGE) {
    const part = asked.slice(at, at + PAGE);
    const { rows } = await database.pouch.allDocs({
      keys: part.map((key) => (isSecret(database, key) ? '\uffff' : key)),
      include_docs: withRows(shown),
    });
    for (const [n, found] of rows.entries()) yield await row(database, { ...found, key: part[n] ?? found.key }, shown);
  }
}

async function* byRange(database: RootDatabase, range: Range, given: Wanted): AsyncIterable<object> {
  const { descending, inclusive, shown } = given;
  let start = given.start ?? (descending ? range.to : range.from);
  const end = given.end ?? (descending ? range.from : range.to);
  let { skip, limit } = given;
  let first = true;
  while (limit > 0) {
    const options = {
      ...(start === undefined ? {} : { startkey: start }),
      ...(end === undefined ? {} : { endkey: end }),
      inclusive_end: inclusive,
      descending,
      limit: PAGE + 1,
      include_docs: withRows(shown),
      skip: first ? skip : 1,
    };
    const { rows } = await database.pouch.allDocs(options);
    skip = 0;
    first = false;
    for (const found of rows) {
      if (limit <= 0) return;
      if (isSecret(database, found.id)) continue;
      limit -= 1;
      yield await row(database, found, shown);
    }
    if (rows.length <= PAGE) return;
    start = rows.at(-1)?.id;
  }
}

async function countOf(database: RootDatabase, { from, to }: Range): Promise<number> {
  return (await database.pouch.allDocs({ startkey: from, endkey: to })).rows.length;
}

async function* text(database: RootDatabase, range: Range, params: Params): AsyncIterable<string> {
  const given = wanted(params);
  const { doc_count, update_seq } = await database.pouch.info();
  const total = range.from === undefined ? doc_count : await countOf(database, range);
  // One key is a range of one, as CouchDB sees it.
  const from = given.keys?.length === 1 ? { ...given, start: given.keys[0] } : given;
  const offset = given.keys === undefined || given.keys.length === 1 ? await offsetOf(database, total, from) : null;
  yield `{"total_rows":${total},"offset":${offset},`;
  if (given.updateSeq) yield `"update_seq":"${update_seq}-${database.tag}",`;
  yield '"rows":[\n';
  const rows = given.keys === undefined ? byRange(database, range, given) : byKeys(database, given.keys, given);
  let first = true;
  for await (const each of rows) {
    yield `${first ? '' : ',\n'}${JSON.stringify(each)}`;
    first = false;
  }
  yield '\n]}';
}

async function* lines(body: AsyncIterable<string>): AsyncIterable<string> {
  yield* body;
  yield '\n';
}

function bodyParams(ask: Ask): Record<string, unknown> {
  return ask.method === 'POST' && ask.body.length > 0 ? objectBody(ask) : {};
}

export function allDocs(database: RootDatabase, ask: Ask, range: Range = {}): Answer {
  const params = Params.posted(ask.query, bodyParams(ask));
  wanted(params);
  return streamed(200, lines(text(database, range, params)));
}

/** `_local` documents are in no order of revisions and in no change: they are listed from what lies under PouchDB. */
async function localDocs(database: RootDatabase, params: Params): Promise<object> {
  const { keys, descending, inclusive, start, end, skip, limit, shown } = wanted(params);
  await database.pouch.info();
  const level = database.level();
  const docs = level === undefined ? [] : await localDocuments(level);
  const rowOf = (doc: Record<string, unknown>): object => {
    const id = String(doc['_id']);
    return { id, key: id, value: { rev: doc['_rev'] }, ...(shown.includeDocs ? { doc } : {}) };
  };
  if (keys !== undefined) {
    const known = new Map(docs.map((doc) => [doc['_id'], doc]));
    const rows = keys.map((key) => {
      const doc = known.get(key);
      return doc === undefined ? { key, error: 'not_found' } : rowOf(doc);
    });
    return { total_rows: null, offset: null, rows: rows.slice(skip, limit === Infinity ? undefined : skip + limit) };
  }
  const [low, high] = descending ? [end, start] : [start, end];
  const within = docs.filter(({ _id }) => {
    const id = String(_id);
    if ((low !== undefined && id < low) || (high !== undefined && id > high)) return false;
    return inclusive || id !== end;
  });
  const rows = (descending ? within.toReversed() : within).slice(skip, limit === Infinity ? undefined : skip + limit);
  return { total_rows: null, offset: null, rows: rows.map(rowOf) };
}

export async function localDocsRoute(database: RootDatabase, ask: Ask): Promise<Answer> {
  if (ask.path[2] !== 'queries') return json(200, await localDocs(database, Params.posted(ask.query, bodyParams(ask))));
  const results: object[] = [];
  for (const query of queriesOf(ask)) results.push(await localDocs(database, new Params(ask.query, query)));
  return json(200, { results });
}

async function* many(parts: readonly AsyncIterable<string>[]): AsyncIterable<string> {
  yield '{"results":[\n';
  for (const [at, part] of parts.entries()) {
    if (at > 0) yield ',\n';
    yield* part;
  }
  yield '\n]}\n';
}

/** Each query of a `queries` form. */
export function queriesOf(ask: Ask): readonly Record<string, unknown>[] {
  const { queries } = objectBody(ask);
  if (queries === undefined) throw badRequest('POST body must include `queries` parameter.');
  if (!Array.isArray(queries) || !queries.every(isObject)) throw badRequest('`queries` parameter must be an array.');
  return queries;
}

export function allDocsQueries(database: RootDatabase, ask: Ask, range: Range = {}): Answer {
  const queries = queriesOf(ask).map((query) => new Params(ask.query, query));
  for (const params of queries) wanted(params);
  return streamed(200, many(queries.map((params) => text(database, range, params))));
}
