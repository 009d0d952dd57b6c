/**
 * How a person's key is shut: AES-256-GCM under a key derived from the password, and around that the system's own key store
 * where there is one. The password must hold on its own: `basic_text` protects nothing (electron.md).
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import Type, { type Static } from 'typebox';

/** Electron's `safeStorage`, or nothing: handed in, so that Node tests run the same vault. */
export type Sealing = Readonly<{
  /** The backend's name, as shown to the person: `gnome_libsecret`, `basic_text`, `none`. */
  backend: () => string;
  /** False where the backend protects nothing. */
  protects: () => boolean;
  seal: (bytes: Uint8Array) => Uint8Array;
  open: (bytes: Uint8Array) => Uint8Array;
}>;

export const NO_SYSTEM_SEALING: Sealing = { backend: () => 'none', protects: () => false, seal: (bytes) => bytes, open: (bytes) => bytes };

export const Sealed = Type.Object({
  /** scrypt's cost: 2^15 takes about 80 ms and 32 MB. */
  cost: Type.Integer({ minimum: 2 ** 14, maximum: 2 ** 20 }),
  salt: Type.String(),
  iv: Type.String(),
  tag: Type.String(),
  data: Type.String(),
  /** The system's key store was put around `data`. */
  system: Type.Boolean(),
});
export type Sealed = Readonly<Static<typeof Sealed>>;

const COST = 2 ** 15;
const BLOCK = 8;

function derive(password: string, salt: Uint8Array, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, 32, { N: cost, r: BLOCK, p: 1, maxmem: 256 * cost * BLOCK }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/** `about` is bound to the secret: a sealed key moved into another person's file does not open. */
export async function sealSecret(secret: Uint8Array, password: string, about: string, system: Sealing): Promise<Sealed> {
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await derive(password, salt, COST), iv).setAAD(Buffer.from(about));
  const data = Buffer.concat([cipher.update(secret), cipher.final()]);
  const around = system.protects();
  return {
    cost: COST,
    salt: salt.toString('base64'),
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: Buffer.from(around ? system.seal(data) : data).toString('base64'),
    system: around,
  };
}

/** `undefined`: the password is wrong, or the file was tampered with. Throws when the system's key store does not open. */
export async function openSecret(sealed: Sealed, password: string, about: string, system: Sealing): Promise<Buffer | undefined> {
  const stored = Buffer.from(sealed.data, 'base64');
  const data = sealed.system ? system.open(stored) : stored;
  const key = await derive(password, Buffer.from(sealed.salt, 'base64'), sealed.cost);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64')).setAAD(Buffer.from(about));
  decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
  try {
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch {
    return undefined;
  }
}
