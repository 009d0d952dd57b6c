/** A look-up through all tickets of the city [sync Q1]: page by page, and few at a time, however many tickets there are. */
import Type, { type Static } from 'typebox';
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { Audience } from '../../shared/hotline/roles.ts';
import { rolesAt } from '../../shared/hotline/standing.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { canonicalText } from '../../shared/sync/canonical.ts';
import type { Hub } from '../hub-parts.ts';
import { pages } from '../store/pages.ts';
import { readerOf, type Reader } from './session-guard.ts';

export const TicketQuery = Type.Object({
  no: Type.Optional(Type.String({ maxLength: 60 })),
  unit: Type.Optional(Type.String({ maxLength: 45 })),
  state: Type.Optional(Type.String({ maxLength: 30 })),
  text: Type.Optional(Type.String({ maxLength: 100 })),
  limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$' })),
});
export type TicketQuery = Static<typeof TicketQuery>;

/** Readers of the whole store at once: each parses every ticket of the city. */
const AT_ONCE = 2;
const MOST_ROWS = 200;

/** The newest first; `total` counts those beyond the limit too. */
type Found = Readonly<{ rows: readonly Ticket[]; total: number }>;
type Search = Readonly<{
  maySee: (hub: Hub, reader: Reader, ticket: Ticket) => boolean;
  /** Whether anybody waits for the answer still. */
  wanted: () => boolean;
  /** Throws where it cannot be logged, and nothing is shown. */
  beforeShown: () => Promise<unknown>;
}>;

function matches(ticket: Ticket, query: TicketQuery): boolean {
  if (query.no !== undefined && ticket.no?.includes(query.no) !== true && !ticket.externalNos.some((no) => no.includes(query.no ?? '')))
    return false;
  if (query.unit !== undefined && ticket.lead !== query.unit) return false;
  if (query.state !== undefined && ticket.status !== query.state) return false;
  return query.text === undefined || ticket.title.includes(query.text) || ticket.content.includes(query.text);
}

/** What decides whether somebody may see a ticket, besides the ticket. */
function standing(hub: Hub, reader: Reader): string {
  return canonicalText(rolesAt(reader.person, hub.core.now()));
}

export class TicketSearches {
  #running = 0;

  async run(
    hub: Hub,
    reader: Reader,
    query: TicketQuery,
    search: Search,
  ): Promise<(Found & Readonly<{ audience: Audience }>) | 'busy' | 'signedOut'> {
    const named = await this.#byNumber(hub, reader, query, search);
    if (named === undefined && this.#running >= AT_ONCE) return 'busy';
    await search.beforeShown();
    let by = reader;
    let found = named;
    // Reading takes its time: who lost a right meanwhile sees nothing by it, and what they may see is counted again [proof L3].
    for (;;) {
      const before = standing(hub, by);
      const answer = found ?? (await this.#through(hub, by, query, search));
      if (answer === 'busy') return answer;
      const now = readerOf(hub, reader.session);
      if (now === undefined) return 'signedOut';
      if (standing(hub, now) === before) return { ...answer, audience: now.audience };
      by = now;
      found = undefined;
    }
  }

  /**
   * A whole number is its ticket's, which its claim names [sync A3]. One that is unknown or may not be seen is looked for like any other
   * text: neither is answered sooner than the other.
   */
  async #byNumber(hub: Hub, reader: Reader, query: TicketQuery, { maySee }: Search): Promise<Found | undefined> {
    if (query.no === undefined || query.no === '') return undefined;
    const claim = await hub.core.store.private.get<{ ticket: TicketId }>(`no:${query.no}`);
    const ticket = claim === undefined ? undefined : await hub.core.store.hotline.get<Ticket>(claim.ticket);
    if (ticket?.no !== query.no || !matches(ticket, query) || !maySee(hub, reader, ticket)) return undefined;
    return { rows: [ticket], total: 1 };
  }

  async #through(hub: Hub, reader: Reader, query: TicketQuery, { maySee, wanted }: Search): Promise<Found | 'busy'> {
    if (this.#running >= AT_ONCE) return 'busy';
    this.#running += 1;
    try {
      const most = Math.min(MOST_ROWS, Math.max(1, Number(query.limit ?? '50')));
      let rows: readonly Ticket[] = [];
      let total = 0;
      for await (const page of pages<Ticket>(hub.core.store.hotline, 'ticket:')) {
        const seen = page.filter((ticket) => matches(ticket, query) && maySee(hub, reader, ticket));
        rows = [...rows, ...seen].slice(-most);
        total += seen.length;
        if (!wanted()) break;
      }
      return { rows: rows.toReversed(), total };
    } finally {
      this.#running -= 1;
    }
  }
}
