/** The leader's signature (hotline.md §4): the leader of the unit, and never the one who submitted. */
import type { ActionId } from './ids.ts';
import { findProposal } from './proposals.ts';
import type { Asked, Finding } from './rule.ts';
import type { Ticket } from './ticket.ts';

export function submittedBy(ticket: Ticket | undefined, of: ActionId, asked: Asked): Finding | undefined {
  const proposal = ticket === undefined ? undefined : findProposal(ticket, of);
  if (proposal === undefined) return undefined;
  if (proposal.by === asked.actor) return { code: 'sameAsSubmitter' };
  return asked.held.some((one) => one.role === 'leader' && one.unit === proposal.unit) ? undefined : { code: 'noRight' };
}

/** Something waits for this leader's signature. */
export function signingOpen(ticket: Ticket, asked: Asked): Finding | undefined {
  const waiting = ticket.proposals.filter((one) => one.state === 'leaderReview');
  if (waiting.length === 0) return { code: 'notFound' };
  return waiting.every((one) => one.by === asked.actor) ? { code: 'sameAsSubmitter' } : undefined;
}
