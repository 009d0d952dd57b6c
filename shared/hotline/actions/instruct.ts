/** 批示 (art. 6): the unit's leader tells those who handle a matter what is to be done; it waits until it is answered (F13). */
import Type from 'typebox';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, prose } from '../schema-builders.ts';
import { inState, WORK_STATES } from '../states.ts';

export const instruct = defineAction({
  kind: 'instruct',
  category: 'F',
  body: Type.Object({ text: prose('批示内容', 500) }, closed),
  // The grid worker is to read it too, which is why it is no comment.
  audience: 'S',
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'leader'),
  open: (ticket, asked) => stillLeads(ticket, asked, 'leader') ?? inState(ticket, 'dispatched', 'awaitingMaterial', ...WORK_STATES),
  effect(ticket, { action, actor, context, body: { text } }) {
    if (ticket.lead === undefined) return ticket;
    const instruction = { action: action._id, by: actor, unit: ticket.lead, at: context.effectiveAt, text };
    return { ...ticket, instructions: [...(ticket.instructions ?? []), instruction] };
  },
  summary: ({ body: { text } }) => `领导批示：${text}`,
});
