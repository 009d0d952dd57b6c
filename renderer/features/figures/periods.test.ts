import { expect, test } from 'vitest';
import { PERIODS, periodNamed } from './periods.ts';

test('F14: months and quarters by the calendar of UTC+8, across the turn of a year', () => {
  const newYear = Date.parse('2025-12-31T16:30:00.000Z');
  expect(PERIODS.map((name) => Object.values(periodNamed(name, newYear)))).toEqual([
    ['2026-01-01', '2026-01-01'],
    ['2025-12-01', '2025-12-31'],
    ['2026-01-01', '2026-01-01'],
    ['2026-01-01', '2026-01-01'],
  ]);
  const november = Date.parse('2026-11-25T07:00:00.000Z');
  expect(PERIODS.map((name) => periodNamed(name, november).from)).toEqual(['2026-11-01', '2026-10-01', '2026-10-01', '2026-01-01']);
});
