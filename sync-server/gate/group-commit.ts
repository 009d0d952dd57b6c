/** Requests that arrive within a few milliseconds share one forced write [sync G3]: forcing costs the same for one as for many. */
export class GroupCommit<T, R> {
  readonly #write: (items: readonly T[]) => Promise<readonly R[]>;
  readonly #waitMs: number;
  #items: T[] = [];
  #shared: Promise<readonly R[]> | undefined;

  /** `write` answers one result an item, in order. */
  constructor(write: (items: readonly T[]) => Promise<readonly R[]>, waitMs: number) {
    this.#write = write;
    this.#waitMs = waitMs;
  }

  /** Resolves with these items' results when they are on disk. */
  async add(items: readonly T[]): Promise<readonly R[]> {
    if (items.length === 0) return [];
    const from = this.#items.length;
    this.#items.push(...items);
    this.#shared ??= new Promise<void>((resolve) => setTimeout(resolve, this.#waitMs)).then(() => {
      const batch = this.#items;
      this.#items = [];
      this.#shared = undefined;
      return this.#write(batch);
    });
    return (await this.#shared).slice(from, from + items.length);
  }
}
