/** 现场签批: another person's key is open just as long as their signature takes (hotline.md §4). */
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { Host } from '../../shared/host/contract.ts';
import type { ActOutcome } from './door.ts';

const REASONS = {
  wrongPassword: '密码不正确，请重新输入。',
  unknownPerson: '该同志尚未在本机登录过。请先在本机联网登录一次。',
  tooMany: '输错次数过多，请稍后再试。',
  io: '读取密钥失败，请重试。',
} as const;

export async function asSigner(
  host: Host,
  me: PersonId,
  person: PersonId,
  password: string,
  work: () => Promise<ActOutcome>,
): Promise<ActOutcome> {
  const unlocked = await host.call('vault.unlock', { person, password });
  if (!unlocked.ok) return { ok: false, code: unlocked.code, message: REASONS[unlocked.code] };
  try {
    return await work();
  } finally {
    if (person !== me) await host.call('vault.lock', { person });
  }
}
