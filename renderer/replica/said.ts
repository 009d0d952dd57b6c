/** What the desk says before it knows more, and when it could not save: never 已保存 without the disk's word [sync D2, F7]. */
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { SyncStatus } from './door.ts';
import type { HubFailure } from './hub-client.ts';

export const AT_START: SyncStatus = {
  link: 'offline',
  complete: false,
  unsent: 0,
  sent: 0,
  refused: 0,
  repairs: 0,
  aside: 0,
  evidence: { waiting: 0, confirmed: 0 },
  drift: 0,
};

export const NO_NETWORK = '连不上服务器。首次登录需要联网，请检查网络后重试。';
export const NOT_SIGNED_IN_AGAIN = '没有登录成功。请核对密码和网络后再试，未送达的记录不受影响。';

/** Why there is no session, where nothing of the person's is open yet. */
export function notSignedIn(failure: HubFailure): string {
  if (failure.kind === 'unauthorized') return '密码不正确，请重新输入。';
  if (failure.kind === 'revoked') return '本设备已被停用，请联系管理员。';
  return failure.kind === 'busy' ? whyBusy(failure.reason) : NO_NETWORK;
}

/** A proxy that answers in the hub's place gives no reason. */
export function whyBusy(reason: string): string {
  return reason === '' ? refusalText('overload') : reason;
}

export const NOT_SAVED = {
  noRoom: refusalText('noRoom'),
  locked: '请先输入密码解锁本人密钥。',
  tooLarge: refusalText('tooLarge'),
  io: '写入磁盘失败，未能保存。请检查磁盘后重试，本页文字不会丢失。',
} as const;
