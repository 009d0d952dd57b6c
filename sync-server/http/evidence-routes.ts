/** The CouchDB surface that PouchDB's replicator pushes evidence to, and the bodies for those who may see them [sync E1–E3]. */
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { project } from '../../shared/sync/project.ts';
import { isOf } from '../../shared/sync/evidence-ids.ts';
import { EvidenceStatusRequest, type EvidenceState } from '../../shared/sync/wire.ts';
import type { Hub } from '../hub-parts.ts';
import { isPlain } from '../gate/plain-row.ts';
import { notFound, refuse } from './answers.ts';
import { mayLookUp } from './lookup-routes.ts';
import { authenticate, readerOf, type Reader } from './session-guard.ts';

const Revs = Type.Record(Type.String({ maxLength: 200 }), Type.Array(Type.String({ maxLength: 80 }), { maxItems: 1000 }));
const Bulk = Type.Object({ docs: Type.Array(Type.Unknown(), { maxItems: 100 }) }, { additionalProperties: true });

/** Chunks of 256 KB as base64, one a request, with room for the envelope. */
const BODY_LIMIT = 1024 * 1024;

function mayRead(hub: Hub, reader: Reader, ticket: Ticket): boolean {
  return hub.core.feed.channelsOf(ticket._id).some((channel) => reader.grants.includes(channel)) || mayLookUp(hub, reader, ticket);
}

export function evidenceRoutes(app: FastifyInstance, hub: Hub): void {
  const { evidence: db } = hub.core.store;
  const localId = (device: string, id: string): string => `_local/${device.slice(7)}-${id}`;

  for (const path of ['/desk/evidence', '/desk/evidence/']) {
    app.get(path, async (request, reply) => {
      const reader = await authenticate(hub, request, reply);
      return reader === undefined ? reply : { db_name: 'evidence', update_seq: 0, doc_count: 0, instance_start_time: '0' };
    });
  }

  app.get<{ Params: { id: string } }>('/desk/evidence/_local/:id', async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const stored = await db.get<object>(localId(reader.session.device, request.params.id));
    return stored === undefined ? notFound(reply) : { ...stored, _id: `_local/${request.params.id}` };
  });

  app.put<{ Params: { id: string }; Body: unknown }>('/desk/evidence/_local/:id', { bodyLimit: 64 * 1024 }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const { body } = request;
    if (!isPlain(body) || typeof body !== 'object' || body === null || Array.isArray(body))
      return refuse(reply, 400, 'bad_request', 'malformed');
    // A checkpoint is told by its place: what it says of its own revision is not asked.
    const own = Object.fromEntries(Object.entries(body).filter(([name]) => !name.startsWith('_')));
    const _id = localId(reader.session.device, request.params.id);
    const stored = await db.get<object>(_id);
    const [result] = await db.write([{ ...own, _id, ...(stored === undefined ? {} : { _rev: stored._rev }) }]);
    // A replicator that is told so asks for its checkpoint again.
    if (result?.ok !== true) return reply.code(409).send({ error: 'conflict', reason: 'Document update conflict.' });
    return reply.code(201).send({ ok: true, id: `_local/${request.params.id}`, rev: result.rev });
  });

  app.post<{ Body: Static<typeof Revs> }>('/desk/evidence/_revs_diff', { schema: { body: Revs } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    // What is another device's is answered like what is missing: its presence is nobody's business.
    return hub.evidence.missing(request.body, (id) => isOf(reader.session.device, id));
  });

  app.post<{ Body: Static<typeof Bulk> }>(
    '/desk/evidence/_bulk_docs',
    { schema: { body: Bulk }, bodyLimit: BODY_LIMIT },
    async (request, reply) => {
      const reader = await authenticate(hub, request, reply);
      if (reader === undefined) return reply;
      const why = hub.core.readOnly();
      if (why !== undefined) return refuse(reply.header('Retry-After', '30'), 503, why);
      const results = await hub.evidence.take(request.body.docs, reader.session.device);
      // As CouchDB answers a replicator: only what failed.
      return reply.code(201).send(results.flatMap((one) => (one.ok ? [] : [{ id: one.id, error: one.error, reason: one.error }])));
    },
  );

  app.post<{ Body: Static<typeof EvidenceStatusRequest> }>(
    '/desk/evidence/status',
    { schema: { body: EvidenceStatusRequest } },
    async (request, reply) => {
      const reader = await authenticate(hub, request, reply);
      if (reader === undefined) return reply;
      const states: EvidenceState[] = [];
      for (const file of request.body.files) states.push(await hub.evidence.state({ ...file, device: reader.session.device }));
      return { states };
    },
  );

  app.get<{ Params: { ticket: string; hash: string } }>('/desk/evidence/body/:ticket/:hash', async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const { ticket: id, hash } = request.params;
    const ticket = id.startsWith('ticket:') ? await hub.core.store.hotline.get<Ticket>(id) : undefined;
    if (ticket === undefined || !mayRead(hub, reader, ticket)) return notFound(reply);
    const body = await hub.evidence.body(project(ticket, reader.audience), hash);
    if (body === undefined) return notFound(reply);
    await hub.accessLog.append({
      at: hub.core.now(),
      person: reader.person._id,
      device: reader.session.device,
      what: 'evidence',
      of: `${id} ${hash}`,
    });
    // A large file takes its time: who lost the right meanwhile gets nothing [proof L3].
    const now = readerOf(hub, reader.session);
    if (now === undefined || now.audience !== reader.audience || !mayRead(hub, now, ticket)) return notFound(reply);
    return reply.type('application/octet-stream').header('X-Content-Type-Options', 'nosniff').send(Buffer.from(body.bytes));
  });
}
