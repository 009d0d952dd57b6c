/** Requests that arrive within a few milliseconds share one forced write [sync G3]: forcing costs the same for one as for many. */
export class GroupCommit<T> {
  readonly #write: (items: readonly T[]) => Promise<void>;
  readonly #waitMs: number;
  #items: T[] = [];
  #shared: Promise<void> | undefined;

  constructor(write: (items: readonly T[]) => Promise<void>, waitMs: number) {
    this.#write = write;
    this.#waitMs = waitMs;
  }

  /** Resolves when these items are on disk. */
  add(items: readonly T[]): Promise<void> {
    if (items.length === 0) return Promise.resolve();
    this.#items.push(...items);
    this.#shared ??= new Promise<void>((resolve) => setTimeout(resolve, this.#waitMs)).then(() => {
      const batch = this.#items;
      this.#items = [];
      this.#shared = undefined;
      return this.#write(batch);
    });
    return this.#shared;
  }
}
