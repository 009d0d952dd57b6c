/** A channel's digest [sync P1]: a count, and a sum that order and repetition of updates cannot change. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Digest } from './wire.ts';

const MODULUS = 1n << 64n;

/** First 8 bytes of SHA-256(id ∥ 0 ∥ tag) as an unsigned integer. */
export function digestTerm(id: string, tag: string): bigint {
  const head = sha256(utf8ToBytes(`${id}\u0000${tag}`));
  return new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0);
}

export type DigestState = Readonly<{ count: number; sum: bigint }>;
export const EMPTY_DIGEST: DigestState = { count: 0, sum: 0n };

/** With one more document of this term, or with one less. */
export function digestWith({ count, sum }: DigestState, term: bigint): DigestState {
  return { count: count + 1, sum: (sum + term) % MODULUS };
}

export function digestWithout({ count, sum }: DigestState, term: bigint): DigestState {
  return { count: count - 1, sum: (sum - term + MODULUS) % MODULUS };
}

export function digestAdd(state: DigestState, id: string, tag: string): DigestState {
  return digestWith(state, digestTerm(id, tag));
}

export function digestRemove(state: DigestState, id: string, tag: string): DigestState {
  return digestWithout(state, digestTerm(id, tag));
}

export function digestWire(state: DigestState): Digest {
  return { count: state.count, sum: state.sum.toString(16).padStart(16, '0') };
}
