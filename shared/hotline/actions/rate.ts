/**
 * 诉求人网上评价 (art. 15; F42): what the complainant says on the public page, once a round. A fact that the operator has before
 * them; whether the matter is closed or goes back stays the callback's decision (hotline.md §4), and so do the measures (§8).
 */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import type { PersonId } from '../ids.ts';
import { defineAction, type Finding } from '../rule.ts';
import { choice, closed } from '../schema-builders.ts';
import { inState } from '../states.ts';
import type { Ticket } from '../ticket.ts';

/** Who proved a number and four digits on the page; acts with the hub's key. */
export const PUBLIC = 'system:public' as PersonId;

const body = Type.Object(
  {
    solved: choice('是否解决', GLOSSARY.solved),
    satisfiedResult: choice('对结果是否满意', GLOSSARY.satisfied),
    satisfiedProcess: choice('对过程是否满意', GLOSSARY.satisfied),
  },
  closed,
);

/** How often the city has passed a result of it: a matter that was done again is rated again. */
export function roundsPassed(ticket: Ticket): number {
  return ticket.history.filter((entry) => entry.kind === 'auditResult' && entry.noEffect === undefined).length;
}

/** In the callback, or closed after an answer; once for each answer that the city has passed. */
export function mayRate(ticket: Ticket): Finding | undefined {
  const state = inState(ticket, 'callback', 'closed');
  if (state !== undefined) return state;
  // Closed without an answer that anybody was asked about: there is nothing to rate.
  if (ticket.status === 'closed' && roundsPassed(ticket) === 0) return { code: 'wrongState' };
  return isRated(ticket) ? { code: 'alreadyDone' } : undefined;
}

export function isRated(ticket: Ticket): boolean {
  return ticket.rating !== undefined && ticket.rating.round === roundsPassed(ticket);
}

export const rate = defineAction({
  kind: 'rate',
  category: 'F',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (_ticket, { actor }) => (actor === PUBLIC ? undefined : { code: 'noRight' }),
  open: mayRate,
  effect: (ticket, { action, body: said, context }) => ({
    ...ticket,
    rating: { action: action._id, at: context.effectiveAt, round: roundsPassed(ticket), ...said },
  }),
  summary: ({ body: { solved, satisfiedResult, satisfiedProcess } }) =>
    `诉求人网上评价：${GLOSSARY.solved[solved]}，对结果${GLOSSARY.satisfied[satisfiedResult]}，对过程${GLOSSARY.satisfied[satisfiedProcess]}`,
});
