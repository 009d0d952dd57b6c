/** `/desk/_changes`, `_held`, `_bodies` [sync F2–F6, P2, P3]. */
import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import Type, { type Static } from 'typebox';
import { oneOf } from '../../shared/hotline/schema-builders.ts';
import { decodePosition, type Position } from '../../shared/sync/position.ts';
import { BodiesRequest } from '../../shared/sync/wire.ts';
import { clientPage } from '../clients/client-changes.ts';
import { PageText } from '../feed/page-text.ts';
import { positionText } from '../feed/position-text.ts';
import { SpareMemory } from '../feed/spare-memory.ts';
import type { Hub } from '../hub-parts.ts';
import { notFound, refuse } from './answers.ts';
import { authenticate, readerOf, type Reader } from './session-guard.ts';

const digits = Type.String({ pattern: '^[0-9]{1,6}$' });

/** Query values are text: nothing is coerced, so that a signed body never is either (measured.md). */
const RawQuery = Type.Object({
  since: Type.Optional(Type.String({ maxLength: 20_000 })),
  limit: Type.Optional(digits),
  feed: Type.Optional(oneOf(['normal', 'longpoll'])),
  include_docs: Type.Optional(oneOf(['true', 'false'])),
  heartbeat: Type.Optional(digits),
  timeout: Type.Optional(digits),
  only: Type.Optional(oneOf(['urgent'])),
  left: Type.Optional(oneOf(['true', 'false'])),
});
type Query = Readonly<{ limit: number; include_docs: boolean; heartbeat: number; timeout: number; urgent: boolean; left: boolean }>;

function within(text: string | undefined, fallback: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, text === undefined ? fallback : Number(text)));
}

function queryOf(raw: Static<typeof RawQuery>): Query {
  return {
    limit: within(raw.limit, 500, 1, 2000),
    include_docs: raw.include_docs === 'true',
    heartbeat: within(raw.heartbeat, 15_000, 1000, 60_000),
    timeout: within(raw.timeout, 25_000, 0, 60_000),
    urgent: raw.only === 'urgent',
    left: raw.left === 'true',
  };
}

/** Long polls of one session: a desk holds one or two, and some more while dead lines have not been noticed. */
const MOST_WAITING = 64;

const JSON_TYPE = 'application/json; charset=utf-8';

const spare = new SpareMemory();

/**
 * Bytes all the way: decoding Chinese bodies to join and encode them again was half of a page's cost (docs/performance.md). To be sent as
 * the answer's end, by which its memory is free again.
 */
function pageBytes(hub: Hub, reader: Reader, position: Position, query: Query, reply: FastifyReply): Buffer {
  const answer = new PageText(spare);
  answer.add('{"results":[');
  const page = hub.core.feed.page(
    {
      position,
      grants: reader.grants,
      limit: query.limit,
      includeDocs: query.include_docs,
      left: query.left,
      urgentOnly: query.urgent,
    },
    answer,
  );
  const tail = {
    last_seq: positionText(page.position),
    pending: page.pending,
    grants: reader.grants,
    audience: reader.audience,
    hubTime: hub.core.now(),
    ...(page.digests === undefined ? {} : { digests: page.digests, storeId: hub.core.store.id }),
  };
  answer.add(`],${JSON.stringify(tail).slice(1)}`);
  // Handed to the system, every byte. Of an answer that is broken off the memory is left to the collector.
  reply.raw.once('finish', () => {
    answer.release();
  });
  return answer.bytes();
}

/** In the words of whoever asks: a desk, or another client of the CouchDB API [sync X1]. */
function answerBytes(hub: Hub, reader: Reader, position: Position, query: Query, reply: FastifyReply): Buffer | string {
  if (reader.session.client === true) return clientPage(hub.core.feed, reader, position, query.limit, query.include_docs);
  return pageBytes(hub, reader, position, query, reply);
}

/** [sync F6] Another epoch or audience is no error: digests tell the desk what to repair. */
function rewoundText(hub: Hub, reader: Reader): string {
  return JSON.stringify({
    results: [],
    last_seq: positionText(hub.core.feed.start(reader.audience)),
    pending: 0,
    grants: reader.grants,
    audience: reader.audience,
    hubTime: hub.core.now(),
    digests: hub.core.feed.digests(reader.grants, reader.audience),
    storeId: hub.core.store.id,
    rewound: true,
  });
}

/**
 * Waits for news on the reader's channels, with heartbeats, and then answers; a changed grant ends the wait [sync F3]. The head goes out
 * with the answer, or with the first heartbeat: an answer in one piece costs a third of one in a stream, and a change wakes hundreds.
 */
