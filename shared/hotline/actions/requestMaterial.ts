/** 通知补正 (art. 9(2)): what is missing, how the complainant was told, until when; the handle clock stands still (F25). */
import Type from 'typebox';
import { dropDue, startDue, withDueAt } from '../deadlines.ts';
import { intakeRight, intakeStanding } from '../intake.ts';
import { defineAction } from '../rule.ts';
import { closed, instantField, line, prose } from '../schema-builders.ts';
import { inState } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { evidence } from './fields.ts';

const body = Type.Object(
  {
    list: prose('需补正的材料', 2000, '每行一项'),
    notice: line('通知方式和凭据', 500, '何时、以何种方式、通知何人'),
    deadline: Type.Optional(instantField('补正期限', '不填按规则包计算')),
    evidence,
  },
  closed,
);

export const requestMaterial = defineAction({
  kind: 'requestMaterial',
  category: 'F',
  body,
  audience: 'S',
  needsOfficeFields: true,
  right: intakeRight,
  open: (ticket, asked) => intakeStanding(ticket, asked) ?? inState(ticket, 'registered', 'inProgress', 'rework'),
  guard: (_ticket, { body: { deadline }, context }) =>
    deadline !== undefined && deadline <= context.effectiveAt ? { code: 'deadlinePast' } : undefined,
  effect(ticket, { action, actor, body: { list, notice, deadline }, context }) {
    const at = context.effectiveAt;
    const material = { action: action._id, list, notice, at, by: actor };
    const waiting: Ticket = { ...dropDue(ticket, 'dispatch'), status: 'awaitingMaterial', before: ticket.status, material };
    const started = startDue(waiting, 'supplement', at, context);
    return deadline === undefined ? started : withDueAt(started, 'supplement', deadline);
  },
  summary: ({ body: { list } }) => `通知补正：${list}`,
});
