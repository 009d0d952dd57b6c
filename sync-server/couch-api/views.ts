/** `_view` with all its parameters, its queries form, and `_info` of a design document [sync X2]. */
import { createHash } from 'node:crypto';
import { badRequest, json, notFound, onlyAllowed, queryError, type Answer } from './answer.ts';
import { queriesOf } from './all-docs.ts';
import { objectBody, Params, type Ask } from './ask.ts';
import { collate } from './collate.ts';
import type { CouchParts } from './couch-parts.ts';
import type { RootDatabase } from './databases.ts';
import type { Design } from './designs.ts';
import { readDoc } from './documents-read.ts';
import { isObject } from './ask.ts';
import { needServerAdmin } from './rights.ts';
import type { Mapping, ViewRow } from './view-index.ts';
import { reduced } from './view-reduce.ts';

type View = Readonly<{ map: string; reduce?: string }>;

function viewOf(design: Design, name: string): View {
  const views = design.views ?? {};
  const view = Object.hasOwn(views, name) ? views[name] : undefined;
  if (typeof view?.map !== 'string') throw notFound('missing_named_view');
  return typeof view.reduce === 'string' ? { map: view.map, reduce: view.reduce } : { map: view.map };
}

type Bound = Readonly<{ value: unknown }> | undefined;

/** What the parameters name as the first and the last key. */
function boundsOf(params: Params): readonly [start: Bound, end: Bound] {
  const key = params.value('key');
  return [key ?? params.value('startkey', 'start_key'), key ?? params.value('endkey', 'end_key')];
}

/** The rows between start and end, in the order asked. */
function inRange(
  rows: readonly ViewRow[],
  params: Params,
  [start, end]: readonly [start: Bound, end: Bound],
): Readonly<{ rows: readonly ViewRow[]; before: number }> {
  const descending = params.flag('descending') === true;
  const [startId, endId] = [
    params.text('startkey_docid') ?? params.text('start_key_doc_id'),
    params.text('endkey_docid') ?? params.text('end_key_doc_id'),
  ];
  const inclusive = params.flag('inclusive_end') !== false;
  const sign = descending ? -1 : 1;
  if (start !== undefined && end !== undefined && sign * collate(start.value, end.value) > 0)
    throw queryError('No rows can match your key range, reverse your start_key and end_key or set descending=true');
  const ordered = descending ? [...rows].reverse() : rows;
  const compare = (row: ViewRow, bound: { value: unknown }, id: string | undefined): number =>
    sign * (collate(row.key, bound.value) || (id === undefined || row.id === id ? 0 : row.id < id ? -1 : 1));
  const after = start === undefined ? ordered : ordered.filter((row) => compare(row, start, startId) >= 0);
  const within =
    end === undefined ? after : after.filter((row) => (inclusive ? compare(row, end, endId) <= 0 : compare(row, end, endId) < 0));
  return { rows: within, before: ordered.length - after.length };
}

/** Each key is a range of its own: `descending` and the ids of the bounds count within it. */
function byKeys(rows: readonly ViewRow[], keys: readonly unknown[], params: Params): readonly ViewRow[] {
  const ordered = params.flag('descending') === true ? keys.toReversed() : keys;
  return ordered.flatMap((value) => inRange(rows, params, [{ value }, { value }]).rows);
}

function groupsOf(rows: readonly ViewRow[], level: number): readonly Readonly<{ key: unknown; rows: readonly ViewRow[] }>[] {
  if (level === 0) return rows.length === 0 ? [] : [{ key: null, rows }];
  const cut = (key: unknown): unknown => (Array.isArray(key) && level !== Infinity ? key.slice(0, level) : key);
  const groups: { key: unknown; rows: ViewRow[] }[] = [];
  for (const row of rows) {
    const [key, last] = [cut(row.key), groups.at(-1)];
    if (last !== undefined && collate(last.key, key) === 0) last.rows.push(row);
    else groups.push({ key, rows: [row] });
  }
  return groups;
}

async function withDoc(database: RootDatabase, row: ViewRow, params: Params): Promise<object> {
  if (params.flag('include_docs') !== true) return row;
  // A value may name another document.
  const value = isObject(row.value) ? row.value : {};
  const linked = typeof value['_id'] === 'string' ? value['_id'] : row.id;
  const options = {
    // Or another revision.
    ...(typeof value['_rev'] === 'string' ? { rev: value['_rev'] } : {}),
    conflicts: params.flag('conflicts') === true,
    attachments: params.flag('attachments') === true,
    encodingInfo: params.flag('att_encoding_info') === true,
  };
  return { ...row, doc: await readDoc(database, linked, options).catch(() => null) };
}

