/** 接单: the grid worker has seen it and goes (F11). */
import Type from 'typebox';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { assignedIn, assignedRight, stepAssignment } from './assignment-step.ts';
import { note } from './fields.ts';

export const acknowledge = defineAction({
  kind: 'acknowledge',
  category: 'F',
  body: Type.Object({ note }, closed),
  audience: 'S',
  right: assignedRight,
  guard: (ticket, input) => assignedIn(ticket, input, 'assigned', 'redo'),
  effect: (ticket) => stepAssignment(ticket, { state: 'acknowledged' }),
  summary: ({ body }) => `接单${body.note === undefined ? '' : `：${body.note}`}`,
});
