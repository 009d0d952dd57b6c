/** 协办反馈 (art. 11): the unit that helps hands its result to the lead. */
import Type from 'typebox';
import { changeCoHandler, coOpen, coUnit, settleCoDue } from '../co-handling.ts';
import { coUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, prose } from '../schema-builders.ts';
import { evidence } from './fields.ts';

export const coAnswer = defineAction({
  kind: 'coAnswer',
  category: 'F',
  body: Type.Object({ result: prose('协办结果', 4000), evidence }, closed),
  audience: 'S',
  right: coUnitRole,
  open(ticket, asked) {
    const state = coOpen(ticket, asked);
    if (state !== undefined) return state;
    const unit = coUnit(ticket, asked);
    return ticket.coHandlers.some((one) => one.unit === unit && one.status === 'answered') ? { code: 'alreadyDone' } : undefined;
  },
  effect(ticket, input) {
    const unit = coUnit(ticket, input);
    if (unit === undefined) return ticket;
    return settleCoDue(changeCoHandler(ticket, unit, { status: 'answered', answer: input.body.result }), input.context);
  },
  summary: ({ body }) => `协办反馈：${body.result}`,
});
