/** 重启: the complainant brings new facts. Never dispatched: to the dispatcher; else to the unit that had it, as rework (§4). */
import Type from 'typebox';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, prose } from '../schema-builders.ts';
import { inState } from '../states.ts';
import { backToRegistered, toRework } from '../transitions.ts';
import { evidence } from './fields.ts';

export const reopen = defineAction({
  kind: 'reopen',
  category: 'D',
  body: Type.Object({ newFacts: prose('新的事实和理由', 2000, '与此前不同之处'), evidence }, closed),
  audience: 'S',
  right: (ticket, asked) => cityRole(ticket, asked, 'operator'),
  // A ticket that was filed away stays so: a new one names it in 此前工单.
  open: (ticket) => inState(ticket, 'closed', 'guidedOut', 'directAnswered'),
  effect: (ticket, { context }) => (ticket.dispatches.length === 0 ? backToRegistered(ticket, context) : toRework(ticket, context)),
  summary: ({ body: { newFacts } }) => `重启：${newFacts}`,
});
