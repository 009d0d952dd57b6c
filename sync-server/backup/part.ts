/**
 * One sealed part of a backup: a line that says what it is, then its documents, one JSON a line, compressed and encrypted with
 * AES-256-GCM under a key drawn from the passphrase (scrypt). The line is authenticated with the rest, and names the hash of the part
 * before: a part that is damaged, exchanged or missing is noticed before anything is restored.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';

const MAGIC = 'GRIDDESK-BACKUP';
const TAG_BYTES = 16;
/** About 0.1 s and 64 MB a run: a passphrase is tried slowly, a nightly backup does not notice. */
const COST = { N: 65_536, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };

const Header = Type.Object(
  {
    magic: Type.Literal(MAGIC),
    format: Type.Literal(1),
    /** The set it belongs to, and its place in it from 1. */
    set: Type.String(),
    n: Type.Integer({ minimum: 1 }),
    /** SHA-256 of the part before, as a file; 64 zeros for the first. */
    prev: Type.String(),
    iv: Type.String(),
  },
  { additionalProperties: false },
);
export type PartHeader = Readonly<Static<typeof Header>>;
export type PartPlace = Pick<PartHeader, 'set' | 'n' | 'prev'>;

/** Node's `Buffer` as plain bytes, without a copy: its declared type and the language's differ. */
function bytesOf(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function fromBase64(text: string): Uint8Array {
  return bytesOf(Buffer.from(text, 'base64'));
}

export function randomPlain(length: number): Uint8Array {
  return bytesOf(randomBytes(length));
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const FIRST_PREV = '0'.repeat(64);

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function backupKey(passphrase: string, salt: Uint8Array): Promise<Uint8Array> {
  const derive = promisify(scrypt) as unknown as (secret: string, salt: Uint8Array, bytes: number, cost: object) => Promise<Buffer>;
  return bytesOf(await derive(passphrase.normalize('NFC'), salt, 32, COST));
}

export function sealPart(key: Uint8Array, place: PartPlace, lines: readonly string[]): Uint8Array {
  const iv = randomPlain(12);
  const header: PartHeader = { magic: MAGIC, format: 1, ...place, iv: toBase64(iv) };
  const head = utf8(`${JSON.stringify(header)}\n`);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(head);
  const sealed = [cipher.update(bytesOf(gzipSync(lines.join('\n')))), cipher.final(), cipher.getAuthTag()];
  return joined([head, ...sealed.map(bytesOf)]);
}

/** The lines of a part. `undefined`: it is none, was made with another passphrase, or has been changed. */
export function openPart(key: Uint8Array, place: PartPlace, bytes: Uint8Array): readonly string[] | undefined {
  const end = bytes.indexOf(0x0a) + 1;
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
    if (!Check(Header, header) || header.set !== place.set || header.n !== place.n || header.prev !== place.prev) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', key, fromBase64(header.iv), { authTagLength: TAG_BYTES })
      .setAAD(bytes.subarray(0, end))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    const packed = joined([decipher.update(bytes.subarray(end, -TAG_BYTES)), decipher.final()].map(bytesOf));
    const text = new TextDecoder().decode(bytesOf(gunzipSync(packed)));
    return text === '' ? [] : text.split('\n');
  } catch {
    return undefined;
  }
}
