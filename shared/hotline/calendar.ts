/**
 * Civil days in UTC+8, counted from 1970-01-01, by arithmetic alone: the machine's zone never enters.
 * A year that the calendar does not name falls back to Monday–Friday and is provisional 暂定 (hotline.md §7).
 */
import type { Instant } from './ids.ts';
import type { CalendarDocument } from './reference/documents.ts';

const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * 3_600_000;

/** A day number: days since 1970-01-01 in UTC+8. */
export type Day = number;

export function millis(instant: string): number {
  return Date.parse(instant);
}

export function toInstant(ms: number): Instant {
  return new Date(ms).toISOString() as Instant;
}

export function dayOf(instant: string): Day {
  return Math.floor((millis(instant) + OFFSET_MS) / DAY_MS);
}

/** The instant of a minute of the day (UTC+8). */
export function atMinute(day: Day, minute: number): Instant {
  return toInstant(day * DAY_MS - OFFSET_MS + minute * 60_000);
}

/** Minutes since midnight, with fractions, in UTC+8. */
export function minuteOf(instant: string): number {
  return (millis(instant) + OFFSET_MS - dayOf(instant) * DAY_MS) / 60_000;
}

/** The same time of day so many months later (UTC+8); the last day of a shorter month. */
export function monthsAfter(instant: Instant, months: number): Instant {
  const local = new Date(millis(instant) + OFFSET_MS);
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + months);
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  local.setUTCDate(Math.min(day, last));
  return toInstant(local.getTime() - OFFSET_MS);
}

/** `2026-11-24` */
export function civilDate(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export type DayKind = Readonly<{ working: boolean; provisional: boolean }>;

/** Lists ask about the same days for every ticket; a calendar is never changed, a new version is a new document. */
const KNOWN = new WeakMap<CalendarDocument, Map<Day, DayKind>>();

export function dayKind(calendar: CalendarDocument, day: Day): DayKind {
  let days = KNOWN.get(calendar);
  if (days === undefined) KNOWN.set(calendar, (days = new Map()));
  let kind = days.get(day);
  if (kind === undefined) days.set(day, (kind = reckonedKind(calendar, day)));
  return kind;
}

function reckonedKind(calendar: CalendarDocument, day: Day): DayKind {
  const date = civilDate(day);
  const named = calendar.days[date];
  // 1970-01-01 was a Thursday.
  const weekday = (((day + 4) % 7) + 7) % 7;
  const provisional = !calendar.years.includes(Number(date.slice(0, 4)));
  if (named !== undefined) return { working: !named.off, provisional: false };
  return { working: weekday !== 0 && weekday !== 6, provisional };
}
