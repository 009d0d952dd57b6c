/** 办结 by the city (art. 14): in dispute after the callbacks, of a suspended matter, or from any open state where the clause says so. */
import Type from 'typebox';
import { checkClause, CLAUSE_RULES } from '../closing/index.ts';
import { GLOSSARY } from '../glossary.ts';
import { roleHeld } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { holds } from '../standing.ts';
import { inState, stillOpen } from '../states.ts';
import { toClosed } from '../transitions.ts';
import { clause, clauseEvidence, evidence, reason } from './fields.ts';

const body = Type.Object(
  {
    clause,
    clauseEvidence,
    reason,
    evidence,
  },
  closed,
);

export const close = defineAction({
  kind: 'close',
  category: 'D',
  body,
  audience: 'S',
  needsOfficeFields: true,
  right: (ticket, asked) => roleHeld(ticket, asked, 'operator', 'supervisor'),
  /** 14-2, 14-6 and 14-9 close every open state once their files are there. */
  open(ticket, asked) {
    const state = stillOpen(ticket);
    if (state !== undefined) return state;
    if (Object.values(CLAUSE_RULES).some((rule) => rule.cityClosesAnyOpen === true)) return undefined;
    const here = inState(ticket, 'callback', 'suspended');
    return here ?? (ticket.status === 'callback' && !holds(asked.held, 'supervisor') ? { code: 'supervisorDecides' } : undefined);
  },
  guard(ticket, input) {
    const said = input.body;
    const rule = CLAUSE_RULES[said.clause];
    if (rule === undefined) return { code: 'clauseUnknown' };
    if (rule.cityClosesAnyOpen !== true) {
      const here = inState(ticket, 'callback', 'suspended');
      if (here !== undefined) return here;
      if (ticket.status === 'callback' && !holds(input.held, 'supervisor')) return { code: 'supervisorDecides' };
    }
    return checkClause(ticket, said.clause, { evidence: said.clauseEvidence, files: said.evidence, context: input.context });
  },
  effect(ticket, { body: said, actor, context }) {
    const proposedBy = ticket.closing?.proposedBy;
    const closing = {
      clause: said.clause,
      evidence: said.clauseEvidence,
      confirmedBy: actor,
      ...(proposedBy === undefined ? {} : { proposedBy }),
    };
    return toClosed(ticket, closing, context);
  },
  summary: ({ body: said }) => `办结（${said.clause} ${GLOSSARY.clause[said.clause]}）：${said.reason}`,
});
