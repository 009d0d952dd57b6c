/** 收回改派: back to 待派单; the lead of a matter of several units changes only by designation (art. 11). */
import Type from 'typebox';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { stillOpen } from '../states.ts';
import { backToRegistered } from '../transitions.ts';
import { reason } from './fields.ts';

export const recall = defineAction({
  kind: 'recall',
  category: 'D',
  body: Type.Object({ reason }, closed),
  audience: 'T',
  right: (ticket, asked) => cityRole(ticket, asked, 'dispatcher'),
  open(ticket) {
    const state = stillOpen(ticket);
    if (state !== undefined) return state;
    if (ticket.lead === undefined && ticket.status !== 'escalated') return { code: 'wrongState' };
    return ticket.coHandlers.some((one) => one.status !== 'ended' && one.unit !== ticket.lead) ? { code: 'onlyDesignate' } : undefined;
  },
  effect: (ticket, { context }) => backToRegistered(ticket, context),
  summary: ({ body }) => `收回改派：${body.reason}`,
});
