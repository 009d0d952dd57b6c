/**
 * 暂定 dates repaired (hotline.md §7): a limit that was reckoned over a year without a calendar is reckoned anew when the calendar
 * has come. The dates are found by folding the ticket's log again; the clock's action carries them (ADR 6, 8).
 */
import Type, { type Static } from 'typebox';
import { dayOf, civilDate } from './calendar.ts';
import { ActionId, Instant, UnitCode } from './ids.ts';
import type { CalendarDocument } from './reference/documents.ts';
import { closed, oneOf } from './schema-builders.ts';
import { isOpen } from './standing.ts';
import { DUES, type Due, type Ticket } from './ticket.ts';

export const Recalculated = Type.Object(
  {
    /** The years whose calendar has come. */
    years: Type.Array(Type.Integer(), { title: '已有日历的年份', maxItems: 10 }),
    dues: Type.Array(
      Type.Object({ limit: oneOf(DUES), at: Instant, original: Instant, provisional: Type.Optional(Type.Boolean()) }, closed),
      { title: '各项时限', maxItems: DUES.length },
    ),
    /** 协办: each helper has a date of its own. */
    helpers: Type.Array(Type.Object({ unit: UnitCode, due: Instant }, closed), { title: '协办时限', maxItems: 16 }),
    /** 督办回复, by the action that asked for it. */
    replies: Type.Array(Type.Object({ action: ActionId, due: Instant }, closed), { title: '督办回复时限', maxItems: 100 }),
  },
  closed,
);
export type Recalculated = Readonly<Static<typeof Recalculated>>;

function yearOf(instant: Instant): number {
  return Number(civilDate(dayOf(instant)).slice(0, 4));
}

/** Of each limit that is 暂定, the years that it runs through. */
export function provisionalYears(ticket: Ticket): readonly (readonly [first: number, last: number])[] {
  if (!isOpen(ticket)) return [];
  return DUES.flatMap((name) => {
    const due = ticket.due[name];
    return due?.provisional === true ? [[yearOf(due.start), yearOf(due.at)] as const] : [];
  });
}

export function isCovered([first, last]: readonly [number, number], calendar: Pick<CalendarDocument, 'years'>): boolean {
  for (let year = first; year <= last; year += 1) if (!calendar.years.includes(year)) return false;
  return true;
}

function sameDue(a: Due, b: Due): boolean {
  return a.at === b.at && a.original === b.original && a.provisional === b.provisional;
}

/** What the fold by the new calendar says otherwise; nothing: there is nothing to say. */
export function recalculated(ticket: Ticket, again: Ticket, calendar: CalendarDocument): Recalculated | undefined {
  const covered = provisionalYears(ticket).filter((years) => isCovered(years, calendar));
  const years = [...new Set(covered.map(([, last]) => last))].toSorted();
  const dues = DUES.flatMap((limit) => {
    const [before, after] = [ticket.due[limit], again.due[limit]];
    if (before?.provisional !== true || after === undefined || sameDue(before, after)) return [];
    return [{ limit, at: after.at, original: after.original, ...(after.provisional === true ? { provisional: true } : {}) }];
  });
  const helpers = again.coHandlers.flatMap(({ unit, due }) => {
    const before = ticket.coHandlers.find((one) => one.unit === unit);
    return before === undefined || due === undefined || due === before.due ? [] : [{ unit, due }];
  });
  const replies = again.supervisions.flatMap(({ action, due }) => {
    const before = ticket.supervisions.find((one) => one.action === action);
    return before === undefined || before.reply !== undefined || due === before.due ? [] : [{ action, due }];
  });
  return dues.length + helpers.length + replies.length === 0 ? undefined : { years, dues, helpers, replies };
}

export function withRecalculated(ticket: Ticket, said: Recalculated): Ticket {
  const due = { ...ticket.due };
  for (const { limit, at, original, provisional } of said.dues) {
    const known = due[limit];
    if (known === undefined) continue;
    const { provisional: _guessed, ...rest } = known;
    due[limit] = { ...rest, at, original, ...(provisional === true ? { provisional: true } : {}) };
  }
  const coHandlers = ticket.coHandlers.map((one) => {
    const helper = said.helpers.find(({ unit }) => unit === one.unit);
    return helper === undefined ? one : { ...one, due: helper.due };
  });
  const supervisions = ticket.supervisions.map((one) => {
    const reply = said.replies.find(({ action }) => action === one.action);
    return reply === undefined ? one : { ...one, due: reply.due };
  });
  return { ...ticket, due, coHandlers, supervisions };
}
