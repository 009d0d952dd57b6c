/**
 * The one canonical form (RFC 8785) under signatures, tags and the same-body test [sync G0, G2, F1].
 * Numbers in documents are safe integers [sync S4], so every implementation of the RFC gives the same bytes.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { configure } from 'safe-stable-stringify';
import type { Action, StoredAction, UnsignedAction } from '../hotline/action.ts';
import type { Sha256 } from '../hotline/ids.ts';

/** The hash that precedes a replica's first action [sync G7]. */
export const CHAIN_START = '0'.repeat(64) as Sha256;

/** The library's names sort by UTF-16 code units, and its strings are those of `JSON.stringify`: the RFC's own choices. */
const stringify = configure({ deterministic: true, strict: true, circularValue: Error });
/** How `JSON.stringify` writes half a character, for which the RFC has no form; a typed backslash is written as two. */
const HALF = /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/u;
/** By itself: with the flag, a pair is one character. */
const LONE = /\p{Surrogate}/u;

/** Whether a value of JSON holds half a character anywhere, however deep: no canonical text of it can be written, so nothing can index it. */
export function hasHalfCharacter(value: unknown): boolean {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one === 'string' && LONE.test(one)) return true;
    if (typeof one !== 'object' || one === null) continue;
    // An entry for each of half a million numbers would cost a stranger's request most of a second.
    if (!Array.isArray(one) && Object.keys(one).some((name) => LONE.test(name))) return true;
    for (const inner of Array.isArray(one) ? (one as readonly unknown[]) : Object.values(one)) open.push(inner);
  }
  return false;
}

/** Throws on what JSON cannot say (cycles, NaN): callers pass parsed JSON or values a schema has passed. */
export function canonicalText(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  if (text.includes('\\u') && HALF.test(text)) throw new TypeError('half a character');
  return text;
}

export function canonicalBytes(value: unknown): Uint8Array {
  return utf8ToBytes(canonicalText(value));
}

export function hashHex(bytes: Uint8Array): Sha256 {
  return bytesToHex(sha256(bytes)) as Sha256;
}

/** The bytes a signature covers: every field of the envelope but `sig`, and nothing the hub adds [sync G0]. */
export function signedBytes(action: UnsignedAction | Action | StoredAction): Uint8Array {
  const { sig: _sig, received: _received, ...covered } = action as StoredAction;
  return canonicalBytes(covered);
}

/** Hash of an action as signed, signature included: the next action's `prev` [sync G7], and the sameness test [sync G2]. */
export function actionHash(action: Action | StoredAction): Sha256 {
  // What the hub and its store add is no part of what was signed: an action read back must equal the one that was sent.
  const { received: _received, _rev: _revision, ...envelope } = action as StoredAction & { _rev?: string };
  return hashHex(canonicalBytes(envelope));
}

/** The tag of a projected body, `_id` and `_rev` included [sync F1]. */
export function tagOf(body: unknown): Sha256 {
  return hashHex(canonicalBytes(body));
}
