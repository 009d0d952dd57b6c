/** 审核裁定: a return by the dispatcher, an escalation by a supervisor of its level, all else by the city's supervisor. */
import Type, { type Static } from 'typebox';
import { startDue } from '../deadlines.ts';
import type { UnitCode } from '../ids.ts';
import { grantedEffect, isPastReview } from '../granted-effects.ts';
import { canGrant, decided, findProposal, levelOf, notInState, REVIEW_STATE, unitOfLevel, updateProposal } from '../proposals.ts';
import { withCandidate } from '../referral.ts';
import { byReference, roleHeld, unitMayReceive } from '../rights.ts';
import { defineAction, type Asked, type Finding, type Input } from '../rule.ts';
import { closed, unitField, yesNo } from '../schema-builders.ts';
import { CITY, unitsAs } from '../standing.ts';
import type { Proposal, Ticket } from '../ticket.ts';
import { backFromReview, backToRegistered, endWork } from '../transitions.ts';
import { of, reason } from './fields.ts';

const body = Type.Object(
  {
    of,
    grant: yesNo('裁定', ['不同意', '同意']),
    reason,
    unit: Type.Optional(unitField('上级承办单位', '同意提级时，由哪个单位牵头；不选为本级')),
  },
  closed,
);
type Body = Static<typeof body>;

function mayDecide(ticket: Ticket, proposal: Proposal, asked: Asked): boolean {
  if (proposal.kind === 'return') return unitsAs(asked.held, 'dispatcher').includes(CITY);
  if (proposal.kind !== 'escalation') return unitsAs(asked.held, 'supervisor').includes(CITY);
  const level = unitOfLevel(ticket, levelOf(proposal));
  return level !== undefined && unitsAs(asked.held, 'supervisor').includes(level);
}

/** Proposals that this action decides; a result is audited instead. */
function undecided(ticket: Ticket): readonly Proposal[] {
  return ticket.proposals.filter((one) => one.state === 'waiting' && one.kind !== 'result');
}

function upperLeadOf(ticket: Ticket, proposal: Proposal, chosen: UnitCode | undefined): UnitCode {
  return chosen ?? unitOfLevel(ticket, levelOf(proposal)) ?? CITY;
}

/** 提级: the unit above leads, the unit becomes a co-handler, co-handlings pass on (hotline.md §4). */
function escalate(ticket: Ticket, proposal: Proposal, input: Input<Body>): Ticket {
  const { before: _before, ...rest } = decided(endWork(ticket, { keepCoHandling: true }));
  const others = rest.coHandlers.filter((one) => one.unit !== proposal.unit);
  const co = { unit: proposal.unit, ask: '配合上级办理', status: 'reported' as const };
  const raised: Ticket = {
    ...rest,
    status: 'escalated',
    upperLead: upperLeadOf(ticket, proposal, input.body.unit),
    coHandlers: [...others, co],
  };
  return startDue(raised, 'upper', input.context.effectiveAt, input.context);
}

function granted(ticket: Ticket, proposal: Proposal, input: Input<Body>): Ticket {
  switch (proposal.kind) {
    case 'return':
      return backToRegistered(ticket, input.context);
    case 'escalation':
      return escalate(ticket, proposal, input);
    default:
      return grantedEffect(decided(ticket), proposal, input);
  }
}

function denied(ticket: Ticket, proposal: Proposal): Ticket {
  const counted =
    proposal.kind === 'return' ? { ...ticket, flags: { ...ticket.flags, refusedReturns: ticket.flags.refusedReturns + 1 } } : ticket;
  const answered = proposal.kind === 'appeal' ? { ...counted, flags: { ...counted.flags, assessmentAppealed: false } } : counted;
  return decided(REVIEW_STATE[proposal.kind] === ticket.status ? backFromReview(answered) : answered);
}

function upperUnitFits(ticket: Ticket, proposal: Proposal, input: Input<Body>): Finding | undefined {
  if (proposal.kind !== 'escalation' || !input.body.grant) return undefined;
  const unit = upperLeadOf(ticket, proposal, input.body.unit);
  if (unit === ticket.lead) return { code: 'unknownUnit' };
  if (input.context.unit(unit) === undefined) return byReference(input, 'unknownUnit');
  return unitMayReceive(ticket, unit, input);
}

export const decideProposal = defineAction({
  kind: 'decideProposal',
  category: 'D',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => roleHeld(ticket, asked, 'dispatcher', 'supervisor'),
  rightOver(ticket, input) {
    const proposal = ticket === undefined ? undefined : findProposal(ticket, input.body.of);
    if (ticket === undefined || proposal === undefined) return undefined;
    if (proposal.kind === 'result') return { code: 'auditInstead' };
    return mayDecide(ticket, proposal, input) ? undefined : { code: 'noRight' };
  },
  open(ticket, asked) {
    const waiting = undecided(ticket);
    if (waiting.length === 0) return { code: 'notFound' };
    return waiting.some((one) => mayDecide(ticket, one, asked)) ? undefined : { code: 'noRight' };
  },
  guard(ticket, input) {
    const proposal = findProposal(ticket, input.body.of);
    const state = notInState(proposal, 'waiting', input);
    if (state !== undefined || proposal === undefined) return state;
    if (input.body.grant && !canGrant(ticket, proposal.kind)) return { code: 'wrongState' };
    // Hung up until a day that is over, it would stand still and be over at once.
    if (input.body.grant && isPastReview(proposal, input.context)) return { code: 'reviewOutside' };
    return upperUnitFits(ticket, proposal, input);
  },
  effect(ticket, input) {
    const { of: id, grant, reason: why } = input.body;
    const proposal = findProposal(ticket, id);
    if (proposal === undefined) return ticket;
    const decision = { decidedBy: input.actor, decidedAt: input.context.effectiveAt, reason: why };
    const marked = updateProposal(ticket, id, { ...decision, state: grant ? 'granted' : 'denied' });
    return grant ? granted(marked, proposal, input) : withCandidate(denied(marked, proposal), input.context);
  },
  summary: ({ body }) => `${body.grant ? '同意' : '不同意'}申请：${body.reason}`,
});
