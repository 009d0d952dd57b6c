/** Calendar documents of several years and versions as the one calendar that the rules ask (hotline.md §7, F05). */
import type { CalendarDocument } from '../reference/documents.ts';
import { CHINA_2022_2026 } from './china-2022-2026.ts';

/** In the order in which the hub took them: of one year the last one stands. */
export function inOrder(documents: Iterable<CalendarDocument>): readonly CalendarDocument[] {
  return [...documents].toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0) || a.version - b.version || (a._id < b._id ? -1 : 1));
}

/** A document says everything of its years, and nothing of others; what none of them names the built-in calendar says. */
export function calendarInForce(documents: Iterable<CalendarDocument>): CalendarDocument {
  const all = inOrder(documents);
  if (all.length === 0) return CHINA_2022_2026;
  const years = new Set(CHINA_2022_2026.years);
  const days = new Map(Object.entries(CHINA_2022_2026.days));
  for (const one of all) {
    for (const year of one.years) years.add(year);
    for (const date of days.keys()) if (one.years.includes(Number(date.slice(0, 4)))) days.delete(date);
    for (const [date, day] of Object.entries(one.days)) days.set(date, day);
  }
  const version = all.at(-1)?.version ?? 1;
  return { _id: 'calendar:in-force', schema: 1, version, years: [...years].toSorted(), days: Object.fromEntries(days) };
}
