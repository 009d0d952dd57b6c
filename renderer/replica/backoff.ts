/** [sync D5] Full jitter to 60 s; a wake-up or new work ends the wait at once. */
const BASE_MS = 500;
const TOP_MS = 60_000;

export class Backoff {
  readonly #random: () => number;
  #attempt = 0;
  #wake: (() => void) | undefined;
  #woken = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  succeeded(): void {
    this.#attempt = 0;
  }

  /** Ends the present wait, or the next one. */
  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  async wait(atLeastMs = 0): Promise<void> {
    const limit = Math.min(TOP_MS, BASE_MS * 2 ** this.#attempt);
    this.#attempt += 1;
    await this.sleep(Math.max(atLeastMs, this.#random() * limit));
  }

  async sleep(ms: number): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = undefined;
    this.#woken = false;
  }
}
