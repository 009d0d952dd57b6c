/**
 * The count of art. 14(8): it runs from the first attempt that was refused or not answered; cooperation or a just reason
 * starts it again. By effective times, so the order in which contacts arrive does not matter [proof L7].
 */
import { civilDate, dayOf } from '../calendar.ts';
import type { Instant } from '../ids.ts';
import type { RulePackDocument } from '../reference/documents.ts';
import type { Contact } from '../ticket-parts.ts';

export type NonCooperation = Readonly<{
  since: Instant;
  /** Civil date (UTC+8) of the first attempt. */
  sinceDate: string;
  /** Different days with a failed attempt. */
  days: number;
  /** The first attempt of each of those days, in order. */
  attempts: readonly Instant[];
}>;

function cooperated(contact: Contact): boolean {
  if (contact.excused === true) return true;
  return contact.cooperates ?? contact.result === 'reached';
}

/** The run of failed attempts that lasts until now, if any. */
export function nonCooperation(contacts: readonly Contact[]): NonCooperation | undefined {
  const inOrder = contacts.toSorted((a, b) => (a.at === b.at ? (a.action < b.action ? -1 : 1) : a.at < b.at ? -1 : 1));
  const run = inOrder.slice(inOrder.findLastIndex(cooperated) + 1);
  const first = run[0];
  if (first === undefined) return undefined;
  const attempts = run.filter((one, i) => i === 0 || dayOf(one.at) !== dayOf(run[i - 1]?.at ?? one.at)).map((one) => one.at);
  return { since: first.at, sinceDate: civilDate(dayOf(first.at)), days: attempts.length, attempts };
}

/** Enough attempts on different days, and enough calendar days since the first. */
export function isMature(run: NonCooperation | undefined, at: Instant, pack: RulePackDocument): boolean {
  if (run === undefined) return false;
  return run.days >= pack.nonCooperation.attempts && dayOf(at) - dayOf(run.since) >= pack.nonCooperation.days;
}

/** When the handle clock stops under 14-8: at the attempt that completes the number (the third). */
export function stopsAt(run: NonCooperation | undefined, pack: RulePackDocument): Instant | undefined {
  return run?.attempts[pack.nonCooperation.attempts - 1];
}
