/**
 * 红色清单 (art. 6; F13): the matters of one unit that are overdue or end today, most urgent first. What each unit owes on a ticket:
 * the lead its own limits, a helper its answer (art. 11), whoever was supervised a reply (art. 15). Units, never persons.
 */
import { dayOf } from './calendar.ts';
import type { Instant, UnitCode } from './ids.ts';
import { judgeDue } from './judge.ts';
import { LEAD_LIMITS, openSupervisions } from './oversight.ts';
import { isOpen } from './standing.ts';
import type { DueName, Ticket } from './ticket.ts';

export type Owed = Readonly<{ unit: UnitCode; what: DueName | 'supervision'; at: Instant }>;
export type Red<T> = Readonly<{ of: T; owed: Owed; overdue: boolean }>;

const END = '9999-12-31T00:00:00.000Z' as Instant;

/** Limits that run out if nothing happens: one that is met, or whose clock stands still, is not owed. */
export function owedOn(ticket: Ticket): readonly Owed[] {
  if (!isOpen(ticket)) return [];
  const { lead, due, coHandlers } = ticket;
  const own = LEAD_LIMITS.flatMap((what): Owed[] => {
    const at = due[what]?.at;
    return lead === undefined || at === undefined || judgeDue(ticket, what, END) !== 'overdue' ? [] : [{ unit: lead, what, at }];
  });
  const helping = coHandlers.flatMap((one): Owed[] => {
    const asked = one.unit !== lead && (one.status === 'requested' || one.status === 'reported');
    return asked && one.due !== undefined ? [{ unit: one.unit, what: 'co', at: one.due }] : [];
  });
  const replies = openSupervisions(ticket).map((one): Owed => ({ unit: one.unit, what: 'supervision', at: one.due }));
  return [...own, ...helping, ...replies];
}

/** `today`: by civil days in UTC+8, whatever the hour. A ticket stands once, by what ends first. */
export function redList<T extends Readonly<{ owed: readonly Owed[] }>>(
  rows: readonly T[],
  unit: UnitCode,
  now: Instant,
): readonly Red<T>[] {
  const today = dayOf(now);
  return rows
    .flatMap((of): Red<T>[] => {
      const first = of.owed.filter((one) => one.unit === unit).toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
      if (first === undefined || dayOf(first.at) > today) return [];
      return [{ of, owed: first, overdue: first.at < now }];
    })
    .toSorted((a, b) => (a.owed.at < b.owed.at ? -1 : 1));
}
