/** Rows by key of views and of Mango's indexes, kept in memory and brought up to date at each question [sync X2]. */
import { CouchError } from './answer.ts';
import { collate } from './collate.ts';
import type { RootDatabase } from './databases.ts';
import { readDoc } from './documents-read.ts';
import type { ChangeRow, Doc } from './pouch.ts';
import { isSecret } from './rights.ts';

export type ViewRow = Readonly<{ id: string; key: unknown; value: unknown }>;
/** Of each document its rows: key and value. */
export type Mapping = (docs: readonly Doc[]) => Promise<readonly (readonly (readonly [key: unknown, value: unknown])[])[]>;

/** What a design document's options let its map functions see besides. */
type Seen = Readonly<{ designs?: boolean; sequences?: boolean }>;

const PAGE = 200;
/** Administrators' questions, not a city's desks: beyond this the hub's memory is worth more. */
const MOST_ROWS = 500_000;
const MOST_INDEXES = 8;

/** Views see who lost, too: that is how a person finds conflicts. */
async function withConflicts(database: RootDatabase, { id, deleted, doc, changes }: ChangeRow): Promise<readonly Doc[]> {
  if (deleted === true || doc === undefined) return [];
  if (changes.length < 2) return [doc];
  try {
    return [await readDoc(database, id, { conflicts: true, deletedConflicts: true })];
  } catch (error) {
    // Deleted meanwhile: its own change follows.
    if (error instanceof CouchError && error.status === 404) return [];
    throw error;
  }
}

class ViewIndex {
  #seq = 0;
  #rows: readonly ViewRow[] = [];
  #working: Promise<unknown> = Promise.resolve();

  /** One after the other: two questions at once must not map a page twice. */
  rows(database: RootDatabase, mapping: Mapping, seen: Seen): Promise<readonly ViewRow[]> {
    const next = this.#working.then(() => this.#update(database, mapping, seen));
    this.#working = next.catch(() => undefined);
    return next;
  }

  async #update(database: RootDatabase, mapping: Mapping, { designs, sequences }: Seen): Promise<readonly ViewRow[]> {
    const changed = new Set<string>();
    const fresh: ViewRow[] = [];
    let at = this.#seq;
    for (;;) {
      const { results, last_seq } = await database.pouch.changes({ since: at, limit: PAGE, include_docs: true, style: 'all_docs' });
      const seen = results.filter(({ id }) => (designs === true || !id.startsWith('_design/')) && !isSecret(database, id));
      const living = (await Promise.all(seen.map((change) => withConflicts(database, change)))).flatMap((docs, n) =>
        docs.map((doc) => (sequences === true ? { ...doc, _local_seq: seen[n]?.seq } : doc)),
      );
      const mapped = living.length === 0 ? [] : await mapping(living);
      for (const { id } of seen) changed.add(id);
      for (const [n, doc] of living.entries()) for (const [key, value] of mapped[n] ?? []) fresh.push({ id: doc._id, key, value });
      if (this.#rows.length + fresh.length > MOST_ROWS) throw new CouchError(503, 'view_too_large', `A view may have ${MOST_ROWS} rows.`);
      at = Math.max(at, last_seq);
      if (results.length < PAGE) break;
    }
    if (changed.size > 0) {
      const kept = this.#rows.filter(({ id }) => !changed.has(id));
      this.#rows = [...kept, ...fresh].sort(
        (a, b) => collate(a.key, b.key) || (a.id < b.id ? -1 : a.id > b.id ? 1 : collate(a.value, b.value)),
      );
    }
    this.#seq = at;
    return this.#rows;
  }
}

export class ViewIndexes {
  readonly #indexes = new Map<string, ViewIndex>();

  /** `name` says which mapping it is, its version included. */
  rows(database: RootDatabase, name: readonly unknown[], mapping: Mapping, seen: Seen = {}): Promise<readonly ViewRow[]> {
    const key = JSON.stringify([database.tag, database.purges, ...name]);
    const index = this.#indexes.get(key) ?? new ViewIndex();
    this.#indexes.delete(key);
    this.#indexes.set(key, index);
    for (const oldest of this.#indexes.keys()) {
      if (this.#indexes.size <= MOST_INDEXES) break;
      this.#indexes.delete(oldest);
    }
    return index.rows(database, mapping, seen);
  }
}
