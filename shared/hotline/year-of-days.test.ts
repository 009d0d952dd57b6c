/**
 * A year of days, across Spring Festival, National Day and make-up days, against a slow calculation that is written another way:
 * it lays out every minute of the year as worked or not, and counts. Nothing of `working-time.ts` or `calendar.ts` is used for it.
 */
import { describe, expect, test } from 'vitest';
import { CHINA_2022_2026 } from './calendars/china-2022-2026.ts';
import type { Instant } from './ids.ts';
import { levelDue } from './oversight.ts';
import { LN_DEFAULT } from './packs/ln-default.ts';
import { lightOfLimit } from './warning-light.ts';
import { coHandlingDue, dueAfter, dueAfterStop, workingMinutesBetween } from './working-time.ts';

const TIME = { calendar: CHINA_2022_2026, officeHours: LN_DEFAULT.officeHours };
const MINUTES_A_DAY = 1440;
/** From 2024-12-01 00:00 in UTC+8, for two years and a month: limits that begin in 2025 and 2026 end before 2027. */
const ORIGIN = Date.UTC(2024, 10, 30, 16);
const DAYS = 761;

/** Day by day from the published list, weekends by the weekday: `1` is worked. */
const WORKED_DAY = Uint8Array.from({ length: DAYS }, (_one, day) => {
  const here = new Date(ORIGIN + 8 * 3_600_000 + day * 86_400_000);
  const [date = ''] = here.toISOString().split('T');
  const published = CHINA_2022_2026.days[date];
  if (published !== undefined) return published.off ? 0 : 1;
  return [1, 2, 3, 4, 5].includes(here.getUTCDay()) ? 1 : 0;
});
/** Every minute: in office hours of a worked day. */
const WORKED = new Uint8Array(DAYS * MINUTES_A_DAY);
for (let day = 0; day < DAYS; day += 1) {
  if (WORKED_DAY[day] === 0) continue;
  const from = day * MINUTES_A_DAY;
  WORKED.fill(1, from + 8 * 60 + 30, from + 12 * 60);
  WORKED.fill(1, from + 13 * 60, from + 17 * 60);
}

function instantOf(minute: number): Instant {
  return new Date(ORIGIN + minute * 60_000).toISOString() as Instant;
}
function minuteAt(day: number, clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return day * MINUTES_A_DAY + hours * 60 + minutes;
}

/** Counts midnights of worked days, minute by minute; ends at 17:00 of the last. */
function slowDays(start: number, days: number): number {
  let minute = start;
  let left = days;
  while (left > 0) {
    minute += 1;
    if (minute % MINUTES_A_DAY === 0 && WORKED_DAY[minute / MINUTES_A_DAY] === 1) left -= 1;
  }
  return Math.floor(minute / MINUTES_A_DAY) * MINUTES_A_DAY + 17 * 60;
}
/** Spends worked minutes one by one. */
function slowWorked(start: number, minutes: number): number {
  let left = minutes;
  let minute = start;
  for (; left > 0; minute += 1) left -= WORKED[minute] ?? 0;
  return minute;
}
function slowBetween(from: number, to: number): number {
  let sum = 0;
  for (let minute = from; minute < to; minute += 1) sum += WORKED[minute] ?? 0;
  return sum;
}

const YEAR_2026 = 396;
/** Each day of 2025 and of 2026 whose limits still end before the calendar does. */
const DAYS_TRIED = Array.from({ length: YEAR_2026 + 325 - 31 }, (_one, at) => 31 + at);
const HOURS = ['00:00', '08:29', '08:30', '11:59', '12:30', '16:59', '17:00', '23:59'];

test('the slow year knows the festivals: their days are not worked, the make-up days are', () => {
  const day = (date: string) => WORKED_DAY[(Date.parse(`${date}T00:00:00+08:00`) - ORIGIN) / 86_400_000];
  expect(['2026-02-17', '2026-10-01', '2026-05-01', '2025-01-29', '2025-10-06'].map(day)).toEqual([0, 0, 0, 0, 0]);
  expect(['2026-02-14', '2026-02-28', '2026-10-10', '2025-01-26', '2025-09-28'].map(day)).toEqual([1, 1, 1, 1, 1]);
});

