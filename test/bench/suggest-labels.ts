/** What two readers said of 300 letters, and how far they agree: `test/data/labels.tsv`, one letter a line. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CategoryDocument } from '../../shared/hotline/reference/documents.ts';

/** Rows of the catalogue by code; both readers', which may be one. */
export type Label = Readonly<{ number: string; readers: readonly [first: string, second: string] }>;

export const LABELS = join(import.meta.dirname, '..', '..', 'test', 'data', 'labels.tsv');

export async function readLabels(catalogue: readonly CategoryDocument[], file = LABELS): Promise<readonly Label[]> {
  const codes = new Map(catalogue.map(({ path, code }) => [path.join('→'), code]));
  const code = (path: string | undefined): string => {
    const found = codes.get(path ?? '');
    if (found === undefined) throw new RangeError(`no row of the catalogue: ${String(path)}`);
    return found;
  };
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [number = '', first, , second] = line.split('\t');
    return { number, readers: [code(first), code(second)] };
  });
}

export type Level = 1 | 2 | 3;

export function atLevel(code: string, level: Level, catalogue: ReadonlyMap<string, CategoryDocument>): string {
  return catalogue.get(code)?.path.slice(0, level).join('→') ?? '';
}

export function agreement(labels: readonly Label[], level: Level, catalogue: ReadonlyMap<string, CategoryDocument>): number {
  return labels.filter((one) => agree(one, level, catalogue)).length / labels.length;
}

export function agree({ readers }: Label, level: Level, catalogue: ReadonlyMap<string, CategoryDocument>): boolean {
  return atLevel(readers[0], level, catalogue) === atLevel(readers[1], level, catalogue);
}

/** Cohen's kappa: agreement beyond what the two readers' own frequencies would give by chance. */
export function kappa(labels: readonly Label[], level: Level, catalogue: ReadonlyMap<string, CategoryDocument>): number {
  const shares = [0, 1].map((reader) => {
    const counts = new Map<string, number>();
    for (const { readers } of labels) {
      const name = atLevel(readers[reader] ?? '', level, catalogue);
      counts.set(name, (counts.get(name) ?? 0) + 1 / labels.length);
    }
    return counts;
  });
  const chance = [...(shares[0] ?? [])].reduce((sum, [name, share]) => sum + share * (shares[1]?.get(name) ?? 0), 0);
  return (agreement(labels, level, catalogue) - chance) / (1 - chance);
}
