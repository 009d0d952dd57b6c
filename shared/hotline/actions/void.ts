/** 作废: registered by mistake; the number stays used. */
import Type from 'typebox';
import { endAt } from '../intake.ts';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { inState } from '../states.ts';
import { reason } from './fields.ts';

export const voidTicket = defineAction({
  kind: 'void',
  category: 'D',
  body: Type.Object({ reason }, closed),
  audience: 'C',
  right: (ticket, asked) => cityRole(ticket, asked, 'supervisor'),
  open: (ticket) => inState(ticket, 'registered'),
  effect: (ticket, { context }) => endAt(ticket, 'void', context),
  summary: ({ body }) => `作废：${body.reason}`,
});
