/** 到场: said by the grid worker, never demanded by position or photo (national rule of 2026). */
import Type from 'typebox';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { assignedIn, assignedRight, stepAssignment } from './assignment-step.ts';
import { note } from './fields.ts';

export const arrive = defineAction({
  kind: 'arrive',
  category: 'F',
  body: Type.Object({ note }, closed),
  audience: 'S',
  right: assignedRight,
  guard: (ticket, input) => assignedIn(ticket, input, 'assigned', 'acknowledged', 'redo'),
  effect: (ticket) => stepAssignment(ticket, { state: 'onSite' }),
  summary: ({ body }) => `到场${body.note === undefined ? '' : `：${body.note}`}`,
});
