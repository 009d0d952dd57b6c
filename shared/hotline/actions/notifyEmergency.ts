/** 突发事件通报 (art. 9(1)): disasters, accidents, public health, social safety are told to the services at once (F24). */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { emergencyRight } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { choice, closed, instantField, line } from '../schema-builders.ts';
import { stillOpen } from '../states.ts';
import { note } from './fields.ts';

const body = Type.Object(
  {
    service: choice('通报单位', GLOSSARY.emergencyService),
    receiver: line('接收人', 60, '姓名或工号'),
    at: instantField('通报时间'),
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
  effect: (ticket) => ({ ...ticket, flags: { ...ticket.flags, emergencyNotified: true } }),
  summary: ({ body: { service, receiver, note: more } }) =>
    `突发事件已通报${GLOSSARY.emergencyService[service]}（${receiver}）${more === undefined ? '' : `：${more}`}`,
});
