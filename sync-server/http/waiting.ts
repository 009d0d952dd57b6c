/**
 * Requests that wait for a change, at `/desk` and at the root, counted together: each holds a connection and memory of the one machine
 * (issue 5, "limits on everything").
 */
export class Waiting {
  readonly #most: number;
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#count;
  }

  get full(): boolean {
    return this.#count >= this.#most;
  }

  /** One more waits. What is returned is called when it waits no more; calling it again changes nothing. */
  begin(): () => void {
    this.#count += 1;
    let waits = true;
    return () => {
      if (waits) this.#count -= 1;
      waits = false;
    };
  }
}
