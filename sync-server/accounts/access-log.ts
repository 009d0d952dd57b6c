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

export class AccessLog {
  readonly #db: Database;
  #tail: Promise<{ n: number; hash: string }>;

  constructor(db: Database) {
    this.#db = db;
    this.#tail = db.lastId(PREFIX).then(async (id) => {
      const last = id === undefined ? undefined : await db.get<{ n: number; hash: string }>(id);
      return last === undefined ? { n: 0, hash: '0'.repeat(64) } : { n: last.n, hash: last.hash };
    });
  }

  /** Resolves when the entry is durable: what is not logged is not shown. */
  append(entry: AccessEntry): Promise<void> {
    const next = this.#tail.then(async (tail) => {
      const body = { ...entry, n: tail.n + 1, prev: tail.hash };
      const hash = hashHex(canonicalBytes(body));
      await this.#db.write([{ _id: `${PREFIX}${String(body.n).padStart(12, '0')}`, schema: 1, ...body, hash }]);
      return { n: body.n, hash };
    });
    this.#tail = next;
    return next.then(() => undefined);
  }
}
