import { afterEach, describe, expect, test } from 'vitest';
import { civilDate, dayKind, dayOf, toInstant } from './calendar.ts';
import { CHINA_2022_2026 } from './calendars/china-2022-2026.ts';
import type { Instant } from './ids.ts';
import { LN_DEFAULT } from './packs/ln-default.ts';
import { dueAfter, dueAfterStop, workingMinutesBetween } from './working-time.ts';

// Worked examples of the national calendar: facts, copied from the deadlines that offices reckoned by hand.
const WORKING_DAYS: readonly (readonly [why: string, received: string, workingDays: number, due: string, provisional: boolean])[] = [
  ['plain', '2026-01-30T10:00:00+08:00', 5, '2026-02-06', false],
  ['Saturday 02-14 is worked; Spring Festival 02-15..23', '2026-02-13T10:00:00+08:00', 5, '2026-02-27', false],
  ['Saturday 02-28 is worked', '2026-02-27T10:00:00+08:00', 3, '2026-03-03', false],
  ['Qingming 04-04..06', '2026-04-03T10:00:00+08:00', 1, '2026-04-07', false],
  ['05-01..05 off, Saturday 05-09 is worked', '2026-04-30T10:00:00+08:00', 5, '2026-05-11', false],
  ['Dragon Boat Festival', '2026-06-18T10:00:00+08:00', 1, '2026-06-22', false],
  ['Sunday 09-20 is worked', '2026-09-18T10:00:00+08:00', 5, '2026-09-24', false],
  ['Mid-Autumn and National Day', '2026-09-24T10:00:00+08:00', 5, '2026-10-09', false],
  ['Saturday 10-10 is worked', '2026-09-30T10:00:00+08:00', 5, '2026-10-13', false],
  ['Sunday 01-26 is worked', '2025-01-24T10:00:00+08:00', 5, '2025-02-07', false],
  ['Sunday 09-28 is worked', '2025-09-26T10:00:00+08:00', 3, '2025-09-30', false],
  ['plain, seven days', '2026-11-24T10:00:00+08:00', 7, '2026-12-03', false],
  ['no calendar for 2027 yet: Monday to Friday, provisional', '2026-12-30T10:00:00+08:00', 3, '2027-01-04', true],
  ['received on a Sunday', '2026-11-22T09:00:00+08:00', 1, '2026-11-23', false],
  ['received after hours: still that day', '2026-11-23T18:30:00+08:00', 1, '2026-11-24', false],
];

const WORKING_HOURS = [
  ['plain', '2026-11-24T09:00:00+08:00', 2, '2026-11-24T11:00:00+08:00'],
  ['across lunch', '2026-11-24T11:30:00+08:00', 2, '2026-11-24T14:30:00+08:00'],
  ['received at lunch', '2026-11-24T12:30:00+08:00', 2, '2026-11-24T15:00:00+08:00'],
  ['Friday evening into Monday', '2026-11-27T16:30:00+08:00', 2, '2026-11-30T10:00:00+08:00'],
  ['after hours', '2026-11-24T18:00:00+08:00', 2, '2026-11-25T10:30:00+08:00'],
  ['on a Sunday', '2026-11-22T09:00:00+08:00', 2, '2026-11-23T10:30:00+08:00'],
  ['Saturday 02-14 is worked; Spring Festival', '2026-02-14T16:30:00+08:00', 4, '2026-02-24T12:00:00+08:00'],
  ['Sunday 09-20 is worked', '2026-09-20T10:00:00+08:00', 4, '2026-09-20T15:00:00+08:00'],
] as const;

