/** What both answers of a leader ask: the proposal waits for a leader of this unit, who is not its submitter. */
import type { Finding, Input } from '../rule.ts';
import { unitsAs } from '../standing.ts';
import type { Ticket } from '../ticket.ts';
import { findProposal } from '../transitions.ts';

export function leaderReview(ticket: Ticket, id: string, input: Input<unknown>): Finding | undefined {
  const proposal = findProposal(ticket, id);
  if (proposal === undefined) return { code: 'notFound' };
  if (proposal.state === 'lapsed') return { code: ticket.lead === proposal.unit ? 'lapsed' : 'reassigned' };
  if (proposal.state !== 'leaderReview') return { code: 'alreadyDone' };
  if (!unitsAs(input.held, 'leader').includes(proposal.unit)) return { code: 'noRight' };
  return proposal.by === input.action.actor ? { code: 'sameAsSubmitter' } : undefined;
}
