/** The states in which the parts of the trade may be done (hotline.md §4). */
import type { Status, Ticket } from './ticket.ts';
import type { Finding } from './rule.ts';

/** Work facts of the lead are taken here. */
export const WORK_STATES: readonly Status[] = ['inProgress', 'rework', 'suspended', 'returnReview', 'escalationReview'];
/** A unit proposes here; a return also in `dispatched`. */
export const PROPOSE_STATES: readonly Status[] = ['inProgress', 'rework'];

export function inState(ticket: Ticket, ...states: readonly Status[]): Finding | undefined {
  return states.includes(ticket.status) ? undefined : { code: 'wrongState' };
}
