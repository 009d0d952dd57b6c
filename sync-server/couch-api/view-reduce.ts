/** Reduce functions: CouchDB's own here, written ones in the design document's process [sync X2]. */
import { CouchError } from './answer.ts';
import type { RootDatabase } from './databases.ts';
import { DesignThrow } from './design-process.ts';
import type { Design, Designs } from './designs.ts';
import type { ViewRow } from './view-index.ts';

function numbers(rows: readonly ViewRow[], name: string): readonly number[] {
  return rows.map(({ value }) => {
    if (typeof value === 'number') return value;
    throw new CouchError(500, 'builtin_reduce_error', `The ${name} function requires that map values be numbers`);
  });
}

function stats(values: readonly number[]): object {
  let [sum, min, max, sumsqr] = [0, values[0] ?? 0, values[0] ?? 0, 0];
  for (const value of values) {
    sum += value;
    sumsqr += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { sum, count: values.length, min, max, sumsqr };
}

function builtIn(name: string, rows: readonly ViewRow[]): unknown {
  switch (name) {
    case '_count':
      return rows.length;
    case '_sum':
      return numbers(rows, '_sum').reduce((total, value) => total + value, 0);
    case '_stats':
      return stats(numbers(rows, '_stats'));
    case '_approx_count_distinct':
      return new Set(rows.map(({ key }) => JSON.stringify(key))).size;
    default:
      throw new CouchError(501, 'not_implemented', `${name} is not offered here.`);
  }
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
  const given = groups.map((rows) => ({ keys: rows.map(({ key, id }) => [key, id]), values: rows.map(({ value }) => value) }));
  try {
    return await designs.call<unknown[]>(database, design, 'reduce', { fn, groups: given, rereduce: false });
  } catch (error) {
    if (error instanceof DesignThrow) throw new CouchError(500, 'reduce_error', error.message);
    throw error;
  }
}
