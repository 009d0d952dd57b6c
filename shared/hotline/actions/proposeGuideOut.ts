/** 建议告知渠道 (art. 9(5), also found in the process): the unit proposes what the complainant is told (F26, F28). */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { Guidance, guidanceComplete } from '../guidance.ts';
import { leadUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { proposed, unitProposes } from '../unit-proposal.ts';
import { evidence } from './fields.ts';

export const proposeGuideOut = defineAction({
  kind: 'proposeGuideOut',
  category: 'P',
  body: Type.Object({ ...Guidance.properties, evidence }, closed),
  audience: 'T',
  needsOfficeFields: true,
  complete: guidanceComplete,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open: (ticket, asked) => unitProposes(ticket, asked, 'guideOut'),
  effect: (ticket, input) => proposed(ticket, 'guideOut', input),
  summary: ({ body }) => `建议告知渠道（${body.article} ${GLOSSARY.guideClass[body.article]}，${body.channel}）：${body.explanation}`,
});
