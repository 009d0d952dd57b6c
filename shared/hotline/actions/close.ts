/** 办结: by the city, where a callback cannot close it: a dispute after two reworks, or a clause of article 14. */
import Type from 'typebox';
import { clauseFinding } from '../closing/clauses.ts';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, oneOf } from '../schema-builders.ts';
import { inState } from '../states.ts';
import { CLAUSES } from '../ticket.ts';
import { dropDue } from '../deadlines.ts';
import { lapseWork } from '../transitions.ts';
import { labelled, reason } from './fields.ts';

export const close = defineAction({
  kind: 'close',
  category: 'D',
  body: Type.Object(
    {
      clause: oneOf(CLAUSES, { ...labelled('办结条款', CLAUSES), 'x-widget': 'clause' }),
      clauseEvidence: Type.Record(Type.String({ maxLength: 40 }), Type.Unknown(), { title: '条款证据', 'x-widget': 'clauseEvidence' }),
      reason,
    },
    closed,
  ),
  audience: 'T',
  right: (ticket, input) => cityRole(ticket, input, 'operator', 'supervisor'),
  guard: (ticket, input) =>
    inState(ticket, 'callback', 'suspended') ?? clauseFinding(ticket, input.body.clause, input.body.clauseEvidence, input),
  effect(ticket, input) {
    const { body, action, context } = input;
    return {
      ...dropDue(lapseWork(ticket), 'callback', 'rework'),
      status: 'closed',
      closing: { clause: body.clause, evidence: body.clauseEvidence, confirmedBy: action.actor, at: context.effectiveAt },
    };
  },
  summary: ({ body }) => `办结（${body.clause}）：${body.reason}`,
});
