/** By which index a selector is answered, and between which keys, as CouchDB chooses [sync X2]. */
import { CouchError } from './answer.ts';
import { collate } from './collate.ts';
import { ALL_DOCS, indexText, type MangoIndex, type Sort } from './mango-indexes.ts';
import { fieldName, type Test } from './mango-selector.ts';

export type Bound = Readonly<{ op: string; value: unknown }>;
export type Range = Readonly<{ low?: Bound; high?: Bound }>;
export type Named = readonly [] | readonly [ddoc: string] | readonly [ddoc: string, name: string];
export type Plan = Readonly<{
  index: MangoIndex;
  /** Of the index's first columns. */
  start: readonly unknown[];
  end: readonly unknown[];
  /** What was asked for by name and is not used. */
  ignored: Named;
  candidates: readonly object[];
}>;

const INDEXABLE = new Set(['$lt', '$lte', '$eq', '$gte', '$gt', '$beginsWith', '$exists']);

/** What every match must fulfil: seen through `$and`, and nothing else. */
function required(test: Test): readonly Extract<Test, { path: readonly string[] }>[] {
  if ('all' in test) return test.all.flatMap(required);
  return 'any' in test ? [] : [test];
}

/** Fields that every match has. */
function present(test: Test): ReadonlySet<string> {
  if ('all' in test) return new Set(test.all.flatMap((each) => [...present(each)]));
  if ('any' in test) {
    const [first, ...rest] = test.any.map(present);
    return new Set([...(first ?? [])].filter((field) => rest.every((other) => other.has(field))));
  }
  return test.op === '$exists' && test.argument === false ? new Set() : new Set([fieldName(test.path)]);
}

export function fieldsOf(test: Test): readonly string[] {
  const fields = 'all' in test ? test.all.flatMap(fieldsOf) : 'any' in test ? test.any.flatMap(fieldsOf) : [fieldName(test.path)];
  return [...new Set(fields)].toSorted();
}

export function indexable(test: Test): readonly string[] {
  const found = required(test).filter(({ op, not }) => INDEXABLE.has(op) && not !== true);
  return [...new Set(found.map(({ path }) => fieldName(path)))].toSorted();
}

