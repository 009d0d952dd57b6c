/** Proposals and results on their way: the leader's signature first, then the level that decides (hotline.md §4). */
import { dropDue, meetDue, startDue, unmeetDue } from './deadlines.ts';
import type { Level } from './glossary.ts';
import type { ActionId, UnitCode } from './ids.ts';
import { endInstructions, resumeInstructions } from './instructions.ts';
import { stateResult } from './result.ts';
import type { Asked, Finding, Input } from './rule.ts';
import { PROPOSE_STATES } from './states.ts';
import { CITY, districtOf } from './standing.ts';
import { MOVING_PROPOSALS, type ProposalKind } from './ticket-parts.ts';
import type { Proposal, Status, Ticket } from './ticket.ts';
import { backFromReview } from './transitions.ts';
import type { Context } from './verdict.ts';
import { personName, shortTime } from './wording.ts';

export function isPending(proposal: Proposal): boolean {
  return proposal.state === 'leaderReview' || proposal.state === 'waiting';
}

export function findProposal(ticket: Ticket, id: ActionId): Proposal | undefined {
  return ticket.proposals.find((proposal) => proposal.id === id);
}

/** One open at a time of those that move the ticket, of the others one of a kind: 已有待审事项, whose and since when (collision 3). */
export function noneOpenLike(ticket: Ticket, kind: ProposalKind, { context }: Asked): Finding | undefined {
  const moving = MOVING_PROPOSALS.includes(kind);
  const clash = ticket.proposals.find((one) => isPending(one) && (moving ? MOVING_PROPOSALS.includes(one.kind) : one.kind === kind));
  return clash === undefined ? undefined : { code: 'pendingProposal', detail: `${personName(clash.by, context)} ${shortTime(clash.at)}` };
}

/** Who answered it first, and when (collision 3 of hotline.md §5). */
function answeredBy(proposal: Proposal, context: Context): Readonly<{ detail?: string }> {
  const who = proposal.decidedBy ?? proposal.signedBy;
  const when = proposal.decidedAt ?? proposal.signedAt;
  return who === undefined || when === undefined ? {} : { detail: `${personName(who, context)} ${shortTime(when)}` };
}

/** Why a named proposal is not (or no longer) in the state that an act on it needs. */
export function notInState(proposal: Proposal | undefined, wanted: Proposal['state'], asked: Asked): Finding | undefined {
  if (proposal === undefined) return { code: 'notFound' };
  switch (proposal.state) {
    case wanted:
      return undefined;
    case 'lapsed':
    case 'retracted':
      return { code: 'lapsed' };
    case 'granted':
    case 'denied':
      return { code: 'alreadyDecided', ...answeredBy(proposal, asked.context) };
    case 'leaderReview':
      return { code: 'unsigned' };
    default:
      return { code: 'alreadyDone', ...answeredBy(proposal, asked.context) };
  }
}

export function updateProposal(ticket: Ticket, id: ActionId, change: Partial<Proposal>): Ticket {
  return { ...ticket, proposals: ticket.proposals.map((one) => (one.id === id ? { ...one, ...change } : one)) };
}

/** A new proposal: to the leader's review, or on its way at once where the unit lets its clerk sign alone. */
export function propose(
  ticket: Ticket,
  kind: ProposalKind,
  content: Record<string, unknown>,
  unit: UnitCode,
  made: Input<unknown>,
): Ticket {
  const at = made.context.effectiveAt;
  const proposal: Proposal = { id: made.action._id, kind, package: content, state: 'leaderReview', unit, by: made.actor, at };
  const next: Ticket = { ...ticket, proposals: [...ticket.proposals, proposal] };
  // The city's own operator has no leader above them but the one who decides.
  const alone = unit === CITY || made.context.recalled?.signsAlone === true;
  return alone ? release(next, proposal, made.context) : next;
}

/** The state in which a proposal of a kind waits for its level. */
export const REVIEW_STATE: Partial<Record<ProposalKind, Status>> = {
  return: 'returnReview',
  escalation: 'escalationReview',
  result: 'feedbackSubmitted',
};

