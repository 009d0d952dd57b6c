/** 不合理诉求认定: with what shows it; the city decides. */
import Type from 'typebox';
import { leadUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, line } from '../schema-builders.ts';
import { proposed, unitProposes } from '../unit-proposal.ts';
import { evidence, reason } from './fields.ts';

export const claimUnreasonable = defineAction({
  kind: 'claimUnreasonable',
  category: 'P',
  body: Type.Object({ citation: line('依据', 300, '法律法规或政策条文'), reason, evidence }, closed),
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open: (ticket, asked) => unitProposes(ticket, asked, 'unreasonable'),
  effect: (ticket, input) => proposed(ticket, 'unreasonable', input),
  summary: ({ body: { reason: why } }) => `申请认定不合理诉求：${why}`,
});
