/** Importing a letters ledger: good rows go in, every kind of bad one comes back by row, column and reason, bad files at once. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import type { Core } from '../../sync-server/core.ts';
import { openCore } from '../support/hub.ts';
import { importLedger, MAX_LEDGER_BYTES, type ImportAnswer } from '../../sync-server/import/import-ledger.ts';
import { announceLedger, freePort, hubCommand, HubProcess } from '../support/hub-process.ts';
import { HEADER, ledgerBytes, LETTERS, type Letter } from '../support/ledger.ts';
import { zipOf } from '../support/zip.ts';
import { stateOf } from '../support/store-state.ts';

const CHINESE = /[\u4e00-\u9fff]/u;
let dir: string;
let core: Core;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-import-'));
  core = await openCore({ dataDir: dir });
});
afterEach(async () => {
  await core.close();
  await rm(dir, { recursive: true, force: true });
});

function tickets(): Promise<readonly Ticket[]> {
  return core.store.hotline.withPrefix<Ticket>('ticket:');
}

async function importing(rows: readonly Letter[]): Promise<Extract<ImportAnswer, { ok: true }>> {
  const answer = await importLedger(core, await ledgerBytes(rows), {});
  if (!answer.ok) throw new Error(answer.reason);
  return answer;
}

test('times as text and as Excel dates, numbers as text and as numbers: each letter becomes one ticket in UTC+8', async () => {
  expect(await importing(LETTERS)).toEqual({ ok: true, rows: 5, taken: 5, unchanged: 0, bad: [] });
  const byNumber = new Map((await tickets()).map((ticket) => [ticket.externalNos[0], ticket]));
  expect(byNumber.get('500101')).toMatchObject({ acceptedAt: '2026-11-20T11:05:00.000Z', source: 'import', status: 'registered' });
  expect(byNumber.get('500102')?.acceptedAt).toBe('2026-11-21T00:30:00.000Z');
  expect(byNumber.get('500101')?.content).toBe('长白南路从南向北的路灯连续三天不亮，晚上接孩子很不安全。');
  expect(byNumber.get('500104')?.acceptedAt).toBe('2026-11-22T01:00:00.000Z');
});

const GOOD: Letter = [1, '用户', '标题', '2026/11/20 9:00', '内容'];
const BAD: readonly (readonly [what: string, row: Letter, column: string, code: string])[] = [
  ['no number', [null, '用户', '标题', '2026/11/20 9:00', '内容'], '留言编号', 'noNumber'],
  ['a number beyond sixty characters', ['9'.repeat(61), '用户', '标题', '2026/11/20 9:00', '内容'], '留言编号', 'longNumber'],
  ['a time in words', [2, '用户', '标题', '上周三', '内容'], '留言时间', 'badTime'],
  ['a thirtieth of February', [2, '用户', '标题', '2026/2/30 9:00', '内容'], '留言时间', 'badTime'],
  ['an hour of twenty-five', [2, '用户', '标题', '2026/2/3 25:00', '内容'], '留言时间', 'badTime'],
  ['no time', [2, '用户', '标题', null, '内容'], '留言时间', 'badTime'],
  ['no subject', [2, '用户', '  ', '2026/11/20 9:00', '内容'], '留言主题', 'noText'],
  ['no text', [2, '用户', '标题', '2026/11/20 9:00', '\r\n\t'], '留言详情', 'noText'],
  ['a subject beyond three hundred characters', [2, '用户', '题'.repeat(301), '2026/11/20 9:00', '内容'], '留言主题', 'longTitle'],
  ['a user beyond sixty characters', [2, '名'.repeat(61), '标题', '2026/11/20 9:00', '内容'], '留言用户', 'longUser'],
  ['a text beyond twenty thousand characters', [2, '用户', '标题', '2026/11/20 9:00', '长'.repeat(20_001)], '留言详情', 'tooLong'],
  ['the number of another letter', [1, '用户', '另一件事', '2026/11/20 9:00', '内容'], '留言编号', 'changed'],
];

test.each(BAD)(
  'a row with %s comes back with its row, column and reason in Chinese, and the others go in',
  async (_what, row, column, code) => {
    const last: Letter = [3, '用户', '后一件', '2026-11-20', '内容'];
    const answer = await importing([GOOD, row, last]);
    expect(answer).toMatchObject({ rows: 3, taken: 2, bad: [{ row: 3, column, code }] });
    expect(answer.bad[0]?.reason).toMatch(CHINESE);
    expect((await tickets()).map((ticket) => ticket.title).sort()).toEqual(['后一件', '标题']);
  },
);

test.each([
  ['number', 0, '留言编号'],
  ['user', 1, '留言用户'],
  ['subject', 2, '留言主题'],
  ['time', 3, '留言时间'],
  ['text', 4, '留言详情'],
] as const)('a formula in place of the %s is no value', async (_what, at, column) => {
  const row = [...GOOD] as unknown[];
  row[at] = { formula: 'A1&"x"', result: at === 3 ? '2026/11/20 9:00' : '值' };
  const answer = await importing([row as unknown as Letter, [3, '用户', '后一件', '2026-11-20', '内容']]);
  expect(answer).toMatchObject({ taken: 1, bad: [{ row: 2, column, code: 'formula' }] });
});

test('a formula on another sheet spoils no letter', async () => {
  const book = new ExcelJS.Workbook();
  const letters = book.addWorksheet('留言');
  letters.addRow([...HEADER]);
  letters.addRow([...GOOD, 0, 0]);
  book.addWorksheet('统计').addRows([['合计'], [{ formula: 'COUNTA(留言!A:A)', result: 2 }]]);
  const answer = await importLedger(core, new Uint8Array(await book.xlsx.writeBuffer()), {});
  expect(answer).toMatchObject({ ok: true, taken: 1, bad: [] });
});

test('the same row twice is one letter; importing again, also with other options or at the same time, changes nothing', async () => {
  const bytes = await ledgerBytes([...LETTERS, LETTERS[0] as Letter]);
  const [one, two] = await Promise.all([importLedger(core, bytes, {}), importLedger(core, bytes, {})]);
  expect([one, two].map((answer) => (answer.ok ? answer.taken : answer.fault)).sort()).toEqual([0, 5]);
  for (const answer of [one, two]) expect(answer).toMatchObject({ ok: true, rows: 6, bad: [] });
  const before = await stateOf(core.store.hotline);
  expect(await importLedger(core, bytes, { kind: 'help', district: '210102' })).toMatchObject({
    ok: true,
    rows: 6,
    taken: 0,
    unchanged: 6,
  });
  expect(await stateOf(core.store.hotline)).toEqual(before);
  expect(await verifyCore(core)).toMatchObject({ tickets: 5, unequal: [], indexEqual: true });
});

test('the same number with another text is told in a later file too, and the first stays', async () => {
  await importing([GOOD]);
  const answer = await importing([[1, '用户', '标题', '2026/11/20 9:00', '改过的内容']]);
  expect(answer).toMatchObject({ taken: 0, unchanged: 0, bad: [{ row: 2, column: '留言编号', code: 'changed' }] });
  expect((await tickets()).map((ticket) => ticket.content)).toEqual(['内容']);
});

test('a letter that the authority denies is no success: it comes back with the reason', async () => {
  await importing([GOOD]);
  const [made] = await tickets();
  await core.close();
  core = await openCore({ dataDir: join(dir, 'another') });
  // Its place is taken by a ticket that the ledger did not make.
  const { _rev: _drop, ...other } = made as Ticket & { _rev: string };
  await core.store.hotline.write([{ ...other, history: [], title: '别的工单' } as never]);
  const answer = await importing([GOOD]);
  expect(answer).toMatchObject({ rows: 1, taken: 0, bad: [{ row: 2, code: 'refused' }] });
  expect(answer.bad[0]?.reason).toMatch(CHINESE);
});

describe('a file that is no ledger is refused at once, and nothing of it goes in', () => {
  const part = (name: string, text: string | Uint8Array, claims?: number) => ({
    name,
    content: typeof text === 'string' ? new TextEncoder().encode(text) : text,
    ...(claims === undefined ? {} : { claims }),
  });
  const bomb = new Uint8Array(64 * 1024 * 1024);
  const cases: readonly (readonly [string, () => Promise<Uint8Array> | Uint8Array, string])[] = [
    ['a text', () => new TextEncoder().encode('留言编号,留言用户'), 'notXlsx'],
    ['nothing', () => new Uint8Array(), 'notXlsx'],
    ['a zip without a sheet', () => zipOf([part('word/document.xml', '<w/>')]), 'notXlsx'],
    ['a truncated workbook', async () => (await ledgerBytes(LETTERS)).slice(0, 3000), 'notXlsx'],
    ['a sheet that is no XML', () => zipOf([part('xl/workbook.xml', '<x'), part('xl/worksheets/sheet1.xml', '<y')]), 'notXlsx'],
    ['a bomb', () => zipOf([part('xl/worksheets/sheet1.xml', bomb)]), 'bomb'],
    ['a bomb whose directory lies', () => zipOf([part('xl/worksheets/sheet1.xml', bomb, 1000)]), 'bomb'],
    [
      'a bomb in a part that is no sheet',
      () => zipOf([part('xl/worksheets/sheet1.xml', '<x/>'), part('xl/_rels/workbook.xml.rels', bomb, 9)]),
      'bomb',
    ],
    ['a thousand parts', () => zipOf(Array.from({ length: 1000 }, (_, at) => part(`xl/worksheets/s${at}.xml`, '<x/>'))), 'bomb'],
    ['a file over the limit', () => new Uint8Array(MAX_LEDGER_BYTES + 1), 'tooBig'],
    ['another header', async () => ledgerBytes(LETTERS, ['编号', ...HEADER.slice(1)]), 'wrongHeader'],
    ['columns in another order', async () => ledgerBytes(LETTERS, [...HEADER].reverse()), 'wrongHeader'],
    ['an empty sheet', async () => ledgerBytes([], []), 'wrongHeader'],
  ];
  test.each(cases)('%s', async (_what, bytes, fault) => {
    const started = performance.now();
    const answer = await importLedger(core, await bytes(), {});
    expect(answer).toMatchObject({ ok: false, fault });
    if (!answer.ok) expect(answer.reason).toMatch(CHINESE);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(await stateOf(core.store.hotline)).toEqual([]);
  });
});

describe('on the command line', { timeout: 120_000 }, () => {
  let folder: string;
  let hub: HubProcess;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'griddesk-import-cli-'));
    hub = new HubProcess(join(folder, 'hub'), await freePort());
    await writeFile(join(folder, 'letters.xlsx'), await ledgerBytes([...LETTERS, [null, '用户', '缺编号', '2026/11/20', '内容']]));
    await writeFile(join(folder, 'broken.xlsx'), 'no zip');
  });
  afterAll(async () => {
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('a bar shows how far it is, then the counts, then each bad row; a second time nothing is new', async () => {
    const said = await hubCommand(['import', join(folder, 'letters.xlsx'), '--data', hub.dataDir]);
    expect(said).toMatch(/\[█{30}\] 5\/5/u);
    expect(said).toContain('共 6 行：新导入 5，已存在 0，有问题 1');
    expect(said).toMatch(/第 7 行 留言编号：缺少留言编号/u);
    expect(await hubCommand(['import', join(folder, 'letters.xlsx'), '--data', hub.dataDir])).toContain('新导入 0，已存在 5，有问题 1');
  });

  test('into a running hub the same; into its folder meanwhile, a wrong file, no file: one plain sentence each', async () => {
    await hub.start();
    expect(await hubCommand(['import', join(folder, 'letters.xlsx'), '--hub', hub.address])).toContain('新导入 0，已存在 5，有问题 1');
    await expect(hubCommand(['import', join(folder, 'letters.xlsx'), '--data', hub.dataDir])).rejects.toThrow(/正被另一个 hub 使用/u);
    await expect(hubCommand(['import', join(folder, 'broken.xlsx'), '--hub', hub.address])).rejects.toThrow(/不是有效的 Excel 文件/u);
    await expect(hubCommand(['import', join(folder, 'none.xlsx'), '--hub', hub.address])).rejects.toThrow(/找不到文件/u);
    await expect(hubCommand(['import', join(folder, 'letters.xlsx'), '--hub', 'http://127.0.0.1:1'])).rejects.toThrow(/连接不上/u);
    const large = await announceLedger(hub, MAX_LEDGER_BYTES + 1);
    expect(large).toMatchObject({ status: 413, body: { limit: MAX_LEDGER_BYTES } });
    expect(JSON.stringify(large.body)).toContain('拆分');
  });
});
