/** What reads a document and writes it again, one after the other: of two at once the later one would lose to the other's revision. */
export class InTurn {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs when all that was asked for this key before has ended, however it ended. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const done = (this.#last.get(key) ?? Promise.resolve()).then(work);
    const quiet = done.catch(() => undefined);
    this.#last.set(key, quiet);
    void quiet.then(() => {
      if (this.#last.get(key) === quiet) this.#last.delete(key);
    });
    return done;
  }
}
