/** 指定承办: after three rounds or in a dispute the supervisor decides; the unit may not return it (article 11). */
import Type from 'typebox';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { isOpen } from '../standing.ts';
import { lapseWork } from '../transitions.ts';
import { giveTo, roundsOf, unitMayLead } from './dispatch.ts';
import { reason, unitField } from './fields.ts';

export const designate = defineAction({
  kind: 'designate',
  category: 'D',
  body: Type.Object({ unit: unitField('指定承办单位'), reason, dispute: Type.Optional(Type.Boolean({ title: '存在管辖争议' })) }, closed),
  audience: 'T',
  right: (ticket, input) => cityRole(ticket, input, 'supervisor'),
  guard(ticket, input) {
    if (!isOpen(ticket)) return { code: 'wrongState' };
    if (roundsOf(ticket) < input.context.pack.dispatchRounds && input.body.dispute !== true && ticket.coHandlers.length === 0) {
      return { code: 'designateNotDue' };
    }
    return unitMayLead(ticket, input.body.unit, input);
  },
  effect: (ticket, input) =>
    giveTo(
      lapseWork(ticket),
      {
        action: input.action._id,
        unit: input.body.unit,
        by: input.action.actor,
        designated: true,
        reason: input.body.reason.slice(0, 1000),
      },
      input,
    ),
  summary: ({ body, context }) => `指定${context.unit(body.unit)?.name ?? body.unit}承办：${body.reason}`,
});
