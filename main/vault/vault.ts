/**
 * People's signing keys on this device. Each is sealed under the person's password (scrypt, AES-256-GCM), and where the system
 * has a key store, by that too; an offline desk is unlocked by the password alone. The private key never leaves this process.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  scrypt,
  sign,
  type KeyObject,
} from 'node:crypto';
import { ulid } from 'ulid';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import type { Action, UnsignedAction } from '../../shared/hotline/action.ts';
import type { PersonId, ReplicaId } from '../../shared/hotline/ids.ts';
import { PersonId as PersonIdSchema, ReplicaId as ReplicaIdSchema } from '../../shared/hotline/ids.ts';
import { signedBytes } from '../../shared/sync/canonical.ts';
import { ensureFolder, folderOf, namesIn, readJson, writeForced, type FileLayer } from '../files/forced-file.ts';

/** The operating system's key store; `none` protects nothing, and the person is told. */
export type SystemSeal = Readonly<{
  available: boolean;
  backend: string;
  seal: (text: string) => string;
  open: (sealed: string) => string;
}>;
export const NO_SYSTEM_SEAL: SystemSeal = { available: false, backend: 'none', seal: (text) => text, open: (sealed) => sealed };

const SealedKey = Type.Object({
  schema: Type.Literal(1),
  person: PersonIdSchema,
  replica: ReplicaIdSchema,
  publicKey: Type.String(),
  salt: Type.String(),
  iv: Type.String(),
  tag: Type.String(),
  sealed: Type.String(),
  system: Type.Boolean(),
});
type SealedKey = Static<typeof SealedKey>;

/** About 100 ms and 64 MB a try: a stolen disk is tried slowly. */
const SCRYPT = { N: 65_536, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } as const;
const MAX_WRONG = 5;
const REST_MS = 30_000;

function derive(password: string, salt: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 32, SCRYPT, (error, key) => {
      if (error === null) resolve(new Uint8Array(key));
      else reject(error);
    });
  });
}

function bytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function base64(data: Uint8Array): string {
  return Buffer.from(data).toString('base64');
}

export type Unlocked = Readonly<{ publicKey: string; replica: ReplicaId }>;

export class Vault {
  readonly #base: string;
  readonly #system: SystemSeal;
  readonly #layer: FileLayer;
  readonly #open = new Map<PersonId, KeyObject>();
  readonly #wrong = new Map<PersonId, { count: number; until: number }>();

  constructor(base: string, system: SystemSeal, layer: FileLayer) {
    this.#base = base;
    this.#system = system;
    this.#layer = layer;
  }

  #path(person: PersonId): string {
    return folderOf(this.#base, person, 'key.json');
  }

  async #read(person: PersonId): Promise<SealedKey | undefined> {
    const stored = await readJson(this.#path(person)).catch(() => undefined);
    return Check(SealedKey, stored) ? stored : undefined;
  }

  /** `undefined` when the person has a key already: a key is made once a person and device. */
  async create(person: PersonId, password: string): Promise<Unlocked | undefined> {
    if ((await this.#read(person)) !== undefined) return undefined;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const half = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
    const point = Buffer.from([4, ...half(x), ...half(y)]).toString('base64url');
    const salt = new Uint8Array(randomBytes(16));
    const iv = new Uint8Array(randomBytes(12));
    const cipher = createCipheriv('aes-256-gcm', await derive(password, salt), iv);
    const secret = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
    const sealed = cipher.update(secret, 'utf8', 'base64') + cipher.final('base64');
    const record: SealedKey = {
      schema: 1,
      person,
      replica: `replica:${ulid()}` as ReplicaId,
      publicKey: point,
      salt: base64(salt),
      iv: base64(iv),
      tag: cipher.getAuthTag().toString('base64'),
      sealed: this.#system.available ? this.#system.seal(sealed) : sealed,
      system: this.#system.available,
    };
    await ensureFolder(folderOf(this.#base, person));
    await writeForced(this.#path(person), JSON.stringify(record), this.#layer);
    this.#open.set(person, privateKey);
    return { publicKey: point, replica: record.replica };
  }

  async unlock(person: PersonId, password: string, now: number): Promise<Unlocked | 'unknownPerson' | 'wrongPassword' | 'tooMany'> {
    const record = await this.#read(person);
    if (record === undefined) return 'unknownPerson';
    const wrong = this.#wrong.get(person);
    if (wrong !== undefined && wrong.count >= MAX_WRONG && now < wrong.until) return 'tooMany';
    try {
      const sealed = record.system ? this.#system.open(record.sealed) : record.sealed;
      const decipher = createDecipheriv('aes-256-gcm', await derive(password, bytes(record.salt)), bytes(record.iv));
      decipher.setAuthTag(bytes(record.tag));
      const secret = decipher.update(sealed, 'base64', 'utf8') + decipher.final('utf8');
      this.#open.set(person, createPrivateKey(secret));
    } catch {
      this.#wrong.set(person, { count: (wrong?.count ?? 0) + 1, until: now + REST_MS });
      return 'wrongPassword';
    }
    this.#wrong.delete(person);
    return { publicKey: record.publicKey, replica: record.replica };
  }

  lock(person: PersonId): void {
    this.#open.delete(person);
  }

  isOpen(person: PersonId): boolean {
    return this.#open.has(person);
  }

  async replicaOf(person: PersonId): Promise<ReplicaId | undefined> {
    return (await this.#read(person))?.replica;
  }

  async people(): Promise<readonly PersonId[]> {
    const found: PersonId[] = [];
    for (const name of await namesIn(this.#base)) {
      const record: unknown = await readJson(folderOf(this.#base, name, 'key.json')).catch(() => undefined);
      if (Check(SealedKey, record)) found.push(record.person);
    }
    return found;
  }

  get systemSeal(): Readonly<{ systemSealed: boolean; backend: string }> {
    return { systemSealed: this.#system.available, backend: this.#system.backend };
  }

  /** `undefined` when the person's key is locked. */
  sign(action: UnsignedAction): Action | undefined {
    const key = this.#open.get(action.actor);
    if (key === undefined) return undefined;
    const signature = sign('sha256', signedBytes(action), { key, dsaEncoding: 'ieee-p1363' });
    return { ...action, sig: signature.toString('base64url') };
  }
}
