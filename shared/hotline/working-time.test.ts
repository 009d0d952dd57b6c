/** The worked examples of working days, working hours and stops (hotline.md §7), whatever the machine's zone is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { civilDate, dayOf, millis, toInstant } from './calendar.ts';
import { CHINA_2022_2026 } from './calendars/china-2022-2026.ts';
import type { Instant } from './ids.ts';
import { LN_DEFAULT } from './packs/ln-default.ts';
import { dueAfter, dueAfterStop, workingDaysFrom } from './working-time.ts';

const TIME = { calendar: CHINA_2022_2026, officeHours: LN_DEFAULT.officeHours };

function utc(local: string): Instant {
  return toInstant(millis(local));
}

const DAYS: readonly (readonly [received: string, days: number, due: string, provisional?: true])[] = [
  ['2026-01-30T10:00:00+08:00', 5, '2026-02-06'],
  ['2026-02-13T10:00:00+08:00', 5, '2026-02-27'],
  ['2026-02-27T10:00:00+08:00', 3, '2026-03-03'],
  ['2026-04-03T10:00:00+08:00', 1, '2026-04-07'],
  ['2026-04-30T10:00:00+08:00', 5, '2026-05-11'],
  ['2026-06-18T10:00:00+08:00', 1, '2026-06-22'],
  ['2026-09-18T10:00:00+08:00', 5, '2026-09-24'],
  ['2026-09-24T10:00:00+08:00', 5, '2026-10-09'],
  ['2026-09-30T10:00:00+08:00', 5, '2026-10-13'],
  ['2025-01-24T10:00:00+08:00', 5, '2025-02-07'],
  ['2025-09-26T10:00:00+08:00', 3, '2025-09-30'],
  ['2026-11-24T10:00:00+08:00', 7, '2026-12-03'],
  ['2026-12-30T10:00:00+08:00', 3, '2027-01-04', true],
  ['2026-11-22T09:00:00+08:00', 1, '2026-11-23'],
  ['2026-11-23T18:30:00+08:00', 1, '2026-11-24'],
];
const HOURS: readonly (readonly [received: string, hours: number, due: string])[] = [
  ['2026-11-24T09:00:00+08:00', 2, '2026-11-24T11:00:00+08:00'],
  ['2026-11-24T11:30:00+08:00', 2, '2026-11-24T14:30:00+08:00'],
  ['2026-11-24T12:30:00+08:00', 2, '2026-11-24T15:00:00+08:00'],
  ['2026-11-27T16:30:00+08:00', 2, '2026-11-30T10:00:00+08:00'],
  ['2026-11-24T18:00:00+08:00', 2, '2026-11-25T10:30:00+08:00'],
  ['2026-11-22T09:00:00+08:00', 2, '2026-11-23T10:30:00+08:00'],
  ['2026-02-14T16:30:00+08:00', 4, '2026-02-24T12:00:00+08:00'],
  ['2026-09-20T10:00:00+08:00', 4, '2026-09-20T15:00:00+08:00'],
];
const STOPS: readonly (readonly [received: string, days: number, due: string, from: string, to: string, moved: number, newDue: string])[] =
  [
    ['2026-02-10T10:00:00+08:00', 5, '2026-02-24', '2026-02-12T10:00:00+08:00', '2026-02-25T10:00:00+08:00', 4, '2026-02-28'],
    ['2026-11-24T10:00:00+08:00', 5, '2026-12-01', '2026-11-25T10:00:00+08:00', '2026-11-25T16:00:00+08:00', 0, '2026-12-01'],
    ['2026-11-24T10:00:00+08:00', 5, '2026-12-01', '2026-11-27T10:00:00+08:00', '2026-11-30T09:00:00+08:00', 1, '2026-12-02'],
    ['2026-11-24T10:00:00+08:00', 5, '2026-12-01', '2026-11-28T10:00:00+08:00', '2026-11-29T10:00:00+08:00', 0, '2026-12-01'],
  ];

describe.each(['UTC', 'America/New_York', 'Asia/Shanghai'])('limits under TZ=%s', (zone) => {
  const before = process.env['TZ'];
  beforeAll(() => {
    process.env['TZ'] = zone;
  });
  afterAll(() => {
    process.env['TZ'] = before ?? '';
  });

  test('the zone is really in force', () => {
    const hour = new Date('2026-11-24T00:00:00.000Z').getHours();
    expect(hour).toBe({ UTC: 0, 'America/New_York': 19, 'Asia/Shanghai': 8 }[zone]);
  });

  test.each(DAYS)('%s + %i working days ends at 17:00 on %s', (received, workingDays, due, provisional) => {
    const found = dueAfter({ workingDays }, utc(received), TIME);
    expect(found).toEqual({ at: utc(`${due}T17:00:00+08:00`), provisional: provisional === true });
  });

  test.each(HOURS)('%s + %i working hours ends at %s', (received, hours, due) => {
    expect(dueAfter({ workingMinutes: hours * 60 }, utc(received), TIME).at).toBe(utc(due));
  });

  test.each(STOPS)(
    '%s + %i days, due %s: a stop from %s to %s moves it by %i to %s',
    (received, workingDays, due, from, to, moved, newDue) => {
      const first = dueAfter({ workingDays }, utc(received), TIME);
      expect(civilDate(dayOf(first.at))).toBe(due);
      expect(workingDaysFrom(CHINA_2022_2026, dayOf(utc(from)), dayOf(utc(to)))).toBe(moved);
      expect(dueAfterStop({ workingDays }, first.at, utc(from), utc(to), TIME).at).toBe(utc(`${newDue}T17:00:00+08:00`));
    },
  );
});

test('a due in hours moves by the length of the stop', () => {
  const due = utc('2026-11-24T12:00:00+08:00');
  const moved = dueAfterStop({ minutes: 60 }, due, utc('2026-11-24T11:00:00+08:00'), utc('2026-11-24T11:40:00+08:00'), TIME);
  expect(moved.at).toBe(utc('2026-11-24T12:40:00+08:00'));
});
