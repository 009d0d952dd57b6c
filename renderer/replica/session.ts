/** Enrolment, sign-in, several people on one PC: the password opens the local key first; the network comes after. */
import type { Instant, PersonId } from '../../shared/hotline/ids.ts';
import { audienceOf } from '../../shared/hotline/standing.ts';
import type { RoleHeld } from '../../shared/hotline/roles.ts';
import type { DeviceRecord, HostResult } from '../../shared/host/contract.ts';
import { Check } from 'typebox/value';
import { EnrolAnswer, EnrolmentCode, MUST_CHANGE_PASSWORD, SessionAnswer } from '../../shared/sync/wire.ts';
import type { Me, NotSignedIn } from './door.ts';
import { HubClient, type HubAnswer } from './hub-client.ts';
import { chooseOwnPassword } from './own-password.ts';
import type { Platform } from './platform.ts';
import { LocalReplica } from './replica.ts';
import { NO_NETWORK, notSignedIn } from './said.ts';

export type Opened = Readonly<{ ok: true; replica: LocalReplica }> | NotSignedIn;
type Person = DeviceRecord['people'][number];

const WRONG_OR_CHANGED = '密码不正确。如果密码是在别处修改的，请联网后再登录；断网时可用原密码。';
const MUST_CHOOSE: NotSignedIn = { ok: false, chooseOwn: true, message: '' };

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
  const { hubId, device, deviceSecret, unit, unitName, people, hubKey } = answer.value;
  if (hubId !== parsed.hubId) return { ok: false, message: '注册码与服务器不符。请向管理员索取新的注册码。' };
  const record: DeviceRecord = {
    hub: parsed.hub,
    hubId,
    device,
    deviceSecret,
    unit,
    unitName,
    ...(hubKey === undefined ? {} : { hubKey }),
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

/**
 * The first time on this device the hub must vouch for the password before a key is made, and for the key before it is used: what
 * an uncertified key has signed, as a leader's on a clerk's replica, would end in quarantine [sync G1].
 */
async function firstKey(
  platform: Platform,
  device: DeviceRecord,
  person: Person,
  password: string,
): Promise<HostResult<'vault.create'> | NotSignedIn> {
  const hub = new HubClient(platform.fetch, device.hub);
  const asked = await sessionCall(hub, device, person, password);
  if (!asked.ok) {
    // A wipe that was cut short [sync D4]: nobody has a key here any more, so nobody's work is here either.
    const { people } = await platform.host.call('vault.people', {});
    if (asked.kind === 'revoked' && people.length === 0) await platform.host.call('device.wipe', {});
    return { ok: false, message: notSignedIn(asked) };
  }
  if (asked.value.code === MUST_CHANGE_PASSWORD) return MUST_CHOOSE;
  const made = await platform.host.call('vault.create', { person: person.id, password });
  if (!made.ok) return made;
  const certified = await sessionCall(hub, device, person, password, made.publicKey);
  return certified.ok ? made : { ok: false, message: notSignedIn(certified) };
}

/**
 * A password that does not open the key here, and which the hub vouches for, was changed elsewhere: on another device, or by the
 * administrator (docs/adr/0015). Nothing lies under the old key but itself, and what it signed stays proved; the new one is certified
 * before it is used. `undefined`: the hub does not vouch for it, or cannot be asked.
 */
async function changedElsewhere(
  platform: Platform,
  device: DeviceRecord,
  person: Person,
  password: string,
): Promise<HostResult<'vault.renew'> | NotSignedIn | undefined> {
  const hub = new HubClient(platform.fetch, device.hub);
  const asked = await sessionCall(hub, device, person, password);
  if (!asked.ok) return asked.kind === 'network' ? { ok: false, message: WRONG_OR_CHANGED } : undefined;
  if (asked.value.code === MUST_CHANGE_PASSWORD) return MUST_CHOOSE;
  const renewed = await platform.host.call('vault.renew', { person: person.id, password });
  if (!renewed.ok) return renewed;
  const certified = await sessionCall(hub, device, person, password, renewed.publicKey);
  return certified.ok ? renewed : { ok: false, message: notSignedIn(certified) };
}

/** Enrolled before hubs told their key (docs/adr/0008). Once known it is never changed by an answer. */
async function learnKey({ host }: Platform, hubKey: string | undefined): Promise<void> {
  const device = await host.call('device.load', {});
  if (hubKey !== undefined && device !== null && device.hubKey === undefined) await host.call('device.save', { ...device, hubKey });
}

const NOT_OPENED = {
  tooMany: '输错次数过多，请半分钟后再试。',
  wrongPassword: '密码不正确，请重新输入。',
  noRoom: '磁盘空间不足，无法登录。请清理磁盘后重试。',
  exists: '本机密钥无法读取，请联系管理员。',
  unknownPerson: '本机密钥无法读取，请联系管理员。',
  io: '本机密钥无法读取，请联系管理员。',
} as const;

/**
 * Into the replica at once when the password opens the local key; the session is fetched behind it. `own`: the person's choice in place
 * of `password`, which an administrator has set.
 */
export async function signIn(platform: Platform, device: DeviceRecord, id: PersonId, password: string, own?: string): Promise<Opened> {
  const person = device.people.find((one) => one.id === id);
  if (person === undefined) return { ok: false, message: '该人员不在本机名单中，请联系管理员。' };
  try {
    if (own === undefined) return await open(platform, device, person, password);
    const chosen = await chosenOwn(platform, device, person, password, own);
    return chosen.ok ? await open(platform, device, person, own) : chosen;
  } catch (error) {
    // The files are safe whatever happened to the browser engine's database [sync D2].
    platform.log(`sign-in: ${String(error)}`);
    return { ok: false, message: '本机资料无法打开，未发送的记录仍在磁盘上。请重新启动程序后再试，仍不成功请联系管理员。' };
  }
}

function chosenOwn(
  platform: Platform,
  device: DeviceRecord,
  person: Person,
  password: string,
  own: string,
): ReturnType<typeof chooseOwnPassword> {
  const hub = new HubClient(platform.fetch, device.hub);
  return chooseOwnPassword({ hub, login: person.login, signIn: () => sessionCall(hub, device, person, password) }, password, own);
}

async function open(platform: Platform, device: DeviceRecord, person: Person, password: string): Promise<Opened> {
  const unlocked = await platform.host.call('vault.unlock', { person: person.id, password });
  let key: HostResult<'vault.create'> | HostResult<'vault.unlock'> | HostResult<'vault.renew'> | NotSignedIn = unlocked;
  if (!unlocked.ok && unlocked.code === 'unknownPerson') key = await firstKey(platform, device, person, password);
  if (!unlocked.ok && unlocked.code === 'wrongPassword') key = (await changedElsewhere(platform, device, person, password)) ?? unlocked;
  if (!key.ok) return 'message' in key ? key : { ok: false, message: NOT_OPENED[key.code] };
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
    chooseOwn: (given, own) => chosenOwn(platform, device, person, given, own),
    async signIn(hub) {
      if (kept === undefined) return 'password';
      const answer = await sessionCall(hub, device, person, kept, publicKey);
      if (answer.ok && answer.value.code === undefined) {
        hub.token = answer.value.token;
        kept = undefined;
        await learnKey(platform, answer.value.hubKey);
        return 'ok';
      }
      if (answer.ok || answer.kind === 'unauthorized') {
        kept = undefined;
        return answer.ok ? 'chooseOwn' : 'password';
      }
      return answer.kind === 'revoked' ? 'revoked' : 'network';
    },
  });
  return { ok: true, replica };
}
