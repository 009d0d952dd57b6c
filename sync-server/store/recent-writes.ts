/** What this process wrote within the last minute, by id: the copies of a healthy cluster have exchanged it long before. */
export class RecentWrites {
  static readonly KEPT_MS = 60_000;
  readonly #now: () => number;
  /** Id → when; in the order of time. */
  readonly #at = new Map<string, number>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  wrote(id: string): void {
    // Behind all others, also when it was here before.
    this.#at.delete(id);
    this.#at.set(id, this.#now());
    this.#forget();
  }

  withPrefix(prefix: string): readonly string[] {
    this.#forget();
    return [...this.#at.keys()].filter((id) => id.startsWith(prefix));
  }

  #forget(): void {
    const before = this.#now() - RecentWrites.KEPT_MS;
    for (const [id, at] of this.#at) {
      if (at > before) return;
      this.#at.delete(id);
    }
  }
}
