/** How often a device or an address may fail in ten minutes, whatever the logins, and how many passwords are proved at once (F50). */
const WINDOW_MS = 600_000;
const MOST_OF_A_DEVICE = 60;
/** A district's desks may share one address behind their router. */
const MOST_OF_AN_ADDRESS = 300;
const MOST_KEYS = 20_000;
/** One hash takes 19 MB and some 30 ms of a core: what waits behind so many is asked to come again. */
const MOST_AT_ONCE = 128;

export class SignInFlood {
  readonly #failed = new Map<string, { count: number; since: number }>();
  #proving = 0;

  #count(key: string, now: number): number {
    const known = this.#failed.get(key);
    return known === undefined || Math.abs(now - known.since) > WINDOW_MS ? 0 : known.count;
  }

  mayTry(device: string | undefined, address: string, now: number): boolean {
    return (
      (device === undefined || this.#count(`d ${device}`, now) < MOST_OF_A_DEVICE) && this.#count(`a ${address}`, now) < MOST_OF_AN_ADDRESS
    );
  }

  /** Without a device where it did not prove that it is one: else a stranger could shut it out by its id. */
  failed(device: string | undefined, address: string, now: number): void {
    for (const key of [...(device === undefined ? [] : [`d ${device}`]), `a ${address}`]) {
      const count = this.#count(key, now);
      if (count === 0 && this.#failed.size >= MOST_KEYS) this.#forget(now);
      this.#failed.set(key, count === 0 ? { count: 1, since: now } : { count: count + 1, since: this.#failed.get(key)?.since ?? now });
    }
  }

  /** Old ones go; when all are young, the oldest half: a flood of addresses must not fill the memory. */
  #forget(now: number): void {
    for (const [key, { since }] of this.#failed) if (Math.abs(now - since) > WINDOW_MS) this.#failed.delete(key);
    if (this.#failed.size < MOST_KEYS) return;
    for (const key of [...this.#failed.keys()].slice(0, MOST_KEYS / 2)) this.#failed.delete(key);
  }

  /** `undefined`: too many at once. */
  async proving<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#proving >= MOST_AT_ONCE) return undefined;
    this.#proving += 1;
    try {
      return await work();
    } finally {
      this.#proving -= 1;
    }
  }
}
