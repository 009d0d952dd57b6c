/** Story 1 with the real ledger: 4,326 letters in the hub and on the city's desk, four of them worked on. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { playStory1 } from '../stories/story-1.ts';

const DATA = process.env['GRIDDESK_DATA'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data');
/** Titles that can be typed into the search box as they stand. */
const PLAIN = /^[\p{Script=Han}\d，、]{8,24}$/u;

/** Four titles that occur once, and in no other letter's text. */
function fourTitles(rows: readonly Readonly<{ title: string; text: string }>[]): [string, string, string, string] {
  const found = rows
    .map((row) => row.title)
    .filter((title, at) => PLAIN.test(title) && rows.every((row, other) => other === at || !`${row.title}\n${row.text}`.includes(title)));
  expect(found.length).toBeGreaterThan(100);
  return [0, 1, 2, 3].map((at) => found[at * 25] ?? '') as [string, string, string, string];
}

test('Story 1 with letters of the real ledger', { timeout: 900_000 }, async () => {
  const bytes = new Uint8Array(await readFile(join(DATA, 'letters.xlsx')));
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  const rows: { title: string; text: string }[] = [];
  book.worksheets[0]?.eachRow((row, at) => {
    if (at > 1) rows.push({ title: row.getCell(3).text.trim(), text: row.getCell(5).text });
  });
  const [a, b, c, d] = fourTitles(rows);
  await playStory1({ ledger: bytes, letters: { a, b, c, d }, imported: 4326 });
});
