/** 回报: the grid worker's account of what was done, for the clerk to check (F35). */
import Type from 'typebox';
import { defineAction } from '../rule.ts';
import { closed, long, words } from '../schema-builders.ts';
import { assignedIn, assignedRight, stepAssignment } from './assignment-step.ts';
import { withEvidence } from './evidence-on-ticket.ts';
import { evidence } from './fields.ts';

export const report = defineAction({
  kind: 'report',
  category: 'F',
  body: Type.Object({ note: words('办理情况', 2000, long), evidence }, closed),
  audience: 'S',
  right: assignedRight,
  guard: (ticket, input) => assignedIn(ticket, input, 'assigned', 'acknowledged', 'onSite', 'redo'),
  effect: (ticket, input) =>
    withEvidence(stepAssignment(ticket, { state: 'reported', note: input.body.note }), input.body.evidence, input, 'S'),
  summary: ({ body }) => `回报：${body.note}`,
});
