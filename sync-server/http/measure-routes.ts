/**
 * 督办考核 (art. 7, 15; F08, F14, F44): units compared for those who supervise, a leader's own unit for the leader, nothing for
 * anybody else; the tickets behind a figure as [sync Q1] shows them, logged as Q1 is.
 */
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { dayOf } from '../../shared/hotline/calendar.ts';
import { type PersonId, type TicketId, UnitCode } from '../../shared/hotline/ids.ts';
import { RATES } from '../../shared/hotline/measure-facts.ts';
import { isRespondent, rolesAt, unitsAs } from '../../shared/hotline/standing.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { figuresCsv } from '../../shared/exchange/figures-csv.ts';
import {
  FigureName,
  isWholeMonth,
  type MeasuresAnswer,
  type Period,
  periodOf,
  type Scope,
  scopeOf,
} from '../../shared/hotline/unit-figures.ts';
import { project } from '../../shared/sync/project.ts';
import type { AccessEntry } from '../accounts/access-log.ts';
import type { Hub } from '../hub-parts.ts';
import { refuse } from './answers.ts';
import { mayLookUp } from './lookup-routes.ts';
import { authenticate, readerOf, type Reader } from './session-guard.ts';

const date = Type.String({ maxLength: 10 });
const Query = Type.Object({ from: date, to: date, unit: Type.Optional(UnitCode) });
type Query = Static<typeof Query>;
const BehindQuery = Type.Object({ from: date, to: date, unit: UnitCode, figure: FigureName });
type BehindQuery = Static<typeof BehindQuery>;

/** As many as one looks through behind a figure. */
const MOST_ROWS = 500;
/** A mean of fewer units would tell of one of them. */
const LEAST_UNITS = 5;

type Allowed = Readonly<{ scope: Scope; period: Period; units: readonly UnitCode[] }>;
type Refused = Readonly<{ status: number; error: string; code: string }>;

/** Which units a reader may have figures of now; another unit is refused whether it exists or not. */
function allowed(hub: Hub, reader: Reader, { from, to, unit }: Query): Allowed | Refused {
  const scope = scopeOf(rolesAt(reader.person, hub.core.now()));
  const forbidden = { status: 403, error: 'forbidden', code: 'notYourMeasures' };
  if (scope === undefined) return forbidden;
  const inScope = [...hub.core.reference.units.values()].filter((one) => scope.includes(one)).map((one) => one.code);
  const units = unit === undefined ? inScope : inScope.filter((code) => code === unit);
  if (units.length === 0) return forbidden;
  const period = periodOf(from, to);
  return period === undefined ? { status: 400, error: 'bad_request', code: 'badPeriod' } : { scope, period, units };
}

/** For a leader beside their own unit: shares only, of an ended month, and of enough units that none can be told from them. */
function cityMeans(hub: Hub, { scope, period }: Allowed): MeasuresAnswer['city'] {
  const { feed, reference, now } = hub.core;
  if (scope.kind !== 'unit' || !isWholeMonth(period, dayOf(now()))) return undefined;
  const all = [...reference.units.values()].filter((one) => one.type !== 'city').map((one) => feed.figures(one.code, period, now()));
  const means = RATES.flatMap((name) => {
    const known = all.map((one) => one[name]).filter((one) => one.of > 0);
    if (known.length < LEAST_UNITS) return [];
    const yes = known.reduce((sum, one) => sum + one.yes, 0);
    return [[name, Math.round((yes * 1000) / known.reduce((sum, one) => sum + one.of, 0))] as const];
  });
  return Object.fromEntries(means);
}

function answer(hub: Hub, query: Query, given: Allowed): MeasuresAnswer {
  const now = hub.core.now();
  const city = cityMeans(hub, given);
  return {
    ...{ from: query.from, to: query.to, asOf: now, scope: given.scope.kind },
    units: given.units.map((unit) => hub.core.feed.figures(unit, given.period, now)),
    ...(city === undefined ? {} : { city }),
  };
}

/** Q1's rule, and beside it a leader's for what their own unit leads. */
function maySee(hub: Hub, reader: Reader, ticket: Ticket): boolean {
  if (mayLookUp(hub, reader, ticket)) return true;
  const held = rolesAt(reader.person, hub.core.now());
  if (ticket.lead === undefined || !unitsAs(held, 'leader').includes(ticket.lead)) return false;
  return !isAbout(hub, reader, ticket);
}

/** Whether a matter is about the reader or a unit of theirs (§9). */
function isAbout(hub: Hub, reader: Reader, ticket: Ticket): boolean {
  const context = { person: (id: PersonId) => hub.core.reference.people.get(id), effectiveAt: hub.core.now() };
  const units = rolesAt(reader.person, hub.core.now()).map((one) => one.unit);
  return isRespondent(ticket, reader.person._id, units, context);
}

export function measureRoutes(app: FastifyInstance, hub: Hub): void {
  const log = (reader: Reader, what: AccessEntry['what'], of: string): Promise<void> =>
    hub.accessLog.append({ at: hub.core.now(), person: reader.person._id, device: reader.session.device, what, of: of.slice(0, 300) });

  app.get<{ Querystring: Query }>('/desk/measures', { schema: { querystring: Query } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const given = allowed(hub, reader, request.query);
    if ('status' in given) return refuse(reply, given.status, given.error, given.code);
    return answer(hub, request.query, given);
  });

  app.get<{ Querystring: BehindQuery }>('/desk/measures/tickets', { schema: { querystring: BehindQuery } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const { unit, figure } = request.query;
    const given = allowed(hub, reader, request.query);
    if ('status' in given) return refuse(reply, given.status, given.error, given.code);
    const ids = hub.core.feed.ticketsBehind(unit, given.period, figure, hub.core.now());
    await log(reader, 'lookup', JSON.stringify({ measures: request.query }));
    const tickets = await Promise.all(ids.map((id) => hub.core.store.hotline.get<Ticket>(id as TicketId)));
    // Reading takes its time: who lost the right meanwhile sees nothing [proof L3].
    const now = readerOf(hub, reader.session);
    if (now === undefined) return refuse(reply, 401, 'unauthorized');
    if ('status' in allowed(hub, now, request.query)) return refuse(reply, 403, 'forbidden', 'notYourMeasures');
    const seen = tickets.filter((ticket) => ticket !== undefined && maySee(hub, now, ticket)) as readonly Ticket[];
    // A leader is not told either that there is a matter about themselves or their unit (§9): who supervises is.
    const own = given.scope.kind === 'unit' ? tickets.filter((ticket) => ticket !== undefined && isAbout(hub, now, ticket)).length : 0;
    const total = ids.length - own;
    return {
      rows: seen.slice(0, MOST_ROWS).map((ticket) => project(ticket, now.audience)),
      total,
      hidden: total - seen.length,
    };
  });

  // Made here, not on the desk: what leaves as a file is in the access log before it exists (art. 18, F51).
  app.post<{ Body: Query }>('/desk/measures/export', { schema: { body: Query } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const given = allowed(hub, reader, request.body);
    if ('status' in given) return refuse(reply, given.status, given.error, given.code);
    await log(reader, 'export', JSON.stringify({ measures: request.body }));
    const now = readerOf(hub, reader.session);
    const still = now === undefined ? undefined : allowed(hub, now, request.body);
    if (still === undefined || 'status' in still) return refuse(reply, 403, 'forbidden', 'notYourMeasures');
    const names = new Map([...hub.core.reference.units.values()].map((unit) => [unit.code, unit.name]));
    return figuresCsv(answer(hub, request.body, still), names);
  });
}
