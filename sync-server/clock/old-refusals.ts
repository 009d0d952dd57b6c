/**
 * Refusals leave their actors' channels after their term, not the store [sync A2]: a desk would otherwise hold all that its person was
 * ever refused. The verdict stands: only when it left is written, and once that is there nobody asks again.
 */
import type { RefusalDocument } from '../../shared/sync/wire.ts';
import type { Core } from '../core.ts';
import type { Document } from '../store/database.ts';

export function isRefusal(id: string): boolean {
  return id.startsWith('refusal:');
}

/** Of those whose term is over, by the index. */
export async function takeOutRefusals({ store, feed, now }: Core, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const leftAt = now();
  const found = await store.hotline.getMany<RefusalDocument>(ids);
  const leaving = found.flatMap((refusal) => (refusal === undefined || refusal.leftAt !== undefined ? [] : [{ ...refusal, leftAt }]));
  const written = await store.hotline.write(leaving as unknown as readonly Document[]);
  // Another hub's clock was sooner: its word is as good.
  const failed = written.find((result) => !result.ok && result.error !== 'conflict');
  if (failed !== undefined) throw new Error(`the store did not take ${failed.id}`);
  await feed.catchUp();
}
