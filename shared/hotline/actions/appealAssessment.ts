/** 考核申诉: against how the ticket counts; also after its closing, because the callback that is appealed comes last. */
import Type from 'typebox';
import { APPEAL_STATES } from '../proposals.ts';
import { leadUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { proposed, unitProposes } from '../unit-proposal.ts';
import { evidence, reason } from './fields.ts';

export const appealAssessment = defineAction({
  kind: 'appealAssessment',
  category: 'P',
  body: Type.Object({ reason, evidence }, closed),
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open: (ticket, asked) => unitProposes(ticket, asked, 'appeal', APPEAL_STATES),
  effect: (ticket, input) => proposed(ticket, 'appeal', input),
  summary: ({ body: { reason: why } }) => `考核申诉：${why}`,
});
