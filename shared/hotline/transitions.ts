/** Moves that several actions share: proposals, reviews, rework, lapsing (hotline.md §4). */
import type { ActionId, Instant, PersonId, UnitCode } from './ids.ts';
import { dropDue, meetDue, resumeClock, startDue, stopClock } from './deadlines.ts';
import type { Finding } from './rule.ts';
import { MOVING_PROPOSALS, type ProposalKind } from './ticket-parts.ts';
import type { Proposal, Status, Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';

export function openProposals(ticket: Ticket): readonly Proposal[] {
  return ticket.proposals.filter((proposal) => proposal.state === 'leaderReview' || proposal.state === 'waiting');
}

export function findProposal(ticket: Ticket, id: string): Proposal | undefined {
  return ticket.proposals.find((proposal) => proposal.id === id);
}

/** One open at a time of those that move the ticket, of the others one of a kind. */
export function proposalPending(ticket: Ticket, kind: ProposalKind): Finding | undefined {
  const moving = MOVING_PROPOSALS.includes(kind);
  const clash = openProposals(ticket).some((open) => (moving ? MOVING_PROPOSALS.includes(open.kind) : open.kind === kind));
  return clash ? { code: 'pendingProposal' } : undefined;
}

export function updateProposal(ticket: Ticket, id: string, change: Partial<Proposal>): Ticket {
  return { ...ticket, proposals: ticket.proposals.map((one) => (one.id === id ? { ...one, ...change } : one)) };
}

/** Recall, designate, close, a granted return or escalation: what was open lapses, assignments end. */
export function lapseWork(ticket: Ticket): Ticket {
  const proposals = ticket.proposals.map((one) =>
    one.state === 'leaderReview' || one.state === 'waiting' ? { ...one, state: 'lapsed' as const } : one,
  );
  return endAssignment({ ...ticket, proposals });
}

export function endAssignment(ticket: Ticket): Ticket {
  const { assignment, ...rest } = ticket;
  if (assignment?.person === undefined || rest.pastAssignees.includes(assignment.person)) return rest;
  return { ...rest, pastAssignees: [...rest.pastAssignees, assignment.person] };
}

/** A new proposal: to the leader's review, or on its way at once where the clerk signs alone. */
export function propose(
  ticket: Ticket,
  proposal: Readonly<{ id: ActionId; kind: ProposalKind; package: Record<string, unknown>; unit: UnitCode; by: PersonId; at: Instant }>,
  context: Context,
): Ticket {
  const held: Ticket = { ...ticket, proposals: [...ticket.proposals, { ...proposal, state: 'leaderReview' }] };
  return context.unit(proposal.unit)?.clerkSignsAlone === true ? release(held, proposal.id, context.effectiveAt, context) : held;
}

const REVIEW_STATE: Partial<Record<ProposalKind, Status>> = {
  return: 'returnReview',
  escalation: 'escalationReview',
  result: 'feedbackSubmitted',
};

/** The leader has signed (or need not): the proposal waits for its level and moves the ticket. */
export function release(ticket: Ticket, id: string, at: Instant, context: Context): Ticket {
  const proposal = findProposal(ticket, id);
  if (proposal === undefined) return ticket;
  let next = updateProposal(ticket, id, { state: 'waiting' });
  const state = REVIEW_STATE[proposal.kind];
  if (state === undefined) return next;
  next = { ...next, status: state, before: ticket.status };
  // 1 WD to decide runs from the receipt at the hub (hotline.md §7).
  next = startDue(next, 'decide', context.receivedAt, context);
  if (proposal.kind === 'return' && ticket.due.return !== undefined) next = meetDue(next, 'return', at);
  if (proposal.kind === 'escalation' && context.pack.handleStopsIn.includes('escalationReview')) next = stopClock(next, at, 'escalation');
  if (proposal.kind === 'result') next = meetDue(meetDue(next, 'handle', at), 'rework', at);
  return next;
}

/** Out of a review, back to the state before. */
export function backFromReview(ticket: Ticket, at: Instant, context: Context): Ticket {
  const { before, ...rest } = ticket;
  const back: Ticket = { ...rest, status: before ?? 'inProgress' };
  return resumeClock(dropDue(back, 'decide'), at, context);
}

/** Back to work after an audit, a callback: the rework limit starts. */
export function toRework(ticket: Ticket, at: Instant, context: Context): Ticket {
  const { closing: _closing, before: _before, ...rest } = ticket;
  const again: Ticket = { ...rest, status: 'rework', flags: { ...ticket.flags, reworks: ticket.flags.reworks + 1 } };
  return startDue(dropDue(again, 'decide', 'callback'), 'rework', at, context);
}
