/**
 * What an administrator does to people, devices, codes, sessions, lock-outs and the quarantine (F50), one place for the JSON routes and
 * the page: the schema of each act, whom the trace names, and the work. It is in the access log before it is done: who, what, of whom, why.
 */
import Type, { type Static } from 'typebox';
import { DeviceId, PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import { oneOf } from '../../shared/hotline/schema-builders.ts';
import { passwordFault } from '../../shared/sync/password-rule.ts';
import { GRANTED_ROLES, type PersonFault } from '../accounts/people.ts';
import type { UnitFault } from '../accounts/units.ts';
import type { RulingFault } from '../gate/rulings.ts';
import type { Hub } from '../hub-parts.ts';

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
const UnitNamed = Type.Object({ code: Type.String({ maxLength: 45 }), name: Type.String({ maxLength: 80 }), reason: Reason }, closed);
const OwnPassword = Type.Object({ password: Password, newPassword: Password }, closed);

/** `unknown`: there is no such person, device, code …; else why it was not done, with a sentence in `REFUSALS`. */
export type ActDone = 'done' | 'unknown' | PersonFault | UnitFault | RulingFault;
export type Act = Readonly<{
  schema: Type.TObject;
  /** Whom or what the trace names. */
  of: (body: never) => string;
  work: (hub: Hub, body: never) => Promise<ActDone>;
}>;

/** `of` and `work` are asked with what the schema has passed. */
function act<S extends Type.TObject>(
  schema: S,
  of: (body: Static<S>) => string,
  work: (hub: Hub, body: Static<S>) => Promise<ActDone>,
): Act {
  return { schema, of: of as Act['of'], work: work as Act['work'] };
}

function settled(done: boolean | number | undefined): 'done' | 'unknown' {
  return done === false || done === undefined ? 'unknown' : 'done';
}

const person = ({ person: id }: { person: string }): string => id;
const login = ({ login: name }: { login: string }): string => name;
const unit = ({ code }: { code: string }): string => `unit:${code}`;
const device = ({ device: id }: { device: string }): string => id;

/** By the path under `/admin`, which is the name in the access log too. */
export const ACTS = {
  people: act(
    NewPerson,
    (body) => `person:${body.login}`,
    async (hub, { reason, ...body }) => {
      const fault = passwordFault(body.password, body.login);
      return fault === undefined ? ((await hub.people.create(body, 'admin', reason)) ?? 'done') : 'badPassword';
    },
  ),
  'people/roles': act(
    RolesOf,
    person,
    async (hub, body) => (await hub.people.setRoles(body.person, body.roles, 'admin', body.reason)) ?? 'done',
  ),
  'people/disable': act(OfPerson, person, async (hub, body) => (await hub.people.disable(body.person, 'admin', body.reason)) ?? 'done'),
  'people/enable': act(OfPerson, person, async (hub, body) => (await hub.people.enable(body.person)) ?? 'done'),
  'people/password': act(PasswordOf, login, async (hub, body) =>
    passwordFault(body.password, body.login) === undefined
      ? settled(await hub.accounts.resetPassword(body.login, body.password))
      : 'badPassword',
  ),
  'people/sign-out': act(OfLogin, login, async (hub, body) => settled(await hub.accounts.signOutPerson(body.login))),
  units: act(UnitNamed, unit, async (hub, body) => (await hub.units.add(body)) ?? 'done'),
  'units/rename': act(UnitNamed, unit, async (hub, body) => (await hub.units.rename(body)) ?? 'done'),
  'devices/rename': act(NameOf, device, async (hub, body) => settled(await hub.accounts.devices.rename(body.device, body.name))),
  'devices/sign-out': act(OfDevice, device, async (hub, body) => settled(await hub.accounts.signOutDevice(body.device))),
  'devices/revoke': act(OfDevice, device, async (hub, body) => settled(await hub.accounts.revokeDevice(body.device))),
  'devices/keys': act(
    KeysOf,
    (body) => `${body.device} ${body.person} ${body.trusted ? '恢复信任' : '撤销信任'}`,
    async (hub, body) => settled(await hub.accounts.devices.trustKeys(body.device, body.person, body.trusted)),
  ),
  'codes/withdraw': act(
    OfId,
    ({ id }) => `code:${id.slice(0, 12)}`,
    async (hub, { id }) => settled(await hub.accounts.devices.withdrawCode(id)),
  ),
  'lock-outs/lift': act(
    OfId,
    ({ id }) => id,
    async (hub, { id }) => settled(id.startsWith('wrong:') && (await hub.accounts.wrongPasswords.lift(id))),
  ),
  'quarantine/release': act(
    OfId,
    ({ id }) => id,
    (hub, { id, reason }) => hub.rulings.release(id, 'admin', reason),
  ),
  'quarantine/dismiss': act(
    OfId,
    ({ id }) => id,
    (hub, { id, reason }) => hub.rulings.dismiss(id, 'admin', reason),
  ),
  password: act(
    OwnPassword,
    () => 'admin',
    async (hub, body) => (await hub.admin.change(body.password, body.newPassword)) ?? 'done',
  ),
} as const satisfies Record<string, Act>;
export type ActName = keyof typeof ACTS;

/** The body has passed the act's schema. Throws when the log or the store did not take it: then nothing is said to be done. */
export async function perform(hub: Hub, name: ActName, body: object): Promise<ActDone> {
  const { of, work } = ACTS[name] as Act;
  const { reason } = body as { reason?: string };
  await hub.accessLog.admin(hub.core.now(), name, of(body as never), reason);
  return work(hub, body as never);
}
