/**
 * Tells a node that fell silent from one that is only slow [sync S2]: a slow one still gives its welcome at once, because that needs
 * neither its disk nor the other nodes. A request to a silent one is given up long before its own time is over.
 */

/** The node owes an answer, and does not even give its welcome. */
export class SilentNode extends Error {
  override readonly name = 'SilentNode';
}

/** How long an answer may take before the welcome is asked for, and how long that may take. */
export type Patience = Readonly<{ answerMs: number; welcomeMs: number }>;

export type Listening = Readonly<{
  /** Aborted as soon as the node is known to be silent. */
  signal: AbortSignal;
  /** The answer came, or is waited for no longer. */
  end: () => void;
}>;

export class NodeSilence {
  readonly #node: string;
  readonly #patience: Patience;
  /** One for all that wait. */
  #welcome: Promise<boolean> | undefined;

  /** @param node an origin */
  constructor(node: string, patience: Patience) {
    this.#node = node;
    this.#patience = patience;
  }

  /** For a request that is sent now; asked again and again until its end. */
  listen(): Listening {
    const silent = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    let ended = false;
    const wait = (): void => {
      timer = setTimeout(() => void ask(), this.#patience.answerMs);
    };
    const ask = async (): Promise<void> => {
      this.#welcome ??= this.#greeted();
      const greeted = await this.#welcome;
      if (ended) return;
      if (greeted) wait();
      else silent.abort(new SilentNode(`${new URL(this.#node).host} is silent`));
    };
    wait();
    return {
      signal: silent.signal,
      end() {
        ended = true;
        clearTimeout(timer);
      },
    };
  }

  /** Whatever is answered is an answer; a connection that is refused or ends is not waited for by anybody. */
  async #greeted(): Promise<boolean> {
    try {
      const response = await fetch(`${this.#node}/`, { signal: AbortSignal.timeout(this.#patience.welcomeMs), redirect: 'manual' });
      await response.body?.cancel();
      return true;
    } catch {
      return false;
    } finally {
      this.#welcome = undefined;
    }
  }
}
