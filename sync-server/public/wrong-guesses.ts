/**
 * Wrong guesses at a matter's four digits. Ten thousand are all there are, so a number takes few a day, whoever asks and from
 * wherever; after that the right ones are answered like the wrong ones until the day is over.
 */
const MOST = 10;
const WINDOW_MS = 24 * 3_600_000;
/** Numbers kept at once; the oldest go first. */
const KEPT = 100_000;

export class WrongGuesses {
  readonly #of = new Map<string, { count: number; since: number }>();

  mayAsk(no: string, now: number): boolean {
    const known = this.#of.get(no);
    return known === undefined || now - known.since > WINDOW_MS || known.count < MOST;
  }

  wrong(no: string, now: number): void {
    const known = this.#of.get(no);
    const fresh = known === undefined || now - known.since > WINDOW_MS;
    this.#of.delete(no);
    this.#of.set(no, fresh ? { count: 1, since: now } : { count: known.count + 1, since: known.since });
    for (const oldest of this.#of.keys()) {
      if (this.#of.size <= KEPT) break;
      this.#of.delete(oldest);
    }
  }
}
