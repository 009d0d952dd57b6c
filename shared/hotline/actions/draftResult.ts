/** 拟办结果: a draft shared between the unit's clerks and leader, before it is submitted (F20). */
import Type from 'typebox';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, long, text } from '../schema-builders.ts';
import { PROPOSE_STATES, inState } from '../states.ts';

export const draftResult = defineAction({
  kind: 'draftResult',
  category: 'F',
  body: Type.Object(
    {
      process: Type.Optional(text(8000, { title: '办理情况', ...long })),
      publicReply: Type.Optional(text(8000, { title: '公开答复内容', ...long })),
      internalNote: Type.Optional(text(4000, { title: '内部说明', ...long })),
    },
    closed,
  ),
  audience: 'T',
  right: (ticket, input) => leadUnitRole(ticket, input, 'clerk'),
  guard: (ticket, input) => stillLeads(ticket, input, 'clerk') ?? inState(ticket, ...PROPOSE_STATES),
  effect: (ticket, input) => ({ ...ticket, disposal: { ...ticket.disposal, draft: { ...input.body } } }),
  summary: ({ body }) => `拟办结果：${body.publicReply ?? body.process ?? ''}`,
});
