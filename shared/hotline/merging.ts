/** 并单 (art. 9(4)): the matter goes on under its main ticket; both histories are kept, and it can be parted again. */
import type { Status, Ticket } from './ticket.ts';
import { endWork } from './transitions.ts';

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
  const { upperLead: _upper, ...rest } = endWork(ticket);
  return { ...rest, status: 'merged', before, links: { ...rest.links, main } };
}

export function isOwnNumber(ticket: Ticket, no: string): boolean {
  return [ticket.no, ticket._id, ...ticket.externalNos].includes(no.trim());
}
