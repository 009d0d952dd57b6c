/** 下派: to a grid worker or a community of the unit (article 6; F11). */
import Type from 'typebox';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, long, text } from '../schema-builders.ts';
import { rolesAt } from '../standing.ts';
import { PROPOSE_STATES, inState } from '../states.ts';
import { endAssignment } from '../transitions.ts';
import { instantField, personField } from './fields.ts';

export const assign = defineAction({
  kind: 'assign',
  category: 'F',
  body: Type.Object(
    {
      person: Type.Optional(personField('网格员')),
      community: Type.Optional(text(12, { title: '社区' })),
      opinion: Type.Optional(text(1000, { title: '办理意见', ...long })),
      due: Type.Optional(instantField('内部时限')),
    },
    closed,
  ),
  audience: 'S',
  right(ticket, input) {
    const person = input.body.person;
    if (person !== undefined && ticket?.respondent?.person === person) return { code: 'targetIsRespondent' };
    return leadUnitRole(ticket, input, 'clerk');
  },
  guard(ticket, input) {
    const lead = stillLeads(ticket, input, 'clerk') ?? inState(ticket, ...PROPOSE_STATES);
    if (lead !== undefined) return lead;
    const { person, community } = input.body;
    if (person === undefined && community === undefined) return { code: 'unknownPerson' };
    if (person !== undefined) {
      const roles = rolesAt(input.context.person(person), input.context.effectiveAt);
      if (!roles.some((held) => held.role === 'gridWorker' && held.unit === ticket.lead)) return { code: 'unknownPerson' };
    }
    const current = ticket.assignment;
    const busy = current !== undefined && ['assigned', 'acknowledged', 'onSite', 'reported'].includes(current.state);
    return busy ? { code: 'alreadyDone' } : undefined;
  },
  effect(ticket, input) {
    const { body, action, context } = input;
    return {
      ...endAssignment(ticket),
      assignment: { action: action._id, ...body, state: 'assigned', at: context.effectiveAt, by: action.actor },
    };
  },
  summary: ({ body, context }) =>
    `下派${body.person === undefined ? (body.community ?? '') : (context.person(body.person)?.name ?? '')}${body.opinion === undefined ? '' : `：${body.opinion}`}`,
});
