/** 列入移送候选 (art. 16): the clock's, when the time of a trigger has come; whether it is referred, people decide. */
import Type from 'typebox';
import { byClock } from '../oversight.ts';
import { triggerHolds, withCandidate } from '../referral.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';

export const nominate = defineAction({
  kind: 'nominate',
  category: 'F',
  body: Type.Object({}, closed),
  audience: 'T',
  needsOfficeFields: true,
  right: (_ticket, asked) => (byClock(asked) ? undefined : { code: 'noRight' }),
  open(ticket, { context }) {
    // A count, or the supervision of the same run, may have set the flag before: that time is over is said all the same.
    if (triggerHolds(ticket, 'overdue', context.receivedAt, context)) return undefined;
    return { code: ticket.flags.referralCandidate ? 'alreadyDone' : 'notDueYet' };
  },
  effect: (ticket, { context }) => withCandidate(ticket, context),
  summary: () => '办理明显超期，列入移送候选',
});
