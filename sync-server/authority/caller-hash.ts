/** A caller known again without the number: an HMAC with a key that never leaves the hub (hotline.md §3). Kept in `private` [sync S1]. */
import { createHmac, randomBytes } from 'node:crypto';
import type { Database } from '../store/database.ts';
import { writeOnce } from '../store/write-whole.ts';

const ID = 'key:callers';

export async function callerHash(db: Database): Promise<(dialled: string) => string> {
  const stored = await db.get<{ secret: string }>(ID);
  if (stored === undefined) {
    await writeOnce(db, [{ _id: ID, schema: 1, secret: randomBytes(32).toString('base64url') }]);
    return callerHash(db);
  }
  const key = new Uint8Array(Buffer.from(stored.secret, 'base64url'));
  return (dialled) => createHmac('sha256', key).update(dialled).digest('base64url');
}
