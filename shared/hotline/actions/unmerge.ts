/** 拆分: not the same matter after all; back to the state before, and its limits go on from now. */
import Type from 'typebox';
import { partFrom } from '../merging.ts';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { inState } from '../states.ts';
import { reason } from './fields.ts';

export const unmerge = defineAction({
  kind: 'unmerge',
  category: 'D',
  body: Type.Object({ reason }, closed),
  audience: 'S',
  right: (ticket, asked) => cityRole(ticket, asked, 'dispatcher'),
  open: (ticket) => inState(ticket, 'merged'),
  effect: (ticket, { context }) => partFrom(ticket, context),
  summary: ({ body }) => `拆分：${body.reason}`,
});
