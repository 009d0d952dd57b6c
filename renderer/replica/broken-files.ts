/** A file that cannot be read is kept aside by the host; the person is told, once [sync D2]. */
import type { Instant } from '../../shared/hotline/ids.ts';
import { readMeta, writeMeta, type Replicated } from './collections.ts';
import type { Platform } from './platform.ts';

export async function reportBroken(
  database: Replicated,
  names: readonly string[],
  { log, ulid }: Pick<Platform, 'log' | 'ulid'>,
  at: Instant,
): Promise<void> {
  const told = (await readMeta<{ names: readonly string[] }>(database, 'broken'))?.names ?? [];
  const fresh = names.filter((name) => !told.includes(name));
  if (fresh.length === 0) return;
  log(`action files that cannot be read: ${fresh.join(', ')}`);
  const text = `本机有 ${fresh.length} 份记录文件损坏，无法发送，已另存备查。请核对最近办理的事项，并联系管理员。`;
  const activity = { id: `activity:${ulid()}`, at, text };
  await database.own.upsert({ id: activity.id, value: activity });
  await writeMeta(database, 'broken', { names: [...told, ...fresh] });
}