function longPoll(hub: Hub, reader: Reader, position: Position, query: Query, reply: FastifyReply): FastifyReply {
  let stream: PassThrough | undefined;
  const beat = setInterval(() => {
    if (stream === undefined) void reply.type(JSON_TYPE).send((stream = new PassThrough()));
    stream.write('\n');
  }, query.heartbeat);
  let done = false;
  const waitsNoMore = hub.waiting.begin();
  const end = (): boolean => {
    if (done) return false;
    done = true;
    waitsNoMore();
    clearInterval(beat);
    clearTimeout(limit);
    stop();
    stopEnd();
    return true;
  };
  const finish = (now: Reader | undefined): void => {
    if (!end()) return;
    try {
      // Revoked, signed out or rebuilt meanwhile: nothing is sent, and the next request is told why.
      if (now === undefined || !hub.core.feed.ready) {
        reply.raw.destroy();
        return;
      }
      const answer = serves(hub, now, position)
        ? answerBytes(hub, now, position, query, reply)
        : now.session.client === true
          ? answerBytes(hub, now, hub.core.feed.start(now.audience), query, reply)
          : rewoundText(hub, now);
      if (stream === undefined) void reply.type(JSON_TYPE).send(answer);
      else stream.end(answer);
    } catch (error) {
      hub.onError(error);
      reply.raw.destroy();
    }
  };
  const finishNow = (): void => {
    finish(readerOf(hub, reader.session));
  };
  const limit = setTimeout(finishNow, query.timeout);
  const grants = reader.grants.join();
  const stop = hub.core.feed.wait(reader.grants, () => {
    const now = readerOf(hub, reader.session);
    const regranted = now === undefined || now.grants.join() !== grants || now.audience !== reader.audience;
    if (hub.core.feed.released || regranted || !serves(hub, now, position) || hub.core.feed.hasNews(position, reader.grants, query.urgent))
      finish(now);
  });
  // Signed out, disabled, or the device taken out of use: at once, not at the next change.
  const stopEnd = hub.accounts.sessions.onEnd(reader.session, finishNow);
  // The desk has gone, or the hub stops: nothing is read any more.
  reply.raw.on('close', end);
  return reply;
}

function serves(hub: Hub, reader: Reader, position: Position): boolean {
  if (position.epoch !== hub.core.feed.epoch || position.audience !== reader.audience) return false;
  return !hub.core.feed.isAhead(position) && !hub.core.feed.mayHaveMissed(position);
}

/** `now`, as clients of CouchDB's API ask for news only. */
function positionOf(hub: Hub, reader: Reader, since: string, client: boolean): Position | undefined {
  return client && since === 'now' ? hub.core.feed.end(reader.grants, reader.audience) : decodePosition(since);
}

export function feedRoutes(app: FastifyInstance, hub: Hub): void {
  app.get<{ Querystring: Static<typeof RawQuery> }>('/desk/_changes', { schema: { querystring: RawQuery } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const { since = '0', feed } = request.query;
    const query = queryOf(request.query);
    const fresh = since === '0';
    const client = reader.session.client === true;
    const asked = fresh ? hub.core.feed.start(reader.audience) : positionOf(hub, reader, since, client);
    const served = asked !== undefined && serves(hub, reader, asked);
    if (!served && !client) return reply.type(JSON_TYPE).send(rewoundText(hub, reader));
    const position = served ? asked : hub.core.feed.start(reader.audience);
    const granted = Object.keys(position.channels).every((channel) => reader.grants.includes(channel));
    const begun = reader.grants.every((channel) => position.channels[channel] !== undefined);
    const idle =
      feed === 'longpoll' &&
      !hub.core.feed.released &&
      !fresh &&
      granted &&
      begun &&
      !hub.core.feed.hasNews(position, reader.grants, query.urgent);
    if (idle && hub.waiting.full) return refuse(reply.header('Retry-After', '30'), 503, 'overload');
    if (idle && hub.accounts.sessions.waiting(reader.session) >= MOST_WAITING)
      return refuse(reply.header('Retry-After', '5'), 503, 'overload');
    if (idle) return longPoll(hub, reader, position, query, reply);
    return reply.type(JSON_TYPE).send(answerBytes(hub, reader, position, query, reply));
  });

  app.get<{ Querystring: { channel: string } }>(
    '/desk/_held',
    { schema: { querystring: Type.Object({ channel: Type.String({ maxLength: 80 }) }) } },
    async (request, reply) => {
      const reader = await authenticate(hub, request, reply);
      if (reader === undefined) return reply;
      const { channel } = request.query;
      if (!reader.grants.includes(channel)) return notFound(reply);
      const held = hub.core.feed.held(channel, reader.audience);
      return { channel, last_seq: positionText(held.position), rows: held.rows, digest: held.digest };
    },
  );

  app.post<{ Body: Static<typeof BodiesRequest> }>('/desk/_bodies', { schema: { body: BodiesRequest } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const rows = request.body.ids.flatMap((id) => hub.core.feed.body(id, reader.grants, reader.audience) ?? []);
    return reply.type(JSON_TYPE).send(`{"results":[${rows.join(',\n')}]}`);
  });
}
