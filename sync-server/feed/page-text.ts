/**
 * An answer of many rows as bytes, each copied once: from the index's memory to where the socket reads. Bodies lie ready-made in UTF-8,
 * and neither decoding nor an object a row is paid for (docs/performance.md).
 */

/** One page of rows of a few hundred bytes fits; a first pull grows it a few times. */
const FIRST_BYTES = 4096;
/** Memory that is not written to is not paid for; what is copied while a page grows is: a third of it instead of all. */
const GROWTH = 4;
/** What a UTF-16 unit may take in UTF-8. */
const MOST_BYTES_A_UNIT = 3;

export class PageText {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  #room(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * GROWTH));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  add(text: string): void {
    this.#room(text.length * MOST_BYTES_A_UNIT);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
  }

  /** Copied at once: `bytes` may be memory that the next reading of the index uses again. */
  addBytes(bytes: Buffer): void {
    this.#room(bytes.length);
    // The index's own buffer says by `length` how much of it is filled; a copy would look at how large it is.
    this.#bytes.set(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), this.#length);
    this.#length += bytes.length;
  }

  /** What was added; nothing may be added afterwards. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }
}
