/** 收回下派. What the worker did meanwhile stays in the history. */
import Type from 'typebox';
import { ActionId } from '../ids.ts';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { inState, WORK_STATES } from '../states.ts';
import { endAssignment } from '../transitions.ts';
import { withNote } from '../wording.ts';
import { reason } from './fields.ts';

const body = Type.Object(
  {
    /** `assignment.action`: which assignment is meant, so that a late recall does not end a newer one. */
    of: Type.Optional(Type.Unsafe<ActionId>({ ...ActionId, title: '所涉下派', 'x-widget': 'assignment' })),
    reason: Type.Optional(reason),
  },
  closed,
);

export const recallAssignment = defineAction({
  kind: 'recallAssignment',
  category: 'F',
  body,
  audience: 'S',
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open(ticket, asked) {
    const state = stillLeads(ticket, asked, 'clerk') ?? inState(ticket, ...WORK_STATES);
    if (state !== undefined) return state;
    return ticket.assignment === undefined ? { code: 'notFound' } : undefined;
  },
  guard: (ticket, { body: { of } }) => (of !== undefined && ticket.assignment?.action !== of ? { code: 'notFound' } : undefined),
  effect: (ticket) => endAssignment(ticket),
  summary: ({ body }) => withNote('收回下派', body.reason),
});
