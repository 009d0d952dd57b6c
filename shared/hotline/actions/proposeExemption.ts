/** 申请不计满意率 (art. 15): mediation and enforcement are not judged by one side's satisfaction (F43). */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { leadUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { choice, closed, line } from '../schema-builders.ts';
import { proposed, unitProposes } from '../unit-proposal.ts';
import { evidence, reason } from './fields.ts';

const body = Type.Object({ ground: choice('情形', GLOSSARY.exemptionGround), citation: line('法律依据', 300), reason, evidence }, closed);

export const proposeExemption = defineAction({
  kind: 'proposeExemption',
  category: 'P',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open: (ticket, asked) => unitProposes(ticket, asked, 'exemption'),
  effect: (ticket, input) => proposed(ticket, 'exemption', input),
  summary: ({ body: { ground, reason: why } }) => `申请不计满意率（${GLOSSARY.exemptionGround[ground]}）：${why}`,
});
