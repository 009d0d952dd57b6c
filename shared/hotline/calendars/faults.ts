/** What no calendar of a year can say (hotline.md §7): each day that is wrong, and why. */
import { civilDate, dayOf } from '../calendar.ts';
import type { CalendarDocument } from '../reference/documents.ts';

export type CalendarFault = Readonly<{ date: string; reason: string }>;

/** 《全国年节及纪念日放假办法》: free in every year, whatever is moved around them. */
const ALWAYS_FREE: readonly (readonly [day: string, name: string])[] = [
  ['01-01', '元旦'],
  ['05-01', '劳动节'],
  ['10-01', '国庆节'],
];

function dayOfDate(date: string): number | undefined {
  const at = Date.parse(`${date}T00:00:00.000Z`);
  if (Number.isNaN(at)) return undefined;
  const day = dayOf(new Date(at).toISOString());
  // 02-30 is read as a day of March.
  return civilDate(day) === date ? day : undefined;
}

/** 1970-01-01 was a Thursday. */
function isWeekend(day: number): boolean {
  const weekday = (day + 4) % 7;
  return weekday === 0 || weekday === 6;
}

export function calendarFaults(year: number, days: CalendarDocument['days']): readonly CalendarFault[] {
  const faults: CalendarFault[] = [];
  for (const [date, { off }] of Object.entries(days)) {
    const day = dayOfDate(date);
    if (day === undefined) faults.push({ date, reason: '没有这一天。' });
    else if (!date.startsWith(`${year}-`)) faults.push({ date, reason: `不是 ${year} 年的日期。` });
    else if (!off && !isWeekend(day)) faults.push({ date, reason: '调休上班日应是周六或周日。' });
  }
  for (const [rest, name] of ALWAYS_FREE) {
    const date = `${year}-${rest}`;
    if (days[date]?.off !== true) faults.push({ date, reason: `缺少${name}放假。` });
  }
  return faults;
}
