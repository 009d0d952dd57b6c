/** `_find` and `_explain` [sync X2]: by an index where one fits, else over all documents in order of id. */
import { CouchError, json, type Answer } from './answer.ts';
import { isObject, objectBody, parseJson, type Ask } from './ask.ts';
import { collate } from './collate.ts';
import type { CouchParts } from './couch-parts.ts';
import type { RootDatabase } from './databases.ts';
import { readDoc } from './documents-read.ts';
import { readAsked, type Asked } from './mango-ask.ts';
import { allIndexes, indexText, type MangoIndex } from './mango-indexes.ts';
import { compileSelector, fieldOf, matcherOf } from './mango-match.ts';
import { covers, fieldsOf, indexable, planOf, type Plan } from './mango-plan.ts';
import { regexTester, type RegexTester } from './mango-regex.ts';
import { fieldPath, selectorText } from './mango-selector.ts';
import type { Doc } from './pouch.ts';
import { isSecret } from './rights.ts';
import type { ViewRow } from './view-index.ts';

const PAGE = 200;

/** Only the fields asked for, where they stand. */
function projected(doc: Doc, fields: readonly string[]): object {
  if (fields.length === 0) return doc;
  const out: Record<string, unknown> = {};
  for (const path of fields) {
    const value = fieldOf(doc, path);
    if (value === undefined) continue;
    const parts = fieldPath(path);
    let at = out;
    for (const part of parts.slice(0, -1)) {
      const next = Object.hasOwn(at, part) && isObject(at[part]) ? at[part] : {};
      at[part] = next;
      at = next;
    }
    at[parts.at(-1) ?? path] = value;
  }
  return out;
}

/** Where a page ended: in which index, at which key and document; opaque. */
type Mark = Readonly<{ index: string; key: unknown; id: string }>;
const nameOf = ({ ddoc, name }: MangoIndex): string => JSON.stringify([ddoc, name]);

function markOf(text: string | undefined): Mark | undefined {
  if (text === undefined) return undefined;
  const [, coded] = /^gd1\.([A-Za-z0-9_-]{1,20000})$/u.exec(text) ?? [];
  let read: unknown;
  try {
    read = coded === undefined ? undefined : parseJson(Buffer.from(coded, 'base64url').toString('utf8'));
  } catch {
    read = undefined;
  }
  if (!Array.isArray(read) || typeof read[0] !== 'string' || typeof read[2] !== 'string')
    throw new CouchError(400, 'invalid_bookmark', `Invalid bookmark value: ${JSON.stringify(text)}`);
  return { index: read[0], key: read[1], id: read[2] };
}

function markText({ index, key, id }: Mark): string {
  return `gd1.${Buffer.from(JSON.stringify([index, key, id])).toString('base64url')}`;
}

/** Candidates in the order of the plan, page by page. */
type Found = Readonly<{ doc: Doc; key: unknown }>;

async function* byId(database: RootDatabase, plan: Plan, descending: boolean, mark: Mark | undefined): AsyncIterable<readonly Found[]> {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const [low, high] = [text(plan.start[0]), text(plan.end[0])];
  const [from, to] = descending ? [high, low] : [low, high];
  let after = mark?.id;
  for (;;) {
    const start = after ?? from;
    const range = { ...(start === undefined ? {} : { startkey: start }), ...(to === undefined ? {} : { endkey: to }) };
    const { rows } = await database.pouch.allDocs({
      ...range,
      descending,
      skip: after === undefined ? 0 : 1,
      limit: PAGE,
      include_docs: true,
    });
    yield rows.flatMap(({ doc }) =>
      doc === null || doc === undefined || doc._id.startsWith('_design/') || isSecret(database, doc._id) ? [] : [{ doc, key: doc._id }],
    );
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id;
  }
}

async function indexRows(parts: CouchParts, database: RootDatabase, index: MangoIndex, tester: RegexTester): Promise<readonly ViewRow[]> {
  const passes = index.partial === undefined ? undefined : compileSelector(index.partial, tester);
  return parts.views.rows(database, ['mango', index.ddoc, index.rev, index.name], async (docs) => {
    const wanted = await passes?.(docs);
    return docs.map((doc, at) => {
      const key = index.fields.map(([field]) => fieldOf(doc, field));
      return key.includes(undefined) || wanted?.[at] === false ? [] : [[key, null] as const];
    });
  });
}

