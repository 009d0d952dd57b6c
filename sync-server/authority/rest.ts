/**
 * When the authority lets the gate go first: both have one thread, a person waits for the answer of the gate [sync G3], and what it answered is
 * safe. While actions come in it rests between two batches, and folds more of them together afterwards (docs/adr/0020).
 */

/** A rest is so many times as long as the batch before it took. */
const TIMES = 4;
/** And at most so long: what is answered is to be seen by others soon. */
const LONGEST_MS = 1000;
/** Where so many wait there is no rest: the backlog is what holds the gate up then, and what was answered is to be seen. */
const MANY = 3000;
/** Nothing was accepted for so long: no more come in. */
const QUIET_MS = 50;

export class Rest {
  /** Milliseconds of `performance.now`. */
  #acceptedAt = -QUIET_MS;
  #until = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  /** The gate took actions just now. */
  accepted(): void {
    this.#acceptedAt = performance.now();
  }

  /** A batch was folded, which took so long; so many actions wait still. */
  after(batchMs: number, waiting: number): void {
    this.#until = performance.now() + (waiting < MANY ? Math.min(LONGEST_MS, TIMES * batchMs) : 0);
  }

  /** Resolves when the next batch may begin: at once on a hub at rest. */
  async over(): Promise<void> {
    for (;;) {
      const ms = Math.min(this.#until, this.#acceptedAt + QUIET_MS) - performance.now();
      if (ms <= 0 || this.#ended) {
        this.#ended = false;
        return;
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.ceil(ms));
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
  }

  /** Somebody waits for the authority: the rest under way ends, or the next. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }
}
