/**
 * 收入并单, 移出并单 (F27): a main ticket's own record of what was merged into it. Written to its log by the hub, with an id that
 * derives from the other ticket, because no ticket's fold writes another's [sync S3, A3].
 */
import Type from 'typebox';
import { TicketId } from '../ids.ts';
import { byClock } from '../oversight.ts';
import { defineAction } from '../rule.ts';
import { closed, line } from '../schema-builders.ts';

const body = Type.Object(
  {
    duplicate: Type.Unsafe<TicketId>({ ...TicketId, title: '并入的工单', 'x-widget': 'proposal' }),
    no: Type.Optional(line('并入工单编号', 60)),
  },
  closed,
);

export const takeDuplicate = defineAction({
  kind: 'takeDuplicate',
  category: 'F',
  body,
  audience: 'S',
  right: (_ticket, asked) => (byClock(asked) ? undefined : { code: 'noRight' }),
  open: () => undefined,
  guard(ticket, { body: { duplicate } }) {
    return ticket.links.duplicates.includes(duplicate) || duplicate === ticket._id ? { code: 'alreadyDone' } : undefined;
  },
  effect: (ticket, { body: { duplicate } }) => ({
    ...ticket,
    links: { ...ticket.links, duplicates: [...ticket.links.duplicates, duplicate] },
  }),
  summary: ({ body: { no } }) => `并入工单 ${no ?? ''}`,
});

export const dropDuplicate = defineAction({
  kind: 'dropDuplicate',
  category: 'F',
  body,
  audience: 'S',
  right: (_ticket, asked) => (byClock(asked) ? undefined : { code: 'noRight' }),
  open: () => undefined,
  guard: (ticket, { body: { duplicate } }) => (ticket.links.duplicates.includes(duplicate) ? undefined : { code: 'notFound' }),
  effect: (ticket, { body: { duplicate } }) => ({
    ...ticket,
    links: { ...ticket.links, duplicates: ticket.links.duplicates.filter((one) => one !== duplicate) },
  }),
  summary: ({ body: { no } }) => `工单 ${no ?? ''} 已拆分移出`,
});
