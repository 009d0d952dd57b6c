/**
 * The texts, phones and places of the tickets on this desk, ready to be asked (F18, F27). Kept in memory from the slim rows, in
 * slices that no key press waits for; a ticket that leaves the desk leaves this at once [proof L3].
 */
import { plain } from '../../../shared/suggestion/grams.ts';
import { BehaviorSubject, type Observable } from 'rxjs';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import { DuplicateFinder } from '../../../shared/suggestion/duplicates.ts';
import { TextIndex } from '../../../shared/suggestion/text-index.ts';
import type { Replica, SlimRow } from '../../replica/door.ts';

/** The longest the page is held up at a time. */
const SLICE_MS = 8;
/** One by one so many take longer than to read the rest again: somebody moved to another street, or the device is wiped. */
const MANY = 200;

export class Neighbours {
  readonly index = new TextIndex();
  readonly duplicates = new DuplicateFinder(this.index);
  /** Grows with every change; false until all that is here has been read once. */
  readonly state = new BehaviorSubject({ ready: false, version: 0 });
  readonly #waiting = new Set<TicketId>();
  #rows: ReadonlyMap<TicketId, SlimRow> = new Map();
  #working = false;

  constructor(rows: Observable<ReadonlyMap<TicketId, SlimRow>>) {
    rows.subscribe((next) => {
      this.#take(next);
    });
  }

  row(id: string): SlimRow | undefined {
    return this.#rows.get(id as TicketId);
  }

  filedUnder(id: string): readonly string[] {
    const code = this.row(id)?.category;
    return code === undefined ? [] : [code];
  }

  /** Who led earlier matters of a row in a street. */
  leadsOf(category: string | undefined, street: string | undefined): readonly NonNullable<SlimRow['lead']>[] {
    if (category === undefined) return [];
    return [...this.#rows.values()].flatMap((row) =>
      row.lead !== undefined && row.category === category && (street === undefined || row.street === street) ? [row.lead] : [],
    );
  }

  #take(next: ReadonlyMap<TicketId, SlimRow>): void {
    const gone = [...this.#rows.keys()].filter((id) => !next.has(id));
    const anew = gone.length > MANY;
    if (anew) {
      this.index.clear();
      this.duplicates.clear();
    }
    for (const id of gone) {
      this.#waiting.delete(id);
      this.index.drop(id);
      this.duplicates.drop(id);
    }
    for (const [id, row] of next) if (anew || this.#rows.get(id) !== row) this.#waiting.add(id);
    this.#rows = next;
    if (!this.#working) {
      this.#working = true;
      setTimeout(() => {
        this.#slice();
      });
    }
  }

  #slice(): void {
    const until = performance.now() + SLICE_MS;
    for (const id of this.#waiting) {
      this.#waiting.delete(id);
      const row = this.#rows.get(id);
      if (row !== undefined) this.#read(row);
      if (performance.now() >= until) break;
    }
    if (this.#waiting.size > 0) {
      setTimeout(() => {
        this.#slice();
      });
      return;
    }
    this.#working = false;
    this.state.next({ ready: true, version: this.state.value.version + 1 });
  }

  #read(row: SlimRow): void {
    this.index.put(row.id, textOf(row));
    this.duplicates.put(row.id, { title: row.title, phones: row.phones ?? [], address: row.address });
  }
}

/** Title, content and address, as the search keeps them: numbers stand before, the category's path behind. */
function textOf({ search, title }: SlimRow): string {
  return search.slice(Math.max(0, search.indexOf(plain(title))), search.lastIndexOf('\n'));
}

const BY_REPLICA = new WeakMap<Replica, Neighbours>();

/** One for a replica, begun when it is first asked for. */
export function neighboursOf(replica: Replica): Neighbours {
  const known = BY_REPLICA.get(replica);
  if (known !== undefined) return known;
  const made = new Neighbours(replica.rows);
  BY_REPLICA.set(replica, made);
  return made;
}
