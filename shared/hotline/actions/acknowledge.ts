/** 接单: the grid worker has seen the task. */
import Type from 'typebox';
import { moveTask, taskOpen, workerRight } from '../task.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { withNote } from '../wording.ts';
import { note } from './fields.ts';

export const acknowledge = defineAction({
  kind: 'acknowledge',
  category: 'F',
  body: Type.Object({ note }, closed),
  audience: 'S',
  right: workerRight,
  open: (ticket, asked) => taskOpen(ticket, asked, ['assigned', 'redo']),
  effect: (ticket, input) => moveTask(ticket, { state: 'acknowledged' }, input),
  summary: ({ body }) => withNote('接单', body.note),
});
