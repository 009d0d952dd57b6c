/** 关联主工单 (F27): the hub's note on a merged ticket that its main ticket has been told, or, parted again, that it no longer counts there. */
import Type from 'typebox';
import { TicketId } from '../ids.ts';
import { isLinkPending } from '../merging.ts';
import { byClock } from '../oversight.ts';
import { defineAction } from '../rule.ts';
import { closed, line } from '../schema-builders.ts';

const body = Type.Object(
  {
    /** The number as it was said; left out where it was parted. */
    named: Type.Optional(line('主工单编号', 60)),
    /** The ticket of that number, where it is one of this city's. */
    main: Type.Optional(Type.Unsafe<TicketId>({ ...TicketId, title: '主工单', 'x-widget': 'proposal' })),
  },
  closed,
);

export const linkMain = defineAction({
  kind: 'linkMain',
  category: 'F',
  body,
  audience: 'S',
  right: (_ticket, asked) => (byClock(asked) ? undefined : { code: 'noRight' }),
  open: (ticket) => (isLinkPending(ticket) ? undefined : { code: 'alreadyDone' }),
  effect(ticket, { body: { named, main } }) {
    const { linked: _linked, duplicateOf: _of, ...links } = ticket.links;
    const known = { ...(named === undefined ? {} : { linked: named }), ...(main === undefined ? {} : { duplicateOf: main }) };
    return { ...ticket, links: { ...links, ...known } };
  },
  summary: ({ body: { named } }) => (named === undefined ? '已与主工单解除关联' : `已关联主工单 ${named}`),
});
