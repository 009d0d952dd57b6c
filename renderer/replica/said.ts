/** What the desk says before it knows more, and when it could not save: never 已保存 without the disk's word [sync D2, F7]. */
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { SyncStatus } from './door.ts';

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

export const NOT_SAVED = {
  noRoom: refusalText('noRoom'),
  locked: '请先输入密码解锁本人密钥。',
  tooLarge: refusalText('tooLarge'),
  io: '写入磁盘失败，未能保存。请检查磁盘后重试，本页文字不会丢失。',
} as const;
