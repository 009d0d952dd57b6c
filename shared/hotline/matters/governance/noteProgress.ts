/** 治理进展: what was done, by the office, by who answers for it, by the workers of the grid; after its end too. */
import Type from 'typebox';
import { closed, prose } from '../../schema-builders.ts';
import { defineMatterRule } from '../matter.ts';
import { ofOffice } from '../of-office.ts';
import type { Governance } from './document.ts';

export const noteProgress = defineMatterRule<Governance>()({
  kind: 'noteProgress',
  category: 'F',
  body: Type.Object({ text: prose('进展', 500) }, closed),
  right(matter, asked) {
    // Whoever was in it once: a note from the field is never turned away because the task has passed on meanwhile [sync G6].
    if (matter?.involved.includes(asked.actor) === true) return undefined;
    return ofOffice(matter?.unit, asked);
  },
  effect: (matter, { action, actor, body: { text }, context }) => ({
    ...matter,
    notes: [...matter.notes, { action: action._id, by: actor, at: context.effectiveAt, text }],
  }),
  summary: ({ body: { text } }) => text,
});
