/** 审核通过 (art. 8): what leaves the unit is signed by its leader, never by the one who submitted it. */
import Type from 'typebox';
import { beforeDue } from '../extension.ts';
import { canRelease, findProposal, notInState, release, updateProposal } from '../proposals.ts';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, prose } from '../schema-builders.ts';
import { signingOpen, submittedBy } from '../leader-signature.ts';
import { withNote } from '../wording.ts';
import { of } from './fields.ts';

export const leaderApprove = defineAction({
  kind: 'leaderApprove',
  category: 'F',
  body: Type.Object({ of, opinion: Type.Optional(prose('签批意见', 1000)) }, closed),
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'leader'),
  rightOver: (ticket, input) => submittedBy(ticket, input.body.of, input),
  open: (ticket, asked) => stillLeads(ticket, asked, 'leader') ?? signingOpen(ticket, asked),
  guard(ticket, input) {
    const proposal = findProposal(ticket, input.body.of);
    const state = notInState(proposal, 'leaderReview', input);
    if (state !== undefined || proposal === undefined) return state;
    if (!canRelease(ticket, proposal.kind)) return { code: 'wrongState' };
    return proposal.kind === 'extension' ? beforeDue(ticket, input) : undefined;
  },
  effect(ticket, { body: { of: id, opinion }, actor, context }) {
    const proposal = findProposal(ticket, id);
    if (proposal === undefined) return ticket;
    const signature = { signedBy: actor, signedAt: context.effectiveAt, ...(opinion === undefined ? {} : { reason: opinion }) };
    return release(updateProposal(ticket, id, signature), proposal, context);
  },
  summary: ({ body: { opinion } }) => withNote('领导审核通过', opinion),
});
