/** 收回改派: back to the city to be dispatched again; the work done stays in the history (collision 1). */
import Type from 'typebox';
import { dropDue, startDue } from '../deadlines.ts';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { isOpen } from '../standing.ts';
import type { Ticket } from '../ticket.ts';
import { lapseWork } from '../transitions.ts';
import type { Context } from '../verdict.ts';
import { reason } from './fields.ts';

/** Without a lead and waiting for a dispatch, with the clock of the dispatch started. */
export function backToCity(ticket: Ticket, context: Context): Ticket {
  const { lead: _lead, before: _before, upperLead: _upper, ...rest } = lapseWork(ticket);
  const at = context.effectiveAt;
  const stops = rest.stops.map((stop) => (stop.to === undefined ? { ...stop, to: at } : stop));
  const free: Ticket = {
    ...rest,
    stops,
    status: 'registered',
    coHandlers: rest.coHandlers.map((co) => ({ ...co, status: 'ended' as const })),
  };
  return startDue(dropDue(free, 'sign', 'return', 'contact', 'handle', 'rework', 'decide', 'upper', 'callback'), 'dispatch', at, context);
}

export const recall = defineAction({
  kind: 'recall',
  category: 'D',
  body: Type.Object({ reason }, closed),
  audience: 'T',
  right: (ticket, input) => cityRole(ticket, input, 'dispatcher'),
  guard(ticket) {
    if (!isOpen(ticket) || ticket.status === 'registered') return { code: 'wrongState' };
    return ticket.coHandlers.some((co) => co.status !== 'ended') ? { code: 'onlyDesignate' } : undefined;
  },
  effect: (ticket, input) => backToCity(ticket, input.context),
  summary: ({ body }) => `收回改派：${body.reason}`,
});
