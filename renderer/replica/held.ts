/** What this replica holds, in memory: id → tag and channels, and each channel's digest kept as rows come and go [sync P1]. */
import { digestAdd, digestRemove, digestWire, EMPTY_DIGEST, type DigestState } from '../../shared/sync/digest.ts';
import type { Digest } from '../../shared/sync/wire.ts';

/** `aside`: the body did not fit [sync D1]; it counts as held all the same. */
export type Holding = Readonly<{ tag: string; in: readonly string[]; aside?: boolean | undefined }>;

export class Held {
  readonly #rows = new Map<string, Holding>();
  readonly #digests = new Map<string, DigestState>();
  #aside = 0;

  get(id: string): Holding | undefined {
    return this.#rows.get(id);
  }

  get size(): number {
    return this.#rows.size;
  }

  /** How many bodies are kept aside. */
  get aside(): number {
    return this.#aside;
  }

  /** Everything anew, at once: nobody finds it half counted. */
  replace(rows: Iterable<readonly [string, Holding]>): void {
    this.clear();
    for (const [id, holding] of rows) this.put(id, holding);
  }

  clear(): void {
    this.#rows.clear();
    this.#digests.clear();
    this.#aside = 0;
  }

  entries(): IterableIterator<[string, Holding]> {
    return this.#rows.entries();
  }

  put(id: string, holding: Holding): void {
    this.drop(id);
    this.#rows.set(id, holding);
    if (holding.aside === true) this.#aside += 1;
    for (const channel of holding.in) this.#digests.set(channel, digestAdd(this.#digests.get(channel) ?? EMPTY_DIGEST, id, holding.tag));
  }

  drop(id: string): void {
    const before = this.#rows.get(id);
    if (before === undefined) return;
    for (const channel of before.in) this.#digests.set(channel, digestRemove(this.#digests.get(channel) ?? EMPTY_DIGEST, id, before.tag));
    this.#rows.delete(id);
    if (before.aside === true) this.#aside -= 1;
  }

  digest(channel: string): Digest {
    return digestWire(this.#digests.get(channel) ?? EMPTY_DIGEST);
  }

  digests(channels: readonly string[]): Record<string, Digest> {
    return Object.fromEntries(channels.map((channel) => [channel, this.digest(channel)]));
  }

  /** Channels whose digest is not the hub's [sync P2]. */
  mismatches(digests: Readonly<Record<string, Digest>>): readonly string[] {
    return Object.entries(digests)
      .filter(([channel, digest]) => {
        const own = this.digest(channel);
        return own.count !== digest.count || own.sum !== digest.sum;
      })
      .map(([channel]) => channel);
  }
}
