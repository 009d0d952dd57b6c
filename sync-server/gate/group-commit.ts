/** Requests that arrive within a few milliseconds share one forced write [sync G3]: forcing costs the same for one as for many. */
export class GroupCommit<T, R> {
  readonly #write: (items: readonly T[]) => Promise<readonly R[]>;
  readonly #waitMs: number;
  #items: T[] = [];
  /** Requests in the next batch, and whether the last was shared by several. */
  #requests = 0;
  #shares = false;
  #shared: Promise<readonly R[]> | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  /** `write` answers one result an item, in order. */
  constructor(write: (items: readonly T[]) => Promise<readonly R[]>, waitMs: number) {
    this.#write = write;
    this.#waitMs = waitMs;
  }

  /** Resolves with these items' results when they are on disk. */
  async add(items: readonly T[]): Promise<readonly R[]> {
    if (items.length === 0) return [];
    const from = this.#items.length;
    this.#requests += 1;
    this.#items.push(...items);
    this.#shared ??= this.#next();
    return (await this.#shared).slice(from, from + items.length);
  }

  /** One write at a time: what arrives during a slow one goes together in the next, instead of as many small ones behind it. */
  async #next(): Promise<readonly R[]> {
    // Nobody else's action came with the last one: a desk alone is not kept waiting.
    const pause = new Promise<void>((resolve) => (this.#shares ? setTimeout(resolve, this.#waitMs) : setImmediate(resolve)));
    await Promise.all([pause, this.#writing]);
    const batch = this.#items;
    this.#shares = this.#requests > 1;
    this.#requests = 0;
    this.#items = [];
    this.#shared = undefined;
    const written = this.#write(batch);
    // A write that failed is told to those who asked for it; the next is not held by it.
    this.#writing = written.catch(() => undefined);
    return written;
  }
}
