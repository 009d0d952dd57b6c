/** [sync C1] Which channels hold a document: one pure function, used by the index, the gate and the tests. */
import { isMatterId, type PersonId } from '../hotline/ids.ts';
import type { Matter } from '../hotline/matters/index.ts';
import { assigneesOf, districtOf, isOpen } from '../hotline/standing.ts';
import type { ProposalKind } from '../hotline/ticket-parts.ts';
import type { Ticket } from '../hotline/ticket.ts';
import { matterChannels } from './matter-channels.ts';
import type { RefusalDocument } from './wire.ts';
import { CITY, districtChannel, EVERYONE, officeChannel, personChannel, urgentChannel, type Channel } from './channel-names.ts';

export * from './channel-names.ts';

const REFERENCE = /^(unit|person|category|pack|calendar|article|card|template|view):/u;

/** The ticket's state says who decides these; all others wait for the city wherever the ticket stands. */
const DECIDED_IN_REVIEW: readonly ProposalKind[] = ['return', 'escalation', 'result'];

function supplementOver(ticket: Ticket): boolean {
  const due = ticket.due.supplement;
  return ticket.urges.some((one) => one.limit === 'supplement' && one.lifted === undefined && one.limitDue === due?.at);
}

/** 不配合 (art. 11): until somebody above has urged the silent unit, or the matter has gone another way. */
function silentHelper(ticket: Ticket): boolean {
  return (
    isOpen(ticket) &&
    ticket.coHandlers.some(
      ({ status, unit, silentAt = '' }) => status === 'silent' && !ticket.urges.some((one) => one.unit === unit && one.at >= silentAt),
    )
  );
}

/** What waits for a decision of the city or of a district, and nothing else. */
function levelChannels(ticket: Ticket): readonly Channel[] {
  const district = districtOf(ticket);
  switch (ticket.status) {
    case 'registered':
    case 'returnReview':
    case 'feedbackSubmitted':
    case 'callback':
      return [CITY];
    case 'awaitingMaterial':
      // Its time is over: the city closes it under 14-4, or gives more time.
      return ticket.lead === undefined || supplementOver(ticket) ? [CITY] : [];
    case 'escalationReview': {
      const waiting = ticket.proposals.find((one) => one.kind === 'escalation' && one.state === 'waiting');
      return waiting?.package['target'] === 'district' && district !== undefined ? [districtChannel(district)] : [CITY];
    }
    case 'escalated':
      return ticket.upperLead !== undefined && ticket.upperLead === district ? [districtChannel(district)] : [CITY];
    default:
      return [];
  }
}

function ticketChannels(ticket: Ticket): readonly Channel[] {
  if (ticket.confidential === 'sealed' || ticket.status === 'archived' || ticket.status === 'void') return [];
  const channels = new Set<Channel>(levelChannels(ticket));
  if (ticket.proposals.some((one) => one.state === 'waiting' && !DECIDED_IN_REVIEW.includes(one.kind))) channels.add(CITY);
  if (silentHelper(ticket)) channels.add(CITY);
  if (ticket.lead !== undefined) channels.add(officeChannel(ticket.lead));
  else if (ticket.origin !== undefined && ticket.dispatches.length === 0) channels.add(officeChannel(ticket.origin));
  if (ticket.upperLead !== undefined && ticket.upperLead !== 'city') channels.add(officeChannel(ticket.upperLead));
  for (const co of ticket.coHandlers) if (co.status !== 'ended') channels.add(officeChannel(co.unit));
  if (isOpen(ticket)) for (const worker of assigneesOf(ticket.assignment)) channels.add(personChannel(worker));
  if ((ticket.flags.supervised > 0 || ticket.flags.emergencyNotified) && ticket.lead !== undefined && isOpen(ticket))
    channels.add(urgentChannel(ticket.lead));
  // Never to the respondent's own unit or person (hotline.md §9).
  const unit = ticket.respondent?.unit;
  if (unit !== undefined) for (const channel of [officeChannel(unit), urgentChannel(unit), districtChannel(unit)]) channels.delete(channel);
  const person = ticket.respondent?.person;
  if (person !== undefined) channels.delete(personChannel(person));
  // About somebody at the city itself, or nobody known: looked up online by those who may [sync Q1], on no shared desk.
  if (person !== undefined && unit === undefined) channels.delete(CITY);
  return [...channels].sort().slice(0, 16);
}

function refusalChannels({ actor, leftAt }: RefusalDocument): readonly Channel[] {
  return leftAt === undefined ? [personChannel(actor)] : [];
}

/** 0–16 channels, sorted. Actions, sealed and archived tickets have none. */
export function channelsOf(document: Readonly<{ _id: string; _deleted?: boolean }>): readonly Channel[] {
  if (document._deleted === true) return [];
  if (document._id.startsWith('ticket:')) return ticketChannels(document as unknown as Ticket);
  if (document._id.startsWith('refusal:')) return refusalChannels(document as unknown as RefusalDocument);
  if (document._id.startsWith('ruling:')) return (document as unknown as { people: readonly PersonId[] }).people.map(personChannel);
  if (document._id.startsWith('notice:')) return [...((document as unknown as { channels?: readonly Channel[] }).channels ?? [])];
  if (isMatterId(document._id)) return matterChannels(document as unknown as Matter);
  return REFERENCE.test(document._id) ? [EVERYONE] : [];
}
