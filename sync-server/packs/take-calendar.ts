/**
 * The calendar of a year into the hub (F05; hotline.md §7): statutory holidays and make-up working days as the State Council
 * announced them. Versions are kept: what was reckoned by one comes out the same when it is folded again (ADR 8).
 */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { calendarFaults } from '../../shared/hotline/calendars/faults.ts';
import { CalendarDocument } from '../../shared/hotline/reference/documents.ts';
import { canonicalText } from '../../shared/sync/canonical.ts';
import type { Core } from '../core.ts';
import type { Document } from '../store/database.ts';

export const CalendarFile = Type.Object(
  {
    year: Type.Integer({ minimum: 2000, maximum: 2200 }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    days: CalendarDocument.properties.days,
  },
  { additionalProperties: false },
);

export type CalendarAnswer =
  | Readonly<{ ok: true; id: string; version: number; unchanged: boolean }>
  | Readonly<{ ok: false; reason: string; faults: readonly Readonly<{ layer: string; path: string; reason: string }>[] }>;

export async function takeCalendar(core: Core, file: unknown): Promise<CalendarAnswer> {
  if (!Check(CalendarFile, file)) return { ok: false, reason: '不是节假日日历文件，或其中有不认识的项目。请核对文件后重试。', faults: [] };
  const { year, title, days }: Static<typeof CalendarFile> = file;
  const faults = calendarFaults(year, days).map(({ date, reason }) => ({ layer: String(year), path: date, reason }));
  if (faults.length > 0) return { ok: false, reason: '日历中有不合规的日期，没有导入。请对照放假通知更正后重新导入。', faults };
  const id = String(year);
  const known = (await core.store.hotline.withPrefix<CalendarDocument>(`calendar:${id}:`)).toSorted((a, b) => b.version - a.version);
  const last = known[0];
  if (last !== undefined && canonicalText([last.title, last.days]) === canonicalText([title, days]))
    return { ok: true, id, version: last.version, unchanged: true };
  const version = (last?.version ?? 0) + 1;
  const document: CalendarDocument = {
    _id: `calendar:${id}:${version}`,
    schema: 1,
    version,
    title,
    order: core.nextCounter(),
    years: [year],
    days,
  };
  // Known before it is written: what is received from now on carries a higher counter, and is folded by it whenever that happens.
  core.reference.take(document as unknown as Document);
  const [written] = await core.store.hotline.write([document as unknown as Document]);
  if (written?.ok !== true) {
    core.reference.forget(document._id);
    throw new Error(`the store did not take ${document._id}`);
  }
  await core.feed.catchUp();
  return { ok: true, id, version, unchanged: false };
}
