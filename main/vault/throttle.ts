/** Slows down the guessing of a password on a stolen PC; kept in a file, so that a restart does not begin anew. */
import { join } from 'node:path';
import Type from 'typebox';
import { Check } from 'typebox/value';
import { jsonBytes, parsedJson, type FileLayer } from '../durable-files/index.ts';

const Attempts = Type.Object({ wrong: Type.Integer({ minimum: 0 }), at: Type.Integer() });
const FREE_ATTEMPTS = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

export class Throttle {
  readonly #layer: FileLayer;
  readonly #path: string;
  readonly #now: () => number;

  constructor(layer: FileLayer, personFolder: string, now: () => number) {
    this.#layer = layer;
    this.#path = join(personFolder, 'attempts.json');
    this.#now = now;
  }

  /** Counts the attempt before it is made, so that killing the process does not make it free. False: too many. */
  async mayTry(): Promise<boolean> {
    const bytes = await this.#layer.read(this.#path);
    const read = bytes === undefined ? undefined : parsedJson(bytes);
    const { wrong, at } = Check(Attempts, read) ? read : { wrong: 0, at: 0 };
    const now = this.#now();
    const wait = wrong < FREE_ATTEMPTS ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (wrong - FREE_ATTEMPTS), LONGEST_WAIT_MS);
    // A clock set back must not lock somebody out for longer than the longest wait.
    if (wait > 0 && now - at < wait && at - now < LONGEST_WAIT_MS) return false;
    await this.#layer.write(this.#path, jsonBytes({ wrong: wrong + 1, at: now })).catch(() => undefined);
    return true;
  }

  async succeeded(): Promise<void> {
    await this.#layer.remove(this.#path);
  }
}
