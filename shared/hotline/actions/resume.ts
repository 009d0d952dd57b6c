/** 恢复办理 of a suspended matter: back to work, before its review or after; the leader answers for it. */
import Type from 'typebox';
import { meetDue } from '../deadlines.ts';
import { leadUnitRole, signsForUnit, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { inState } from '../states.ts';
import { reason } from './fields.ts';

export const resume = defineAction({
  kind: 'resume',
  category: 'F',
  body: Type.Object({ reason }, closed),
  audience: 'S',
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk', 'leader'),
  open: (ticket, asked) => stillLeads(ticket, asked, 'clerk', 'leader') ?? inState(ticket, 'suspended') ?? signsForUnit(ticket, asked),
  effect(ticket, { context }) {
    const { before, ...rest } = meetDue(ticket, 'review', context.effectiveAt);
    return { ...rest, status: before ?? 'inProgress' };
  },
  summary: ({ body }) => `恢复办理：${body.reason}`,
});
