/** 市审核: the city passes a result on to the callback, or returns it with a reason (article 8; F20). */
import Type from 'typebox';
import { dropDue, startDue } from '../deadlines.ts';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, long, text } from '../schema-builders.ts';
import { inState } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { openProposals, toRework, updateProposal } from '../transitions.ts';

export const auditResult = defineAction({
  kind: 'auditResult',
  category: 'D',
  body: Type.Object(
    {
      pass: Type.Boolean({ title: '审核结论', 'x-labels': ['退回重办', '审核通过'] }),
      reason: Type.Optional(text(2000, { title: '意见', ...long })),
    },
    closed,
  ),
  audience: 'T',
  right: (ticket, input) => cityRole(ticket, input, 'supervisor'),
  guard(ticket, input) {
    const state = inState(ticket, 'feedbackSubmitted');
    if (state !== undefined) return state;
    return !input.body.pass && (input.body.reason ?? '') === '' ? { code: 'reasonMissing' } : undefined;
  },
  effect(ticket, input) {
    const { action, body, context } = input;
    const result = openProposals(ticket).find((one) => one.kind === 'result');
    const decided =
      result === undefined
        ? ticket
        : updateProposal(ticket, result.id, {
            state: body.pass ? 'granted' : 'denied',
            decidedBy: action.actor,
            decidedAt: context.effectiveAt,
            ...(body.reason === undefined ? {} : { reason: body.reason }),
          });
    if (!body.pass) return toRework(decided, context.effectiveAt, context);
    const { before: _before, ...rest } = decided;
    const passed: Ticket = { ...rest, status: 'callback' };
    return startDue(dropDue(passed, 'decide'), 'callback', context.effectiveAt, context);
  },
  summary: ({ body }) => (body.pass ? '市审核通过' : `市审核退回：${body.reason ?? ''}`),
});
