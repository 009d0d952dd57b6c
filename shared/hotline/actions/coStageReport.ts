/** 阶段报告 (art. 11): cannot finish by the date; the reason, the next step, a new date. */
import Type from 'typebox';
import { changeCoHandler, coDueFits, coOpen, coUnit, settleCoDue } from '../co-handling.ts';
import { coUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, instantField, prose } from '../schema-builders.ts';
import { evidence, reason } from './fields.ts';

const body = Type.Object({ reason, nextStep: prose('下一步措施', 1000), due: instantField('新的完成时间'), evidence }, closed);

export const coStageReport = defineAction({
  kind: 'coStageReport',
  category: 'F',
  body,
  audience: 'S',
  right: coUnitRole,
  open(ticket, asked) {
    const state = coOpen(ticket, asked);
    if (state !== undefined) return state;
    const unit = coUnit(ticket, asked);
    return ticket.coHandlers.some((one) => one.unit === unit && one.status === 'answered') ? { code: 'alreadyDone' } : undefined;
  },
  guard: (ticket, { body: { due }, context }) => coDueFits(ticket, due, context),
  effect(ticket, input) {
    const unit = coUnit(ticket, input);
    if (unit === undefined) return ticket;
    const { reason: why, nextStep, due } = input.body;
    return settleCoDue(
      changeCoHandler(ticket, unit, { status: 'reported', answer: `${why}\n${nextStep}`.slice(0, 4000), due }),
      input.context,
    );
  },
  summary: ({ body: { reason: why, nextStep } }) => `阶段报告：${why}；${nextStep}`,
});
