/**
 * An answer of many rows as bytes, each copied once: from the index's memory to where the socket reads. Bodies lie ready-made in UTF-8,
 * and neither decoding nor an object a row is paid for (docs/performance.md).
 */
import { SPARE_BYTES, type SpareMemory } from './spare-memory.ts';

/** One page of rows of a few hundred bytes fits; a first pull grows it a few times. */
const FIRST_BYTES = 4096;
/** Memory that is not written to is not paid for; what is copied while a page grows is: a third of it instead of all. */
const GROWTH = 4;
/** What a UTF-16 unit may take in UTF-8. */
const MOST_BYTES_A_UNIT = 3;
/** What needs more is a page of many documents. */
const LARGE_BYTES = 64 * 1024;

export class PageText {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;
  readonly #spare: SpareMemory | undefined;
  #borrowed: Buffer | undefined;

  /** `spare`: where memory of large pages comes from and goes back to by `release`. */
  constructor(spare?: SpareMemory) {
    this.#spare = spare;
  }

  #room(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = this.#larger(Math.max(needed, this.#bytes.length * GROWTH));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  #larger(bytes: number): Buffer {
    const borrows = this.#spare !== undefined && this.#borrowed === undefined && bytes > LARGE_BYTES && bytes <= SPARE_BYTES;
    return borrows ? (this.#borrowed = this.#spare.take()) : Buffer.allocUnsafe(bytes);
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

  /** What `bytes` gave is not read any more. */
  release(): void {
    if (this.#borrowed !== undefined) this.#spare?.give(this.#borrowed);
    this.#borrowed = undefined;
  }
}