async function* byIndex(
  database: RootDatabase,
  rows: readonly ViewRow[],
  plan: Plan,
  descending: boolean,
  mark: Mark | undefined,
): AsyncIterable<readonly Found[]> {
  const { start, end } = plan;
  const key = (row: ViewRow): readonly unknown[] => row.key as readonly unknown[];
  const within = rows.filter(
    (row) => collate(key(row).slice(0, start.length), start) >= 0 && collate(key(row).slice(0, end.length), end) <= 0,
  );
  const ordered = descending ? within.toReversed() : within;
  const sign = descending ? -1 : 1;
  const after = (row: ViewRow): boolean =>
    mark === undefined || sign * (collate(row.key, mark.key) || (row.id < mark.id ? -1 : row.id > mark.id ? 1 : 0)) > 0;
  const left = ordered.filter(after);
  for (let at = 0; at < left.length; at += PAGE) {
    const page = left.slice(at, at + PAGE);
    const found = await database.pouch.allDocs({ keys: page.map(({ id }) => id), include_docs: true });
    yield found.rows.flatMap(({ doc }, n) => (doc === null || doc === undefined ? [] : [{ doc, key: page[n]?.key }]));
  }
}

function warningOf(plan: Plan): string | undefined {
  const [ddoc, name] = plan.ignored;
  if (ddoc !== undefined) {
    const told = ddoc.startsWith('_design/') ? ddoc : `_design/${ddoc}`;
    return name === undefined
      ? `${told} was not used because it does not contain a valid index for this query.`
      : `${told}, ${name} was not used because it is not a valid index for this query.`;
  }
  return plan.index.ddoc === null ? 'No matching index found, create an index to optimize query time.' : undefined;
}

async function planned(database: RootDatabase, asked: Asked): Promise<Plan> {
  return planOf(await allIndexes(database), asked.test, asked);
}

const isDescending = ({ sort }: Asked): boolean => sort[0]?.[1] === 'desc';

export async function find(parts: CouchParts, database: RootDatabase, ask: Ask): Promise<Answer> {
  const asked = readAsked(objectBody(ask));
  const began = performance.now();
  const tester = regexTester(parts.designs);
  const [matches, plan] = [matcherOf(asked.test, tester), await planned(database, asked)];
  const { index } = plan;
  const given = markOf(asked.bookmark);
  // A page of another index's order begins anew.
  const mark = given?.index === nameOf(index) ? given : undefined;
  const rows = index.ddoc === null ? undefined : await indexRows(parts, database, index, tester);
  const descending = isDescending(asked);
  const pages = rows === undefined ? byId(database, plan, descending, mark) : byIndex(database, rows, plan, descending, mark);
  const docs: object[] = [];
  let [left, last, examined]: [number, Mark | undefined, number] = [asked.skip, mark, 0];
  if (asked.limit > 0)
    scan: for await (const page of pages) {
      const passes = await matches(page.map(({ doc }) => doc));
      for (const [n, { doc, key }] of page.entries()) {
        examined += 1;
        if (passes[n] !== true) continue;
        last = { index: nameOf(index), key, id: doc._id };
        if (left > 0) {
          left -= 1;
          continue;
        }
        const whole = asked.conflicts ? await readDoc(database, doc._id, { conflicts: true }) : doc;
        docs.push(projected(whole, asked.fields));
        if (docs.length >= asked.limit) break scan;
      }
      if (ask.gone.aborted) break;
    }
  const warning = warningOf(plan);
  const stats = {
    total_keys_examined: examined,
    total_docs_examined: examined,
    total_quorum_docs_examined: 0,
    results_returned: docs.length,
    execution_time_ms: Math.round((performance.now() - began) * 1000) / 1000,
  };
  return json(200, {
    docs,
    bookmark: last === undefined ? 'nil' : markText(last),
    ...(asked.stats ? { execution_stats: stats } : {}),
    ...(warning === undefined ? {} : { warning }),
  });
}

export async function explain(_parts: CouchParts, database: RootDatabase, ask: Ask): Promise<Answer> {
  const asked = readAsked(objectBody(ask));
  const plan = await planned(database, asked);
  const { index } = plan;
  const special = index.ddoc === null;
  const fields = asked.fields.length === 0 ? [] : [...new Set([...asked.fields, ...fieldsOf(asked.test)])];
  const seen = indexable(asked.test);
  const [low, high] = special ? [plan.start[0] ?? null, plan.end[0] ?? '<MAX>'] : [plan.start, [...plan.end, '<MAX>']];
  const descending = isDescending(asked);
  const covering = covers(index, fields);
  return json(200, {
    dbname: database.name,
    index: indexText(index),
    partitioned: false,
    selector: selectorText(asked.test),
    opts: asked.options,
    limit: asked.limit,
    skip: asked.skip,
    fields: asked.fields,
    index_candidates: plan.candidates,
    selector_hints: [
      { type: 'json', indexable_fields: seen, unindexable_fields: fieldsOf(asked.test).filter((field) => !seen.includes(field)) },
    ],
    mrargs: {
      include_docs: !covering,
      view_type: 'map',
      reduce: false,
      partition: null,
      start_key: descending ? high : low,
      end_key: descending ? low : high,
      direction: descending ? 'rev' : 'fwd',
      stable: false,
      update: true,
      conflicts: asked.conflicts ? true : 'undefined',
    },
    covering,
  });
}
