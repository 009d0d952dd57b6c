/** 市审核: the city takes the result, or sends it back to work; in dispute after the callbacks, the supervisor decides here too. */
import Type from 'typebox';
import { disputed } from '../callback-rounds.ts';
import { startDue } from '../deadlines.ts';
import { decided, updateProposal } from '../proposals.ts';
import { confirmResult, waitingResult } from '../result.ts';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, prose, yesNo } from '../schema-builders.ts';
import { inState } from '../states.ts';
import { sealedBy, toRework } from '../transitions.ts';
import { withNote } from '../wording.ts';
import { of } from './fields.ts';

const body = Type.Object(
  {
    pass: yesNo('审核结论', ['退回重办', '审核通过']),
    /** Which result is meant, where the page knows it: one submitted anew is not the one that was read. */
    of: Type.Optional(of),
    reason: Type.Optional(prose('审核意见', 2000, '退回时必填')),
  },
  closed,
);

export const auditResult = defineAction({
  kind: 'auditResult',
  category: 'D',
  body,
  audience: 'T',
  needsOfficeFields: true,
  complete: ({ pass, reason }) => (!pass && reason === undefined ? { code: 'reasonMissing' } : undefined),
  right: (ticket, asked) => cityRole(ticket, asked, 'supervisor'),
  open: (ticket, { context }) => (disputed(ticket, context.pack) ? undefined : inState(ticket, 'feedbackSubmitted')),
  guard(ticket, { body: { pass, of: id } }) {
    if (ticket.status !== 'feedbackSubmitted') return !pass ? undefined : { code: 'wrongState' };
    const result = waitingResult(ticket);
    if (result === undefined || (id !== undefined && result.id !== id)) return { code: 'lapsed' };
    return undefined;
  },
  effect(ticket, { body: { pass, reason }, actor, context }) {
    const result = waitingResult(ticket);
    if (result === undefined) return toRework(ticket, context);
    const at = context.effectiveAt;
    const change = { decidedBy: actor, decidedAt: at, ...(reason === undefined ? {} : { reason }) };
    if (!pass) return toRework(updateProposal(ticket, result.id, { ...change, state: 'denied' }), context);
    const { before: _before, ...passed } = decided(updateProposal(ticket, result.id, { ...change, state: 'granted' }));
    const confirmed = confirmResult({ ...passed, status: 'callback' }, result, actor);
    return startDue(sealedBy(confirmed.closing?.clause, confirmed), 'callback', at, context);
  },
  summary: ({ body: { pass, reason } }) => withNote(pass ? '市审核通过' : '市审核退回', reason),
});
