/** 转省级热线 (art. 9): the unit concerned is provincial; the city follows it until the province has answered (F21). */
import Type from 'typebox';
import { meetDue, startDue } from '../deadlines.ts';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, line } from '../schema-builders.ts';
import { CITY } from '../standing.ts';
import { inState } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { reason } from './fields.ts';

const body = Type.Object({ unit: line('省级单位', 100), reason, externalNo: Type.Optional(line('省级编号', 60)) }, closed);

export const handUp = defineAction({
  kind: 'handUp',
  category: 'D',
  body,
  audience: 'T',
  right: (ticket, asked) => cityRole(ticket, asked, 'dispatcher'),
  open: (ticket) => inState(ticket, 'registered'),
  effect(ticket, { body: { externalNo }, context }) {
    const at = context.effectiveAt;
    const externalNos = externalNo === undefined ? ticket.externalNos : [...ticket.externalNos, externalNo];
    const raised: Ticket = { ...meetDue(ticket, 'dispatch', at), externalNos, status: 'escalated', upperLead: CITY };
    return startDue(raised, 'upper', at, context);
  },
  summary: ({ body: { unit, reason: why } }) => `转省级热线（${unit}）：${why}`,
});
