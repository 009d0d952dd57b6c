/** Whether limits were kept, from effective times alone [proof L7], and the warning light (hotline.md §7, F17). */
import { dayOf, millis } from './calendar.ts';
import type { Instant } from './ids.ts';
import type { Due, DueName, Ticket } from './ticket.ts';
import { isOpen } from './standing.ts';

export type Light = 'none' | 'green' | 'yellow' | 'amber' | 'red' | 'met';

/** Yellow at half, amber at the last fifth, or in the last day of limits of three days and more; red overdue. */
export function lightOf(due: Pick<Due, 'at' | 'start' | 'met'>, now: Instant): Light {
  if (due.met !== undefined) return due.met > due.at ? 'red' : 'met';
  const end = millis(due.at);
  const whole = Math.max(1, end - millis(due.start));
  const left = end - millis(now);
  if (left < 0) return 'red';
  if (left <= whole / 5 || (dayOf(due.at) - dayOf(due.start) >= 3 && dayOf(due.at) - dayOf(now) <= 1)) return 'amber';
  return left <= whole / 2 ? 'yellow' : 'green';
}

/** Windows that bind nobody to act are no running limits. */
const WINDOWS: readonly DueName[] = ['return'];

/** The running due that ends first. */
export function nextDue(ticket: Ticket): Readonly<{ name: DueName; due: Due }> | undefined {
  if (!isOpen(ticket)) return undefined;
  let first: { name: DueName; due: Due } | undefined;
  for (const [name, due] of Object.entries(ticket.due) as [DueName, Due | undefined][]) {
    if (due === undefined || due.met !== undefined || WINDOWS.includes(name)) continue;
    if (first === undefined || due.at < first.due.at) first = { name, due };
  }
  return first;
}