describe('limits that begin on each day of two years, at eight times of the day', () => {
  test.each([1, 2, 3, 5, 10, 15])('%i working days', (workingDays) => {
    for (const day of DAYS_TRIED)
      for (const hour of HOURS) {
        const start = minuteAt(day, hour);
        expect(dueAfter({ workingDays }, instantOf(start), TIME)).toEqual({
          at: instantOf(slowDays(start, workingDays)),
          provisional: false,
        });
      }
  });

  test.each([2, 4])('%i working hours', (hours) => {
    for (const day of DAYS_TRIED)
      for (const hour of HOURS) {
        const start = minuteAt(day, hour);
        expect(dueAfter({ workingMinutes: hours * 60 }, instantOf(start), TIME).at).toBe(instantOf(slowWorked(start, hours * 60)));
      }
  });

  test('the clock’s levels: one, three and five working days after the due', () => {
    for (const day of DAYS_TRIED) {
      const due = minuteAt(day, '10:07');
      [1, 3, 5].forEach((days, at) => {
        expect(levelDue(instantOf(due), at + 1, { pack: LN_DEFAULT, calendar: CHINA_2022_2026 })).toBe(instantOf(slowDays(due, days)));
      });
    }
  });
});

/** A sequence that looks random and is the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

test('a stop on each day moves a limit by the working days from its first to before its last, one in hours by its length', () => {
  const pick = numbers(7);
  for (const day of DAYS_TRIED) {
    const from = minuteAt(day, '00:00') + pick(MINUTES_A_DAY);
    const to = from + pick(20 * MINUTES_A_DAY);
    const due = minuteAt(day + pick(5), '17:00');
    let owed = 0;
    for (
      let minute = Math.floor(from / MINUTES_A_DAY) * MINUTES_A_DAY;
      minute < Math.floor(to / MINUTES_A_DAY) * MINUTES_A_DAY;
      minute += 1
    )
      if (minute % MINUTES_A_DAY === 0) owed += WORKED_DAY[minute / MINUTES_A_DAY] ?? 0;
    const moved = owed === 0 ? due : slowDays(due, owed);
    expect(dueAfterStop({ workingDays: 5 }, instantOf(due), instantOf(from), instantOf(to), TIME).at).toBe(instantOf(moved));
    expect(dueAfterStop({ minutes: 1440 }, instantOf(due), instantOf(from), instantOf(to), TIME).at).toBe(instantOf(due + to - from));
  }
});

test('a helper’s limit on each day: three working days, a day before the lead’s, or half of what is left', () => {
  const pick = numbers(11);
  for (const day of DAYS_TRIED) {
    const start = minuteAt(day, HOURS[pick(HOURS.length)] ?? '09:00');
    const lead = slowDays(start, 1 + pick(6));
    const left = slowBetween(start, lead);
    expect(workingMinutesBetween(TIME, instantOf(start), instantOf(lead))).toBe(left);
    let before = Math.floor(lead / MINUTES_A_DAY) - 1;
    while (WORKED_DAY[before] === 0) before -= 1;
    const own = slowDays(start, 3);
    // Half of an odd number of minutes ends in the middle of one: compared where it is whole.
    if (left < 900 && left % 2 === 1) continue;
    const slow = left < 900 ? slowWorked(start, left / 2) : Math.min(own, before * MINUTES_A_DAY + 17 * 60);
    expect(coHandlingDue({ workingDays: 3 }, instantOf(start), instantOf(lead), TIME)).toBe(instantOf(slow));
  }
});

test('the warning light at every hour of a limit over Spring Festival and over National Day', () => {
  for (const begun of ['2026-02-12T10:00:00+08:00', '2026-09-29T15:20:00+08:00', '2025-01-24T09:00:00+08:00']) {
    const start = (Date.parse(begun) - ORIGIN) / 60_000;
    const due = slowDays(start, 5);
    const whole = slowBetween(start, due);
    for (let now = start; now < due + 120; now += 60) {
      const left = slowBetween(now, due);
      const nextWorked = slowDays(now, 1);
      const lastDay = Math.floor(nextWorked / MINUTES_A_DAY) >= Math.floor(due / MINUTES_A_DAY);
      const slow = now > due ? 'red' : lastDay || left * 5 <= whole ? 'amber' : left * 2 <= whole ? 'yellow' : 'green';
      const rules = { pack: LN_DEFAULT, calendar: CHINA_2022_2026 };
      const light = lightOfLimit({ at: instantOf(due), start: instantOf(start) }, { workingDays: 5 }, instantOf(now), rules);
      expect(`${instantOf(now)} ${light}`).toBe(`${instantOf(now)} ${slow}`);
    }
  }
});
