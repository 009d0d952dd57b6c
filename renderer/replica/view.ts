/** What is shown = fold(ticket from the hub, own actions not in its history) [sync D3], by the rules both ends share. */
import { apply } from '../../shared/hotline/apply.ts';
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import { decide } from '../../shared/hotline/decide.ts';
import type { ActionId, Instant } from '../../shared/hotline/ids.ts';
import { packInForce } from '../../shared/hotline/packs/compose.ts';
import { LN_DEFAULT } from '../../shared/hotline/packs/ln-default.ts';
import type { RulePackDocument } from '../../shared/hotline/reference/documents.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Context } from '../../shared/hotline/verdict.ts';
import type { RefusalDocument } from '../../shared/sync/wire.ts';
import type { Audience } from '../../shared/hotline/roles.ts';
import type { OutboxItem, Reference, RefusalView, TicketView } from './door.ts';

/** The rules of a ticket's own day, else those in force (hotline.md §7). */
function packOf(reference: Reference, ticket: Ticket | undefined, at: Instant): RulePackDocument {
  const own = ticket === undefined ? undefined : reference.packs.get(`${ticket.rulePack.id}:${ticket.rulePack.version}`);
  return own ?? packInForce([LN_DEFAULT, ...reference.packs.values()], at, ticket?.region?.district) ?? LN_DEFAULT;
}

export function contextAt(reference: Reference, at: Instant, audience: Audience, ticket?: Ticket): Context {
  return {
    end: 'desk',
    receivedAt: at,
    effectiveAt: at,
    audience,
    person: (id) => reference.people.get(id),
    unit: (code) => reference.units.get(code),
    category: (code) => reference.categories.get(code),
    document: (id) => reference.versions.get(id),
    calendar: reference.calendar,
    pack: packOf(reference, ticket, at),
  };
}

/** `drift`: the hub's clock minus the device's, milliseconds. */
export function viewOf(
  base: Ticket | undefined,
  own: readonly OutboxItem[],
  reference: Reference,
  now: Instant,
  drift: number,
  audience: Audience,
): TicketView | undefined {
  const known = new Set(base?.history.map((entry) => entry.id));
  let ticket = base;
  for (const item of own) {
    if (known.has(item.action._id) || item.state === 'refused' || item.state === 'quarantined') continue;
    const context = contextAt(reference, toInstant(millis(item.action.occurredAt) + drift), audience, ticket);
    const verdict = decide(ticket, item.action, context);
    // Its guard no longer holds here: the hub will refuse it and say so; until then it has no effect on what is shown.
    if (verdict.outcome === 'refuse') continue;
    ticket = apply(ticket, item.action, context, verdict.outcome === 'noEffect' ? verdict.code : undefined);
  }
  if (ticket === undefined) return undefined;
  return {
    ticket,
    ...(base === undefined ? {} : { base }),
    own: new Map(own.map((item) => [item.action._id as ActionId, item])),
    context: contextAt(reference, now, audience, ticket),
  };
}

/** A stored body as the rules know it: the revision is the store's, not the ticket's. */
export function withoutRev(body: Record<string, unknown>): Ticket {
  const { _rev: _dropped, ...ticket } = body;
  return ticket as unknown as Ticket;
}

export function refusalView(body: Record<string, unknown>): RefusalView {
  const { _id, action, code, reason, at } = body as unknown as RefusalDocument;
  return { id: _id, action, code, reason, at };
}
