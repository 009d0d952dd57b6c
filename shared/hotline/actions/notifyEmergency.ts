/** 突发事件通报 (art. 9(1)): disasters, accidents, public health, social safety are told to the services at once (F24). */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { actingUnit, emergencyRight } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { choice, closed, instantField, line } from '../schema-builders.ts';
import { stillOpen } from '../states.ts';
import { note } from './fields.ts';

const body = Type.Object(
  {
    service: choice('通报单位', GLOSSARY.emergencyService),
    receiver: line('接收人', 60, '姓名或工号'),
    at: instantField('通报时间'),
    event: Type.Optional(choice('事件类别', GLOSSARY.eventClass)),
    harmed: Type.Optional(line('伤亡和被困', 200, '如：2 人受伤、1 人被困；不清楚的写“不详”')),
    answer: Type.Optional(line('对方答复', 300, '出动情况、处置安排或回执编号')),
    note,
  },
  closed,
);

export const notifyEmergency = defineAction({
  kind: 'notifyEmergency',
  category: 'F',
  body,
  audience: 'S',
  right: emergencyRight,
  open: stillOpen,
  effect(ticket, input) {
    const unit = actingUnit(ticket, input);
    const call = { action: input.action._id, by: input.actor, ...(unit === undefined ? {} : { unit }), ...input.body };
    return {
      ...ticket,
      flags: { ...ticket.flags, emergencyNotified: true },
      emergencyCalls: [...(ticket.emergencyCalls ?? []), call],
    };
  },
  summary({ body: { service, receiver, harmed, answer, note: more } }) {
    const parts = [harmed, answer, more].filter((one) => one !== undefined);
    return `突发事件已通报${GLOSSARY.emergencyService[service]}（${receiver}）${parts.length === 0 ? '' : `：${parts.join('；')}`}`;
  },
});
