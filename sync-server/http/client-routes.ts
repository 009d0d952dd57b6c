/** `/desk` as a database of the CouchDB API, for PouchDB, RxDB and whoever else an administrator allows [sync X1]. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { encodePosition } from '../../shared/sync/position.ts';
import { knownOf, lineOf, seen, seenAt, type ClientDoc } from '../clients/client-view.ts';
import { isPlain } from '../gate/plain-row.ts';
import type { Hub } from '../hub-parts.ts';
import { notFound, refuse } from './answers.ts';
import { authenticate, type Reader } from './session-guard.ts';

const id = Type.String({ maxLength: 300 });
const rev = Type.String({ maxLength: 80 });
const BulkGet = Type.Object({ docs: Type.Array(Type.Object({ id, rev: Type.Optional(rev) }), { maxItems: 2000 }) });
const Keys = Type.Object({ keys: Type.Array(id, { maxItems: 2000 }) });
const Asked = Type.Object({
  rev: Type.Optional(rev),
  revs: Type.Optional(Type.String()),
  latest: Type.Optional(Type.String()),
  open_revs: Type.Optional(Type.String({ maxLength: 20_000 })),
});
const Checkpoint = Type.Record(Type.String(), Type.Unknown());

/** A replicator's checkpoint has a few kilobytes. */
const MOST_OF_A_CHECKPOINT = 16 * 1024;

/** A desk has its own wire: these are for clients alone. The answer has been sent where there is none. */
async function clientOf(hub: Hub, request: FastifyRequest, reply: FastifyReply): Promise<Reader | undefined> {
  const reader = await authenticate(hub, request, reply);
  if (reader === undefined || reader.session.client === true) return reader;
  await notFound(reply);
  return undefined;
}

async function withLine(hub: Hub, doc: ClientDoc, asked: boolean): Promise<object> {
  return asked ? { ...doc, _revisions: await lineOf(hub, doc) } : doc;
}

