import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CategoryDocument } from '../../shared/hotline/reference/documents.ts';
import { agreement, kappa, LABELS, readLabels, type Label } from './suggest-labels.ts';
import { readFile } from 'node:fs/promises';

function row(code: string, ...path: string[]): CategoryDocument {
  return { _id: `category:${code}`, schema: 1, code, path, version: 1, units: [] };
}
const ROWS = [row('1', 'A', 'a', 'x'), row('2', 'A', 'a', 'y'), row('3', 'A', 'b', 'x'), row('4', 'B', 'c', 'x')];
const CATALOGUE = new Map(ROWS.map((one) => [one.code, one]));

test('two readers agree by level; kappa takes away what chance would give', () => {
  const labels: readonly Label[] = [
    { number: '1', readers: ['1', '1'] },
    { number: '2', readers: ['1', '2'] },
    { number: '3', readers: ['1', '3'] },
    { number: '4', readers: ['1', '4'] },
  ];
  expect([3, 2, 1].map((level) => agreement(labels, level as 1, CATALOGUE))).toEqual([0.25, 0.5, 0.75]);
  // The first reader says A always: the second agrees no more often than chance.
  expect(kappa(labels, 1, CATALOGUE)).toBeCloseTo(0);
  expect(kappa([...labels.slice(0, 2), { number: '5', readers: ['4', '4'] }], 1, CATALOGUE)).toBeCloseTo(1);
});

test('a label names its rows by their paths, and a path that the catalogue lacks is an error', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'griddesk-labels-'));
  try {
    const file = join(dir, 'labels.tsv');
    await writeFile(file, '# letter\n7\tA→a→x\t1\tB→c→x\t3\n');
    expect(await readLabels(ROWS, file)).toEqual([{ number: '7', readers: ['1', '4'] }]);
    await writeFile(file, '7\tA→a→z\t1\tB→c→x\t3\n');
    await expect(readLabels(ROWS, file)).rejects.toThrow(/A→a→z/);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

test('the committed labels: 300 letters, two paths each, and not a word of any letter', async () => {
  const lines = (await readFile(LABELS, 'utf8')).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines).toHaveLength(300);
  for (const line of lines) expect(line).toMatch(/^\d+\t[^\t→]+→[^\t→]+→[^\t→]+\t[1-3]\t[^\t→]+→[^\t→]+→[^\t→]+\t[1-3]$/);
});
