/** 申请延期 (art. 12(2)): before the due, at most as often and by as much as the pack allows, and told to the complainant (F36). */
import Type from 'typebox';
import { beforeDue, extendedDue } from '../extension.ts';
import { leadUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { choice, closed } from '../schema-builders.ts';
import { proposed, unitProposes } from '../unit-proposal.ts';
import { evidence, reason, told } from './fields.ts';

const DAYS = { '1': '1 个工作日', '2': '2 个工作日', '3': '3 个工作日', '4': '4 个工作日', '5': '5 个工作日' };
const body = Type.Object({ days: choice('延长', DAYS), reason, told, evidence }, closed);

export const proposeExtension = defineAction({
  kind: 'proposeExtension',
  category: 'P',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open(ticket, asked) {
    const state = unitProposes(ticket, asked, 'extension');
    if (state !== undefined) return state;
    if (ticket.flags.extensions >= asked.context.pack.extension.times) return { code: 'extensionsOver' };
    return beforeDue(ticket, asked);
  },
  guard: (_ticket, { body: { days }, context }) => (Number(days) <= context.pack.extension.workingDays ? undefined : { code: 'tooLong' }),
  effect: (ticket, input) => proposed(ticket, 'extension', { ...input, body: { ...input.body, due: extendedDue(ticket) } }),
  summary: ({ body: { days, reason: why } }) => `申请延期 ${days} 个工作日：${why}`,
});
