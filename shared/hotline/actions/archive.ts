/** 归档: the clock's, so many days after the closing (hotline.md §7); from then on no device holds it. */
import Type from 'typebox';
import { archivesAt } from '../archiving.ts';
import { byClock } from '../oversight.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';

export const archive = defineAction({
  kind: 'archive',
  category: 'F',
  body: Type.Object({}, closed),
  audience: 'S',
  right: (_ticket, asked) => (byClock(asked) ? undefined : { code: 'noRight' }),
  open(ticket, { context }) {
    const at = archivesAt(ticket, context.pack);
    if (at === undefined) return { code: 'wrongState' };
    return context.receivedAt < at ? { code: 'notDueYet' } : undefined;
  },
  effect: (ticket) => ({ ...ticket, status: 'archived' }),
  summary: () => '归档',
});
