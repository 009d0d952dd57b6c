/** For writes that must not be lost quietly: an account, a session's end, a line of the access log [sync G3]. */
import type { Database, Document } from './database.ts';

/** The new revisions, in order; throws when the store did not take one of them. What it took beside it stays. */
export async function writeWhole(db: Database, documents: readonly Document[]): Promise<readonly string[]> {
  if (documents.length === 0) return [];
  const results = await db.write(documents);
  return documents.map((document, at) => {
    const result = results[at];
    if (result?.ok !== true) throw new Error(`the store did not take ${document._id}: ${result?.error ?? 'no answer'}`);
    return result.rev;
  });
}

/** For documents that are made once: one that is there already stays as it is; throws when the store did not take a new one. */
export async function writeOnce(db: Database, documents: readonly Document[]): Promise<void> {
  const refused = (await db.write(documents)).find((result) => !result.ok && result.error !== 'conflict');
  if (refused?.ok === false) throw new Error(`the store did not take ${refused.id}: ${refused.error}`);
}
