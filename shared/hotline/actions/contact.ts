/** 联系诉求人 (art. 12(1)): meets the contact limit, and is counted for art. 14(8). */
import Type from 'typebox';
import { meetDue } from '../deadlines.ts';
import { GLOSSARY } from '../glossary.ts';
import { fieldRight, fieldStanding } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { choice, closed, instantField, line, yesNo } from '../schema-builders.ts';
import { fieldStates } from '../states.ts';
import type { Contact } from '../ticket-parts.ts';
import { withNote } from '../wording.ts';
import { evidence, note } from './fields.ts';

const body = Type.Object(
  {
    /** As the person states it; limits count the time of the record, which nobody can back-date (hotline.md §7). */
    at: Type.Optional(instantField('联系时间', '不填为现在')),
    channel: choice('联系方式', GLOSSARY.contactChannel),
    result: choice('联系结果', GLOSSARY.contactResult),
    cooperates: Type.Optional(yesNo('诉求人配合', ['不配合', '配合'])),
    justReason: Type.Optional(line('不配合的正当理由', 300, '有正当理由的，三十日重新计算')),
    note,
    evidence,
  },
  closed,
);

export const contact = defineAction({
  kind: 'contact',
  category: 'F',
  body,
  audience: 'S',
  right: fieldRight,
  open: (ticket, asked) => fieldStanding(ticket, asked) ?? fieldStates(ticket, asked),
  effect(ticket, { action, body: said, context }) {
    const made: Contact = {
      action: action._id,
      at: context.effectiveAt,
      channel: said.channel,
      result: said.result,
      ...(said.cooperates === undefined ? {} : { cooperates: said.cooperates }),
      ...(said.justReason === undefined ? {} : { excused: true }),
    };
    const contacted = ticket.disposal.contacted === true || said.result === 'reached';
    const disposal = { ...ticket.disposal, contacted, contacts: [...ticket.disposal.contacts, made] };
    return meetDue({ ...ticket, disposal }, 'contact', context.effectiveAt);
  },
  summary: ({ body }) => withNote(`${GLOSSARY.contactChannel[body.channel]}联系诉求人，${GLOSSARY.contactResult[body.result]}`, body.note),
});
