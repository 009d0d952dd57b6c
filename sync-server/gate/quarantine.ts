/** What the gate cannot take is kept whole, with who, where, when and why [sync G4]; ids derive from the content. */
import { canonicalBytes, hashHex } from '../../shared/sync/canonical.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import type { Database, Document, Stored } from '../store/database.ts';
import { keepable } from './plain-row.ts';

export type Quarantined = Readonly<{
  _id: string;
  schema: 1;
  /** The action's id where it has one. */
  action?: string;
  body: unknown;
  person: string;
  device: string;
  at: Instant;
  code: string;
  reason: string;
}>;

export class Quarantine {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Sent twice it is kept once: the second write conflicts with the first, and both are answered alike. */
  async keep(items: readonly Omit<Quarantined, '_id' | 'schema'>[]): Promise<void> {
    const documents = items
      .map((given) => ({ ...given, body: keepable(given.body) }))
      .map((item) => ({
        _id: `quarantine:${hashHex(canonicalBytes({ body: item.body, person: item.person, code: item.code }))}`,
        schema: 1,
        ...item,
      }));
    const results = await this.#db.write(documents as unknown as readonly Document[]);
    const failed = results.find((result) => !result.ok && result.error !== 'conflict');
    if (failed !== undefined) throw new Error(`the quarantine did not take ${failed.id}`);
  }

  async all(): Promise<readonly Stored<Quarantined>[]> {
    return this.#db.withPrefix<Quarantined>('quarantine:');
  }
}
