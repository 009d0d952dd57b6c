/** Periods that figures are asked for, as civil days of UTC+8. */
import { civilDate, dayOf } from '../../../shared/hotline/calendar.ts';
import type { FigurePeriod } from '../../replica/door.ts';

/** The first of a month so many months on. */
function firstOf(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}
function dayBefore(date: string): string {
  return civilDate(dayOf(`${date}T00:00:00.000+08:00`) - 1);
}

export function todayOf(now: number): string {
  return civilDate(dayOf(new Date(now).toISOString()));
}

export const PERIODS = ['本月', '上月', '本季度', '本年'] as const;
export type PeriodName = (typeof PERIODS)[number];

export function periodNamed(name: PeriodName, now: number): FigurePeriod {
  const to = todayOf(now);
  const [year = 0, month = 1] = to.split('-').map(Number);
  switch (name) {
    case '本月':
      return { from: firstOf(year, month - 1), to };
    case '上月':
      return { from: firstOf(year, month - 2), to: dayBefore(firstOf(year, month - 1)) };
    case '本季度':
      return { from: firstOf(year, month - 1 - ((month - 1) % 3)), to };
    case '本年':
      return { from: firstOf(year, 0), to };
  }
}
