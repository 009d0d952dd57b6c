/** 联系诉求人 (article 12(1); F34): by whom, how, with what result; three attempts without cooperation stop the clock (14-8). */
import Type from 'typebox';
import { nonCooperation } from '../closing/non-cooperation.ts';
import { meetDue, resumeClock, stopClock } from '../deadlines.ts';
import { fieldRight, fieldStanding } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, oneOf } from '../schema-builders.ts';
import { WORK_STATES, inState } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { withEvidence } from './evidence-on-ticket.ts';
import { evidence, instantField, labelled, note } from './fields.ts';

export const contact = defineAction({
  kind: 'contact',
  category: 'F',
  body: Type.Object(
    {
      at: instantField('联系时间'),
      channel: oneOf(['call', 'visit', 'wechat', 'sms'], labelled('联系方式', ['电话', '上门', '微信', '短信'])),
      result: oneOf(['reached', 'notReached', 'refused'], labelled('联系结果', ['已接通', '未接通', '拒绝'])),
      cooperates: Type.Optional(Type.Boolean({ title: '诉求人配合', 'x-labels': ['不配合', '配合'] })),
      note,
      evidence,
    },
    closed,
  ),
  audience: 'S',
  right: fieldRight,
  guard: (ticket, input) => fieldStanding(ticket, input) ?? inState(ticket, ...WORK_STATES, 'escalated'),
  effect(ticket, input) {
    const { body, action, context } = input;
    // Said times are kept as said, but never later than they count: nobody contacts in the future.
    const at = body.at < context.effectiveAt ? body.at : context.effectiveAt;
    const entry = { action: action._id, at, channel: body.channel, result: body.result };
    const contacts = [...ticket.disposal.contacts, body.cooperates === undefined ? entry : { ...entry, cooperates: body.cooperates }];
    const noted: Ticket = {
      ...ticket,
      disposal: { ...ticket.disposal, contacts, ...(body.result === 'reached' ? { contacted: true } : {}) },
    };
    const met = meetDue(noted, 'contact', context.effectiveAt);
    const silent = nonCooperation(contacts, context.effectiveAt);
    const stopped = silent.attempts >= context.pack.nonCooperation.attempts;
    const clocked = stopped
      ? stopClock(met, context.effectiveAt, 'nonCooperation')
      : met.stops.some((stop) => stop.to === undefined && stop.why === 'nonCooperation')
        ? resumeClock(met, context.effectiveAt, context)
        : met;
    return withEvidence(clocked, body.evidence, input, 'S');
  },
  summary: ({ body }) =>
    `${{ call: '电话', visit: '上门', wechat: '微信', sms: '短信' }[body.channel]}联系诉求人，${{ reached: '已接通', notReached: '未接通', refused: '拒绝' }[body.result]}${body.note === undefined ? '' : `：${body.note}`}`,
});
