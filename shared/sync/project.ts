/**
 * [sync C3] The copy of a document that an audience may hold (hotline.md §3, the audience column, and §9). Ids of the history
 * stay in every projection [sync D3]; what may not be read is absent, not masked.
 */
import type { Audience, FieldAudience } from '../hotline/roles.ts';
import type { HistoryEntry } from '../hotline/ticket-parts.ts';
import type { Ticket } from '../hotline/ticket.ts';

function reads(audience: Audience, field: FieldAudience): boolean {
  return field === 'S' || audience === 'city' || (field === 'T' && audience === 'office');
}

function complainantFor(ticket: Ticket, audience: Audience): Ticket['complainant'] {
  const { phoneHash, ...shown } = ticket.complainant;
  if (audience === 'city') return phoneHash === undefined ? shown : { ...shown, phoneHash };
  if (audience === 'office' || ticket.confidential !== 'hideIdentity') return shown;
  // 隐匿身份: name, phones and earlier numbers never go below the street office.
  const { name: _name, phone: _phone, altPhone: _alt, earlier: _earlier, ...hidden } = shown;
  return hidden;
}

/** What an effect had read is for the hub's own fold from the log [proof L8]; earlier numbers are among it. */
function withoutRead(entry: HistoryEntry): HistoryEntry {
  if (entry.read === undefined) return entry;
  const { read: _read, ...shown } = entry;
  return shown;
}

function ticketFor(ticket: Ticket, audience: Audience): Ticket {
  const history = ticket.history.map((entry) => {
    if (reads(audience, entry.audience)) return withoutRead(entry);
    const { id, kind, occurredAt, receivedAt } = entry;
    return {
      id,
      kind,
      occurredAt,
      receivedAt,
      audience: entry.audience,
      ...(entry.noEffect === undefined ? {} : { noEffect: entry.noEffect }),
    };
  });
  const evidence = ticket.evidence.filter(
    (entry) =>
      reads(audience, entry.audience) && !(entry.kind === 'idDocument' && ticket.confidential === 'hideIdentity' && audience === 'person'),
  );
  const { referrals, ...shared } = ticket;
  // 移送 (art. 16) is known to the city alone.
  const sent = audience === 'city' && referrals !== undefined ? { referrals } : {};
  const base: Ticket = { ...shared, ...sent, complainant: complainantFor(ticket, audience), history, evidence };
  if (audience !== 'person') return base;
  const { internalNote: _note, draft: _draft, ...disposal } = base.disposal;
  const { assessment: _assessment, meetings: _meetings, rating: _rating, ...rest } = base;
  const hidesEarlier = ticket.confidential === 'hideIdentity' ? { links: { ...rest.links, earlier: [] } } : {};
  return {
    ...rest,
    ...hidesEarlier,
    disposal,
    dispatches: [],
    proposals: [],
    callbacks: [],
    supervisions: [],
    urges: [],
    pastAssignees: [],
  };
}

/** Everything but tickets is the same for everyone who may hold it. */
export function project<D extends Readonly<{ _id: string }>>(document: D, audience: Audience): D {
  return document._id.startsWith('ticket:') ? (ticketFor(document as unknown as Ticket, audience) as unknown as D) : document;
}
