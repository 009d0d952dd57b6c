/**
 * People, devices, codes, sessions and lock-outs for an administrator (F50). Every act is in the access log before it is done: who,
 * what, of whom, and why.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import Type, { type Static } from 'typebox';
import { DeviceId, PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import { passwordFault } from '../../shared/sync/password-rule.ts';
import { GRANTED_ROLES, type PersonFault } from '../accounts/people.ts';
import { oneOf } from '../../shared/hotline/schema-builders.ts';
import type { Hub } from '../hub-parts.ts';
import { isAdmin } from './admin-routes.ts';
import { notFound, refuse } from './answers.ts';

const closed = { additionalProperties: false } as const;
const Reason = Type.String({ minLength: 1, maxLength: 200 });
const Roles = Type.Array(Type.Object({ role: oneOf(GRANTED_ROLES), unit: UnitCode }, closed), { maxItems: 20 });
const Password = Type.String({ minLength: 1, maxLength: 200 });
const Login = Type.String({ maxLength: 60 });
const NewPerson = Type.Object(
  { login: Login, name: Type.String({ maxLength: 40 }), roles: Roles, password: Password, reason: Reason },
  closed,
);
const RolesOf = Type.Object({ person: PersonId, roles: Roles, reason: Reason }, closed);
const OfPerson = Type.Object({ person: PersonId, reason: Reason }, closed);
const PasswordOf = Type.Object({ login: Login, password: Password, reason: Reason }, closed);
const OfLogin = Type.Object({ login: Login, reason: Reason }, closed);
const OfDevice = Type.Object({ device: DeviceId, reason: Reason }, closed);
const NameOf = Type.Object({ device: DeviceId, name: Type.String({ minLength: 1, maxLength: 80 }), reason: Reason }, closed);
const KeysOf = Type.Object({ device: DeviceId, person: PersonId, trusted: Type.Boolean(), reason: Reason }, closed);
const OfId = Type.Object({ id: Type.String({ maxLength: 200 }), reason: Reason }, closed);
const OwnPassword = Type.Object({ password: Password, newPassword: Password }, closed);

export function peopleRoutes(app: FastifyInstance, hub: Hub): void {
  const { accounts, people, core } = hub;

  /** One act: who may, the trace, then the work. `undefined` or false of the work is 404, a fault 400. */
  function act<S extends ReturnType<typeof Type.Object>>(
    path: string,
    schema: S,
    of: (body: Static<S>) => string,
    work: (body: Static<S>) => Promise<PersonFault | 'done' | 'unknown'>,
  ): void {
    app.post(`/admin/${path}`, { schema: { body: schema } }, async (request, reply): Promise<FastifyReply | object> => {
      if (!(await isAdmin(hub, request, reply))) return reply;
      // Fastify has checked it by this very schema.
      const body = request.body as Static<S>;
      const { reason } = body as { reason?: string };
      await hub.accessLog.admin(core.now(), path, of(body), reason);
      const done = await work(body);
      if (done === 'done') return { ok: true };
      return done === 'unknown' ? notFound(reply) : refuse(reply, 400, 'bad_request', done);
    });
  }
  const settled = (done: boolean | number | undefined): 'done' | 'unknown' => (done === false || done === undefined ? 'unknown' : 'done');

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

  act(
    'people',
    NewPerson,
    ({ login }) => `person:${login}`,
    async ({ reason, ...person }) => {
      const fault = passwordFault(person.password, person.login);
      return fault === undefined ? ((await people.create(person, 'admin', reason)) ?? 'done') : 'badPassword';
    },
  );
  act(
    'people/roles',
    RolesOf,
    ({ person }) => person,
    async ({ person, roles, reason }) => (await people.setRoles(person, roles, 'admin', reason)) ?? 'done',
  );
  act(
    'people/disable',
    OfPerson,
    ({ person }) => person,
    async ({ person, reason }) => (await people.disable(person, 'admin', reason)) ?? 'done',
  );
  act(
    'people/enable',
    OfPerson,
    ({ person }) => person,
    async ({ person }) => (await people.enable(person)) ?? 'done',
  );
  act(
    'people/password',
    PasswordOf,
    ({ login }) => login,
    async ({ login, password }) =>
      passwordFault(password, login) === undefined ? settled(await accounts.resetPassword(login, password)) : 'badPassword',
  );
  act(
    'people/sign-out',
    OfLogin,
    ({ login }) => login,
    async ({ login }) => settled(await accounts.signOutPerson(login)),
  );
  act(
    'devices/rename',
    NameOf,
    ({ device }) => device,
    async ({ device, name }) => settled(await accounts.devices.rename(device, name)),
  );
  act(
    'devices/sign-out',
    OfDevice,
    ({ device }) => device,
    async ({ device }) => settled(await accounts.signOutDevice(device)),
  );
  act(
    'devices/keys',
    KeysOf,
    ({ device, person, trusted }) => `${device} ${person} ${trusted ? '恢复信任' : '撤销信任'}`,
    async (body) => settled(await accounts.devices.trustKeys(body.device, body.person, body.trusted)),
  );
  act(
    'codes/withdraw',
    OfId,
    ({ id }) => `code:${id.slice(0, 12)}`,
    async ({ id }) => settled(await accounts.devices.withdrawCode(id)),
  );
  act(
    'lock-outs/lift',
    OfId,
    ({ id }) => id,
    async ({ id }) => settled(id.startsWith('wrong:') && (await accounts.wrongPasswords.lift(id))),
  );
  act(
    'password',
    OwnPassword,
    () => 'admin',
    async ({ password, newPassword }) => (await hub.admin.change(password, newPassword)) ?? 'done',
  );
}
