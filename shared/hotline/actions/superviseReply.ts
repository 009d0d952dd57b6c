/** 督办回复 (art. 15): the unit answers a supervision; its leader answers for it, or its clerk where the clerk signs alone. */
import Type from 'typebox';
import { ActionId } from '../ids.ts';
import { openSupervisions } from '../oversight.ts';
import { leadUnitRole, signsForUnit, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, prose } from '../schema-builders.ts';
import { stillOpen } from '../states.ts';
import { doneBy } from '../wording.ts';
import { evidence } from './fields.ts';

const body = Type.Object(
  {
    /** Which one; left out, the last that waits for a reply. */
    of: Type.Optional(Type.Unsafe<ActionId>({ ...ActionId, title: '所回复的督办', 'x-widget': 'proposal' })),
    text: prose('回复内容', 4000, '办理情况、原因、下一步措施和完成时间'),
    evidence,
  },
  closed,
);

export const superviseReply = defineAction({
  kind: 'superviseReply',
  category: 'F',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk', 'leader'),
  open(ticket, asked) {
    const standing = stillLeads(ticket, asked, 'clerk', 'leader') ?? stillOpen(ticket);
    if (standing !== undefined) return standing;
    if (openSupervisions(ticket).length === 0) return { code: 'noSupervision' };
    return signsForUnit(ticket, asked);
  },
  guard(ticket, { body: { of }, context }) {
    if (of === undefined || openSupervisions(ticket).some((one) => one.action === of)) return undefined;
    const answered = ticket.supervisions.some((one) => one.action === of && one.reply !== undefined);
    if (!answered) return { code: 'noSupervision' };
    const detail = doneBy(ticket, context, 'superviseReply');
    return { code: 'alreadyDone', ...(detail === undefined ? {} : { detail }) };
  },
  effect(ticket, { action, actor, body: said, context }) {
    const meant = said.of ?? openSupervisions(ticket).at(-1)?.action;
    const reply = { action: action._id, by: actor, at: context.effectiveAt, text: said.text };
    return { ...ticket, supervisions: ticket.supervisions.map((one) => (one.action === meant ? { ...one, reply } : one)) };
  },
  summary: ({ body: said }) => `督办回复：${said.text}`,
});
