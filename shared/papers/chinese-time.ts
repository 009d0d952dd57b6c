/** Instants and days as they stand on papers: in full, in UTC+8. */
import { civilDate, dayOf, minuteOf, type Day } from '../hotline/calendar.ts';
import type { Instant } from '../hotline/ids.ts';

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'] as const;

/** `2026年11月24日` */
export function chineseDay(day: Day): string {
  const [year = '', month = '', date = ''] = civilDate(day).split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
}

/** `星期二`; 1970-01-01 was a Thursday. */
export function weekday(day: Day): string {
  return `星期${WEEKDAYS[(((day + 4) % 7) + 7) % 7] ?? ''}`;
}

/** `2026年11月24日 16时05分` */
export function chineseTime(at: Instant): string {
  const minute = Math.floor(minuteOf(at));
  return `${chineseDay(dayOf(at))} ${Math.floor(minute / 60)}时${String(minute % 60).padStart(2, '0')}分`;
}

/** `11月24日 16:05`, for the cells of a table. */
export function shortChineseTime(at: Instant): string {
  const minute = Math.floor(minuteOf(at));
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${chineseDay(dayOf(at)).slice(5)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** The Monday of the week that a moment is in. */
export function mondayOf(at: Instant): Day {
  const day = dayOf(at);
  return day - ((((day + 3) % 7) + 7) % 7);
}
