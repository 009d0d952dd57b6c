/** 标记协办不配合 (art. 11, F33): asked, and silent after its date; the supervisor is told, and the result waits for it no longer. */
import Type from 'typebox';
import { changeCoHandler, isSilent, settleCoDue } from '../co-handling.ts';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, prose, unitField } from '../schema-builders.ts';
import { inState, WORK_STATES } from '../states.ts';
import { unitName } from '../wording.ts';

const body = Type.Object({ unit: unitField('不配合的协办单位'), note: prose('情况说明', 1000, '何时、怎样催促，对方如何回应') }, closed);

export const markSilent = defineAction({
  kind: 'markSilent',
  category: 'F',
  body,
  audience: 'T',
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open(ticket, asked) {
    const state = stillLeads(ticket, asked, 'clerk') ?? inState(ticket, ...WORK_STATES);
    if (state !== undefined) return state;
    return ticket.coHandlers.some((one) => isSilent(one, asked.context.effectiveAt)) ? undefined : { code: 'notSilent' };
  },
  guard(ticket, { body: { unit }, context }) {
    return ticket.coHandlers.some((one) => one.unit === unit && isSilent(one, context.effectiveAt)) ? undefined : { code: 'notSilent' };
  },
  effect(ticket, { body: { unit }, context }) {
    return settleCoDue(changeCoHandler(ticket, unit, { status: 'silent', silentAt: context.effectiveAt }), context);
  },
  summary: ({ body: { unit, note }, context }) => `${unitName(unit, context)}协办不配合：${note}`,
});
