/** 批示、备注 (article 6; F13): a leader's word or a clerk's note on the ticket. */
import Type from 'typebox';
import { leadUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, long, words } from '../schema-builders.ts';

export const comment = defineAction({
  kind: 'comment',
  category: 'F',
  body: Type.Object({ text: words('内容', 2000, long) }, closed),
  audience: 'T',
  right: (ticket, input) => leadUnitRole(ticket, input, 'leader', 'clerk'),
  guard: () => undefined,
  effect: (ticket) => ticket,
  summary: ({ body }) => `备注：${body.text}`,
});
