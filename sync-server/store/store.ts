/** The CouchDB behind the hub, by its one door [sync S1, S2]: four databases, and the store's own id [sync R1]. */
import { StoreNotPrepared } from './couchdb-fetch.ts';
import type { Database } from './database.ts';
import { refuseLater } from './folder-format.ts';
import type { OwnName } from './own-names.ts';
import { openDatabase, type EmbeddedDatabase, type StorePlace } from './pouch-database.ts';
import { Turn } from './turn.ts';

export { OWN_NAMES, type OwnName } from './own-names.ts';

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
/** Of the documents in the store: raised when an earlier version would read them wrongly. It stands in the document of the store's id. */
export const STORE_FORMAT = 1;
/** Stands in `private` while another store is copied into this one [sync X3]: half a city is served to nobody. */
export const STORE_FILLING = 'store:filling';

/** `empty`: no id is written, because a backup's documents are about to come. */
export async function openStore(place: StorePlace, newId: () => string, as?: 'empty'): Promise<Store> {
  const turn = new Turn();
  const hotline = openDatabase(place, 'hotline', turn);
  const evidence = openDatabase(place, 'evidence', turn);
  const accounts = openDatabase(place, 'accounts', turn);
  const inner = openDatabase(place, 'private');
  const close = async (): Promise<void> => {
    await Promise.all([hotline.close(), evidence.close(), accounts.close(), inner.close()]);
  };
  const known = await inner.get<{ id: string; schema: number }>(STORE_ID);
  if ((known?.schema ?? 0) > STORE_FORMAT) await close();
  refuseLater('store', known?.schema, STORE_FORMAT);
  if (as !== 'empty' && (await inner.get<object>(STORE_FILLING)) !== undefined)
    throw new StoreNotPrepared('a migration into it has not ended');
  const id = known?.id ?? newId();
  if (known === undefined && as !== 'empty') {
    const [written] = await inner.write([{ _id: STORE_ID, schema: STORE_FORMAT, id }]);
    if (written?.ok !== true) throw new Error(`the store did not take ${STORE_ID}`);
  }
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
    close,
  };
}
