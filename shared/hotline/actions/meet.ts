/** 专题协调、约谈提醒 (art. 6, 15; F09, F41): the record of what was decided, by those who supervise. */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { supervisorOf } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { choice, closed, instantField, line, prose, unitField } from '../schema-builders.ts';
import { stillOpen } from '../states.ts';
import type { Meeting } from '../oversight-records.ts';
import { evidence } from './fields.ts';

const body = Type.Object(
  {
    form: choice('形式', GLOSSARY.meetingForm),
    topic: line('议题', 200),
    heldAt: instantField('时间'),
    unit: Type.Optional(unitField('牵头或被约谈单位', '不选为主办单位')),
    others: Type.Optional(line('其他参加单位', 300)),
    decision: prose('议定事项', 4000, '责任单位、措施和完成时间'),
    evidence,
  },
  closed,
);

export const meet = defineAction({
  kind: 'meet',
  category: 'D',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: supervisorOf,
  open: (ticket) =>
    stillOpen(ticket) ?? (ticket.dispatches.length === 0 && ticket.lead === undefined ? { code: 'nobodyToUrge' } : undefined),
  effect(ticket, { action, actor, body: { evidence: _files, ...said } }) {
    const unit = said.unit ?? ticket.lead;
    const meeting: Meeting = { ...said, action: action._id, by: actor, ...(unit === undefined ? {} : { unit }) };
    return { ...ticket, meetings: [...(ticket.meetings ?? []), meeting] };
  },
  summary: ({ body: { form, topic, decision } }) => `${GLOSSARY.meetingForm[form]}（${topic}）：${decision}`,
});
