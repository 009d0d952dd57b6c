/** 办结专项治理: with what came of it. */
import Type from 'typebox';
import { GLOSSARY } from '../../glossary.ts';
import { choice, closed, prose } from '../../schema-builders.ts';
import { defineMatterRule } from '../matter.ts';
import { ofOffice } from '../of-office.ts';
import type { Governance } from './document.ts';
import { stillOpen } from './standing.ts';

export const finishGovernance = defineMatterRule<Governance>()({
  kind: 'finishGovernance',
  category: 'D',
  body: Type.Object({ outcome: choice('治理结果', GLOSSARY.governanceOutcome), result: prose('成效说明', 2000) }, closed),
  right: (matter, asked) => ofOffice(matter?.unit, asked),
  open: (matter, asked) => stillOpen(matter, asked),
  effect: (matter, { actor, body: { outcome, result }, context }) => ({
    ...matter,
    state: 'done',
    outcome,
    result,
    endedBy: actor,
    endedAt: context.effectiveAt,
  }),
  summary: ({ body: { outcome, result } }) => `${GLOSSARY.governanceOutcome[outcome]}：${result}`,
});
