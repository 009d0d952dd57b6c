/** Moves that several actions share: how a round begins, ends, comes back from a review, goes to rework (hotline.md §4). */
import { CLAUSE_RULES } from './closing/index.ts';
import { dropDue, startDue } from './deadlines.ts';
import type { PersonId } from './ids.ts';
import { endInstructions } from './instructions.ts';
import { unreminded } from './oversight.ts';
import { withCandidate } from './referral.ts';
import { assigneesOf } from './standing.ts';
import { DUES, type Clause, type Dispatch, type Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';

/** Limits in which contact runs from the dispatch; else it runs from the signing (hotline.md §7). */
export function contactRunsFromDispatch(ticket: Ticket): boolean {
  return ticket.urgency === 'emergency' || ticket.urgency === 'livelihood';
}

export function endAssignment(ticket: Ticket): Ticket {
  const { assignment, ...rest } = ticket;
  return withPastAssignees(rest, assigneesOf(assignment));
}

/** Who had it keeps the right to say what they did meanwhile [sync G6]. */
export function withPastAssignees(ticket: Ticket, people: readonly PersonId[]): Ticket {
  const more = people.filter((one) => !ticket.pastAssignees.includes(one));
  return more.length === 0 ? ticket : { ...ticket, pastAssignees: [...ticket.pastAssignees, ...more] };
}

/** Recall, designate, close, a granted return or escalation: what was open lapses, assignments and co-handlings end. */
export function endWork(ticket: Ticket, options: Readonly<{ keepCoHandling?: true }> = {}): Ticket {
  const proposals = ticket.proposals.map((one) =>
    one.state === 'leaderReview' || one.state === 'waiting' ? { ...one, state: 'lapsed' as const } : one,
  );
  const coHandlers = options.keepCoHandling ? ticket.coHandlers : ticket.coHandlers.map((one) => ({ ...one, status: 'ended' as const }));
  const flags = { ...ticket.flags, assessmentAppealed: false };
  const { firstClose: _first, ...rest } = endAssignment(endInstructions({ ...ticket, proposals, coHandlers, flags }, 'left'));
  return rest;
}

/** Back to 待派单: no lead, no limit but the one for dispatching. */
export function backToRegistered(ticket: Ticket, context: Context): Ticket {
  const { lead: _lead, upperLead: _upper, before: _before, closing: _closing, ...rest } = endWork(ticket);
  const { draft: _draft, ...disposal } = rest.disposal;
  const cleared = unreminded(dropDue({ ...rest, disposal, status: 'registered' }, ...DUES));
  return startDue(cleared, 'dispatch', context.effectiveAt, context);
}

/** To a unit, by the catalogue or by designation: a new round with its own limits. */
export function sendTo(ticket: Ticket, dispatch: Dispatch, context: Context): Ticket {
  const at = context.effectiveAt;
  const { upperLead: _upper, before: _before, closing: _closing, ...rest } = endWork(ticket);
  const { draft: _draft, ...disposal } = rest.disposal;
  const met = rest.due.dispatch;
  let next: Ticket = unreminded(dropDue({ ...rest, disposal }, ...DUES));
  if (met !== undefined) next = { ...next, due: { dispatch: { ...met, met: met.met ?? (at < met.start ? met.start : at) } } };
  next = { ...next, status: 'dispatched', lead: dispatch.unit, dispatches: [...next.dispatches, dispatch] };
  next = startDue(startDue(next, 'sign', at, context), 'handle', at, context);
  return contactRunsFromDispatch(next) ? startDue(next, 'contact', at, context) : next;
}

/** The unit has taken it: the window for a return and, unless it runs already, the limit for the first contact. */
export function takeUp(ticket: Ticket, context: Context): Ticket {
  const next = startDue({ ...ticket, status: 'inProgress' }, 'return', context.effectiveAt, context);
  return contactRunsFromDispatch(next) ? next : startDue(next, 'contact', context.effectiveAt, context);
}

/** Out of a review, back to the state before. */
export function backFromReview(ticket: Ticket): Ticket {
  const { before, ...rest } = ticket;
  return { ...rest, status: before ?? 'inProgress' };
}

/** Back to work after an audit or a callback, with the same lead: the rework limit starts. */
export function toRework(ticket: Ticket, context: Context): Ticket {
  // Answered above the city (转省级热线), or closed before a dispatch: nobody leads it.
  if (ticket.lead === undefined) return backToRegistered(ticket, context);
  const { closing: _closing, before: _before, ...rest } = ticket;
  const again: Ticket = { ...rest, status: 'rework', flags: { ...ticket.flags, reworks: ticket.flags.reworks + 1 } };
  const waits = again.proposals.some((one) => one.state === 'waiting');
  const cleared = dropDue(again, 'callback', ...(waits ? [] : (['decide'] as const)));
  return withCandidate(startDue(cleared, 'rework', context.effectiveAt, context), context);
}

/** 办结: what was open lapses; what was done stays. */
export function toClosed(ticket: Ticket, closing: NonNullable<Ticket['closing']>, context: Context): Ticket {
  const { before: _before, upperLead: _upper, ...rest } = endWork(ticket);
  return sealedBy(closing.clause, { ...rest, status: 'closed', closing: { ...closing, at: context.effectiveAt } });
}

/** 14-6: from its confirmation on no device holds it (hotline.md §6, §9). */
export function sealedBy(clause: Clause | undefined, ticket: Ticket): Ticket {
  return clause !== undefined && CLAUSE_RULES[clause].seals === true ? { ...ticket, confidential: 'sealed' } : ticket;
}

/** The dispatch entry of a round. */
export function nextRound(ticket: Ticket, entry: Omit<Dispatch, 'round'>): Dispatch {
  return { ...entry, round: ticket.dispatches.length + 1 };
}
