/** Which of the pending proposals an act can be about: asked of the very rule that will judge it, so that no choice is refused. */
import type { Action } from '../../../shared/hotline/action.ts';
import { decide } from '../../../shared/hotline/decide.ts';
import type { PersonId } from '../../../shared/hotline/ids.ts';
import { isPending } from '../../../shared/hotline/proposals.ts';
import type { Proposal, Ticket } from '../../../shared/hotline/ticket.ts';
import type { Context } from '../../../shared/hotline/verdict.ts';

/** The least that a body of each kind says beside the proposal it names. */
const LEAST: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  leaderApprove: {},
  leaderReturn: { opinion: '…' },
  decideProposal: { grant: false, reason: '…' },
  auditResult: { pass: true },
  retract: { reason: '…' },
};

export function namesProposal(kind: string): boolean {
  return Object.hasOwn(LEAST, kind);
}

/** Newest first: the one most likely meant. */
export function meantProposals(kind: string, ticket: Ticket, actor: PersonId, context: Context): readonly Proposal[] {
  const least = LEAST[kind];
  if (least === undefined) return [];
  const holds = (of: Proposal): boolean => {
    const trial = { _id: '', kind, actor, body: { ...least, of: of.id } } as unknown as Action;
    const { outcome } = decide(ticket, trial, context);
    return outcome === 'accept' || outcome === 'unknown';
  };
  return ticket.proposals.filter((one) => isPending(one) && holds(one)).toReversed();
}
