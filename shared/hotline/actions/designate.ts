/** 指定承办 (art. 11): after three rounds, in a dispute, or to change the lead of several units; it may not be returned. */
import Type from 'typebox';
import { supervisorOf } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, unitField, yesNo } from '../schema-builders.ts';
import { stillOpen } from '../states.ts';
import { nextRound, sendTo } from '../transitions.ts';
import { unitName } from '../wording.ts';
import { unitCanLead, withUrgency } from './dispatch.ts';
import { kind, reason, urgency } from './fields.ts';

const body = Type.Object(
  {
    unit: unitField('指定承办单位', '该单位不得再退单'),
    reason,
    dispute: Type.Optional(yesNo('存在管辖争议')),
    urgency,
    kind,
  },
  closed,
);

export const designate = defineAction({
  kind: 'designate',
  category: 'D',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: supervisorOf,
  open: stillOpen,
  guard(ticket, input) {
    const roundsOver = ticket.dispatches.length >= input.context.pack.dispatchRounds;
    const several = ticket.coHandlers.some((one) => one.status !== 'ended');
    if (!roundsOver && !several && input.body.dispute !== true) return { code: 'designateNotDue' };
    return unitCanLead(ticket, input.body.unit, input);
  },
  effect(ticket, { action, actor, body: said, context }) {
    const next = { ...withUrgency(ticket, said.urgency), ...(said.kind === undefined ? {} : { kind: said.kind }) };
    const entry = nextRound(next, {
      action: action._id,
      unit: said.unit,
      by: actor,
      at: context.effectiveAt,
      reason: said.reason.slice(0, 1000),
      designated: true,
    });
    return sendTo(next, entry, context);
  },
  summary: ({ body: { unit, reason: why }, context }) => `指定${unitName(unit, context)}承办：${why}`,
});
