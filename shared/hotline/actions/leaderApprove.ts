/** 审核通过: the leader signs what leaves the unit, also offline on the clerk's PC (article 8; F20, 现场签批). */
import Type from 'typebox';
import { leadUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, long, text } from '../schema-builders.ts';
import { release, updateProposal } from '../transitions.ts';
import { leaderReview } from './leader-review.ts';
import { of } from './fields.ts';

export const leaderApprove = defineAction({
  kind: 'leaderApprove',
  category: 'F',
  body: Type.Object({ of, opinion: Type.Optional(text(1000, { title: '审核意见', ...long })) }, closed),
  audience: 'T',
  right: (ticket, input) => leadUnitRole(ticket, input, 'leader'),
  guard: (ticket, input) => leaderReview(ticket, input.body.of, input),
  effect(ticket, input) {
    const { action, body, context } = input;
    const signed = updateProposal(ticket, body.of, { signedBy: action.actor, signedAt: context.effectiveAt });
    return release(signed, body.of, context.effectiveAt, context);
  },
  summary: ({ body }) => `分管领导审核通过${body.opinion === undefined ? '' : `：${body.opinion}`}`,
});
