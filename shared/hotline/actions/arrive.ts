/** 到场: said by the worker when it serves the matter; no position is asked (国办函〔2026〕12号). */
import Type from 'typebox';
import { moveTask, taskOpen, workerRight } from '../task.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { withNote } from '../wording.ts';
import { evidence, note } from './fields.ts';

export const arrive = defineAction({
  kind: 'arrive',
  category: 'F',
  body: Type.Object({ note, evidence }, closed),
  audience: 'S',
  right: workerRight,
  open: (ticket, asked) => taskOpen(ticket, asked, ['assigned', 'acknowledged', 'redo']),
  effect: (ticket, input) => moveTask(ticket, { state: 'onSite' }, input),
  summary: ({ body }) => withNote('到场', body.note),
});