function rangeOf(test: Test, field: string): Range {
  let [low, high]: (Bound | undefined)[] = [];
  const lower = (bound: Bound): void => {
    if (low === undefined || collate(bound.value, low.value) > 0) low = bound;
  };
  const upper = (bound: Bound): void => {
    if (high === undefined || collate(bound.value, high.value) < 0) high = bound;
  };
  for (const { path, op, argument: value, not } of required(test)) {
    if (fieldName(path) !== field || not === true) continue;
    if (['$eq', '$gt', '$gte', '$beginsWith'].includes(op)) lower({ op, value });
    if (['$eq', '$lt', '$lte'].includes(op)) upper({ op, value });
    if (op === '$beginsWith') upper({ op, value: `${String(value)}\ufff0` });
  }
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

function canSort(columns: readonly string[], sort: Sort, constant: (field: string) => boolean): boolean {
  const wanted = sort.map(([field]) => field);
  for (let at = 0; at <= columns.length; at++) {
    if (wanted.every((field, n) => columns[at + n] === field)) return true;
    if (!constant(columns[at] ?? '')) return false;
  }
  return false;
}

const columnsOf = ({ fields }: MangoIndex): readonly string[] => fields.map(([field]) => field);

/** Why an index cannot answer; undefined when it can. */
function unusable(index: MangoIndex, test: Test, sort: Sort): string | undefined {
  if (index === ALL_DOCS) return sort.length === 0 || (sort.length === 1 && sort[0]?.[0] === '_id') ? undefined : 'sort_order_mismatch';
  const columns = columnsOf(index);
  const [known, sorted] = [present(test), new Set(sort.map(([field]) => field))];
  if (!columns.every((field) => known.has(field) || sorted.has(field) || field === '_id' || field === '_rev')) return 'field_mismatch';
  const constants = new Set(required(test).flatMap(({ op, path, not }) => (op === '$eq' && not !== true ? [fieldName(path)] : [])));
  return canSort(columns, sort, (field) => constants.has(field)) ? undefined : 'sort_order_mismatch';
}

function isNamed(index: MangoIndex, [ddoc, name]: Named): boolean {
  if (ddoc === undefined) return false;
  return index.ddoc === (ddoc.startsWith('_design/') ? ddoc : `_design/${ddoc}`) && (name === undefined || index.name === name);
}

function prefixLength(index: MangoIndex, fields: readonly string[]): number {
  const columns = columnsOf(index);
  const end = columns.findIndex((field) => !fields.includes(field));
  return end < 0 ? columns.length : end;
}

/** Whether the index alone holds what is asked for. */
export function covers(index: MangoIndex, fields: readonly string[]): boolean {
  const columns = [...columnsOf(index), '_id'];
  return index.ddoc !== null && fields.length > 0 && fields.every((field) => columns.includes(field));
}

type Candidate = Readonly<{ index: MangoIndex; usable: boolean; reason: string; ranking: number }>;

/** Those not taken, and why, by how near they were. */
function explained(
  groups: readonly (readonly [usable: boolean, rows: readonly (readonly [MangoIndex, string])[]])[],
  first: number,
): Candidate[] {
  const found: Candidate[] = [];
  let ranking = first;
  for (const [usable, rows] of groups) {
    for (const [index, reason] of rows) found.push({ index, usable, reason, ranking });
    if (rows.length > 0) ranking += 1;
  }
  return found;
}

export function planOf(
  indexes: readonly MangoIndex[],
  test: Test,
  asked: Readonly<{ sort: Sort; named: Named; fallback: boolean; fields: readonly string[] }>,
): Plan {
  const { sort, named, fallback, fields } = asked;
  const partial = indexes.filter((index) => index.partial !== undefined && !isNamed(index, named));
  const judged = indexes.filter((index) => !partial.includes(index)).map((index) => ({ index, why: unusable(index, test, sort) }));
  const usable = judged.flatMap(({ index, why }) => (why === undefined ? [index] : []));
  if (usable.length === 0) throw new CouchError(400, 'no_usable_index', 'No index exists for this sort, try indexing by the sort fields.');
  const chosen = usable.filter((index) => isNamed(index, named));
  if (named.length > 0 && chosen.length === 0 && !fallback) {
    const told = named.map((part, at) => (at === 0 && !part.startsWith('_design/') ? `_design/${part}` : part)).join(', ');
    throw new CouchError(400, 'invalid_index', `${told} specified by \`use_index\` could not be found or it is not suitable.`);
  }
  const open = chosen.length > 0 ? chosen : usable;
  const written = open.filter(({ ddoc }) => ddoc !== null);
  const ranked = indexable(test);
  const ordered = written
    .map((index) => ({ index, distance: ranked.length - prefixLength(index, ranked) }))
    .toSorted(
      (a, b) =>
        a.distance - b.distance ||
        a.index.fields.length - b.index.fields.length ||
        (`${String(a.index.ddoc)}/${a.index.name}` < `${String(b.index.ddoc)}/${b.index.name}` ? -1 : 1),
    );
  const index = ordered[0]?.index ?? ALL_DOCS;
  const others: Candidate[] = ordered.slice(1).map((each, at) => {
    const wide = each.index.fields.length > index.fields.length;
    const reason = each.distance > (ordered[0]?.distance ?? 0) ? 'less_overlap' : wide ? 'too_many_fields' : 'alphabetically_comes_after';
    return { index: each.index, usable: true, reason, ranking: at + 1 };
  });
  const rest = explained(
    [
      [true, open.filter((each) => each.ddoc === null && each !== index).map((each) => [each, 'unfavored_type'] as const)],
      [true, usable.filter((each) => !open.includes(each)).map((each) => [each, 'excluded_by_user'] as const)],
      [false, judged.flatMap(({ index: each, why }) => (why === undefined ? [] : [[each, why] as const]))],
      [false, partial.map((each) => [each, 'is_partial'] as const)],
    ],
    Math.max(1, ordered.length),
  );
  const candidates = [...others, ...rest].map((each) => ({
    index: indexText(each.index),
    analysis: {
      usable: each.usable,
      reasons: [{ name: each.reason }],
      ranking: each.ranking,
      covering: each.index.ddoc === null ? null : covers(each.index, fields),
    },
  }));
  return { index, ...keysOf(index, test), ignored: chosen.length > 0 ? [] : named, candidates };
}

/** The first columns that are bounded below and above: a key is an array in the index's order. */
function keysOf(index: MangoIndex, test: Test): Readonly<{ start: readonly unknown[]; end: readonly unknown[] }> {
  const ranges = columnsOf(index)
    .slice(0, prefixLength(index, indexable(test)))
    .map((field) => rangeOf(test, field));
  const take = (bound: 'low' | 'high'): readonly unknown[] => {
    const cut = ranges.findIndex((range) => range[bound] === undefined);
    return ranges.slice(0, cut < 0 ? undefined : cut).map((range) => range[bound]?.value);
  };
  return { start: take('low'), end: take('high') };
}
