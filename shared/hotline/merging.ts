/** 并单 (art. 9(4)): the matter goes on under its main ticket; both histories are kept, and it can be parted again. */
import { dropDue, startDue, unmeetDue } from './deadlines.ts';
import type { Status, Ticket } from './ticket.ts';
import { endWork } from './transitions.ts';
import type { Context } from './verdict.ts';

/** Where it goes back to: what waited for a decision lapses with the merge, so a review goes back to the work before it. */
function restingState(ticket: Ticket): Status {
  switch (ticket.status) {
    case 'returnReview':
    case 'escalationReview':
    case 'feedbackSubmitted':
    case 'awaitingMaterial':
    case 'suspended':
      return ticket.lead === undefined ? 'registered' : (ticket.before ?? 'inProgress');
    case 'escalated':
      return ticket.lead === undefined ? 'registered' : 'inProgress';
    default:
      return ticket.status;
  }
}

/** `main`: the number of the main ticket. */
export function mergeInto(ticket: Ticket, main: string): Ticket {
  const before = restingState(ticket);
  const { upperLead: _upper, ...rest } = endWork(unanswered(ticket));
  const next: Ticket = { ...rest, status: 'merged', before, links: { ...rest.links, main } };
  // What waited is decided no more, and what it waited for is over.
  return dropDue(next, 'decide', 'upper', 'review', 'supplement', 'co');
}

/** A result or return that lapses here has met no limit. */
function unanswered(ticket: Ticket): Ticket {
  if (ticket.status === 'returnReview') return unmeetDue(ticket, 'return');
  if (ticket.status !== 'feedbackSubmitted') return ticket;
  const { closing: _closing, ...rest } = ticket;
  return unmeetDue(rest, ticket.before === 'rework' ? 'rework' : 'handle');
}

/** These begin again: nobody could keep them while the matter lay under another. The handle clock stood still (§7). */
const BEGIN_AGAIN = ['sign', 'return', 'contact', 'callback'] as const;

/** 拆分: back to the state before. */
export function partFrom(ticket: Ticket, context: Context): Ticket {
  const { before = 'registered', ...rest } = ticket;
  const { main: _main, ...links } = rest.links;
  const parted: Ticket = { ...rest, links, status: before };
  if (before === 'registered') return startDue(parted, 'dispatch', context.effectiveAt, context);
  return BEGIN_AGAIN.reduce((next, name) => {
    const due = next.due[name];
    return due === undefined || due.met !== undefined ? next : startDue(next, name, context.effectiveAt, context);
  }, parted);
}

/** Whether its main ticket, or the one it was parted from, has yet to be told (F27); the hub does it [sync S3, A3]. */
export function isLinkPending({ status, links }: Ticket): boolean {
  return (status === 'merged' ? links.main : undefined) !== links.linked;
}

export function isOwnNumber(ticket: Ticket, no: string): boolean {
  return [ticket.no, ticket._id, ...ticket.externalNos].includes(no.trim());
}
