/** 下派 (art. 6): inside the unit, to a person or a community; never to the respondent (§9). */
import Type from 'typebox';
import { communityName } from '../community.ts';
import type { PersonId } from '../ids.ts';
import { byReference, leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction, type Asked, type Finding } from '../rule.ts';
import { closed, instantField, personField, prose } from '../schema-builders.ts';
import { rolesAt, unitsAs } from '../standing.ts';
import { inState, WORK_STATES } from '../states.ts';
import type { Assignment, Ticket } from '../ticket.ts';
import { endAssignment } from '../transitions.ts';
import { doneBy, personName, withNote } from '../wording.ts';

/** While a task stands so, another assignment needs it recalled first. */
const HELD: readonly Assignment['state'][] = ['assigned', 'acknowledged', 'onSite', 'reported', 'redo'];

/** As many as the ticket names: beside them a document has its office's, its level's and its urgent channel [sync C1]. */
const MOST_WORKERS = 10;

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

/** The catalogue gives the matter to departments only, and a street has it; `undefined`: this copy cannot tell. */
function forDepartments(ticket: Ticket, { context }: Asked): boolean | undefined {
  if (ticket.category === undefined || streetOf(ticket) === undefined) return false;
  const category = context.category(ticket.category.code);
  if (category !== undefined) return category.departmentOnly === true;
  return context.end === 'hub' ? false : undefined;
}

/** Then its leader assigns, who answers for keeping it (hotline.md §5). */
function leaderNeeded(ticket: Ticket, asked: Asked): Finding | undefined {
  if (unitsAs(asked.held, 'leader').some((unit) => unit === ticket.lead)) return undefined;
  switch (forDepartments(ticket, asked)) {
    case true:
      return { code: 'leaderAssigns' };
    case undefined:
      return { code: 'leaderAssigns', unknown: true };
    default:
      return undefined;
  }
}

function streetOf(ticket: Ticket): string | undefined {
  return /^[0-9]{9}$/.test(ticket.lead ?? '') ? ticket.lead : undefined;
}

/** The grid workers of a community, never the one complained about. */
function workersOf(community: string, ticket: Ticket, { context }: Asked): readonly PersonId[] | undefined {
  const unit = ticket.lead === undefined ? undefined : context.unit(ticket.lead);
  const workers = unit?.grids.filter((grid) => grid.code.startsWith(community)).flatMap((grid) => grid.workers);
  return workers === undefined
    ? undefined
    : [...new Set(workers)].filter((one) => one !== ticket.respondent?.person).slice(0, MOST_WORKERS);
}

export const assign = defineAction({
  kind: 'assign',
  category: 'F',
  body,
  audience: 'S',
  complete: ({ person, community }) => (person === undefined && community === undefined ? { code: 'assigneeMissing' } : undefined),
  right(ticket, asked) {
    const leadersOnly = ticket !== undefined && forDepartments(ticket, asked) === true;
    return leadUnitRole(ticket, asked, 'clerk', ...(leadersOnly ? (['leader'] as const) : []));
  },
  open(ticket, asked) {
    const state = stillLeads(ticket, asked, 'clerk', 'leader') ?? inState(ticket, ...WORK_STATES);
    if (state !== undefined) return state;
    const forbidden = leaderNeeded(ticket, asked);
    if (forbidden !== undefined) return forbidden;
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
    const street = streetOf(ticket);
    if (community !== undefined && street !== undefined && !community.startsWith(street)) return { code: 'unknownPerson' };
    if (community === undefined || person !== undefined) return undefined;
    const workers = workersOf(community, ticket, input);
    if (workers === undefined) return byReference(input, 'unknownPerson');
    return workers.length > 0 ? undefined : { code: 'nobodyThere' };
  },
  reads(ticket, input) {
    const { person, community } = input.body;
    if (ticket === undefined || person !== undefined || community === undefined) return {};
    const workers = workersOf(community, ticket, input);
    const grids = ticket.lead === undefined ? [] : (input.context.unit(ticket.lead)?.grids ?? []);
    const name = communityName(grids, community)?.slice(0, 60);
    return { ...(workers === undefined ? {} : { workers: [...workers] }), ...(name === undefined ? {} : { community: name }) };
  },
  effect(ticket, { action, actor, body: said, context }) {
    const workers = context.recalled?.workers;
    const given = { ...said, ...(workers === undefined ? {} : { workers: [...workers] }) };
    return {
      ...endAssignment(ticket),
      assignment: { ...given, action: action._id, state: 'assigned', at: context.effectiveAt, by: actor },
    };
  },
  summary: ({ body: { person, community, opinion }, context }) =>
    withNote(
      `下派至${person !== undefined ? personName(person, context) : (context.recalled?.community ?? `社区 ${community ?? ''}`)}`,
      opinion,
    ),
});
