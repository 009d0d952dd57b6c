/** The CouchDB behind the hub, by its one door [sync S1, S2]: four databases, and the store's own id [sync R1]. */
import type { Database } from './database.ts';
import { openDatabase, type EmbeddedDatabase, type StorePlace } from './pouch-database.ts';
import { Turn } from './turn.ts';

export const OWN_NAMES = ['accounts', 'evidence', 'hotline', 'private'] as const;
export type OwnName = (typeof OWN_NAMES)[number];

export type Store = Readonly<{
  /** Random, renewed by `restore` [sync R1]. */
  id: string;
  hotline: Database;
  evidence: Database;
  accounts: Database;
  /** Quarantine, access log, claimed numbers, handshakes, store id: never reaches a desk [sync S1]. */
  private: Database;
  /** For the CouchDB API at the root [sync X2]; absent where an Apache CouchDB answers for itself. */
  embedded: Readonly<Record<OwnName, EmbeddedDatabase>> | undefined;
  turn: Turn;
  close: () => Promise<void>;
}>;

export const STORE_ID = 'store:id';

/** `empty`: no id is written, because a backup's documents are about to come. */
export async function openStore(place: StorePlace, newId: () => string, as?: 'empty'): Promise<Store> {
  const turn = new Turn();
  const hotline = openDatabase(place, 'hotline', turn);
  const evidence = openDatabase(place, 'evidence', turn);
  const accounts = openDatabase(place, 'accounts', turn);
  const inner = openDatabase(place, 'private');
  const known = await inner.get<{ id: string }>(STORE_ID);
  const id = known?.id ?? newId();
  if (known === undefined && as !== 'empty') await inner.write([{ _id: STORE_ID, schema: 1, id }]);
  const [a, e, h, p] = [accounts.embedded, evidence.embedded, hotline.embedded, inner.embedded];
  return {
    id,
    turn,
    embedded:
      a === undefined || e === undefined || h === undefined || p === undefined
        ? undefined
        : { accounts: a, evidence: e, hotline: h, private: p },
    hotline,
    evidence,
    accounts,
    private: inner,
    async close() {
      await Promise.all([hotline.close(), evidence.close(), accounts.close(), inner.close()]);
    },
  };
}
