/** The CouchDB behind the hub, by its one door [sync S1, S2]: four databases, and the store's own id [sync R1]. */
import type { Database } from './database.ts';
import { openDatabase, type StorePlace } from './pouch-database.ts';

export type Store = Readonly<{
  /** Random, renewed by `restore` [sync R1]. */
  id: string;
  hotline: Database;
  evidence: Database;
  accounts: Database;
  /** Quarantine, access log, claimed numbers, handshakes, store id: never reaches a desk [sync S1]. */
  private: Database;
  close: () => Promise<void>;
}>;

export const STORE_ID = 'store:id';

/** `empty`: no id is written, because a backup's documents are about to come. */
export async function openStore(place: StorePlace, newId: () => string, as?: 'empty'): Promise<Store> {
  const hotline = openDatabase(place, 'hotline');
  const evidence = openDatabase(place, 'evidence');
  const accounts = openDatabase(place, 'accounts');
  const inner = openDatabase(place, 'private');
  const known = await inner.get<{ id: string }>(STORE_ID);
  const id = known?.id ?? newId();
  if (known === undefined && as !== 'empty') await inner.write([{ _id: STORE_ID, schema: 1, id }]);
  return {
    id,
    hotline,
    evidence,
    accounts,
    private: inner,
    async close() {
      await Promise.all([hotline.close(), evidence.close(), accounts.close(), inner.close()]);
    },
  };
}
