/** 退回修改: the leader sends a proposal back with an opinion; it ends, the clerk writes a new one (F20). */
import Type from 'typebox';
import { leadUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, long, words } from '../schema-builders.ts';
import { updateProposal } from '../transitions.ts';
import { of } from './fields.ts';
import { leaderReview } from './leader-review.ts';

export const leaderReturn = defineAction({
  kind: 'leaderReturn',
  category: 'F',
  body: Type.Object({ of, opinion: words('退回意见', 1000, long) }, closed),
  audience: 'T',
  right: (ticket, input) => leadUnitRole(ticket, input, 'leader'),
  guard: (ticket, input) => leaderReview(ticket, input.body.of, input),
  effect: (ticket, input) =>
    updateProposal(ticket, input.body.of, {
      state: 'returned',
      signedBy: input.action.actor,
      signedAt: input.context.effectiveAt,
      reason: input.body.opinion,
    }),
  summary: ({ body }) => `分管领导退回修改：${body.opinion}`,
});
