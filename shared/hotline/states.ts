/** The states in which the parts of the trade may be done (hotline.md §4). */
import type { Asked, Finding } from './rule.ts';
import { coHandles, isOpen, unitsAs } from './standing.ts';
import type { Status, Ticket } from './ticket.ts';

/** Work facts of the lead are taken here; those of co-handling units also in `escalated`. */
export const WORK_STATES: readonly Status[] = ['inProgress', 'rework', 'suspended', 'returnReview', 'escalationReview'];
/** A unit proposes here; a return also in `dispatched`. */
export const PROPOSE_STATES: readonly Status[] = ['inProgress', 'rework'];

export function inState(ticket: Ticket, ...states: readonly Status[]): Finding | undefined {
  return states.includes(ticket.status) ? undefined : { code: 'wrongState' };
}

export function stillOpen(ticket: Ticket): Finding | undefined {
  return isOpen(ticket) ? undefined : { code: 'wrongState' };
}

/** Work facts: the lead's in the states of work, a co-handling unit's also while it is escalated. */
export function fieldStates(ticket: Ticket, asked: Asked): Finding | undefined {
  const coHandler = coHandles(ticket, unitsAs(asked.held, 'clerk'));
  return inState(ticket, ...WORK_STATES, ...(coHandler ? (['escalated'] as const) : []));
}
