/**
 * The letters ledger (hotline.md §11): rows → registrations, with a report of what could not be taken. Pure: hashing comes in.
 * Ids derive from ledger and number, so that importing again changes nothing.
 */
import { toInstant } from '../hotline/calendar.ts';
import type { ActionId, Instant, TicketId } from '../hotline/ids.ts';
import type { RequestKind } from '../hotline/ticket.ts';

export const LETTERS_HEADER = ['留言编号', '留言用户', '留言主题', '留言时间', '留言详情', '反对数', '点赞数'] as const;

export type LedgerRow = Readonly<{ row: number; values: readonly unknown[]; formulas?: ReadonlySet<number> }>;
export type BadRow = Readonly<{ row: number; column: string; code: LedgerFault; reason: string }>;
export type LedgerOptions = Readonly<{ kind?: RequestKind; district?: string; street?: string }>;
export type LedgerEntry = Readonly<{
  row: number;
  number: string;
  action: ActionId;
  ticket: TicketId;
  acceptedAt: Instant;
  body: Record<string, unknown>;
}>;

export const LEDGER_FAULTS = {
  wrongHeader: '表头与“留言台账”不一致，请使用原始表格，不要改动第一行。',
  noNumber: '缺少留言编号，请补上编号后重新导入本行。',
  badTime: '留言时间无法识别，请写成 2019/2/28 11:25:05 的形式。',
  noText: '缺少留言主题或留言详情，请补全后重新导入本行。',
  longTitle: '留言主题超过三百字，请缩短后重新导入本行。',
  longUser: '留言用户超过六十字，请核对后重新导入本行。',
  longNumber: '留言编号超过六十字，请核对后重新导入本行。',
  tooLong: '留言详情超过两万字，请拆分后重新导入本行。',
  formula: '单元格是公式，不是数值。请在表格软件中“选择性粘贴为数值”后重新导入本行。',
  refused: '市级平台未予登记，请核对编号。',
  changed: '同一编号已有不同内容。请核对编号，或作为新的编号导入。',
} as const;
export type LedgerFault = keyof typeof LEDGER_FAULTS;

/** Milliseconds of UTC+8 wall clock ahead of UTC. */
const OFFSET_MS = 8 * 3_600_000;
const MAX_CONTENT = 20_000;
const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function headerFault(values: readonly unknown[]): BadRow | undefined {
  const fits = LETTERS_HEADER.every((name, at) => cellText(values[at]).trim() === name);
  return fits ? undefined : { row: 1, column: '表头', code: 'wrongHeader', reason: LEDGER_FAULTS.wrongHeader };
}

function cellText(cell: unknown): string {
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '';
}

/** Text in its several shapes, or an Excel date, whose wall clock arrives as UTC: both mean UTC+8. */
export function ledgerTime(cell: unknown): Instant | undefined {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? undefined : toInstant(cell.getTime() - OFFSET_MS);
  if (typeof cell !== 'string') return undefined;
  const match = /^\s*(\d{4})[/\-.年](\d{1,2})[/\-.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*$/u.exec(cell);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60 && year >= 1990;
  return real ? toInstant(ms - OFFSET_MS) : undefined;
}

/** Tabs and runs of blank lines come from the web page the letters were copied from; the paragraphs are the writer's. */
export function tidyText(text: string): string {
  return text
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/[\t\u3000 ]+$/gmu, '')
    .replaceAll(/^[\t\u3000 ]+/gmu, '')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();
}

/** A ULID of the letter's time and of the hash of its number. */
function ulidFrom(at: Instant, hash: string): string {
  let time = Date.parse(at);
  let head = '';
  for (let place = 0; place < 10; place += 1) {
    head = (BASE32[time % 32] ?? '0') + head;
    time = Math.floor(time / 32);
  }
  let tail = '';
  for (let place = 0; place < 16; place += 1) tail += BASE32[Number.parseInt(hash.slice(place * 2, place * 2 + 2), 16) % 32] ?? '0';
  return head + tail;
}

function fault(row: number, column: string, code: LedgerFault): BadRow {
  return { row, column, code, reason: LEDGER_FAULTS[code] };
}

function regionOf({ street, district }: LedgerOptions): Readonly<{ street?: string; district: string }> | undefined {
  if (street !== undefined) return { street, district: street.slice(0, 6) };
  return district === undefined ? undefined : { district };
}

/** One row; `sha256` gives lower-case hexadecimal of a text. */
export function ledgerEntry(
  { row, values, formulas }: LedgerRow,
  options: LedgerOptions,
  sha256: (text: string) => string,
): LedgerEntry | BadRow {
  const formula = [0, 1, 2, 3, 4].find((column) => formulas?.has(column) === true);
  if (formula !== undefined) return fault(row, LETTERS_HEADER[formula] ?? '', 'formula');
  const number = cellText(values[0]).trim();
  if (number === '') return fault(row, '留言编号', 'noNumber');
  if (number.length > 60) return fault(row, '留言编号', 'longNumber');
  const acceptedAt = ledgerTime(values[3]);
  if (acceptedAt === undefined) return fault(row, '留言时间', 'badTime');
  const title = tidyText(cellText(values[2])).replaceAll('\n', ' ');
  const content = tidyText(cellText(values[4]));
  if (title === '' || content === '') return fault(row, title === '' ? '留言主题' : '留言详情', 'noText');
  if (content.length > MAX_CONTENT) return fault(row, '留言详情', 'tooLong');
  if (title.length > 300) return fault(row, '留言主题', 'longTitle');
  const user = cellText(values[1]).trim();
  if (user.length > 60) return fault(row, '留言用户', 'longUser');
  const hash = sha256(`letters:${number}`);
  const region = regionOf(options);
  return {
    row,
    number,
    action: `action:import:${hash}` as ActionId,
    ticket: `ticket:${ulidFrom(acceptedAt, hash)}` as TicketId,
    acceptedAt,
    body: {
      source: 'import',
      title,
      content,
      complainant: { kind: 'natural', ...(user === '' ? {} : { name: user }) },
      acceptedAt,
      externalNos: [number],
      ...(options.kind === undefined ? {} : { kind: options.kind }),
      ...(region === undefined ? {} : { region }),
    },
  };
}

export function isBadRow(entry: LedgerEntry | BadRow): entry is BadRow {
  return 'code' in entry;
}
