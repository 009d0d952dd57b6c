/** Who looked at what (articles 18; F51): appended to `private`, each entry chained to the one before by its hash. */
import { canonicalBytes, hashHex } from '../../shared/sync/canonical.ts';
import type { Database } from '../store/database.ts';

export type AccessEntry = Readonly<{
  at: string;
  person: string;
  device: string;
  what: 'lookup' | 'view' | 'evidence' | 'admin';
  of: string;
}>;

const PREFIX = 'access:';
type Tail = Readonly<{ n: number; hash: string }>;

export class AccessLog {
  readonly #db: Database;
  #tail: Promise<Tail> | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  async #last(): Promise<Tail> {
    const id = await this.#db.lastId(PREFIX);
    const last = id === undefined ? undefined : await this.#db.get<Tail>(id);
    return last === undefined ? { n: 0, hash: '0'.repeat(64) } : { n: last.n, hash: last.hash };
  }

  /** Resolves when the entry is durable: what is not logged is not shown. */
  append(entry: AccessEntry): Promise<void> {
    const next = (this.#tail ?? this.#last()).then(async (tail) => {
      const body = { ...entry, n: tail.n + 1, prev: tail.hash };
      const hash = hashHex(canonicalBytes(body));
      const [result] = await this.#db.write([{ _id: `${PREFIX}${String(body.n).padStart(12, '0')}`, schema: 1, ...body, hash }]);
      if (result?.ok !== true) throw new Error('the access log did not take an entry');
      return { n: body.n, hash };
    });
    this.#tail = next;
    // After a failure the chain goes on from what the store holds.
    next.catch(() => {
      if (this.#tail === next) this.#tail = undefined;
    });
    return next.then(() => undefined);
  }
}
