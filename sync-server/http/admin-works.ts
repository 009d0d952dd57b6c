/** What an administrator does that answers more than done: for the JSON routes and the page. In the access log before it is done (F51). */
import type { DeviceId, UnitCode } from '../../shared/hotline/ids.ts';
import { rolesAt } from '../../shared/hotline/standing.ts';
import type { Hub } from '../hub-parts.ts';
import type { Publications } from '../packs/publications.ts';
import type { Publisher } from '../packs/publishers.ts';

/** A one-time enrolment code; the answer is the only time it is seen. Nothing for a unit that is unknown. */
export async function newCode(hub: Hub, unit: string): Promise<string | undefined> {
  if (!hub.core.reference.units.has(unit as UnitCode)) return undefined;
  await hub.accessLog.admin(hub.core.now(), 'codes', `unit:${unit}`);
  return hub.enrolmentCode(unit as UnitCode);
}

type Switch = Readonly<{ login: string; allowed: boolean; key?: string }>;

/** Clients of the CouchDB API, by account [sync X1]; with a public key they may send signed actions. */
export async function switchClient(hub: Hub, { login, allowed, key }: Switch): Promise<Readonly<{ device?: DeviceId }> | 'unknown'> {
  const person = (await hub.accounts.logins()).find((one) => one.login === login)?.person;
  const unit = rolesAt(person === undefined ? undefined : hub.core.reference.people.get(person), hub.core.now())[0]?.unit;
  await hub.accessLog.admin(hub.core.now(), 'clients', `${login} ${allowed ? '允许' : '停止'}`);
  if (unit === undefined) return 'unknown';
  const device = await hub.accounts.allowClient(login, allowed, unit, key);
  return device === undefined ? {} : { device };
}

export async function trust(hub: Hub, publisher: Publisher): Promise<void> {
  await hub.accessLog.admin(hub.core.now(), 'publishers', `${publisher.hubId} ${publisher.name}`);
  await hub.publications.trust(publisher);
}

export async function takeReferenceFile(hub: Hub, kind: 'pack' | 'calendar', body: unknown): ReturnType<Publications['take']> {
  await hub.accessLog.admin(hub.core.now(), kind, kind);
  return hub.publications.take(kind, body);
}
