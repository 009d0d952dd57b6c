/** 办结 by the city (art. 14): in dispute after the callbacks, of a suspended matter, or from any open state where the clause says so. */
import Type from 'typebox';
import { disputed } from '../callback-rounds.ts';
import { checkClause, CLAUSE_RULES } from '../closing/index.ts';
import { GLOSSARY } from '../glossary.ts';
import { cityRole } from '../rights.ts';
import { defineAction, type Asked, type Finding } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { holds } from '../standing.ts';
import { inState, stillOpen } from '../states.ts';
import type { Ticket } from '../ticket.ts';
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

/** Of a suspended matter, or in dispute after the callbacks, by the supervisor: everybody is asked first (art. 15). */
function closesHere(ticket: Ticket, asked: Asked): Finding | undefined {
  if (ticket.status !== 'callback') return inState(ticket, 'suspended');
  if (!disputed(ticket, asked.context.pack)) return { code: 'callbackFirst' };
  return holds(asked.held, 'supervisor') ? undefined : { code: 'supervisorDecides' };
}

export const close = defineAction({
  kind: 'close',
  category: 'D',
  body,
  audience: 'S',
  needsOfficeFields: true,
  right: (ticket, asked) => cityRole(ticket, asked, 'operator', 'supervisor'),
  /** 14-2, 14-6 and 14-9 close every open state once their files are there. */
  open(ticket, asked) {
    const state = stillOpen(ticket);
    if (state !== undefined) return state;
    return Object.values(CLAUSE_RULES).some((rule) => rule.cityClosesAnyOpen === true) ? undefined : closesHere(ticket, asked);
  },
  guard(ticket, input) {
    const said = input.body;
    const rule = CLAUSE_RULES[said.clause];
    if (rule === undefined) return { code: 'clauseUnknown' };
    const here = rule.cityClosesAnyOpen === true ? undefined : closesHere(ticket, input);
    if (here !== undefined) return here;
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
