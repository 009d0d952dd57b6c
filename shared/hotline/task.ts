/** The task inside the unit and its own states (hotline.md §4): one place for what its worker's four acts share. */
import { assigneeRight, stillAssigned } from './rights.ts';
import type { Asked, Finding } from './rule.ts';
import { inState, WORK_STATES } from './states.ts';
import type { Assignment, Ticket } from './ticket.ts';
import { withPastAssignees } from './transitions.ts';
import { doneBy } from './wording.ts';

export const workerRight = assigneeRight;

/** Mine, in a state of work, and in one of the states the step starts from; a step done before is 已办理. */
export function taskOpen(ticket: Ticket, asked: Asked, from: readonly Assignment['state'][]): Finding | undefined {
  const standing = stillAssigned(ticket, asked) ?? inState(ticket, ...WORK_STATES);
  if (standing !== undefined) return standing;
  if (ticket.assignment !== undefined && from.includes(ticket.assignment.state)) return undefined;
  const detail = doneBy(ticket, asked.context, 'acknowledge', 'arrive', 'report', 'cannot', 'checkReport');
  return { code: 'alreadyDone', ...(detail === undefined ? {} : { detail }) };
}

export function moveTask(ticket: Ticket, change: Partial<Assignment>, asked: Asked): Ticket {
  if (ticket.assignment === undefined) return ticket;
  // A community's task becomes the person's who takes it; its other workers are told by their next step that it is taken.
  const { workers = [], ...assignment } = ticket.assignment;
  const others = assignment.person === undefined ? workers.filter((one) => one !== asked.actor) : [];
  const taken: Ticket = { ...ticket, assignment: { ...assignment, person: assignment.person ?? asked.actor, ...change } };
  return withPastAssignees(taken, others);
}
