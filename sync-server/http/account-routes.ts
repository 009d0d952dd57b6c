/** Enrolment, sign-in, handshake (architecture.md, "Running"; hotline.md §7). */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Static } from 'typebox';
import { REFUSALS } from '../../shared/hotline/refusals.ts';
import { audienceOf, rolesAt } from '../../shared/hotline/standing.ts';
import {
  EnrolRequest,
  HandshakeRequest,
  MUST_CHANGE_PASSWORD,
  PasswordRequest,
  RescueRequest,
  SessionRequest,
  WIRE_VERSION,
} from '../../shared/sync/wire.ts';
import type { Hub } from '../hub-parts.ts';
import { hubPublicKey } from '../hub-signer.ts';
import { refuse } from './answers.ts';
import { onlyRevoked } from './before-the-body.ts';
import { authenticate, bearer } from './session-guard.ts';

/** A device that was offline for weeks has one chance: all its people's unsent work in one request [sync D4]. */
const MAX_RESCUE_BYTES = 64 * 1024 * 1024;

/** 429 and 503 say when to come again. */
function notProved(reply: FastifyReply, code: string, status: number): FastifyReply {
  if (code === 'rateLimited') return refuse(reply.header('Retry-After', '60'), 429, code);
  if (code === 'overload') return refuse(reply.header('Retry-After', '5'), 503, code);
  return refuse(reply, status, code);
}

export function accountRoutes(app: FastifyInstance, hub: Hub): void {
  const { accounts, core } = hub;

  app.post<{ Body: Static<typeof EnrolRequest> }>('/desk/enrol', { schema: { body: EnrolRequest } }, async (request, reply) => {
    const enrolled = await accounts.enrolFrom(request.ip, request.body.secret, request.body.name);
    if (enrolled === 'rateLimited') return refuse(reply.header('Retry-After', '60'), 429, enrolled);
    if (enrolled === 'badCode') return refuse(reply, 403, 'forbidden', enrolled);
    const now = core.now();
    const logins = new Map((await accounts.logins()).map(({ login, person }) => [person, login]));
    const people = [...core.reference.people.values()].flatMap((person) => {
      const held = rolesAt(person, now).filter((role) => role.unit === enrolled.unit);
      const login = logins.get(person._id);
      return held.length === 0 || login === undefined
        ? []
        : [{ id: person._id, name: person.name, login, roles: held.map((role) => role.role) }];
    });
    const unitName = core.reference.units.get(enrolled.unit)?.name ?? enrolled.unit;
    return { hubId: hub.hubId, ...enrolled, unitName, people, hubKey: await hubPublicKey(core.store.private) };
  });

  app.post<{ Body: Static<typeof SessionRequest> }>('/desk/session', { schema: { body: SessionRequest } }, async (request, reply) => {
    const { device, deviceSecret, login, password, publicKey } = request.body;
    const signedIn = await accounts.signIn(device, deviceSecret, login, password, request.ip);
    if (!signedIn.ok) return notProved(reply, signedIn.code, 401);
    const person = core.reference.people.get(signedIn.session.person);
    const held = rolesAt(person, core.now());
    const unit = (await accounts.device(device))?.unit;
    // A device belongs to a unit: only its people sign in on it.
    if (person === undefined || !held.some((role) => role.unit === unit)) {
      await accounts.signOut(signedIn.token);
      return refuse(reply, 401, 'wrongLogin');
    }
    const { mustChange } = signedIn.session;
    // Two know this password: no key is certified by it.
    if (publicKey !== undefined && mustChange !== true) await accounts.certify(device, person._id, publicKey);
    return {
      token: signedIn.token,
      expiresAt: signedIn.session.expiresAt,
      person: { id: person._id, name: person.name, roles: held.map((role) => role.role), unit },
      audience: audienceOf(held),
      hubId: hub.hubId,
      hubTime: core.now(),
      hubKey: await hubPublicKey(core.store.private),
      ...(mustChange === true ? { code: MUST_CHANGE_PASSWORD } : {}),
    };
  });

  app.delete('/desk/session', async (request) => {
    await accounts.signOut(bearer(request));
    return { ok: true };
  });

  /** F50: needs the password that is to go, and ends every other session of the person. */
  app.post<{ Body: Static<typeof PasswordRequest> }>('/desk/password', { schema: { body: PasswordRequest } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const { login, password, newPassword } = request.body;
    const changed = await accounts.changePassword(reader.session, login, password, newPassword, request.ip);
    if (!changed.ok) return notProved(reply, changed.code, 403);
    await hub.accessLog.append({
      at: core.now(),
      person: reader.person._id,
      device: reader.session.device,
      what: 'password',
      of: reader.person._id,
    });
    return { ok: true };
  });

  app.post<{ Body: Static<typeof HandshakeRequest> }>('/desk/handshake', { schema: { body: HandshakeRequest } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    const { replica, deviceTime, lastN, lastHash, repairs, aside, since } = request.body;
    const hubTime = core.now();
    const counts = { repairs, aside, ...(since === undefined ? {} : { since }) };
    await hub.gate.handshakes.note(reader.session.device, replica, { hubTime, deviceTime, lastN }, lastHash, counts);
    hub.metrics.desk(repairs, aside);
    return { hubTime, storeId: core.store.id, hubId: hub.hubId, wireMin: WIRE_VERSION, wireMax: WIRE_VERSION };
  });

  /** Once, by a revoked device: its unsent work goes into quarantine, each action proved by its own signature [sync D4]. */
  app.post<{ Body: Static<typeof RescueRequest> }>(
    '/desk/rescue',
    { schema: { body: RescueRequest }, bodyLimit: MAX_RESCUE_BYTES, onRequest: onlyRevoked(hub) },
    async (request, reply) => {
      const device = await accounts.device(request.body.device);
      if (device?.revoked === undefined || !(await accounts.deviceMatches(device._id, bearer(request))))
        return refuse(reply, 401, 'unauthorized');
      const at = core.now();
      const items = [...request.body.actions, ...request.body.texts].map((body) => {
        const { _id, actor } = (body ?? {}) as { _id?: unknown; actor?: unknown };
        return {
          ...(typeof _id === 'string' ? { action: _id } : {}),
          body,
          person: typeof actor === 'string' ? actor : '',
          device: device._id,
          at,
          code: 'revoked',
          reason: REFUSALS.revoked,
        };
      });
      await hub.gate.keepAside(items);
      return { ok: true, kept: items.length };
    },
  );
}
