/** Limits in working days, working hours and natural time (hotline.md §7, articles 8 and 10). */
import { atMinute, dayKind, dayOf, millis, minuteOf, toInstant, type Day } from './calendar.ts';
import type { Instant } from './ids.ts';
import type { CalendarDocument, Limit, RulePackDocument } from './reference/documents.ts';

export type Reckoned = Readonly<{ at: Instant; provisional: boolean }>;
export type WorkingTime = Readonly<{ calendar: CalendarDocument; officeHours: RulePackDocument['officeHours'] }>;

function minutes(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

function closingMinute(time: WorkingTime): number {
  return Math.max(...time.officeHours.map((span) => minutes(span.to)));
}

/** The n-th working day after `day`; 0 is the day itself. Marks 暂定 when it had to guess a day on the way. */
export function addWorkingDays(calendar: CalendarDocument, day: Day, n: number): Readonly<{ day: Day; provisional: boolean }> {
  let left = n;
  let at = day;
  let provisional = false;
  while (left > 0) {
    at += 1;
    const kind = dayKind(calendar, at);
    provisional ||= kind.provisional;
    if (kind.working) left -= 1;
  }
  return { day: at, provisional };
}

/** Working days from the first day (counted) to the last (not counted): what a stop moves a due by. */
export function workingDaysFrom(calendar: CalendarDocument, first: Day, last: Day): number {
  let count = 0;
  for (let day = first; day < last; day += 1) if (dayKind(calendar, day).working) count += 1;
  return count;
}

function addWorkingMinutes(time: WorkingTime, start: Instant, wanted: number): Reckoned {
  let left = wanted;
  let provisional = false;
  const firstDay = dayOf(start);
  const spans = time.officeHours.map((span) => [minutes(span.from), minutes(span.to)] as const);
  for (let day = firstDay; ; day += 1) {
    const kind = dayKind(time.calendar, day);
    provisional ||= kind.provisional;
    if (!kind.working) continue;
    for (const [from, to] of spans) {
      const begin = day === firstDay ? Math.max(from, minuteOf(start)) : from;
      const room = to - begin;
      if (room <= 0) continue;
      if (left <= room) return { at: atMinute(day, begin + left), provisional };
      left -= room;
    }
  }
}

/** When a limit that starts at `start` ends. */
export function dueAfter(limit: Limit, start: Instant, time: WorkingTime): Reckoned {
  if ('minutes' in limit) return { at: toInstant(millis(start) + limit.minutes * 60_000), provisional: false };
  if ('workingMinutes' in limit) return addWorkingMinutes(time, start, limit.workingMinutes);
  const end = addWorkingDays(time.calendar, dayOf(start), limit.workingDays);
  return { at: atMinute(end.day, closingMinute(time)), provisional: end.provisional };
}

/** A due after the clock stood still from `from` to `to`: in working days by the days, in hours by the length. */
export function dueAfterStop(limit: Limit, due: Instant, from: Instant, to: Instant, time: WorkingTime): Reckoned {
  if (!('workingDays' in limit)) return { at: toInstant(millis(due) + Math.max(0, millis(to) - millis(from))), provisional: false };
  const moved = workingDaysFrom(time.calendar, dayOf(from), dayOf(to));
  // Days that stood still are guessed like any other.
  const guessed = dayOf(from) < dayOf(to) && dayKind(time.calendar, dayOf(to) - 1).provisional;
  if (moved === 0) return { at: due, provisional: guessed };
  const end = addWorkingDays(time.calendar, dayOf(due), moved);
  return { at: atMinute(end.day, minuteOf(due)), provisional: guessed || end.provisional };
}

/** So many working days after a due, at the end of office hours. */
export function afterWorkingDays(due: Instant, workingDays: number, time: WorkingTime): Reckoned {
  const end = addWorkingDays(time.calendar, dayOf(due), workingDays);
  return { at: atMinute(end.day, closingMinute(time)), provisional: end.provisional };
}

/** Minutes of office hours between two instants; 0 when `to` is not after `from`. */
export function workingMinutesBetween(time: WorkingTime, from: Instant, to: Instant): number {
  const hours = time.officeHours.map((span) => [minutes(span.from), minutes(span.to)] as const);
  const [first, last] = [dayOf(from), dayOf(to)];
  const [start, stop] = [minuteOf(from), minuteOf(to)];
  let sum = 0;
  for (let day = first; day <= last; day += 1) {
    if (!dayKind(time.calendar, day).working) continue;
    for (const [opens, closes] of hours) {
      const begin = day === first ? Math.max(opens, start) : opens;
      const end = day === last ? Math.min(closes, stop) : closes;
      sum += Math.max(0, end - begin);
    }
  }
  return sum;
}

/**
 * A helper's limit (hotline.md §7): its own, but a working day before the lead's; where the lead has less than two working
 * days left, half of the working time that is left. Without a lead's limit, its own.
 */
export function coHandlingDue(limit: Limit, start: Instant, leadDue: Instant | undefined, time: WorkingTime): Instant {
  const own = dueAfter(limit, start, time).at;
  if (leadDue === undefined) return own;
  const left = workingMinutesBetween(time, start, leadDue);
  const day = time.officeHours.reduce((sum, span) => sum + minutes(span.to) - minutes(span.from), 0);
  if (left < 2 * day) return addWorkingMinutes(time, start, left / 2).at;
  const before = workingDayBefore(time.calendar, dayOf(leadDue));
  const latest = atMinute(before, closingMinute(time));
  return own < latest ? own : latest;
}

function workingDayBefore(calendar: CalendarDocument, day: Day): Day {
  let at = day - 1;
  while (!dayKind(calendar, at).working) at -= 1;
  return at;
}
