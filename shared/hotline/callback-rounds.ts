/** Rounds of 回访 (art. 15): attempts on different half-days, how many reworks they may bring, when it is in dispute. */
import { dayOf, minuteOf } from './calendar.ts';
import type { Instant } from './ids.ts';
import type { RulePackDocument } from './reference/documents.ts';
import type { CallbackAttempt, Clause, Ticket } from './ticket.ts';

/** Clauses that say the complainant is content: their own "not solved" speaks against the closing. */
const CONTRADICTED_BY_UNSOLVED: readonly Clause[] = ['14-1a', '14-1b'];

/** The attempts since the city passed the result. */
export function attemptsOfRound(ticket: Ticket): readonly CallbackAttempt[] {
  const audited = ticket.history.findLastIndex((entry) => entry.kind === 'auditResult' && entry.noEffect === undefined);
  const since = new Set(ticket.history.slice(audited + 1).map((entry) => entry.id));
  return ticket.callbacks.filter((attempt) => since.has(attempt.action));
}

/** `2026-11-24` morning and afternoon count apart; noon parts them. */
export function halfDay(at: Instant): number {
  return dayOf(at) * 2 + (minuteOf(at) < 12 * 60 ? 0 : 1);
}

export function saysUnsolved(ticket: Ticket, attempt: Pick<CallbackAttempt, 'reached' | 'solved'>): boolean {
  const clause = ticket.closing?.clause;
  return attempt.reached && attempt.solved === 'notSolved' && clause !== undefined && CONTRADICTED_BY_UNSOLVED.includes(clause);
}

/** How often a callback sent it back to work. */
export function reworksByCallback(ticket: Ticket): number {
  return ticket.callbacks.filter((attempt) => attempt.reworked === true).length;
}

/** Not solved once more after all reworks: the supervisor decides, `close` or back to work (hotline.md §4). */
export function disputed(ticket: Ticket, pack: RulePackDocument): boolean {
  if (ticket.status !== 'callback' || reworksByCallback(ticket) < pack.reworkTimes) return false;
  return attemptsOfRound(ticket).some((attempt) => saysUnsolved(ticket, attempt));
}
