/** What people looked at on their devices comes up here (article 18; F51). */
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { AccessUpload } from '../../shared/sync/access.ts';
import type { Hub } from '../hub-parts.ts';
import { authenticate } from './session-guard.ts';

export function accessRoutes(app: FastifyInstance, hub: Hub): void {
  app.post<{ Body: Static<typeof AccessUpload> }>('/desk/access', { schema: { body: AccessUpload } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const desk = { person: reader.person._id, device: reader.session.device };
    return { upTo: await hub.accessLog.take(desk, request.body.records) };
  });
}
