/** 退回修改: ends the proposal; a result goes back to the clerk as a draft. */
import Type from 'typebox';
import { backToDraft, findProposal, notInState, updateProposal } from '../proposals.ts';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, prose } from '../schema-builders.ts';
import { signingOpen, submittedBy } from '../leader-signature.ts';
import { of } from './fields.ts';

export const leaderReturn = defineAction({
  kind: 'leaderReturn',
  category: 'F',
  body: Type.Object({ of, opinion: prose('修改意见', 1000) }, closed),
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'leader'),
  rightOver: (ticket, input) => submittedBy(ticket, input.body.of, input),
  open: (ticket, asked) => stillLeads(ticket, asked, 'leader') ?? signingOpen(ticket, asked),
  guard: (ticket, input) => notInState(findProposal(ticket, input.body.of), 'leaderReview', input),
  effect(ticket, { body: { of: id, opinion }, actor, context }) {
    const proposal = findProposal(ticket, id);
    if (proposal === undefined) return ticket;
    const returned = updateProposal(ticket, id, { state: 'returned', decidedBy: actor, decidedAt: context.effectiveAt, reason: opinion });
    return backToDraft(returned, proposal);
  },
  summary: ({ body: { opinion } }) => `领导退回修改：${opinion}`,
});
