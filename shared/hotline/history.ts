/** 办理过程: one short entry an accepted action; a replica holds one document a ticket (hotline.md §2). */
import type { HistoryEntry } from './ticket-parts.ts';
import type { Ticket } from './ticket.ts';

/** Beyond this many entries the older keep id, kind and times. */
export const FULL_ENTRIES = 200;

/** Guards ask whether an old entry took effect, so its `noEffect` stays; a fold from the log asks what it read. */
function bare({ id, kind, occurredAt, receivedAt, audience, noEffect, read }: HistoryEntry): HistoryEntry {
  const kept = { ...(noEffect === undefined ? {} : { noEffect }), ...(read === undefined ? {} : { read }) };
  return { id, kind, occurredAt, receivedAt, audience, ...kept };
}

export function withEntry(ticket: Ticket, entry: HistoryEntry): Ticket {
  const history = [...ticket.history, entry];
  const old = history.length - FULL_ENTRIES;
  return { ...ticket, history: old <= 0 ? history : history.map((one, at) => (at < old ? bare(one) : one)) };
}
