/** What an effect takes from documents that may change later, asked once, before it [proof L8] (docs/adr/0006). */
import type { ActionRule, Input } from './rule.ts';
import type { Recalled } from './ticket-parts.ts';
import type { Ticket } from './ticket.ts';

export function readReference(rule: ActionRule, ticket: Ticket | undefined, input: Input<unknown>): Recalled {
  const own = rule.reads?.(ticket, input) ?? {};
  // Every proposal of a unit asks whether its leader must sign (hotline.md §4).
  const unit = rule.category === 'P' && ticket?.lead !== undefined ? input.context.unit(ticket.lead) : undefined;
  return unit?.clerkSignsAlone === true ? { ...own, signsAlone: true } : own;
}
