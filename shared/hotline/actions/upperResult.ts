/** 提级办理结果: the level above answers; back to the unit with a new limit, or final and on to the city's audit. */
import Type, { type Static } from 'typebox';
import { checkClause } from '../closing/index.ts';
import { dropDue, meetDue, startDue } from '../deadlines.ts';
import type { UnitCode } from '../ids.ts';
import { grantedEscalation, levelOf, unitOfLevel } from '../proposals.ts';
import { stateResult } from '../result.ts';
import { roleHeld } from '../rights.ts';
import { defineAction, type Input } from '../rule.ts';
import { choice, closed, prose } from '../schema-builders.ts';
import { CITY, unitsAs } from '../standing.ts';
import { inState } from '../states.ts';
import { backToRegistered } from '../transitions.ts';
import type { Proposal, Ticket } from '../ticket.ts';
import { clause, clauseEvidence, evidence, publicReply, solved, told, verified } from './fields.ts';

const body = Type.Object(
  {
    result: prose('办理结果', 8000),
    next: choice('下一步', { back: '交回承办单位继续办理', final: '作为最终结果反馈' }, '作为最终结果的，以下各项必填'),
    clause: Type.Optional(clause),
    clauseEvidence: Type.Optional(clauseEvidence),
    publicReply: Type.Optional(publicReply),
    told: Type.Optional(told),
    verified,
    solved: Type.Optional(solved),
    evidence,
  },
  closed,
);
type Body = Static<typeof body>;

/** The unit gives up its part as co-handler. */
function leave(ticket: Ticket, input: Input<Body>): Ticket {
  const { upperLead: _upper, ...rest } = ticket;
  const coHandlers = rest.coHandlers.map((one) => (one.unit === rest.lead ? { ...one, status: 'ended' as const } : one));
  return meetDue({ ...rest, coHandlers }, 'upper', input.context.effectiveAt);
}

/** The unit works on, with a new limit for handling. */
function backToUnit(ticket: Ticket, { context }: Input<Body>): Ticket {
  if (ticket.lead === undefined) return backToRegistered(ticket, context);
  const next: Ticket = { ...dropDue(ticket, 'rework'), status: 'inProgress' };
  return startDue(next, 'handle', context.effectiveAt, context);
}

/** `upper`: the unit that led there; the result is theirs, so the unit below cannot take it back. */
function toAudit(ticket: Ticket, upper: UnitCode, input: Input<Body>): Ticket {
  const { next: _next, result, evidence: _files, ...rest } = input.body;
  const at = input.context.effectiveAt;
  const proposal: Proposal = {
    id: input.action._id,
    kind: 'result',
    package: { ...rest, process: result },
    state: 'waiting',
    unit: upper,
    by: input.actor,
    at,
  };
  const raised: Ticket = { ...ticket, status: 'feedbackSubmitted', before: 'inProgress', proposals: [...ticket.proposals, proposal] };
  const next = stateResult(raised, proposal);
  return startDue(meetDue(meetDue(next, 'handle', at), 'rework', at), 'decide', input.context.receivedAt, input.context);
}

export const upperResult = defineAction({
  kind: 'upperResult',
  category: 'D',
  body,
  audience: 'T',
  needsOfficeFields: true,
  complete(said) {
    const whole =
      said.clause !== undefined && said.clauseEvidence !== undefined && said.publicReply !== undefined && said.told !== undefined;
    return said.next === 'back' || whole ? undefined : { code: 'resultIncomplete' };
  },
  right(ticket, asked) {
    const held = roleHeld(ticket, asked, 'supervisor', 'clerk');
    if (held !== undefined || ticket === undefined || ticket.status !== 'escalated') return held;
    const level = unitOfLevel(ticket, levelOf(grantedEscalation(ticket)));
    if (level !== undefined && unitsAs(asked.held, 'supervisor').includes(level)) return undefined;
    const { upperLead } = ticket;
    return upperLead !== undefined && unitsAs(asked.held, 'clerk').includes(upperLead) ? undefined : { code: 'noRight' };
  },
  open: (ticket) => inState(ticket, 'escalated'),
  guard(ticket, { body: said, context }) {
    if (said.next === 'back' || said.clause === undefined) return undefined;
    return checkClause(ticket, said.clause, { evidence: said.clauseEvidence ?? {}, files: said.evidence, context });
  },
  effect(ticket, input) {
    const next = leave(ticket, input);
    return input.body.next === 'back' ? backToUnit(next, input) : toAudit(next, ticket.upperLead ?? CITY, input);
  },
  summary: ({ body: { next, result } }) => `提级办理结果（${next === 'back' ? '交回原单位' : '最终结果'}）：${result}`,
});
