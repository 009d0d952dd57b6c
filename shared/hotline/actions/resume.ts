/** 恢复办理 of a suspended matter: back to work, before its review or after; the leader answers for it, at its review the clock. */
import Type from 'typebox';
import { meetDue } from '../deadlines.ts';
import { byClock } from '../oversight.ts';
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
  right: (ticket, asked) => (byClock(asked) ? undefined : leadUnitRole(ticket, asked, 'clerk', 'leader')),
  open(ticket, asked) {
    if (!byClock(asked)) return stillLeads(ticket, asked, 'clerk', 'leader') ?? inState(ticket, 'suspended') ?? signsForUnit(ticket, asked);
    const due = ticket.due.review;
    const come = due !== undefined && asked.context.receivedAt > due.at;
    return inState(ticket, 'suspended') ?? (come ? undefined : { code: 'notDueYet' });
  },
  effect(ticket, { context }) {
    const { before, ...rest } = meetDue(ticket, 'review', context.effectiveAt);
    return { ...rest, status: before ?? 'inProgress' };
  },
  summary: ({ body }) => `恢复办理：${body.reason}`,
});
