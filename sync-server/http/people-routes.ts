/** People, devices, codes, sessions and lock-outs for an administrator (F50), as JSON: what there is, and every act of `ACTS`. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { Hub } from '../hub-parts.ts';
import { ACTS, perform, type ActName } from './admin-acts.ts';
import { isAdmin } from './admin-routes.ts';
import { notFound, refuse } from './answers.ts';

export function peopleRoutes(app: FastifyInstance, hub: Hub): void {
  const { accounts, people, core } = hub;

  app.get('/admin/people', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    const known = new Map((await accounts.credentials.all()).map((one) => [one.person, one]));
    return [...core.reference.people.values()].map((person) => ({
      id: person._id,
      name: person.name,
      login: known.get(person._id)?.login,
      disabled: known.get(person._id)?.disabled === true,
      roles: people.rolesNow(person),
      history: person.roles,
    }));
  });
  app.get('/admin/codes', async (request, reply) => ((await isAdmin(hub, request, reply)) ? accounts.devices.codes() : reply));
  app.get('/admin/lock-outs', async (request, reply) =>
    (await isAdmin(hub, request, reply)) ? accounts.wrongPasswords.lockOuts() : reply,
  );
  app.get('/admin/sessions', async (request, reply) => {
    if (!(await isAdmin(hub, request, reply))) return reply;
    return (await accounts.sessions.all()).map(({ person, login, device, startedAt, expiresAt }) => ({
      ...{ person, login, device, startedAt, expiresAt },
    }));
  });
  app.get<{ Querystring: { person: string } }>('/admin/grants', async (request, reply) =>
    (await isAdmin(hub, request, reply)) ? people.grants(request.query.person as PersonId) : reply,
  );

  for (const [name, { schema }] of Object.entries(ACTS) as [ActName, (typeof ACTS)[ActName]][])
    app.post(`/admin/${name}`, { schema: { body: schema } }, async (request, reply): Promise<FastifyReply | object> => {
      if (!(await isAdmin(hub, request, reply))) return reply;
      // Fastify has checked it by this very schema.
      const done = await perform(hub, name, request.body as object);
      if (done === 'done') return { ok: true };
      return done === 'unknown' ? notFound(reply) : refuse(reply, 400, 'bad_request', done);
    });
}
