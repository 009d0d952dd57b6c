/** 撤回申请: one's own unit's, while nobody has decided it; once the leader has signed, the leader takes it back. */
import Type from 'typebox';
import { backToDraft, findProposal, isPending, notInState, withdrawProposal } from '../proposals.ts';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction, type Asked, type Finding } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { unitsAs } from '../standing.ts';
import type { Proposal } from '../ticket.ts';
import { of, reason } from './fields.ts';

/** Of the unit that made it; its leader once a leader has signed. */
function mayTakeBack(proposal: Proposal, asked: Asked): Finding | undefined {
  if (!unitsAs(asked.held, 'clerk', 'leader').includes(proposal.unit)) return { code: 'noRight' };
  return proposal.signedBy === undefined || unitsAs(asked.held, 'leader').includes(proposal.unit) ? undefined : { code: 'leaderNeeded' };
}

export const retract = defineAction({
  kind: 'retract',
  category: 'F',
  body: Type.Object({ of, reason }, closed),
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk', 'leader'),
  rightOver(ticket, input) {
    const proposal = ticket === undefined ? undefined : findProposal(ticket, input.body.of);
    return proposal === undefined ? undefined : mayTakeBack(proposal, input);
  },
  open(ticket, asked) {
    const standing = stillLeads(ticket, asked, 'clerk', 'leader');
    if (standing !== undefined) return standing;
    const found = ticket.proposals.filter(isPending).map((one) => mayTakeBack(one, asked));
    if (found.includes(undefined)) return undefined;
    return found.find((one) => one?.code === 'leaderNeeded') ?? { code: 'notFound' };
  },
  guard(ticket, input) {
    const proposal = findProposal(ticket, input.body.of);
    return proposal?.state === 'leaderReview' ? undefined : notInState(proposal, 'waiting', input);
  },
  effect(ticket, { body }) {
    const proposal = findProposal(ticket, body.of);
    return proposal === undefined ? ticket : backToDraft(withdrawProposal(ticket, proposal), proposal);
  },
  summary: ({ body }) => `撤回申请：${body.reason}`,
});
