/** A person's ECDSA P-256 key on this device [sync G0]. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export function newSigningKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

export function keyBytes(key: KeyObject): Uint8Array {
  return key.export({ format: 'der', type: 'pkcs8' });
}

export function keyFrom(bytes: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(bytes), format: 'der', type: 'pkcs8' });
}

/** The uncompressed point, base64url, as the hub certifies it. */
export function publicPoint(key: KeyObject): string {
  const { x, y } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined || y === undefined) throw new TypeError('not an EC key');
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString('base64url');
}

/** IEEE P1363, base64url: 86 characters. */
export function signature(key: KeyObject, bytes: Uint8Array): string {
  return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}
