/** Enrolment, sign-in, several people on one PC: the password opens the local key first; the network comes after. */
import type { Instant, PersonId } from '../../shared/hotline/ids.ts';
import { audienceOf } from '../../shared/hotline/standing.ts';
import type { RoleHeld } from '../../shared/hotline/roles.ts';
import type { DeviceRecord, HostResult } from '../../shared/host/contract.ts';
import { Check } from 'typebox/value';
import { EnrolAnswer, EnrolmentCode, SessionAnswer } from '../../shared/sync/wire.ts';
import type { Me } from './door.ts';
import { HubClient, type HubAnswer } from './hub-client.ts';
import type { Platform } from './platform.ts';
import { LocalReplica } from './replica.ts';

export type Opened = Readonly<{ ok: true; replica: LocalReplica } | { ok: false; message: string }>;
type Person = DeviceRecord['people'][number];

const NO_NETWORK = '连不上服务器。首次登录需要联网，请检查网络后重试。';

/** Reads `GD1.…`, asks the hub for this device's own secret, and keeps it. */
export async function enrolDevice(
  platform: Platform,
  code: string,
  name: string,
): Promise<Readonly<{ ok: true; device: DeviceRecord } | { ok: false; message: string }>> {
  const parsed = parseCode(code);
  if (parsed === undefined) return { ok: false, message: '注册码格式不对。请完整粘贴管理员给的注册码（以 GD1. 开头）。' };
  const hub = new HubClient(platform.fetch, parsed.hub);
  const answer = await hub.request('POST', '/desk/enrol', EnrolAnswer, { secret: parsed.secret, name });
  if (!answer.ok) return { ok: false, message: answer.kind === 'refused' ? answer.reason : NO_NETWORK };
  const { hubId, device, deviceSecret, unit, unitName, people } = answer.value;
  if (hubId !== parsed.hubId) return { ok: false, message: '注册码与服务器不符。请向管理员索取新的注册码。' };
  const record: DeviceRecord = {
    hub: parsed.hub,
    hubId,
    device,
    deviceSecret,
    unit,
    unitName,
    people: people.map(({ id, name: who, login, roles }) => ({ id, name: who, login, roles })),
  };
  const saved = await platform.host.call('device.save', record);
  return saved.ok ? { ok: true, device: record } : { ok: false, message: '无法写入本机磁盘，请清理磁盘后重试。' };
}

function parseCode(code: string): EnrolmentCode | undefined {
  const match = /^GD1\.([A-Za-z0-9_-]+)$/u.exec(code.trim());
  if (match?.[1] === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(atob(match[1].replaceAll('-', '+').replaceAll('_', '/')));
    return Check(EnrolmentCode, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function meOf(person: Person, device: DeviceRecord): Me {
  const held = person.roles.map((role) => ({ role, unit: device.unit, from: '' as Instant }) satisfies RoleHeld);
  return { id: person.id, name: person.name, roles: person.roles, unit: device.unit, audience: audienceOf(held) };
}

function sessionCall(
  hub: HubClient,
  device: DeviceRecord,
  person: Person,
  password: string,
  publicKey?: string,
): Promise<HubAnswer<SessionAnswer>> {
  const body = {
    device: device.device,
    deviceSecret: device.deviceSecret,
    login: person.login,
    password,
    ...(publicKey === undefined ? {} : { publicKey }),
  };
  return hub.request('POST', '/desk/session', SessionAnswer, body);
}

/** The first time on this device the hub must vouch for the password before a key is made. */
async function firstKey(
  platform: Platform,
  device: DeviceRecord,
  person: Person,
  password: string,
): Promise<HostResult<'vault.create'> | string> {
  const answer = await sessionCall(new HubClient(platform.fetch, device.hub), device, person, password);
  if (!answer.ok)
    return answer.kind === 'unauthorized'
      ? '密码不正确，请重新输入。'
      : answer.kind === 'revoked'
        ? '本设备已被停用，请联系管理员。'
        : NO_NETWORK;
  return platform.host.call('vault.create', { person: person.id, password });
}

/** Into the replica at once when the password opens the local key; the session is fetched behind it. */
export async function signIn(platform: Platform, device: DeviceRecord, id: PersonId, password: string): Promise<Opened> {
  const person = device.people.find((one) => one.id === id);
  if (person === undefined) return { ok: false, message: '该人员不在本机名单中，请联系管理员。' };
  const unlocked = await platform.host.call('vault.unlock', { person: id, password });
  let key: HostResult<'vault.create'> | HostResult<'vault.unlock'> = unlocked;
  if (!unlocked.ok && unlocked.code === 'unknownPerson') {
    const made = await firstKey(platform, device, person, password);
    if (typeof made === 'string') return { ok: false, message: made };
    key = made;
  }
  if (!key.ok)
    return {
      ok: false,
      message:
        key.code === 'tooMany'
          ? '输错次数过多，请半分钟后再试。'
          : key.code === 'wrongPassword'
            ? '密码不正确，请重新输入。'
            : '本机密钥无法读取，请联系管理员。',
    };
  const { publicKey, chain } = key;
  // Kept in memory only until a session is had with it.
  let kept: string | undefined = password;
  const replica = await LocalReplica.open({
    platform,
    device,
    me: meOf(person, device),
    chain,
    givePassword(next) {
      kept = next;
    },
    async signIn(hub) {
      if (kept === undefined) return 'password';
      const answer = await sessionCall(hub, device, person, kept, publicKey);
      if (answer.ok) {
        hub.token = answer.value.token;
        kept = undefined;
        return 'ok';
      }
      if (answer.kind === 'unauthorized') {
        kept = undefined;
        return 'password';
      }
      return answer.kind === 'revoked' ? 'revoked' : 'network';
    },
  });
  return { ok: true, replica };
}
