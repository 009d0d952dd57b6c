/** 建议并单 (art. 9(4)): the unit has the same matter under another number (F27). */
import Type from 'typebox';
import { isOwnNumber } from '../merging.ts';
import { leadUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { proposed, unitProposes } from '../unit-proposal.ts';
import { mainTicket, reason } from './fields.ts';

export const proposeMerge = defineAction({
  kind: 'proposeMerge',
  category: 'P',
  body: Type.Object({ main: mainTicket, reason }, closed),
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open: (ticket, asked) => unitProposes(ticket, asked, 'merge'),
  guard: (ticket, { body: { main } }) => (isOwnNumber(ticket, main) ? { code: 'ownNumber' } : undefined),
  effect: (ticket, input) => proposed(ticket, 'merge', input),
  summary: ({ body: { main, reason: why } }) => `建议并入 ${main}：${why}`,
});
