/** 办结 by the city (art. 14): in dispute after the callbacks, of a suspended matter, or from any open state where the clause says so. */
import Type from 'typebox';
import { disputed } from '../callback-rounds.ts';
import { checkClause, CLAUSE_RULES } from '../closing/index.ts';
import { GLOSSARY } from '../glossary.ts';
import { cityRole } from '../rights.ts';
import { defineAction, type Asked, type Finding } from '../rule.ts';
import type { ClauseRule } from '../closing/clause.ts';
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

/** Where the city closes: a suspended matter, one in dispute after the callbacks, every open one where the clause says so. */
function closesHere(ticket: Ticket, rule: ClauseRule, asked: Asked): Finding | undefined {
  if (rule.cityClosesAnyOpen === true || rule.closesIn?.includes(ticket.status) === true) return undefined;
  if (ticket.status !== 'callback') return inState(ticket, 'suspended');
  // Everybody is asked first (art. 15).
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
  /** Some clauses close every open state: which one, the form says. */
  open: stillOpen,
  guard(ticket, input) {
    const { clause: named, clauseEvidence: stated, evidence: files } = input.body;
    const rule = CLAUSE_RULES[named];
    const here = closesHere(ticket, rule, input) ?? checkClause(ticket, named, { evidence: stated, files, context: input.context });
    if (here !== undefined) return here;
    return rule.twoPeople === true && ticket.firstClose?.by === input.actor ? { code: 'secondPerson' } : undefined;
  },
  effect(ticket, { action, body: said, actor, context }) {
    const first = ticket.firstClose;
    if (CLAUSE_RULES[said.clause].twoPeople === true && first === undefined)
      return { ...ticket, firstClose: { action: action._id, by: actor, at: context.effectiveAt } };
    const proposedBy = first?.by ?? ticket.closing?.proposedBy;
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
