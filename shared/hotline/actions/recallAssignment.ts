/** 收回下派: the work comes back to the clerk's desk (F11). */
import Type from 'typebox';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { endAssignment } from '../transitions.ts';
import { reason } from './fields.ts';

export const recallAssignment = defineAction({
  kind: 'recallAssignment',
  category: 'F',
  body: Type.Object({ reason }, closed),
  audience: 'S',
  right: (ticket, input) => leadUnitRole(ticket, input, 'clerk'),
  guard(ticket, input) {
    return stillLeads(ticket, input, 'clerk') ?? (ticket.assignment === undefined ? { code: 'notFound' } : undefined);
  },
  effect: (ticket) => endAssignment(ticket),
  summary: ({ body }) => `收回下派：${body.reason}`,
});
