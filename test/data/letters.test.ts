/** The real letters ledger, whole: 4,326 rows, times as text and as Excel dates, texts to 7,000 characters. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tidyText } from '../../shared/exchange/letters-ledger.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { openCore, type Core } from '../../sync-server/core.ts';
import { importLedger } from '../../sync-server/import/import-ledger.ts';

const DATA = process.env['GRIDDESK_DATA'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data');
let dir: string;
let core: Core;
let bytes: Uint8Array;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-letters-'));
  core = await openCore({ dataDir: dir });
  bytes = new Uint8Array(await readFile(join(DATA, 'letters.xlsx')));
});
afterAll(async () => {
  await core.close();
  await rm(dir, { recursive: true, force: true });
});

test('every letter becomes one ticket with its own text, as another reader of the file sees it', async () => {
  const steps: number[] = [];
  const answer = await importLedger(core, bytes, {}, (done) => steps.push(done));
  expect(answer).toMatchObject({ ok: true, rows: 4326 });
  if (!answer.ok) return;
  expect(answer.taken + answer.bad.length).toBe(4326);
  expect(steps.at(-1)).toBe(answer.taken);
  const tickets = await core.store.hotline.withPrefix<Ticket>('ticket:');
  expect(tickets).toHaveLength(answer.taken);
  expect(new Set(tickets.map((ticket) => ticket.no)).size).toBe(answer.taken);
  const byNumber = new Map(tickets.map((ticket) => [ticket.externalNos[0], ticket]));
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  const bad = new Set(answer.bad.map((row) => row.row));
  let longest = 0;
  book.worksheets[0]?.eachRow((row, at) => {
    if (at === 1 || bad.has(at)) return;
    const content = tidyText(String(row.getCell(5).text));
    longest = Math.max(longest, content.length);
    expect(byNumber.get(String(row.getCell(1).value))?.content, `row ${at}`).toBe(content);
  });
  expect(longest).toBeGreaterThan(5000);
});

test('importing it again changes nothing', async () => {
  const before = await core.store.hotline.sequence();
  const answer = await importLedger(core, bytes, {});
  expect(answer).toMatchObject({ ok: true, taken: 0 });
  expect(await core.store.hotline.sequence()).toBe(before);
});

test('[L8] the imported tickets equal the fold of their log, and the index equals its rebuild', async () => {
  expect(await verifyCore(core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
});
