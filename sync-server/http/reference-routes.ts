/** Rule packs and calendars in and out, for an administrator (F05): by hand, or as signed files. */
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import type { Hub } from '../hub-parts.ts';
import { hubPublicKey } from '../hub-signer.ts';
import { Publisher } from '../packs/publishers.ts';
import { signedReference } from '../packs/reference-files.ts';
import { takeReferenceFile, trust } from './admin-works.ts';
import { isAdmin } from './admin-routes.ts';
import { notFound } from './answers.ts';

const Wanted = Type.Object({ name: Type.String({ maxLength: 60 }) }, { additionalProperties: false });

export function referenceRoutes(app: FastifyInstance, hub: Hub): void {
  const { core, hubId } = hub;
  for (const kind of ['pack', 'calendar'] as const) {
    app.post(`/admin/${kind}`, async (request, reply) => {
      if (!(await isAdmin(hub, request, reply))) return reply;
      const answer = await takeReferenceFile(hub, kind, request.body);
      return answer.ok ? answer : reply.code(400).send(answer);
    });
  }

  app.post<{ Body: Static<typeof Wanted> }>('/admin/reference', { schema: { body: Wanted } }, async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    return (await signedReference(core, hubId, request.body.name)) ?? notFound(reply);
  });

  app.post('/admin/publisher-key', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    return { hubId, publicKey: await hubPublicKey(core.store.private) };
  });

  app.post<{ Body: Static<typeof Publisher> }>('/admin/publishers', { schema: { body: Publisher } }, async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    await trust(hub, request.body);
    return { ok: true };
  });
}
