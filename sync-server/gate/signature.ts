/** ECDSA P-256 over the canonical form, checked with Node's crypto: 60 µs a check, of many on threads of their own [sync G0]. */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Action } from '../../shared/hotline/action.ts';
import { signedBytes } from '../../shared/sync/canonical.ts';
import { referenceBytes, type ReferenceFile } from '../../shared/sync/reference-file.ts';

const cache = new Map<string, KeyObject>();

/** A public key from its uncompressed point, base64url: 0x04, x, y. */
function publicKey(point: string): KeyObject | undefined {
  const known = cache.get(point);
  if (known !== undefined) return known;
  const raw = Buffer.from(point, 'base64url');
  if (raw.length !== 65 || raw[0] !== 4) return undefined;
  const jwk = { kty: 'EC', crv: 'P-256', x: raw.subarray(1, 33).toString('base64url'), y: raw.subarray(33).toString('base64url') };
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    cache.set(point, key);
    return key;
  } catch {
    return undefined;
  }
}

const verifyBeside = promisify(verify);

/** `here`: on this thread. For one of a few it costs as much to hand it to another and to be told. */
async function holds(bytes: Uint8Array, sig: string, point: string, here = false): Promise<boolean> {
  const key = publicKey(point);
  if (key === undefined) return false;
  const by = { key, dsaEncoding: 'ieee-p1363' } as const;
  const signature = new Uint8Array(Buffer.from(sig, 'base64url'));
  return here ? verify('sha256', bytes, by, signature) : verifyBeside('sha256', bytes, by, signature);
}

export function signatureHolds(action: Action, point: string, here = false): Promise<boolean> {
  return holds(signedBytes(action), action.sig, point, here);
}

export function referenceHolds(file: ReferenceFile, point: string): Promise<boolean> {
  return holds(referenceBytes(file), file.sig, point);
}
