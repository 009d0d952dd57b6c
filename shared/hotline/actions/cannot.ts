/** 无法处理: with a reason, which pre-fills the clerk's return or escalation. */
import Type from 'typebox';
import { moveTask, taskOpen, workerRight } from '../task.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { evidence, reason } from './fields.ts';

export const cannot = defineAction({
  kind: 'cannot',
  category: 'F',
  body: Type.Object({ reason, evidence }, closed),
  audience: 'S',
  right: workerRight,
  open: (ticket, asked) => taskOpen(ticket, asked, ['assigned', 'acknowledged', 'onSite', 'redo']),
  effect: (ticket, input) => moveTask(ticket, { state: 'cannot', reason: input.body.reason }, input),
  summary: ({ body }) => `无法处理：${body.reason}`,
});
