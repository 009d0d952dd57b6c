/** 回报: the worker hands the task back as done. */
import Type from 'typebox';
import { moveTask, taskOpen, workerRight } from '../task.ts';
import { defineAction } from '../rule.ts';
import { closed, prose } from '../schema-builders.ts';
import { evidence } from './fields.ts';

export const report = defineAction({
  kind: 'report',
  category: 'F',
  body: Type.Object({ note: prose('办理情况', 2000), evidence }, closed),
  audience: 'S',
  right: workerRight,
  open: (ticket, asked) => taskOpen(ticket, asked, ['assigned', 'acknowledged', 'onSite', 'redo']),
  effect: (ticket, input) => moveTask(ticket, { state: 'reported', note: input.body.note }, input),
  summary: ({ body }) => `回报：${body.note}`,
});