const STOPS = [
  [
    'across Spring Festival: 02-12, 13, 14 (worked), 24',
    '2026-02-10T10:00:00+08:00',
    5,
    '2026-02-24',
    '2026-02-12T10:00:00+08:00',
    '2026-02-25T10:00:00+08:00',
    '2026-02-28',
  ],
  [
    'within a day moves nothing',
    '2026-11-24T10:00:00+08:00',
    5,
    '2026-12-01',
    '2026-11-25T10:00:00+08:00',
    '2026-11-25T16:00:00+08:00',
    '2026-12-01',
  ],
  [
    'over a weekend: Friday only',
    '2026-11-24T10:00:00+08:00',
    5,
    '2026-12-01',
    '2026-11-27T10:00:00+08:00',
    '2026-11-30T09:00:00+08:00',
    '2026-12-02',
  ],
  [
    'on a weekend moves nothing',
    '2026-11-24T10:00:00+08:00',
    5,
    '2026-12-01',
    '2026-11-28T10:00:00+08:00',
    '2026-11-29T10:00:00+08:00',
    '2026-12-01',
  ],
] as const;

const TIME = { calendar: CHINA_2022_2026, officeHours: LN_DEFAULT.officeHours };

function instant(local: string): Instant {
  return toInstant(Date.parse(local));
}

function closing(date: string): Instant {
  return instant(`${date}T17:00:00+08:00`);
}

const machineZone = process.env['TZ'];
afterEach(() => {
  if (machineZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = machineZone;
});

/** Half past three on the morning that New York loses an hour: a zone that would show if it entered. */
const OFFSETS = [
  ['UTC', 0],
  ['Asia/Shanghai', -480],
  ['America/New_York', 300],
] as const;

describe.each(OFFSETS)('on a machine in %s', (zone, offset) => {
  function there(): void {
    process.env['TZ'] = zone;
    expect(new Date(Date.UTC(2026, 0, 15)).getTimezoneOffset()).toBe(offset);
  }

  test.each(WORKING_DAYS)('working days: %s', (_why, received, workingDays, due, provisional) => {
    there();
    expect(dueAfter({ workingDays }, instant(received), TIME)).toEqual({ at: closing(due), provisional });
  });

  test.each(WORKING_HOURS)('working hours: %s', (_why, received, hours, due) => {
    there();
    expect(dueAfter({ workingMinutes: hours * 60 }, instant(received), TIME)).toEqual({ at: instant(due), provisional: false });
    expect(workingMinutesBetween(TIME, instant(received), instant(due))).toBe(hours * 60);
  });

  test.each(STOPS)('a stop %s', (_why, received, workingDays, due, from, to, moved) => {
    there();
    const limit = { workingDays };
    expect(dueAfter(limit, instant(received), TIME).at).toBe(closing(due));
    expect(dueAfterStop(limit, closing(due), instant(from), instant(to), TIME).at).toBe(closing(moved));
  });

  test('natural time runs through nights and holidays, and a stop moves it by its length', () => {
    there();
    const start = instant('2026-02-14T20:00:00+08:00');
    expect(dueAfter({ minutes: 1440 }, start, TIME)).toEqual({ at: instant('2026-02-15T20:00:00+08:00'), provisional: false });
    const moved = dueAfterStop({ minutes: 1440 }, instant('2026-02-15T20:00:00+08:00'), start, instant('2026-02-14T21:30:00+08:00'), TIME);
    expect(moved.at).toBe(instant('2026-02-15T21:30:00+08:00'));
  });

  test('the day changes at midnight in UTC+8', () => {
    there();
    expect(civilDate(dayOf(instant('2026-03-08T00:00:00+08:00')))).toBe('2026-03-08');
    expect(civilDate(dayOf(instant('2026-03-07T23:59:59+08:00')))).toBe('2026-03-07');
  });
});

test('the calendar of 2022–2026 names 180 days and knows its own years only', () => {
  expect(Object.keys(CHINA_2022_2026.days)).toHaveLength(180);
  const kinds = ['2022-01-29', '2024-02-10', '2025-10-08', '2026-11-24', '2026-11-22', '2027-10-01'].map((date) =>
    dayKind(CHINA_2022_2026, dayOf(`${date}T04:00:00.000Z`)),
  );
  expect(kinds).toEqual([
    { working: true, provisional: false },
    { working: false, provisional: false },
    { working: false, provisional: false },
    { working: true, provisional: false },
    { working: false, provisional: false },
    { working: true, provisional: true },
  ]);
});
