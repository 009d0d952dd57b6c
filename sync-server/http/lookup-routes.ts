/** [sync Q1] City and district roles look up any ticket at the hub: projected, logged, shown and not stored. */
import type { FastifyInstance } from 'fastify';
import type { PersonId, TicketId } from '../../shared/hotline/ids.ts';
import { districtOf, holds, isRespondent, rolesAt, unitsAs } from '../../shared/hotline/standing.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { project } from '../../shared/sync/project.ts';
import type { Hub } from '../hub-parts.ts';
import type { SameCallerAnswer } from '../../shared/sync/wire.ts';
import { notFound, refuse } from './answers.ts';
import { authenticate, readerOf, type Reader } from './session-guard.ts';
import { TicketQuery, TicketSearches } from './ticket-searches.ts';

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

/** As many as one looks through for the same matter. */
const MOST_OF_A_CALLER = 50;

/** A clerk or leader may ask for what their unit leads, but for what complains about them (§9). */
function leadsAsked(hub: Hub, reader: Reader, ticket: Ticket): boolean {
  const held = rolesAt(reader.person, hub.core.now());
  return ticket.lead !== undefined && unitsAs(held, 'clerk', 'leader').includes(ticket.lead) && !complainsAbout(hub, reader, ticket);
}

function complainsAbout(hub: Hub, reader: Reader, ticket: Ticket): boolean {
  const units = rolesAt(reader.person, hub.core.now()).map((role) => role.unit);
  const context = { person: (id: PersonId) => hub.core.reference.people.get(id), effectiveAt: hub.core.now() };
  return isRespondent(ticket, reader.person._id, units, context);
}

/**
 * Who may be told that a ticket is of the same caller. A unit is not told of another's 隐匿身份 or report: that it is of a caller
 * whom the unit knows would say whose it is.
 */
function mayBeTold(hub: Hub, reader: Reader, ticket: Ticket, asUnit: boolean): boolean {
  if (ticket.confidential === 'sealed' || complainsAbout(hub, reader, ticket)) return false;
  if (mayLookUp(hub, reader, ticket) || leadsAsked(hub, reader, ticket)) return true;
  return asUnit && ticket.confidential === 'none' && ticket.kind !== 'report' && ticket.respondent === undefined;
}

async function sameCaller(hub: Hub, reader: Reader, asked: Ticket): Promise<SameCallerAnswer> {
  const hash = asked.complainant.phoneHash;
  const ids = hash === undefined ? [] : hub.core.feed.ticketsOfCaller(hash).filter((id) => id !== asked._id);
  const found = await Promise.all(ids.map((id) => hub.core.store.hotline.get<Ticket>(id as TicketId)));
  const now = readerOf(hub, reader.session);
  const asUnit = now !== undefined && leadsAsked(hub, now, asked);
  const told = found.filter((one) => one !== undefined && now !== undefined && mayBeTold(hub, now, one, asUnit)) as readonly Ticket[];
  const rows = told.slice(0, MOST_OF_A_CALLER).map(({ _id, no, title, lead, status, acceptedAt }) => ({
    ...{ id: _id, title, status, acceptedAt },
    ...(no === undefined ? {} : { no }),
    ...(lead === undefined ? {} : { unit: lead }),
  }));
  return { rows, total: told.length };
}

export function lookupRoutes(app: FastifyInstance, hub: Hub): void {
  const searches = new TicketSearches();
  app.get<{ Querystring: TicketQuery }>('/desk/tickets', { schema: { querystring: TicketQuery } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const { query } = request;
    if (!holds(rolesAt(reader.person, hub.core.now()), 'operator', 'dispatcher', 'supervisor', 'clerk', 'leader')) return notFound(reply);
    const found = await searches.run(hub, reader, query, {
      maySee: mayLookUp,
      wanted: () => !request.raw.socket.destroyed,
      beforeShown: () =>
        hub.accessLog.append({
          at: hub.core.now(),
          person: reader.person._id,
          device: reader.session.device,
          what: 'lookup',
          of: JSON.stringify(query).slice(0, 300),
        }),
    });
    if (found === 'busy') return refuse(reply.header('Retry-After', '5'), 503, 'lookupBusy');
    if (found === 'signedOut') return refuse(reply, 401, 'unauthorized');
    return { rows: found.rows.map((ticket) => project(ticket, found.audience)), total: found.total };
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

  // The same caller's other matters (F27): by the hash of the number, which itself is told to nobody here.
  app.get<{ Params: { id: string } }>('/desk/tickets/:id/same-caller', async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const { id } = request.params;
    const ticket = id.startsWith('ticket:') ? await hub.core.store.hotline.get<Ticket>(id as TicketId) : undefined;
    const mayAsk = (who: Reader, of: Ticket): boolean =>
      of.confidential !== 'sealed' && (mayLookUp(hub, who, of) || leadsAsked(hub, who, of));
    if (ticket === undefined || !mayAsk(reader, ticket)) return notFound(reply);
    await hub.accessLog.append({
      at: hub.core.now(),
      person: reader.person._id,
      device: reader.session.device,
      what: 'lookup',
      of: JSON.stringify({ sameCaller: ticket._id }),
    });
    const answer = await sameCaller(hub, reader, ticket);
    const now = readerOf(hub, reader.session);
    return now === undefined || !mayAsk(now, ticket) ? notFound(reply) : answer;
  });
}
