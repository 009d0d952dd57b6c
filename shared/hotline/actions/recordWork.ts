/** 现场处置记录 (art. 12(2)): what was done. Files only where the clause needs them, never by quota. */
import Type from 'typebox';
import { fieldRight, fieldStanding } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, prose } from '../schema-builders.ts';
import { fieldStates } from '../states.ts';
import { evidence } from './fields.ts';

export const recordWork = defineAction({
  kind: 'recordWork',
  category: 'F',
  body: Type.Object({ note: prose('处置情况', 4000), evidence }, closed),
  audience: 'S',
  right: fieldRight,
  open: (ticket, asked) => fieldStanding(ticket, asked) ?? fieldStates(ticket, asked),
  effect: (ticket) => ticket,
  summary: ({ body }) => `现场处置：${body.note}`,
});