async function answerOf(parts: CouchParts, database: RootDatabase, design: Design, view: View, params: Params): Promise<object> {
  const keys = params.value('keys')?.value;
  if (keys !== undefined && !Array.isArray(keys)) throw badRequest('`keys` parameter must be an array.');
  const bounds = boundsOf(params);
  if (keys !== undefined && keys.length > 1 && (bounds[0] !== undefined || bounds[1] !== undefined))
    throw queryError('`keys` is incompatible with `key`, `start_key` and `end_key`');
  const level = params.flag('group') === true ? Infinity : (params.count('group_level') ?? 0);
  const reduce = params.flag('reduce') ?? view.reduce !== undefined;
  if (reduce && view.reduce === undefined) throw queryError('Reduce is invalid for map-only views.');
  if (!reduce && level > 0) throw queryError('Invalid use of grouping on a map view.');
  if (reduce && params.flag('include_docs') === true) throw queryError('`include_docs` is invalid for reduce');
  if (reduce && keys !== undefined && level === 0) throw queryError('Multi-key fetches for reduce views must use `group=true`');
  const [skip, limit] = [params.count('skip') ?? 0, params.count('limit')];
  const sequence = params.flag('update_seq') === true ? { update_seq: `${(await database.pouch.info()).update_seq}-${database.tag}` } : {};
  const mapping: Mapping = async (docs) =>
    (await parts.designs.call<[unknown, unknown][][][]>(database, design, 'map', { fns: [view.map], docs })).map(([rows]) => rows ?? []);
  const seen = { designs: design.options?.include_design === true, sequences: design.options?.local_seq === true };
  const all = await parts.views.rows(database, [design._id, design._rev, view.map], mapping, seen);
  const { rows, before } = keys === undefined ? inRange(all, params, bounds) : { rows: byKeys(all, keys, params), before: 0 };
  const end = limit === undefined ? undefined : skip + limit;
  if (reduce && view.reduce !== undefined) {
    const groups = groupsOf(rows, level).slice(skip, end);
    const values = await reduced(
      parts.designs,
      database,
      design,
      view.reduce,
      groups.map((group) => group.rows),
    );
    return { ...sequence, rows: groups.map(({ key }, at) => ({ key, value: values[at] })) };
  }
  const shown: object[] = [];
  for (const row of rows.slice(skip, end)) shown.push(await withDoc(database, row, params));
  return { total_rows: all.length, offset: Math.min(before + skip, all.length), ...sequence, rows: shown };
}

async function viewInfo(database: RootDatabase, name: string, design: Design): Promise<Answer> {
  const { update_seq } = await database.pouch.info();
  const signature = createHash('md5')
    .update(JSON.stringify(design.views ?? {}))
    .digest('hex');
  return json(200, {
    name,
    view_index: {
      updates_pending: { minimum: 0, preferred: 0, total: 0 },
      // In memory: nothing waits for the disk.
      waiting_commit: false,
      waiting_clients: 0,
      updater_running: false,
      update_seq,
      sizes: { file: 0, external: 0, active: 0 },
      signature,
      purge_seq: 0,
      language: design.language ?? 'javascript',
      compact_running: false,
      collator_versions: [process.versions['icu'] ?? ''],
    },
  });
}

/** What stands behind a design document's id: `_info`, `_view/<name>`, `_view/<name>/queries`. */
export async function designRoute(parts: CouchParts, database: RootDatabase, ask: Ask): Promise<Answer> {
  const [, , ddoc = '', what, name = '', queries] = ask.path;
  needServerAdmin(ask.user);
  if (what === '_info') return viewInfo(database, ddoc, await parts.designs.get(database, ddoc));
  if (what !== '_view') throw notFound('missing');
  if (!['GET', 'HEAD', 'POST'].includes(ask.method)) throw onlyAllowed('GET,HEAD,POST');
  const design = await parts.designs.get(database, ddoc);
  const view = viewOf(design, name);
  if (queries === 'queries') {
    const results: object[] = [];
    for (const query of queriesOf(ask)) results.push(await answerOf(parts, database, design, view, new Params(ask.query, query)));
    return json(200, { results });
  }
  const body = ask.method === 'POST' && ask.body.length > 0 ? objectBody(ask) : {};
  return json(200, await answerOf(parts, database, design, view, Params.posted(ask.query, body)));
}
