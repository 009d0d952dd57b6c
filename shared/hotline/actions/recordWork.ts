/** 现场处置记录 (article 12(2); F35). Photos are asked for by a clause, never by quota. */
import Type from 'typebox';
import { fieldRight, fieldStanding } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, long, words } from '../schema-builders.ts';
import { WORK_STATES, inState } from '../states.ts';
import { withEvidence } from './evidence-on-ticket.ts';
import { evidence } from './fields.ts';

export const recordWork = defineAction({
  kind: 'recordWork',
  category: 'F',
  body: Type.Object({ note: words('处置情况', 2000, long), evidence }, closed),
  audience: 'S',
  right: fieldRight,
  guard: (ticket, input) => fieldStanding(ticket, input) ?? inState(ticket, ...WORK_STATES, 'escalated'),
  effect: (ticket, input) => withEvidence(ticket, input.body.evidence, input, 'S'),
  summary: ({ body }) => `现场处置：${body.note}`,
});
