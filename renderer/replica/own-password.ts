/**
 * One's own password (F50): the hub decides, so it needs a line; then the key on this device is sealed anew. Where that could not be
 * done the old password opens this device until the next sign-in with a line, and the person is told so (docs/adr/0015).
 */
import { passwordFault } from '../../shared/sync/password-rule.ts';
import { REFUSALS } from '../../shared/hotline/refusals.ts';
import type { DeviceRecord } from '../../shared/host/contract.ts';
import { PasswordAnswer, type SessionAnswer } from '../../shared/sync/wire.ts';
import type { Me, NotSignedIn, PasswordOutcome, Replica } from './door.ts';
import type { HubAnswer, HubClient, HubFailure } from './hub-client.ts';
import type { SignedIn } from './link.ts';
import type { Platform } from './platform.ts';
import { NOT_SIGNED_IN_AGAIN, notSignedIn } from './said.ts';

const OFFLINE = '修改密码需要联网，现在连不上服务器，密码没有修改。请恢复网络后再试。';
/** The request may have arrived although its answer did not. */
const UNCERTAIN = '没有收到服务器的答复，密码可能已经修改。下次登录请先用新密码，不行再用原密码。';
const NOT_SEALED = '密码已修改，但本机磁盘未能写入：断网时请仍用原密码登录本机，联网后用新密码登录一次即可。请清理磁盘空间，或联系管理员。';

function notChanged(failure: HubFailure): string {
  switch (failure.kind) {
    case 'network':
      return UNCERTAIN;
    case 'unauthorized':
      return '登录已过期，密码没有修改。请重新输入密码登录后再试。';
    case 'revoked':
      return REFUSALS.revoked;
    case 'busy':
      return '尝试次数过多或服务器繁忙，密码没有修改。请稍后再试。';
    case 'tooLarge':
      return REFUSALS.passwordShort;
    case 'refused':
      return failure.reason === '' ? '密码没有修改，请稍后再试。' : failure.reason;
  }
}

/**
 * The person's own in place of the one that an administrator has set (F50), before any key is made or certified with it. Which of the
 * two counts when the answer is lost is not known: the next sign-in tells.
 */
export async function chooseOwnPassword(
  given: Readonly<{ hub: HubClient; signIn: () => Promise<HubAnswer<SessionAnswer>>; login: string }>,
  old: string,
  next: string,
): Promise<Readonly<{ ok: true }> | NotSignedIn> {
  const { hub, signIn, login } = given;
  const fault = passwordFault(next, login, old);
  if (fault !== undefined) return { ok: false, chooseOwn: true, message: REFUSALS[fault] };
  const session = await signIn();
  if (!session.ok) return { ok: false, message: notSignedIn(session) };
  const body = { login, password: old, newPassword: next };
  const answer = await hub.request('POST', '/desk/password', PasswordAnswer, body, { bearer: session.value.token });
  if (answer.ok) return { ok: true };
  const again = answer.kind === 'busy' || answer.kind === 'refused' || answer.kind === 'tooLarge';
  return { ok: false, message: notChanged(answer), ...(again ? { chooseOwn: true } : {}) };
}

type Given = Readonly<{ platform: Platform; device: DeviceRecord; me: Me; hub: HubClient; online: boolean }>;

export async function changeOwnPassword(given: Given, old: string, next: string): Promise<PasswordOutcome> {
  const { platform, device, me, hub, online } = given;
  const login = device.people.find((one) => one.id === me.id)?.login ?? '';
  const fault = passwordFault(next, login, old);
  if (fault !== undefined) return { ok: false, message: REFUSALS[fault] };
  if (!online) return { ok: false, message: OFFLINE };
  const answer = await hub.request('POST', '/desk/password', PasswordAnswer, { login, password: old, newPassword: next });
  if (!answer.ok) return { ok: false, message: notChanged(answer) };
  return sealAnew({ platform, me }, next);
}

/** The key on this device under the password that the hub has taken. */
async function sealAnew({ platform, me }: Pick<Given, 'platform' | 'me'>, next: string): Promise<PasswordOutcome & { ok: true }> {
  const sealed = await platform.host.call('vault.reseal', { person: me.id, password: next });
  return sealed.ok ? { ok: true } : { ok: true, warning: NOT_SEALED };
}

/** How a person signs in at the hub while their desk is open; see session.ts. */
export type SignInAgain = Readonly<{
  platform: Platform;
  me: Me;
  /** With the password kept in memory, once. */
  signIn: (hub: HubClient) => Promise<SignedIn>;
  givePassword: (password: string) => void;
  /** The person's own in place of the one that an administrator has set, at the hub. */
  chooseOwn: (given: string, own: string) => Promise<Readonly<{ ok: true }> | NotSignedIn>;
}>;

/** After 401, in the middle of work; with `own`, where the password is one that an administrator has set. */
export async function signInAgain(desk: SignInAgain, hub: HubClient, password: string, own?: string): ReturnType<Replica['giveToken']> {
  const chosen = own === undefined ? ({ ok: true } as const) : await desk.chooseOwn(password, own);
  if (!chosen.ok) return chosen;
  const sealed = own === undefined ? ({ ok: true } as const) : await sealAnew(desk, own);
  desk.givePassword(own ?? password);
  const done = await desk.signIn(hub);
  if (done === 'ok') return sealed;
  return { ok: false, message: NOT_SIGNED_IN_AGAIN, ...(done === 'chooseOwn' ? { chooseOwn: true } : {}) };
}
