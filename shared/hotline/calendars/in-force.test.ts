/** F05 Calendars of several years and versions as one (hotline.md §7). */
import { expect, test } from 'vitest';
import { dayKind, dayOf } from '../calendar.ts';
import type { CalendarDocument } from '../reference/documents.ts';
import { CHINA_2022_2026 } from './china-2022-2026.ts';
import { calendarInForce } from './in-force.ts';

const OFF = { off: true, name: '元旦' };
function calendar(year: number, version: number, order: number, days: CalendarDocument['days']): CalendarDocument {
  return { _id: `calendar:${year}:${version}`, schema: 1, version, order, years: [year], days };
}
const kind = (of: CalendarDocument, date: string) => dayKind(of, dayOf(`${date}T04:00:00.000Z`));

test('without documents the built-in one', () => {
  expect(calendarInForce([])).toBe(CHINA_2022_2026);
});

test('a year that comes is known, the others stay as they were, what nobody names is 暂定', () => {
  const of = calendarInForce([calendar(2027, 1, 5, { '2027-01-01': OFF })]);
  expect(kind(of, '2027-01-01')).toEqual({ working: false, provisional: false });
  expect(kind(of, '2027-01-04')).toEqual({ working: true, provisional: false });
  expect(kind(of, '2026-10-01')).toEqual({ working: false, provisional: false });
  expect(kind(of, '2028-01-03')).toEqual({ working: true, provisional: true });
});

test('of two versions the one taken last stands, whatever order they come in, and a day it does not name is no holiday', () => {
  const first = calendar(2027, 1, 5, { '2027-01-01': OFF, '2027-01-04': OFF });
  const second = calendar(2027, 2, 9, { '2027-01-01': OFF });
  for (const both of [
    [first, second],
    [second, first],
  ]) {
    expect(kind(calendarInForce(both), '2027-01-04')).toEqual({ working: true, provisional: false });
  }
});

test('a calendar of a built-in year replaces it whole', () => {
  const of = calendarInForce([calendar(2026, 1, 3, { '2026-01-01': OFF })]);
  expect(kind(of, '2026-10-01')).toEqual({ working: true, provisional: false });
});
