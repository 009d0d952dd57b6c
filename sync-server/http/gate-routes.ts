/** `POST /desk/_bulk_docs` [sync G1–G5] and `_revs_diff` [sync R1]. */
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { DECIDED } from '../../shared/sync/ruling.ts';
import { BulkRequest, MAX_BATCH_BYTES } from '../../shared/sync/wire.ts';
import { takeFromClient } from '../clients/client-push.ts';
import type { Hub } from '../hub-parts.ts';
import { refuse } from './answers.ts';
import { clientDiff } from './client-routes.ts';
import { authenticate } from './session-guard.ts';

function revsOf(asked: Readonly<Record<string, unknown>>): Readonly<Record<string, readonly string[]>> {
  const pairs = Object.entries(asked).map(([id, revs]) => [id, Array.isArray(revs) ? revs.filter((rev) => typeof rev === 'string') : []]);
  return Object.fromEntries(pairs) as Record<string, readonly string[]>;
}

export function gateRoutes(app: FastifyInstance, hub: Hub): void {
  app.post<{ Body: Static<typeof BulkRequest> }>(
    '/desk/_bulk_docs',
    { schema: { body: BulkRequest }, bodyLimit: MAX_BATCH_BYTES },
    async (request, reply) => {
      const reader = await authenticate(hub, request, reply);
      if (reader === undefined) return reply;
      const why = hub.core.authority.backlog + hub.gate.load > hub.limits.backlog ? 'overload' : hub.core.readOnly();
      if (why !== undefined) return refuse(reply.header('Retry-After', '5'), 503, why);
      if (reader.session.client === true) {
        const taken = await takeFromClient(hub.gate, request.body.docs, reader.session);
        for (const row of taken) hub.metrics.gateRow('ok' in row ? 'taken' : row.error === 'forbidden' ? 'quarantined' : 'again');
        // As CouchDB answers a replicator: only what failed.
        const { new_edits } = request.body as { new_edits?: unknown };
        return reply.code(201).send(new_edits === false ? taken.filter((row) => !('ok' in row)) : taken);
      }
      const rows = await hub.gate.take(request.body.docs, reader.session, request.body.seen);
      for (const row of rows) hub.metrics.gateRow('ok' in row ? 'taken' : row.settled ? 'quarantined' : 'again');
      return reply.code(201).send(rows);
    },
  );

  const Ids = Type.Record(Type.String({ maxLength: 200 }), Type.Unknown());
  app.post<{ Body: Static<typeof Ids> }>('/desk/_revs_diff', { schema: { body: Ids } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    if (reader.session.client === true) return clientDiff(hub, reader, revsOf(request.body));
    const ids = Object.keys(request.body).filter((id) => id.startsWith('action:'));
    const found = await hub.core.store.hotline.getMany<{ device: string }>(ids);
    // A stub is not the action: what a newer hub took after it is asked for again when that hub was restored [sync V1].
    const revs = revsOf(request.body);
    const whole = (await hub.gate.quarantine.all()).filter((item) => item.code !== 'tooNew');
    const kept = new Set(whole.map((item) => item.action));
    // What another device wrote is answered like what is missing: a desk asks only for its own.
    const missing = ids.filter((id, at) => {
      if (found[at]?.device === reader.session.device) return false;
      // What a desk holds to be decided and lies here in quarantine, after a restore, is told anew by being sent again.
      return !kept.has(id) || revs[id]?.includes(DECIDED) === true;
    });
    return Object.fromEntries(missing.map((id) => [id, { missing: ['1'] }]));
  });
}
