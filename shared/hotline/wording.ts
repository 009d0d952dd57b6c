/** Words for summaries and refusal details: names, times, cuts. */
import { civilDate, dayOf, minuteOf } from './calendar.ts';
import type { Instant, PersonId, UnitCode } from './ids.ts';
import type { Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';

/** The most a history entry says (hotline.md §2). */
export const SUMMARY_LENGTH = 120;

export function shorten(words: string, length = SUMMARY_LENGTH): string {
  const flat = words.replace(/\s+/g, ' ').trim();
  if (flat.length <= length) return flat;
  const cut = flat.slice(0, length - 1);
  // Never half of a surrogate pair.
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

export function unitName(unit: UnitCode, context: Context): string {
  return context.unit(unit)?.name ?? unit;
}

export function personName(person: PersonId, context: Context): string {
  return context.person(person)?.name ?? person;
}

/** `11-24 09:05`, in UTC+8. */
export function shortTime(at: Instant): string {
  const minute = Math.floor(minuteOf(at));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${civilDate(dayOf(at)).slice(5)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Who did it first, and when: what a second one is told (collision 3 of hotline.md §5). */
export function doneBy(ticket: Ticket, context: Context, ...kinds: readonly string[]): string | undefined {
  const entry = ticket.history.findLast((one) => one.noEffect === undefined && kinds.includes(one.kind));
  if (entry?.actor === undefined) return undefined;
  return `${personName(entry.actor, context)} ${shortTime(entry.occurredAt)}`;
}

export function withNote(words: string, note: string | undefined): string {
  return note === undefined || note === '' ? words : `${words}：${note}`;
}
