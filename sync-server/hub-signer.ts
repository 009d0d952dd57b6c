/** The hub's own signing key, with which the clock and the import act (hotline.md §2). Kept in `private` [sync S1]. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { PublicKey } from '../shared/exchange/referral-share.ts';
import type { Action, UnsignedAction } from '../shared/hotline/action.ts';
import { signedBytes } from '../shared/sync/canonical.ts';
import { referenceBytes, type ReferenceFile, type UnsignedReferenceFile } from '../shared/sync/reference-file.ts';
import type { Database } from './store/database.ts';
import { writeOnce } from './store/write-whole.ts';

const ID = 'key:hub';

async function hubKey(db: Database): Promise<KeyObject> {
  const stored = await db.get<{ jwk: JsonWebKey }>(ID);
  if (stored !== undefined) return createPrivateKey({ key: stored.jwk, format: 'jwk' });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await writeOnce(db, [{ _id: ID, schema: 1, jwk: privateKey.export({ format: 'jwk' }) }]);
  return hubKey(db);
}

/** What desks and other hubs know the city's files by: the uncompressed point, base64url, as a person's key. */
export async function hubPublicKey(db: Database): Promise<string> {
  const { x = '', y = '' } = createPublicKey(await hubKey(db)).export({ format: 'jwk' });
  const hex = (part: string): string => Buffer.from(part, 'base64url').toString('hex');
  return Buffer.from(`04${hex(x)}${hex(y)}`, 'hex').toString('base64url');
}

export async function signReference(db: Database, file: UnsignedReferenceFile): Promise<ReferenceFile> {
  const sig = sign('sha256', referenceBytes(file), { key: await hubKey(db), dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return { ...file, sig } as ReferenceFile;
}

export async function hubSigner(db: Database): Promise<(action: UnsignedAction) => Action> {
  const key = await hubKey(db);
  return (action) => ({ ...action, sig: sign('sha256', signedBytes(action), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url') });
}

type Sealer = Readonly<{ key: PublicKey; seal: (bytes: Uint8Array) => string }>;

/** The same key for a file that leaves the hub (F45); the public half goes with it. */
export async function hubSealer(db: Database): Promise<Sealer> {
  const key = await hubKey(db);
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    key: { kty: 'EC', crv: 'P-256', x, y },
    seal: (bytes) => sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url'),
  };
}
