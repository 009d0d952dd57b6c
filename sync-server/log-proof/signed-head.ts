/**
 * A head of the access log as the hub signed it (article 18; F51): who holds one can show later that the hub once stood by it. Shares nothing
 * with the hub that signed it, as `access-chain.ts`.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { canonical, type Fields, type LogHead } from './canonical-form.ts';

/** `key`: the fingerprint of the key that signed it; none for a head that an older hub printed unsigned. */
export type SignedHead = LogHead & Readonly<{ key?: string }>;
export type HeadRead = SignedHead | 'none' | 'forged';

const MARK = 'griddeskAccessLog';
const PURPOSE = 'griddesk-access-log-head';

export function headOf(fields: Fields | undefined): LogHead | undefined {
  if (fields === undefined || fields[MARK] !== 1) return undefined;
  const { n, hash } = fields;
  return typeof n === 'number' && typeof hash === 'string' ? { n, hash } : undefined;
}

/** `none`: no head at all; `forged`: what is signed is not what stands there. */
export function readHead(fields: Fields | undefined): HeadRead {
  const head = headOf(fields);
  if (fields === undefined || head === undefined) return 'none';
  const { sig, key, ...told } = fields;
  if (sig === undefined) return head;
  try {
    const signed = Buffer.from(canonical({ purpose: PURPOSE, ...told }), 'utf8');
    const publicKey = createPublicKey({ key: key as Record<string, string>, format: 'jwk' });
    const bytes = new Uint8Array(Buffer.from(String(sig), 'base64url'));
    if (!verify('sha256', new Uint8Array(signed), { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes)) return 'forged';
  } catch {
    return 'forged';
  }
  return { ...head, key: createHash('sha256').update(canonical(key)).digest('hex') };
}
