/**
 * Art. 9(4), F27: whoever takes a call is told what the number has called about lately, before there is a ticket to ask by
 * (`/desk/tickets/<id>/same-caller`). By the hash of the number in the index, so a 密件 and what was registered by mistake are not
 * found; logged before it is answered, as [sync Q1].
 */
import type { FastifyInstance } from 'fastify';
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { PersonId, TicketId } from '../../shared/hotline/ids.ts';
import { CALLER_DAYS, dialled } from '../../shared/hotline/repeat.ts';
import { isRespondent, rolesAt, unitsAs } from '../../shared/hotline/standing.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { CallerQuery, type CallerAnswer, type CallerTicket } from '../../shared/sync/caller-lookup.ts';
import type { Hub } from '../hub-parts.ts';
import { notFound, refuse } from './answers.ts';
import { mayLookUp } from './lookup-routes.ts';
import { authenticate, readerOf, type Reader } from './session-guard.ts';

/** As many as one looks through during a call. */
const MOST_ROWS = 20;
/** A number that half the city calls from, such as a switchboard's, is read no further back. */
const MOST_READ = 200;

function takesCalls(hub: Hub, { person }: Reader): boolean {
  return unitsAs(rolesAt(person, hub.core.now()), 'operator', 'dispatcher', 'supervisor').some((unit) => unit === 'city');
}

function maySee(hub: Hub, reader: Reader, ticket: Ticket): boolean {
  // The index passes over these; one sealed between the look and the answer is not shown either.
  if (ticket.confidential === 'sealed' || ticket.status === 'void' || !mayLookUp(hub, reader, ticket)) return false;
  const effectiveAt = hub.core.now();
  const units = rolesAt(reader.person, effectiveAt).map(({ unit }) => unit);
  return !isRespondent(ticket, reader.person._id, units, {
    person: (id: PersonId) => hub.core.reference.people.get(id),
    effectiveAt,
  });
}

function shown({ _id: id, no = '', title, lead, status, acceptedAt }: Ticket): CallerTicket {
  return { id, no, title, ...(lead === undefined ? {} : { unit: lead }), status, acceptedAt };
}

export function callerRoutes(app: FastifyInstance, hub: Hub): void {
  app.post<{ Body: CallerQuery }>('/desk/callers', { schema: { body: CallerQuery } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    if (!takesCalls(hub, reader)) return notFound(reply);
    const { core } = hub;
    const { category } = request.body;
    const number = dialled(request.body.phone);
    const caller = number === undefined ? undefined : core.reference.callers?.hash(number);
    if (caller === undefined) return refuse(reply, 400, 'bad_request', 'malformed');
    // The log must be able to say who was asked about, and nobody is to find a number in it.
    await hub.accessLog.append({
      at: core.now(),
      person: reader.person._id,
      device: reader.session.device,
      what: 'lookup',
      of: JSON.stringify({ caller, ...(category === undefined ? {} : { category }) }),
    });
    await core.feed.catchUp();
    const since = toInstant(millis(core.now()) - CALLER_DAYS * 86_400_000);
    const ids = core.feed.ticketsOfCaller(caller, since).slice(0, MOST_READ);
    const tickets = await Promise.all(ids.map((id) => core.store.hotline.get<Ticket>(id as TicketId)));
    // Reading takes its time: who lost the right meanwhile sees nothing [proof L3].
    const now = readerOf(hub, reader.session);
    if (now === undefined) return refuse(reply, 401, 'unauthorized');
    if (!takesCalls(hub, now)) return notFound(reply);
    const seen = tickets.filter((ticket) => ticket !== undefined && maySee(hub, now, ticket)) as readonly Ticket[];
    const found = seen.filter((ticket) => category === undefined || ticket.category?.code === category);
    return { rows: found.slice(0, MOST_ROWS).map(shown), total: found.length } satisfies CallerAnswer;
  });
}
