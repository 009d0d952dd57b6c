/**
 * Memory of pages that were sent, for those that follow: memory fresh from the system is paid for once more by every 4 KB that is first
 * written to, which was two fifths of a first pull's cost (docs/performance.md).
 */

/** Bytes: a page of 500 tickets of a few KB. */
export const SPARE_BYTES = 4 * 1024 * 1024;
/** So many are kept: as many as are sent at a time, mostly. */
const MOST_SPARE = 4;

export class SpareMemory {
  readonly #spare: Buffer[] = [];

  /** Of `SPARE_BYTES`, holding whatever it held before. */
  take(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(SPARE_BYTES);
  }

  /** Nobody reads it any more. */
  give(bytes: Buffer): void {
    if (this.#spare.length < MOST_SPARE) this.#spare.push(bytes);
  }
}
