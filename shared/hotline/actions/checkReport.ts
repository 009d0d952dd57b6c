/** 核报: the clerk accepts the report or sends it back with a reason (article 8, F20). */
import Type from 'typebox';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, long, text } from '../schema-builders.ts';
import { stepAssignment } from './assignment-step.ts';

export const checkReport = defineAction({
  kind: 'checkReport',
  category: 'F',
  body: Type.Object(
    {
      ok: Type.Boolean({ title: '核报结果', 'x-labels': ['退回重办', '核报通过'] }),
      reason: Type.Optional(text(2000, { title: '退回理由', ...long })),
    },
    closed,
  ),
  audience: 'S',
  right: (ticket, input) => leadUnitRole(ticket, input, 'clerk'),
  guard(ticket, input) {
    const lead = stillLeads(ticket, input, 'clerk');
    if (lead !== undefined) return lead;
    if (ticket.assignment === undefined) return { code: 'notFound' };
    if (!['reported', 'cannot'].includes(ticket.assignment.state)) return { code: 'alreadyDone' };
    return !input.body.ok && (input.body.reason ?? '') === '' ? { code: 'reasonMissing' } : undefined;
  },
  effect: (ticket, input) => stepAssignment(ticket, { state: input.body.ok ? 'checked' : 'redo' }),
  summary: ({ body }) => (body.ok ? '核报通过' : `退回重办：${body.reason ?? ''}`),
});
