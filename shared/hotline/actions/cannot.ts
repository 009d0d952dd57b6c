/** 无法处理: with a reason that pre-fills a return or an escalation (article 6; F12). */
import Type from 'typebox';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { assignedIn, assignedRight, stepAssignment } from './assignment-step.ts';
import { reason } from './fields.ts';

export const cannot = defineAction({
  kind: 'cannot',
  category: 'F',
  body: Type.Object({ reason }, closed),
  audience: 'S',
  right: assignedRight,
  guard: (ticket, input) => assignedIn(ticket, input, 'assigned', 'acknowledged', 'onSite', 'redo'),
  effect: (ticket, input) => stepAssignment(ticket, { state: 'cannot', reason: input.body.reason }),
  summary: ({ body }) => `无法处理：${body.reason}`,
});