/** An appeal is made after the callback too, which comes last. */
export const APPEAL_STATES: readonly Status[] = [...PROPOSE_STATES, 'closed'];

/** Granting these changes where the ticket stands, so they are decided only while the unit works on it. */
const CHANGES_STATE: readonly ProposalKind[] = ['suspension', 'guideOut', 'merge'];

/** The ticket is still where the proposal was made; a return may be made before signing. */
export function canRelease(ticket: Ticket, kind: ProposalKind): boolean {
  if (kind === 'appeal') return APPEAL_STATES.includes(ticket.status);
  return PROPOSE_STATES.includes(ticket.status) || (kind === 'return' && ticket.status === 'dispatched');
}

/** Whether its effect can still be had. */
export function canGrant(ticket: Ticket, kind: ProposalKind): boolean {
  return !CHANGES_STATE.includes(kind) || PROPOSE_STATES.includes(ticket.status);
}

/** The leader has signed, or need not: the proposal waits for its level and, where it is of that kind, moves the ticket. */
export function release(ticket: Ticket, proposal: Proposal, context: Context): Ticket {
  const at = context.effectiveAt;
  const marked = updateProposal(ticket, proposal.id, { state: 'waiting' });
  // 1 WD to decide runs from the receipt at the hub (hotline.md §7); of several the first runs.
  const next = marked.due.decide === undefined ? startDue(marked, 'decide', context.receivedAt, context) : marked;
  const state = REVIEW_STATE[proposal.kind];
  if (proposal.kind === 'appeal') return { ...next, flags: { ...next.flags, assessmentAppealed: true } };
  if (state === undefined) return next;
  const moved: Ticket = { ...next, status: state, before: ticket.status };
  if (proposal.kind === 'return') return meetDue(moved, 'return', proposal.at);
  if (proposal.kind === 'result') {
    const met = meetDue(meetDue(moved, 'handle', at), 'rework', at);
    return stateResult(endInstructions(met, proposal.id), proposal);
  }
  return moved;
}

/** Takes one's own back: the ticket leaves its review, and a result's limits run on. */
export function withdrawProposal(ticket: Ticket, proposal: Proposal): Ticket {
  const next = updateProposal(ticket, proposal.id, { state: 'retracted' });
  if (proposal.state !== 'waiting') return next;
  if (proposal.kind === 'appeal') return decided({ ...next, flags: { ...next.flags, assessmentAppealed: false } });
  if (REVIEW_STATE[proposal.kind] !== ticket.status) return decided(next);
  return decided(backFromReview(undoRelease(next, proposal)));
}

/** Of the limits a result met, the one that was running goes on: `rework` where there is one. */
function undoRelease(ticket: Ticket, { kind, id }: Proposal): Ticket {
  if (kind === 'return') return unmeetDue(ticket, 'return');
  if (kind !== 'result') return ticket;
  const { closing: _closing, ...rest } = resumeInstructions(ticket, id);
  return unmeetDue(rest, ticket.before === 'rework' ? 'rework' : 'handle');
}

/** An unsigned or returned result becomes the clerk's draft again. */
export function backToDraft(ticket: Ticket, proposal: Proposal): Ticket {
  return proposal.kind === 'result' ? { ...ticket, disposal: { ...ticket.disposal, draft: proposal.package } } : ticket;
}

/** The level an escalation asks for. */
export function levelOf(proposal: Proposal | undefined): Level {
  return proposal?.package['target'] === 'district' ? 'district' : 'city';
}

/** The unit whose supervisors decide at a level. */
export function unitOfLevel(ticket: Ticket, level: Level): UnitCode | undefined {
  return level === 'city' ? CITY : districtOf(ticket);
}

/** The escalation that brought the ticket up. */
export function grantedEscalation(ticket: Ticket): Proposal | undefined {
  return ticket.proposals.findLast((one) => one.kind === 'escalation' && one.state === 'granted');
}

/** The last decision ends the time for deciding. */
export function decided(ticket: Ticket): Ticket {
  return ticket.proposals.some((one) => one.state === 'waiting') ? ticket : dropDue(ticket, 'decide');
}
