/** What a database holds, to be compared before and after: a cluster's own sequence is opaque, and another word may mean the same. */
import type { Database } from '../../sync-server/store/database.ts';

/** `id rev` of each document, sorted, without the store's own designs. */
export async function stateOf(database: Database): Promise<readonly string[]> {
  const { changes } = await database.changes(0, 100_000);
  return changes
    .filter(({ id }) => !id.startsWith('_design/'))
    .map(({ id, rev }) => `${id} ${rev}`)
    .sort();
}
