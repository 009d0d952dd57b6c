/** 并单 (art. 9(4), F27): the same matter goes on under its main ticket; both histories are kept. */
import Type from 'typebox';
import { isOwnNumber, mergeInto } from '../merging.ts';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { stillOpen } from '../states.ts';
import { mainTicket, reason } from './fields.ts';

export const merge = defineAction({
  kind: 'merge',
  category: 'D',
  body: Type.Object({ main: mainTicket, reason }, closed),
  audience: 'S',
  right: (ticket, asked) => cityRole(ticket, asked, 'dispatcher'),
  // Into one another they would both be gone from every list.
  open: (ticket) => stillOpen(ticket) ?? (ticket.links.duplicates.length > 0 ? { code: 'hasDuplicates' } : undefined),
  guard: (ticket, { body: { main } }) => (isOwnNumber(ticket, main) ? { code: 'ownNumber' } : undefined),
  effect: (ticket, { body: { main } }) => mergeInto(ticket, main),
  summary: ({ body: { main, reason: why } }) => `并入 ${main}：${why}`,
});
