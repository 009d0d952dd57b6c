/** 审核裁定: the level that decides grants or denies (hotline.md §5); granting has the effect of the kind. */
import Type from 'typebox';
import { dropDue, startDue, stopClock } from '../deadlines.ts';
import { cityRole } from '../rights.ts';
import { defineAction, type Finding, type Input } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { districtOf, unitsAs } from '../standing.ts';
import type { Proposal, Ticket } from '../ticket.ts';
import { backFromReview, findProposal, lapseWork, updateProposal } from '../transitions.ts';
import { unitMayLead } from './dispatch.ts';
import { of, reason, unitField } from './fields.ts';
import { backToCity } from './recall.ts';

/** Return: dispatcher; escalation: supervisor of the target level; everything else: supervisor. */
function mayDecide(ticket: Ticket, proposal: Proposal, input: Input<unknown>): Finding | undefined {
  if (proposal.kind === 'return') return unitsAs(input.held, 'dispatcher').length > 0 ? undefined : { code: 'noRight' };
  const at = unitsAs(input.held, 'supervisor');
  const level = proposal.kind === 'escalation' && proposal.package['target'] === 'district' ? districtOf(ticket) : 'city';
  return at.some((unit) => unit === level) ? undefined : { code: 'noRight' };
}

function deny(ticket: Ticket, proposal: Proposal, input: Input<{ reason: string }>): Ticket {
  const back = backFromReview(ticket, input.context.effectiveAt, input.context);
  if (proposal.kind !== 'return') return back;
  // A refused return counts as 不当退单 for the measures of §8 (article 16).
  return { ...back, flags: { ...back.flags, refusedReturns: back.flags.refusedReturns + 1 } };
}

function grantEscalation(ticket: Ticket, input: Input<{ unit?: string | undefined }>): Ticket {
  const { context } = input;
  const at = context.effectiveAt;
  const upper = input.body.unit ?? unitsAs(input.held, 'supervisor')[0];
  const unit = ticket.lead;
  const lapsed = lapseWork(dropDue(ticket, 'decide'));
  const { before: _before, ...rest } = lapsed;
  const handed: Ticket = {
    ...rest,
    status: 'escalated',
    ...(upper === undefined ? {} : { upperLead: upper as NonNullable<Ticket['upperLead']> }),
    // The unit stays on the matter as a co-handler (hotline.md §4).
    coHandlers:
      unit === undefined || rest.coHandlers.some((co) => co.unit === unit && co.status !== 'ended')
        ? rest.coHandlers
        : [...rest.coHandlers, { unit, ask: '配合上级办理', status: 'reported' }],
  };
  const stopped = context.pack.handleStopsIn.includes('escalated') ? stopClock(handed, at, 'escalation') : handed;
  return startDue(stopped, 'upper', at, context);
}

export const decideProposal = defineAction({
  kind: 'decideProposal',
  category: 'D',
  body: Type.Object(
    { of, grant: Type.Boolean({ title: '裁定', 'x-labels': ['不同意', '同意'] }), reason, unit: Type.Optional(unitField('上级承办单位')) },
    closed,
  ),
  audience: 'T',
  right: (ticket, input) => cityRole(ticket, input, 'dispatcher', 'supervisor'),
  guard(ticket, input) {
    const proposal = findProposal(ticket, input.body.of);
    if (proposal === undefined) return { code: 'notFound' };
    if (proposal.state === 'lapsed') return { code: 'lapsed' };
    if (proposal.state !== 'waiting') return { code: 'alreadyDecided' };
    // Results are audited, not decided here.
    if (proposal.kind === 'result') return { code: 'wrongState' };
    const right = mayDecide(ticket, proposal, input);
    if (right !== undefined) return right;
    return proposal.kind === 'escalation' && input.body.grant && input.body.unit !== undefined
      ? unitMayLead(ticket, input.body.unit, input)
      : undefined;
  },
  effect(ticket, input) {
    const { body, action, context } = input;
    const proposal = findProposal(ticket, body.of);
    if (proposal === undefined) return ticket;
    const decided = updateProposal(ticket, body.of, {
      state: body.grant ? 'granted' : 'denied',
      decidedBy: action.actor,
      decidedAt: context.effectiveAt,
      reason: body.reason,
    });
    if (!body.grant) return deny(decided, proposal, input);
    if (proposal.kind === 'return') return backToCity(decided, context);
    if (proposal.kind === 'escalation') return grantEscalation(decided, input);
    return decided;
  },
  summary: ({ body }) => `${body.grant ? '同意' : '不同意'}申请：${body.reason}`,
});
