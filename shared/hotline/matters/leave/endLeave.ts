/** 销假返岗: back early, or not gone at all. Tasks that were handed over stay where they are until somebody hands them back. */
import Type from 'typebox';
import { closed } from '../../schema-builders.ts';
import { defineMatterRule } from '../matter.ts';
import type { Leave } from './document.ts';
import { notEnded, ownOrOffice } from './standing.ts';

export const endLeave = defineMatterRule<Leave>()({
  kind: 'endLeave',
  category: 'F',
  body: Type.Object({}, closed),
  right: (matter, asked) => ownOrOffice(matter?.person, matter?.unit, asked),
  open: notEnded,
  effect: (matter, { actor, context }) => ({ ...matter, endedBy: actor, endedAt: context.effectiveAt }),
  summary: () => '销假返岗',
});
