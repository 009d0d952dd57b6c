/** Work is begun in the order it came, and no more of it at a time than fits: what else the thread has to do comes in between. */
export class Turns {
  readonly #most: number;
  #under = 0;
  #waits = 0;
  readonly #queue: { size: number; begin: () => void }[] = [];

  /** `most`: of the sizes under way together. A piece that is larger goes alone. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Sizes under way and waiting. */
  get load(): number {
    return this.#under + this.#waits;
  }

  /** Ends as `work` does, which begins when its turn comes. */
  async run<T>(size: number, work: () => Promise<T>): Promise<T> {
    if (this.#queue.length > 0 || !this.#fits(size)) {
      this.#waits += size;
      await new Promise<void>((resolve) => this.#queue.push({ size, begin: resolve }));
    } else this.#under += size;
    try {
      return await work();
    } finally {
      this.#under -= size;
      this.#next();
    }
  }

  #fits(size: number): boolean {
    return this.#under === 0 || this.#under + size <= this.#most;
  }

  #next(): void {
    for (let first = this.#queue[0]; first !== undefined && this.#fits(first.size); first = this.#queue[0]) {
      this.#queue.shift();
      this.#waits -= first.size;
      this.#under += first.size;
      first.begin();
    }
  }
}
