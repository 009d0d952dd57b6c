/** Work that runs once at a time: asked for in the middle, it runs once more at the end. What it throws is told, never lost. */
export class SingleFlight {
  readonly #work: () => Promise<void>;
  readonly #log: (line: string) => void;
  #running: Promise<void> | undefined;
  #again = false;
  #ended = false;

  constructor(work: () => Promise<void>, log: (line: string) => void) {
    this.#work = work;
    this.#log = log;
  }

  go(): void {
    if (this.#ended) return;
    this.#again = true;
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await this.#work();
      } catch (error) {
        this.#log(`sync: ${String(error)}`);
      }
    }
    this.#running = undefined;
  }

  /** Nothing more begins; resolves when what has begun is done. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#again = false;
    await this.#running;
  }
}
