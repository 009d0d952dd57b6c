/**
 * Each person's signing key on this device. It is opened with the password, without a network, stays in this process and
 * signs only here; the screen never sees it (architecture.md, "Security").
 */
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { PersonId, ReplicaId } from '../../shared/hotline/ids.ts';
import { jsonBytes, parsedJson, writeDurably, type FileLayer } from '../durable-files/index.ts';
import { openSecret, Sealed, sealSecret, type Sealing } from './sealing.ts';
import { keyBytes, keyFrom, newSigningKey, publicPoint, signature } from './signing-key.ts';
import { Throttle } from './throttle.ts';

const NAME = 'key.json';

export const KeyFile = Type.Object({
  schema: Type.Literal(1),
  person: PersonId,
  replica: ReplicaId,
  publicKey: Type.String(),
  key: Sealed,
});
export type KeyFile = Readonly<Static<typeof KeyFile>>;

export type VaultOptions = Readonly<{ layer: FileLayer; sealing: Sealing; now: () => number; newReplica: () => ReplicaId }>;
export type Opened = Readonly<{ ok: true; file: KeyFile } | { ok: false; code: 'wrongPassword' | 'unknownPerson' | 'tooMany' }>;

export async function readKeyFile(layer: FileLayer, folder: string): Promise<KeyFile | undefined> {
  const bytes = await layer.read(join(folder, NAME));
  const file = bytes === undefined ? undefined : parsedJson(bytes);
  return Check(KeyFile, file) ? file : undefined;
}

export class Vault {
  readonly #options: VaultOptions;
  readonly #open = new Map<PersonId, KeyObject>();

  constructor(options: VaultOptions) {
    this.#options = options;
  }

  /** `undefined`: there is a key already, which is never replaced. */
  async create(person: PersonId, folder: string, password: string): Promise<KeyFile | undefined> {
    const { layer, sealing, newReplica } = this.#options;
    if ((await layer.read(join(folder, NAME))) !== undefined) return undefined;
    const key = newSigningKey();
    const sealed = await sealSecret(keyBytes(key), password, person, sealing);
    const file: KeyFile = { schema: 1, person, replica: newReplica(), publicKey: publicPoint(key), key: sealed };
    await layer.makeFolder(folder);
    await writeDurably(layer, folder, NAME, jsonBytes(file));
    this.#open.set(person, key);
    return file;
  }

  async unlock(person: PersonId, folder: string, password: string): Promise<Opened> {
    const { layer, sealing, now } = this.#options;
    const file = await readKeyFile(layer, folder);
    if (file === undefined || file.person !== person) return { ok: false, code: 'unknownPerson' };
    const throttle = new Throttle(layer, folder, now);
    if (!(await throttle.mayTry())) return { ok: false, code: 'tooMany' };
    const secret = await openSecret(file.key, password, person, sealing);
    if (secret === undefined) return { ok: false, code: 'wrongPassword' };
    await throttle.succeeded();
    this.#open.set(person, keyFrom(secret));
    return { ok: true, file };
  }

  /** The same key under another password; false while it is shut. */
  async reseal(person: PersonId, folder: string, password: string): Promise<boolean> {
    const { layer, sealing } = this.#options;
    const key = this.#open.get(person);
    const file = await readKeyFile(layer, folder);
    if (key === undefined || file === undefined || file.person !== person) return false;
    const sealed = await sealSecret(keyBytes(key), password, person, sealing);
    await writeDurably(layer, folder, NAME, jsonBytes({ ...file, key: sealed } satisfies KeyFile));
    return true;
  }

  /** Another key for the same replica: its numbers and chain go on. `undefined` where the person has none here. */
  async renew(person: PersonId, folder: string, password: string): Promise<KeyFile | undefined> {
    const { layer, sealing, now } = this.#options;
    const known = await readKeyFile(layer, folder);
    if (known === undefined || known.person !== person) return undefined;
    const key = newSigningKey();
    const file: KeyFile = { ...known, publicKey: publicPoint(key), key: await sealSecret(keyBytes(key), password, person, sealing) };
    await writeDurably(layer, folder, NAME, jsonBytes(file));
    await new Throttle(layer, folder, now).succeeded();
    this.#open.set(person, key);
    return file;
  }

  lock(person: PersonId): void {
    this.#open.delete(person);
  }

  lockAll(): void {
    this.#open.clear();
  }

  /** `undefined` while the person's key is shut. */
  signer(person: PersonId): ((bytes: Uint8Array) => string) | undefined {
    const key = this.#open.get(person);
    return key === undefined ? undefined : (bytes) => signature(key, bytes);
  }
}
