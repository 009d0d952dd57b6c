/** 撤回申请: one's own unit's proposal, while it is not decided; once signed, by the leader (hotline.md §4). */
import Type from 'typebox';
import { leadUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { holds, unitsAs } from '../standing.ts';
import { backFromReview, findProposal, updateProposal } from '../transitions.ts';
import { of, reason } from './fields.ts';

export const retract = defineAction({
  kind: 'retract',
  category: 'F',
  body: Type.Object({ of, reason }, closed),
  audience: 'T',
  right: (ticket, input) => leadUnitRole(ticket, input, 'clerk', 'leader'),
  guard(ticket, input) {
    const proposal = findProposal(ticket, input.body.of);
    if (proposal === undefined) return { code: 'notFound' };
    if (!unitsAs(input.held, 'clerk', 'leader').includes(proposal.unit)) return { code: 'noRight' };
    if (proposal.state === 'lapsed') return { code: 'lapsed' };
    if (proposal.state !== 'leaderReview' && proposal.state !== 'waiting') return { code: 'alreadyDecided' };
    const needsLeader = proposal.state === 'waiting' && proposal.signedBy !== undefined;
    return needsLeader && !holds(input.held, 'leader') ? { code: 'leaderNeeded' } : undefined;
  },
  effect(ticket, input) {
    const proposal = findProposal(ticket, input.body.of);
    if (proposal === undefined) return ticket;
    const taken = updateProposal(ticket, proposal.id, { state: 'retracted', reason: input.body.reason });
    const moved = proposal.state === 'waiting' && ['returnReview', 'escalationReview', 'feedbackSubmitted'].includes(ticket.status);
    return moved && proposal.kind !== 'extension' ? backFromReview(taken, input.context.effectiveAt, input.context) : taken;
  },
  summary: ({ body }) => `撤回申请：${body.reason}`,
});
