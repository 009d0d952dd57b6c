/** What the grid worker's steps share: it is assigned to me, and the step follows the one before (hotline.md §4). */
import { noConflict } from '../rights.ts';
import type { Finding, Input } from '../rule.ts';
import { everAssigned, holds } from '../standing.ts';
import type { Assignment, Ticket } from '../ticket.ts';

export function assignedRight(ticket: Ticket | undefined, input: Input<unknown>): Finding | undefined {
  const conflict = noConflict(ticket, input);
  if (conflict !== undefined) return conflict;
  if (!holds(input.held, 'gridWorker')) return { code: 'noRight' };
  return ticket === undefined || everAssigned(ticket, input.action.actor) ? undefined : { code: 'noRight' };
}

export function assignedIn(ticket: Ticket, input: Input<unknown>, ...states: readonly Assignment['state'][]): Finding | undefined {
  const assignment = ticket.assignment;
  if (assignment?.person !== input.action.actor) return { code: 'notAssigned' };
  return states.includes(assignment.state) ? undefined : { code: 'alreadyDone' };
}

export function stepAssignment(ticket: Ticket, change: Partial<Assignment>): Ticket {
  return ticket.assignment === undefined ? ticket : { ...ticket, assignment: { ...ticket.assignment, ...change } };
}
