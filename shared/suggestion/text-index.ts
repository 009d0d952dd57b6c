/**
 * Which of the tickets held here say nearly the same: an inverted index of character pairs, kept up one ticket at a time.
 * Only tickets that share a rare enough pair with the question are looked at, so that an answer takes milliseconds at 20,000.
 */
import { gramsOf } from './grams.ts';

/**
 * 0–1, by weight. `likeness`: what both have, of what either has (Jaccard). `overlap`: what both have, of the one that says
 * less; a short complaint lies whole in a long one about the same matter.
 */
export type Near = Readonly<{ id: string; likeness: number; overlap: number }>;

/** A pair found in more of the texts than this says nothing about any of them, and would cost the most. */
const COMMON = 0.1;
/** A text of 7,000 characters is asked by its rarest pairs: more add time and no certainty. */
const MOST_PAIRS = 400;
/** A text of fewer telling pairs than this lies whole in many others by chance. */
const LEAST_MASS = 8;
/** The weights are taken anew when the index has grown by this share. */
const STALE_SHARE = 0.05;

type Entry = { id: string; text: string; mass: number };

export class TextIndex {
  readonly #places = new Map<string, number>();
  readonly #entries: (Entry | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #postings = new Map<number, number[]>();
  /** Places whose own weight is not known yet. */
  readonly #unweighed = new Set<number>();
  #changes = 0;
  #weighedAt = 0;

  get size(): number {
    return this.#places.size;
  }

  put(id: string, text: string): void {
    const known = this.#places.get(id);
    if (known !== undefined) {
      if (this.#entries[known]?.text === text) return;
      this.drop(id);
    }
    const place = this.#free.pop() ?? this.#entries.length;
    this.#entries[place] = { id, text, mass: 0 };
    this.#places.set(id, place);
    this.#unweighed.add(place);
    for (const gram of gramsOf(text)) {
      const list = this.#postings.get(gram);
      if (list === undefined) this.#postings.set(gram, [place]);
      else list.push(place);
    }
    this.#changes += 1;
  }

  /** Nothing of it stays: neither its text nor where its pairs were [proof L3]. */
  drop(id: string): void {
    const place = this.#places.get(id);
    const entry = place === undefined ? undefined : this.#entries[place];
    if (place === undefined || entry === undefined) return;
    for (const gram of gramsOf(entry.text)) {
      const list = this.#postings.get(gram);
      if (list === undefined) continue;
      list.splice(list.lastIndexOf(place), 1);
      if (list.length === 0) this.#postings.delete(gram);
    }
    this.#places.delete(id);
    this.#entries[place] = undefined;
    this.#unweighed.delete(place);
    this.#free.push(place);
    this.#changes += 1;
  }

  /** All of it, at once. */
  clear(): void {
    this.#places.clear();
    this.#entries.length = 0;
    this.#free.length = 0;
    this.#postings.clear();
    this.#unweighed.clear();
    this.#changes += 1;
  }

  /** How telling a pair is among the texts held: next to nothing in all of them, more the fewer there are. */
  rarity(gram: number): number {
    return this.#rarityOf(this.#postings.get(gram)?.length ?? 0);
  }

  /** The nearest texts, nearest first. */
  near(
    text: string | ReadonlySet<number>,
    limit: number,
    accept: (id: string) => boolean = () => true,
    by: 'likeness' | 'overlap' = 'likeness',
  ): readonly Near[] {
    this.#weigh();
    const asked = typeof text === 'string' ? gramsOf(text) : text;
    let mass = 0;
    const telling: { weight: number; list: readonly number[] }[] = [];
    for (const gram of asked) {
      const weight = this.#weight(gram);
      mass += weight;
      const list = this.#postings.get(gram);
      if (list !== undefined && weight > 0) telling.push({ weight, list });
    }
    if (telling.length > MOST_PAIRS) telling.sort((a, b) => b.weight - a.weight).length = MOST_PAIRS;
    const shared = new Float64Array(this.#entries.length);
    const touched: number[] = [];
    for (const { weight, list } of telling)
      for (const place of list) {
        if (shared[place] === 0) touched.push(place);
        shared[place] = (shared[place] ?? 0) + weight;
      }
    const kept: Near[] = [];
    const least = LEAST_MASS * this.#weightOf(1);
    for (const place of touched) {
      const entry = this.#entries[place];
      if (entry === undefined) continue;
      const both = shared[place] ?? 0;
      const likeness = both / (mass + entry.mass - both);
      const overlap = Math.min(1, both / Math.max(Math.min(mass, entry.mass), least));
      keepNearest(kept, { id: entry.id, likeness, overlap }, limit, by, accept);
    }
    return kept;
  }

  #weight(gram: number): number {
    return this.#weightOf(this.#postings.get(gram)?.length ?? 0);
  }

  /** Of a pair that `count` texts hold. */
  #weightOf(count: number): number {
    return count > Math.max(8, this.size * COMMON) ? 0 : this.#rarityOf(count) ** 2;
  }

  #rarityOf(count: number): number {
    return Math.log((this.size + 1) / (count + 0.5));
  }

  /** Every text's own weight: in one pass over the index now and then, what came since by itself. */
  #weigh(): void {
    if (this.#changes - this.#weighedAt > this.size * STALE_SHARE) {
      for (const entry of this.#entries) if (entry !== undefined) entry.mass = 0;
      for (const [gram, list] of this.#postings) {
        const weight = this.#weight(gram);
        for (const place of list) {
          const entry = this.#entries[place];
          if (entry !== undefined) entry.mass += weight;
        }
      }
      this.#weighedAt = this.#changes;
      this.#unweighed.clear();
    }
    for (const place of this.#unweighed) {
      const entry = this.#entries[place];
      if (entry !== undefined) for (const gram of gramsOf(entry.text)) entry.mass += this.#weight(gram);
    }
    this.#unweighed.clear();
  }
}

/** Into its place among the nearest so far. All that share a pair may be twenty thousand: they are not sorted for thirty. */
function keepNearest(kept: Near[], one: Near, limit: number, by: 'likeness' | 'overlap', accept: (id: string) => boolean): void {
  const last = kept[limit - 1];
  if (last !== undefined && !isNearer(one, last, by)) return;
  if (!accept(one.id)) return;
  let at = kept.length;
  while (at > 0 && isNearer(one, kept[at - 1] as Near, by)) at -= 1;
  kept.splice(at, 0, one);
  if (kept.length > limit) kept.pop();
}

/** Of two alike the later one. */
function isNearer(one: Near, other: Near, by: 'likeness' | 'overlap'): boolean {
  return one[by] > other[by] || (one[by] === other[by] && one.id > other.id);
}
