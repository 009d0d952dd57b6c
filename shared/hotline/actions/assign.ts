/** 下派 (art. 6): inside the unit, to a person or a community; never to the respondent (§9). */
import Type from 'typebox';
import { byReference, leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, instantField, personField, prose } from '../schema-builders.ts';
import { rolesAt } from '../standing.ts';
import { inState, WORK_STATES } from '../states.ts';
import type { Assignment } from '../ticket.ts';
import { endAssignment } from '../transitions.ts';
import { doneBy, personName, withNote } from '../wording.ts';

/** While a task stands so, another assignment needs it recalled first. */
const HELD: readonly Assignment['state'][] = ['assigned', 'acknowledged', 'onSite', 'reported', 'redo'];

const body = Type.Object(
  {
    person: Type.Optional(personField('承办人', '承办人与社区至少选一项')),
    community: Type.Optional(
      Type.String({ pattern: '^[0-9]{12}$', maxLength: 12, title: '社区', 'x-widget': 'community', description: '由该社区网格员接单' }),
    ),
    opinion: Type.Optional(prose('拟办意见', 1000)),
    due: Type.Optional(instantField('内部时限')),
  },
  closed,
);

export const assign = defineAction({
  kind: 'assign',
  category: 'F',
  body,
  audience: 'S',
  complete: ({ person, community }) => (person === undefined && community === undefined ? { code: 'assigneeMissing' } : undefined),
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open(ticket, asked) {
    const state = stillLeads(ticket, asked, 'clerk') ?? inState(ticket, ...WORK_STATES);
    if (state !== undefined) return state;
    if (ticket.assignment === undefined || !HELD.includes(ticket.assignment.state)) return undefined;
    const detail = doneBy(ticket, asked.context, 'assign', 'register');
    return { code: 'alreadyDone', ...(detail === undefined ? {} : { detail }) };
  },
  guard(ticket, input) {
    const { person, community } = input.body;
    if (person !== undefined) {
      if (ticket.respondent?.person === person) return { code: 'targetIsRespondent' };
      const known = input.context.person(person);
      if (known === undefined) return byReference(input, 'unknownPerson');
      if (!rolesAt(known, input.context.effectiveAt).some((held) => held.unit === ticket.lead)) return { code: 'unknownPerson' };
    }
    const street = /^[0-9]{9}$/.test(ticket.lead ?? '') ? ticket.lead : undefined;
    if (community !== undefined && street !== undefined && !community.startsWith(street)) return { code: 'unknownPerson' };
    return undefined;
  },
  effect(ticket, { action, actor, body: said, context }) {
    return { ...endAssignment(ticket), assignment: { ...said, action: action._id, state: 'assigned', at: context.effectiveAt, by: actor } };
  },
  summary: ({ body: { person, community, opinion }, context }) =>
    withNote(`下派至${person === undefined ? `社区 ${community ?? ''}` : personName(person, context)}`, opinion),
});
