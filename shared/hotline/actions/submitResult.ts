/** 结果报审 (art. 12(3), 14): both feedbacks present, the clause's evidence there; the leader signs, the city audits. */
import Type from 'typebox';
import { checkClause } from '../closing/index.ts';
import { GLOSSARY } from '../glossary.ts';
import { noneOpenLike, propose } from '../proposals.ts';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, yesNo } from '../schema-builders.ts';
import { inState, PROPOSE_STATES } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { clause, clauseEvidence, evidence, internalNote, process, publicReply, solved, told, unsolvedReason, verified } from './fields.ts';

const body = Type.Object(
  {
    clause,
    clauseEvidence,
    verified,
    solved,
    unsolvedReason,
    process,
    publicReply,
    told,
    internalNote,
    /** What the person says; whether there is a way is read from the ticket. */
    noContactWay: Type.Optional(yesNo('诉求人无联系方式')),
    evidence,
  },
  closed,
);

/** A contact is logged, or there is nobody to contact (无联系方式). */
function contactLogged(ticket: Ticket): boolean {
  const { phone, altPhone } = ticket.complainant;
  const reachable = (phone ?? '') !== '' || (altPhone ?? '') !== '';
  return ticket.disposal.contacts.length > 0 || !reachable;
}

export const submitResult = defineAction({
  kind: 'submitResult',
  category: 'P',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open(ticket, asked) {
    const standing = stillLeads(ticket, asked, 'clerk');
    if (standing !== undefined) return standing;
    const state = inState(ticket, ...PROPOSE_STATES);
    if (state !== undefined) return noneOpenLike(ticket, 'result', asked) ?? state;
    if (!contactLogged(ticket)) return { code: 'noContactYet' };
    if (ticket.coHandlers.some((one) => one.status === 'requested')) return { code: 'coHandlersOpen' };
    return noneOpenLike(ticket, 'result', asked);
  },
  guard(ticket, { body: said, context }) {
    return checkClause(ticket, said.clause, { evidence: said.clauseEvidence, files: said.evidence, context });
  },
  effect(ticket, input) {
    if (ticket.lead === undefined) return ticket;
    const { evidence: _files, noContactWay: _way, ...content } = input.body;
    const { draft: _draft, ...disposal } = ticket.disposal;
    return propose({ ...ticket, disposal }, 'result', content, ticket.lead, input);
  },
  summary: ({ body: said }) => `报审（${said.clause} ${GLOSSARY.clause[said.clause]}）：${said.publicReply}`,
});