export function clientRoutes(app: FastifyInstance, hub: Hub): void {
  for (const path of ['/desk', '/desk/'])
    app.get(path, async (request, reply) => {
      const reader = await clientOf(hub, request, reply);
      if (reader === undefined) return reply;
      const end = encodePosition(hub.core.feed.end(reader.grants, reader.audience));
      const digests = Object.values(hub.core.feed.digests(reader.grants, reader.audience));
      const doc_count = digests.reduce((sum, one) => sum + one.count, 0);
      return { db_name: 'desk', update_seq: end, doc_count, doc_del_count: 0, instance_start_time: '0', compact_running: false };
    });

  app.post<{ Body: Static<typeof BulkGet>; Querystring: Static<typeof Asked> }>(
    '/desk/_bulk_get',
    { schema: { body: BulkGet, querystring: Asked } },
    async (request, reply) => {
      const reader = await clientOf(hub, request, reply);
      if (reader === undefined) return reply;
      const latest = request.query.latest === 'true';
      const results: object[] = [];
      for (const one of request.body.docs) {
        const doc = seenAt(hub, reader, one.id, one.rev, latest);
        const error = { id: one.id, rev: one.rev ?? 'undefined', error: 'not_found', reason: 'missing' };
        const found = doc === undefined ? { error } : { ok: await withLine(hub, doc, request.query.revs === 'true') };
        results.push({ id: one.id, docs: [found] });
      }
      return { results };
    },
  );

  app.post<{ Body: Static<typeof Keys> }>('/desk/_all_docs', { schema: { body: Keys } }, async (request, reply) => {
    const reader = await clientOf(hub, request, reply);
    return reader === undefined ? reply : allDocs(hub, reader, request.body.keys);
  });

  app.get<{ Querystring: { keys?: string } }>('/desk/_all_docs', async (request, reply) => {
    const reader = await clientOf(hub, request, reply);
    if (reader === undefined) return reply;
    const keys = keysOf(request.query.keys);
    return keys === undefined ? refuse(reply, 400, 'bad_request', 'malformed') : allDocs(hub, reader, keys);
  });

  // A person's own: nobody else's name leads to it.
  const localId = (reader: Reader, name: string): string => `_local/client:${reader.person._id}:${name}`;
  app.get<{ Params: { name: string } }>('/desk/_local/:name', async (request, reply) => {
    const reader = await clientOf(hub, request, reply);
    if (reader === undefined) return reply;
    const stored = await hub.core.store.private.get<object>(localId(reader, request.params.name));
    return stored === undefined ? notFound(reply) : { ...stored, _id: `_local/${request.params.name}` };
  });
  app.put<{ Params: { name: string }; Body: Static<typeof Checkpoint> }>(
    '/desk/_local/:name',
    { schema: { body: Checkpoint }, bodyLimit: MOST_OF_A_CHECKPOINT },
    async (request, reply) => {
      const reader = await clientOf(hub, request, reply);
      if (reader === undefined) return reply;
      const _id = localId(reader, request.params.name);
      // Also what means something to an engine: an object that the store makes of it would have another prototype.
      if (!isPlain(request.body)) return refuse(reply, 400, 'bad_request', 'malformed');
      const { _rev: _theirs, ...content } = request.body;
      const stored = await hub.core.store.private.get<object>(_id);
      const [result] = await hub.core.store.private.write([{ ...content, _id, ...(stored === undefined ? {} : { _rev: stored._rev }) }]);
      if (result?.ok !== true) return refuse(reply, 409, 'conflict', 'overload');
      return reply.code(201).send({ ok: true, id: `_local/${request.params.name}`, rev: result.rev });
    },
  );

  app.get<{ Params: { id: string }; Querystring: Static<typeof Asked> }>(
    '/desk/:id',
    { schema: { querystring: Asked } },
    async (request, reply) => {
      const reader = await clientOf(hub, request, reply);
      if (reader === undefined) return reply;
      const { rev: asked, revs, latest, open_revs } = request.query;
      const doc = seenAt(hub, reader, request.params.id, asked, latest === 'true');
      if (doc === undefined || (doc._deleted === true && asked === undefined)) return notFound(reply);
      const sent = await withLine(hub, doc, revs === 'true');
      return open_revs === undefined ? sent : [{ ok: sent }];
    },
  );

  // A file of a ticket by its hash, as at `/desk/evidence/body` [sync E1].
  app.get<{ Params: { id: string; name: string } }>('/desk/:id/:name', async (request, reply) => {
    const reader = await clientOf(hub, request, reply);
    if (reader === undefined) return reply;
    const { id: ticket, name } = request.params;
    if (!/^ticket:[0-9A-Z]{26}$/u.test(ticket) || !/^[0-9a-f]{64}$/u.test(name)) return notFound(reply);
    const answer = await app.inject({
      method: 'GET',
      url: `/desk/evidence/body/${encodeURIComponent(ticket)}/${name}`,
      headers: { authorization: request.headers.authorization ?? '' },
    });
    return reply
      .code(answer.statusCode)
      .headers({ 'content-type': answer.headers['content-type'] ?? 'application/json' })
      .send(answer.rawPayload);
  });
}

function keysOf(text: string | undefined): readonly string[] | undefined {
  try {
    const keys: unknown = JSON.parse(text ?? '');
    return Array.isArray(keys) && keys.length <= 2000 && keys.every((key) => typeof key === 'string') ? keys : undefined;
  } catch {
    return undefined;
  }
}

function allDocs(hub: Hub, reader: Reader, keys: readonly string[]): object {
  const rows = keys.map((key) => {
    const doc = seen(hub, reader, key);
    return doc === undefined ? { key, error: 'not_found' } : { id: key, key, value: { rev: doc._rev }, doc };
  });
  return { total_rows: rows.length, offset: 0, rows };
}

/** Which of a client's revisions are to be sent: of actions what the gate lacks, of the rest what did not come from here. */
export async function clientDiff(hub: Hub, reader: Reader, asked: Readonly<Record<string, readonly string[]>>): Promise<object> {
  const { device } = reader.session;
  const own = (await hub.gate.quarantine.all()).filter((item) => item.code !== 'tooNew' && item.device === device);
  const kept = new Set(own.map((item) => item.action));
  // Not an object yet: a key is whatever a client has written.
  const missing: [string, object][] = [];
  for (const [one, revs] of Object.entries(asked)) {
    if (one.startsWith('action:')) {
      const found = await hub.core.store.hotline.get<{ device: string }>(one);
      // What another device wrote is answered like what is missing.
      if (found?.device !== device && !kept.has(one)) missing.push([one, { missing: revs }]);
      continue;
    }
    const known = await knownOf(hub, reader, one, revs);
    const lacking = revs.filter((each) => !known.has(each));
    if (lacking.length > 0) missing.push([one, { missing: lacking }]);
  }
  return Object.fromEntries(missing);
}
