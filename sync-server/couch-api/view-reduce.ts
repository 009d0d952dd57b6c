/** Reduce functions: CouchDB's own here, written ones in the design document's process, in steps [sync X2]. */
import { CouchError } from './answer.ts';
import { isObject } from './ask.ts';
import type { RootDatabase } from './databases.ts';
import { DesignThrow } from './design-process.ts';
import type { Design, Designs } from './designs.ts';
import type { ViewRow } from './view-index.ts';

/** Rows given to a written function at once; their results are reduced again, as CouchDB's tree does. */
const STEP = 500;

type Fault = Readonly<{ error: string; reason: string }>;
const fault = (name: string, what: string): Fault => ({
  error: 'builtin_reduce_error',
  reason: `The ${name} function requires that map values be ${what}`,
});

/** Numbers, lists of numbers and objects of them are added member by member. */
function sum(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (Array.isArray(a) || Array.isArray(b)) {
    const [left, right] = [a, b].map((each): unknown[] => (Array.isArray(each) ? (each as unknown[]) : [each]));
    const [long = [], short = []] = (left?.length ?? 0) >= (right?.length ?? 0) ? [left, right] : [right, left];
    return long.map((each, at) => (at < short.length ? sum(each, short[at]) : each));
  }
  if (isObject(a) && isObject(b)) {
    const out: Record<string, unknown> = { ...a };
    for (const [name, value] of Object.entries(b)) out[name] = Object.hasOwn(out, name) ? sum(out[name], value) : value;
    return out;
  }
  return undefined;
}

function isSummable(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isSummable);
  return isObject(value) ? Object.values(value).every(isSummable) : typeof value === 'number';
}

function sums(rows: readonly ViewRow[]): unknown {
  let total: unknown = 0;
  for (const [at, { value }] of rows.entries()) {
    total = at === 0 ? value : sum(total, value);
    if (!isSummable(value) || total === undefined)
      return fault('_sum', 'numbers, arrays of numbers, or objects. Objects cannot be mixed with other data structures.');
  }
  return total;
}

const areNumbers = (values: readonly unknown[]): values is readonly number[] => values.every((value) => typeof value === 'number');

/** Of numbers, or of lists of the same length place by place. */
function stats(values: readonly unknown[]): unknown {
  const [first] = values;
  if (Array.isArray(first)) {
    const lists = values.flatMap((value) => (Array.isArray(value) && value.length === first.length && areNumbers(value) ? [value] : []));
    if (lists.length === values.length) return first.map((_, at) => stats(lists.map((list) => list[at])));
  }
  if (!areNumbers(values)) return fault('_stats', 'numbers or arrays of numbers');
  let [total, min, max, sumsqr] = [0, values[0] ?? 0, values[0] ?? 0, 0];
  for (const value of values) {
    total += value;
    sumsqr += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { sum: total, count: values.length, min, max, sumsqr };
}

function builtIn(name: string, rows: readonly ViewRow[]): unknown {
  switch (name) {
    case '_count':
      return rows.length;
    case '_sum':
      return sums(rows);
    case '_stats':
      return stats(rows.map(({ value }) => value));
    case '_approx_count_distinct':
      return new Set(rows.map(({ key }) => JSON.stringify(key))).size;
    case '_first':
      return rows[0]?.value ?? null;
    case '_last':
      return rows.at(-1)?.value ?? null;
    default:
      throw new CouchError(400, 'invalid_design_doc', `${name} is not offered here.`);
  }
}

type Given = Readonly<{ keys: readonly unknown[] | null; values: readonly unknown[] }>;

function steps<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / STEP) }, (_, at) => all.slice(at * STEP, (at + 1) * STEP));
}

/** One value a group. */
export async function reduced(
  designs: Designs,
  database: RootDatabase,
  design: Design,
  fn: string,
  groups: readonly (readonly ViewRow[])[],
): Promise<readonly unknown[]> {
  const name = fn.trim();
  if (name.startsWith('_')) return groups.map((rows) => builtIn(name, rows));
  const call = async (given: readonly Given[], rereduce: boolean): Promise<readonly unknown[]> => {
    const out: unknown[] = [];
    // A call takes a step of each of some groups: neither thousands of calls nor one of the whole view.
    for (let at = 0; at < given.length; at += 20)
      out.push(...(await designs.call<unknown[]>(database, design, 'reduce', { fn, groups: given.slice(at, at + 20), rereduce })));
    return out;
  };
  try {
    const first = groups.map((rows) => steps(rows));
    const asked = first
      .flat()
      .map((rows): Given => ({ keys: rows.map(({ key, id }) => [key, id]), values: rows.map(({ value }) => value) }));
    let flat = await call(asked, false);
    let sizes = first.map((each) => each.length);
    while (sizes.some((size) => size > 1)) {
      let from = 0;
      const parts = sizes.map((size) => steps(flat.slice(from, (from += size))));
      flat = await call(
        parts.flat().map((values): Given => ({ keys: null, values })),
        true,
      );
      sizes = parts.map((each) => each.length);
    }
    return flat;
  } catch (error) {
    if (error instanceof DesignThrow) throw new CouchError(400, 'reduce_error', error.message);
    throw error;
  }
}
