/** Letters, catalogue and labels for `npm run bench:suggest`: read from the data folder at run time, never copied. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { streamXlsxRows } from 'hucre';
import { tidyText } from '../../shared/exchange/letters-ledger.ts';
import type { CategoryDocument } from '../../shared/hotline/reference/documents.ts';

export const DATA = process.env['GRIDDESK_DATA'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

export type RealLetter = Readonly<{ number: string; title: string; content: string; building: boolean }>;

/** The half of a letter: even hashes build, odd ones judge. The hash is of the number alone, so nobody could choose. */
export function isBuilding(number: string): boolean {
  const hash = createHash('sha256').update(`griddesk-label-${number}`).digest('hex');
  return Number.parseInt(hash.slice(-1), 16) % 2 === 0;
}

async function rows(file: string): Promise<readonly (readonly string[])[]> {
  const found: string[][] = [];
  for await (const { index, values } of streamXlsxRows(new Uint8Array(await readFile(join(DATA, file)))))
    if (index > 0) found.push(values.map((value) => (value === null || value === undefined ? '' : String(value).trim())));
  return found;
}

export async function realLetters(): Promise<readonly RealLetter[]> {
  const letters = (await rows('letters.xlsx')).map((row) => ({
    number: row[0] ?? '',
    title: tidyText(row[2] ?? ''),
    content: tidyText(row[4] ?? ''),
    building: isBuilding(row[0] ?? ''),
  }));
  return [...new Map(letters.map((one) => [one.number, one])).values()];
}

/** The national catalogue as the desk holds one: a code by its row, as labels name it. */
export async function realCatalogue(): Promise<readonly CategoryDocument[]> {
  const catalogue: CategoryDocument[] = [];
  for (const [at, path] of (await rows('catalogue.xlsx')).entries()) {
    const code = rowCode(at + 1);
    catalogue.push({ _id: `category:${code}`, schema: 1, code, path: path.slice(0, 3), version: 1, units: [] });
  }
  return catalogue;
}

export function rowCode(row: number): string {
  return String(row).padStart(3, '0');
}
