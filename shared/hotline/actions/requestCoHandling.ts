/** 请求协办 (art. 11): only the lead asks; never the unit complained about (§9). */
import Type from 'typebox';
import { coDue, coDueFits, MOST_CO_HANDLERS, settleCoDue } from '../co-handling.ts';
import { byReference, leadUnitRole, stillLeads, unitMayReceive } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, instantField, prose, unitField } from '../schema-builders.ts';
import { inState, WORK_STATES } from '../states.ts';
import type { CoHandler, Ticket } from '../ticket.ts';
import { unitName } from '../wording.ts';
import { evidence } from './fields.ts';

const body = Type.Object(
  {
    unit: unitField('协办单位'),
    ask: prose('请求协办事项', 2000),
    due: Type.Optional(instantField('协办期限', '不填按规则包计算，不得晚于主办时限')),
    evidence,
  },
  closed,
);

export const requestCoHandling = defineAction({
  kind: 'requestCoHandling',
  category: 'F',
  body,
  audience: 'S',
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open: (ticket, asked) => stillLeads(ticket, asked, 'clerk') ?? inState(ticket, ...WORK_STATES),
  guard(ticket, input) {
    const { unit, due } = input.body;
    const known = input.context.unit(unit);
    if (known === undefined) return byReference(input, 'unknownUnit');
    if (unit === ticket.lead || known.type === 'city') return { code: 'unknownUnit' };
    const others = ticket.coHandlers.filter((one) => one.status !== 'ended');
    if (others.some((one) => one.unit === unit && one.status !== 'answered')) return { code: 'alreadyDone' };
    if (others.length >= MOST_CO_HANDLERS) return { code: 'tooManyUnits' };
    return unitMayReceive(ticket, unit, input) ?? coDueFits(ticket, due, input.context);
  },
  effect(ticket, { body: { unit, ask, due }, context }) {
    const asked: CoHandler = { unit, ask, due: due ?? coDue(ticket, context), status: 'requested' };
    const coHandlers = [...ticket.coHandlers.filter((one) => one.unit !== unit), asked];
    const next: Ticket = { ...ticket, coHandlers };
    return settleCoDue(next, context);
  },
  summary: ({ body: { unit, ask }, context }) => `请${unitName(unit, context)}协办：${ask}`,
});
