/** 批示、备注 (art. 6): by a leader or clerk of the unit; stays inside offices and the city. */
import Type from 'typebox';
import { officeRight } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, prose } from '../schema-builders.ts';
import { stillOpen } from '../states.ts';

export const comment = defineAction({
  kind: 'comment',
  category: 'F',
  body: Type.Object({ text: prose('内容', 2000) }, closed),
  audience: 'T',
  right: officeRight,
  open: stillOpen,
  effect: (ticket) => ticket,
  summary: ({ body: { text } }) => text,
});
