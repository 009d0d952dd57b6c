/** 核报: the clerk takes the worker's report, or sends it back with a reason. */
import Type from 'typebox';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, prose, yesNo } from '../schema-builders.ts';
import { inState, WORK_STATES } from '../states.ts';
import { doneBy, withNote } from '../wording.ts';

const body = Type.Object(
  {
    ok: yesNo('核报结果', ['退回重办', '核报通过']),
    reason: Type.Optional(prose('退回理由', 2000, '退回重办时必填')),
  },
  closed,
);

export const checkReport = defineAction({
  kind: 'checkReport',
  category: 'F',
  body,
  audience: 'S',
  complete: ({ ok, reason }) => (!ok && reason === undefined ? { code: 'reasonMissing' } : undefined),
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open(ticket, asked) {
    const state = stillLeads(ticket, asked, 'clerk') ?? inState(ticket, ...WORK_STATES);
    if (state !== undefined) return state;
    switch (ticket.assignment?.state) {
      case 'reported':
        return undefined;
      case 'checked':
      case 'redo': {
        const detail = doneBy(ticket, asked.context, 'checkReport');
        return { code: 'alreadyDone', ...(detail === undefined ? {} : { detail }) };
      }
      default:
        return { code: 'nothingReported' };
    }
  },
  effect(ticket, { body: { ok, reason } }) {
    const { assignment } = ticket;
    if (assignment === undefined) return ticket;
    const state = ok ? 'checked' : 'redo';
    return { ...ticket, assignment: { ...assignment, state, ...(reason === undefined ? {} : { reason }) } };
  },
  summary: ({ body: { ok, reason } }) => withNote(ok ? '核报通过' : '退回重办', reason),
});
