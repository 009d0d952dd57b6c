/** [sync Q1] City and district roles look up any ticket at the hub: projected, logged, shown and not stored. */
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import type { TicketId } from '../../shared/hotline/ids.ts';
import { districtOf, holds, rolesAt, unitsAs } from '../../shared/hotline/standing.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { project } from '../../shared/sync/project.ts';
import type { Hub } from '../hub-parts.ts';
import { notFound, refuse } from './answers.ts';
import { authenticate, readerOf, type Reader } from './session-guard.ts';

const Query = Type.Object({
  no: Type.Optional(Type.String({ maxLength: 60 })),
  unit: Type.Optional(Type.String({ maxLength: 45 })),
  state: Type.Optional(Type.String({ maxLength: 30 })),
  text: Type.Optional(Type.String({ maxLength: 100 })),
  limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$' })),
});
type Query = Static<typeof Query>;

/** City roles see all, district roles their district; a sealed ticket its lead's clerk and leader too. */
export function mayLookUp(hub: Hub, reader: Reader, ticket: Ticket): boolean {
  const held = rolesAt(reader.person, hub.core.now());
  const respondent = ticket.respondent;
  const units = held.map((role) => role.unit);
  if (respondent?.person === reader.person._id || (respondent?.unit !== undefined && units.includes(respondent.unit))) return false;
  const city = unitsAs(held, 'operator', 'dispatcher', 'supervisor');
  if (city.includes('city' as (typeof city)[number])) return true;
  const district = districtOf(ticket);
  if (district !== undefined && city.includes(district)) return true;
  return ticket.confidential === 'sealed' && ticket.lead !== undefined && unitsAs(held, 'clerk', 'leader').includes(ticket.lead);
}

function matches(ticket: Ticket, query: Query): boolean {
  if (query.no !== undefined && ticket.no?.includes(query.no) !== true && !ticket.externalNos.some((no) => no.includes(query.no ?? '')))
    return false;
  if (query.unit !== undefined && ticket.lead !== query.unit) return false;
  if (query.state !== undefined && ticket.status !== query.state) return false;
  return query.text === undefined || ticket.title.includes(query.text) || ticket.content.includes(query.text);
}

export function lookupRoutes(app: FastifyInstance, hub: Hub): void {
  app.get<{ Querystring: Query }>('/desk/tickets', { schema: { querystring: Query } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const { query } = request;
    if (!holds(rolesAt(reader.person, hub.core.now()), 'operator', 'dispatcher', 'supervisor', 'clerk', 'leader')) return notFound(reply);
    // A scan of the store: city look-ups are rare, and an index of texts comes with the search issue.
    const found = (await hub.core.store.hotline.withPrefix<Ticket>('ticket:')).filter(
      (ticket) => matches(ticket, query) && mayLookUp(hub, reader, ticket),
    );
    await hub.accessLog.append({
      at: hub.core.now(),
      person: reader.person._id,
      device: reader.session.device,
      what: 'lookup',
      of: JSON.stringify(query).slice(0, 300),
    });
    // The scan takes its time: who lost the right meanwhile sees nothing [proof L3].
    const now = readerOf(hub, reader.session);
    if (now === undefined) return refuse(reply, 401, 'unauthorized');
    const seen = found.filter((ticket) => mayLookUp(hub, now, ticket));
    return {
      rows: seen
        .slice(-Math.min(200, Math.max(1, Number(query.limit ?? '50'))))
        .reverse()
        .map((ticket) => project(ticket, now.audience)),
      total: seen.length,
    };
  });

  app.get<{ Params: { id: string } }>('/desk/tickets/:id', async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const ticket = await hub.core.store.hotline.get<Ticket>(request.params.id as TicketId);
    if (ticket === undefined || !request.params.id.startsWith('ticket:') || !mayLookUp(hub, reader, ticket)) return notFound(reply);
    await hub.accessLog.append({
      at: hub.core.now(),
      person: reader.person._id,
      device: reader.session.device,
      what: 'view',
      of: ticket._id,
    });
    const now = readerOf(hub, reader.session);
    return now === undefined || !mayLookUp(hub, now, ticket) ? notFound(reply) : project(ticket, now.audience);
  });
}
