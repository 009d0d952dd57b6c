/** 解除催办督办: the clock takes back what late facts have disproved [sync A4] (collision 4); it stays in the history. */
import Type from 'typebox';
import { byClock, hasDisproved, liftDisproved } from '../oversight.ts';
import { withCandidate } from '../referral.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';

export const lift = defineAction({
  kind: 'lift',
  category: 'F',
  body: Type.Object({}, closed),
  audience: 'T',
  needsOfficeFields: true,
  right: (_ticket, asked) => (byClock(asked) ? undefined : { code: 'noRight' }),
  open: (ticket, { context }) => (hasDisproved(ticket, context.receivedAt) ? undefined : { code: 'notFound' }),
  effect: (ticket, { context }) => withCandidate(liftDisproved(ticket, context.receivedAt), context),
  summary: () => '时限经核实未超期，解除催办、督办',
});
