/**
 * 14-8: 30 consecutive days without cooperation, counted by the software (article 14(8), the one number the regulation
 * fixes): from the first attempt that was refused or not answered; cooperation starts it again.
 */
import { dayOf } from '../calendar.ts';
import type { Instant } from '../ids.ts';
import type { Contact } from '../ticket-parts.ts';

export type NonCooperation = Readonly<{
  /** Calendar days from the first failed attempt to now. */
  days: number;
  /** Failed attempts on different days since then. */
  attempts: number;
}>;

function failed(contact: Contact): boolean {
  return contact.result !== 'reached' || contact.cooperates === false;
}

export function nonCooperation(contacts: readonly Contact[], now: Instant): NonCooperation {
  const byTime = [...contacts].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const lastGood = byTime.findLastIndex((contact) => !failed(contact));
  const since = byTime.slice(lastGood + 1);
  const first = since[0];
  if (first === undefined) return { days: 0, attempts: 0 };
  return { days: dayOf(now) - dayOf(first.at), attempts: new Set(since.map((contact) => dayOf(contact.at))).size };
}
