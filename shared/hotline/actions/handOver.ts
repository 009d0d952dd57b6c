/** 移交任务 (art. 6, 7; F15): a task passes from who has it to a colleague in one step, with its opinion and its limit. */
import Type from 'typebox';
import { ActionId, type PersonId } from '../ids.ts';
import { mayStandIn, ofUnit, postsAt } from '../matters/deputy.ts';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction, type Finding, type Input } from '../rule.ts';
import { closed, personField } from '../schema-builders.ts';
import { inState, WORK_STATES } from '../states.ts';
import type { Assignment, Ticket } from '../ticket.ts';
import { endAssignment } from '../transitions.ts';
import { doneBy, personName, withNote } from '../wording.ts';
import { reason } from './fields.ts';

/** What is reported waits for the clerk, not for the worker. */
const IN_HAND: readonly Assignment['state'][] = ['assigned', 'acknowledged', 'onSite', 'redo', 'cannot'];

const body = Type.Object(
  {
    /** `assignment.action`: which task is meant, so that a late hand-over does not move a newer one. */
    of: Type.Unsafe<ActionId>({ ...ActionId, title: '所涉下派', 'x-widget': 'assignment' }),
    person: personField('接手人'),
    reason: Type.Optional(reason),
  },
  closed,
);
type Body = { of: ActionId; person: PersonId; reason?: string };

/** A task in the field passes to somebody with a post in the field; any other to somebody who could stand in. */
function fitsTask({ lead, assignment }: Ticket, person: PersonId, { context }: Input<Body>): boolean {
  const next = context.person(person);
  if (lead === undefined) return false;
  if (assignment?.person === undefined) return postsAt(next, lead, context.effectiveAt).includes('gridWorker');
  return mayStandIn(next, context.person(assignment.person), lead, context.effectiveAt);
}

function fitsPerson(ticket: Ticket, input: Input<Body>): Finding | undefined {
  const { person } = input.body;
  if (ticket.respondent?.person === person) return { code: 'targetIsRespondent' };
  if (ticket.assignment?.person === person) return { code: 'alreadyTheirs' };
  const stranger = ticket.lead === undefined ? undefined : ofUnit(person, ticket.lead, input);
  return stranger ?? (fitsTask(ticket, person, input) ? undefined : { code: 'deputyLacksRole' });
}

export const handOver = defineAction({
  kind: 'handOver',
  category: 'F',
  body,
  audience: 'S',
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk', 'leader'),
  open(ticket, asked) {
    const state = stillLeads(ticket, asked, 'clerk', 'leader') ?? inState(ticket, ...WORK_STATES);
    if (state !== undefined) return state;
    return ticket.assignment !== undefined && IN_HAND.includes(ticket.assignment.state) ? undefined : { code: 'nothingToHandOver' };
  },
  guard(ticket, input) {
    if (ticket.assignment?.action === input.body.of) return fitsPerson(ticket, input);
    const detail = doneBy(ticket, input.context, 'handOver', 'assign');
    return { code: 'alreadyDone', ...(detail === undefined ? {} : { detail }) };
  },
  effect(ticket, { action, actor, body: { person }, context }) {
    const { community, opinion, due } = ticket.assignment ?? {};
    return {
      ...endAssignment(ticket),
      assignment: {
        action: action._id,
        person,
        ...(community === undefined ? {} : { community }),
        ...(opinion === undefined ? {} : { opinion }),
        ...(due === undefined ? {} : { due }),
        state: 'assigned',
        at: context.effectiveAt,
        by: actor,
      },
    };
  },
  summary: ({ body: said, context }) => withNote(`任务移交${personName(said.person, context)}`, said.reason),
});
