/**
 * One's own password (F50): the hub decides, so it needs a line; then the key on this device is sealed anew. Where that could not be
 * done the old password opens this device until the next sign-in with a line, and the person is told so (docs/adr/0015).
 */
import { passwordFault } from '../../shared/sync/password-rule.ts';
import { REFUSALS } from '../../shared/hotline/refusals.ts';
import type { DeviceRecord } from '../../shared/host/contract.ts';
import { PasswordAnswer } from '../../shared/sync/wire.ts';
import type { Me, PasswordOutcome } from './door.ts';
import type { HubClient, HubFailure } from './hub-client.ts';
import type { Platform } from './platform.ts';

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

type Given = Readonly<{ platform: Platform; device: DeviceRecord; me: Me; hub: HubClient; online: boolean }>;

export async function changeOwnPassword(given: Given, old: string, next: string): Promise<PasswordOutcome> {
  const { platform, device, me, hub, online } = given;
  const login = device.people.find((one) => one.id === me.id)?.login ?? '';
  const fault = passwordFault(next, login, old);
  if (fault !== undefined) return { ok: false, message: REFUSALS[fault] };
  if (!online) return { ok: false, message: OFFLINE };
  const answer = await hub.request('POST', '/desk/password', PasswordAnswer, { login, password: old, newPassword: next });
  if (!answer.ok) return { ok: false, message: notChanged(answer) };
  const sealed = await platform.host.call('vault.reseal', { person: me.id, password: next });
  return sealed.ok ? { ok: true } : { ok: true, warning: NOT_SEALED };
}
