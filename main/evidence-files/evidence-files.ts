/**
 * Photos and documents by their hash, forced to disk before the action that names them is saved: losing the browser
 * engine's database loses no photo [sync D2, E2]. They go when the hub has confirmed them.
 */
import { join } from 'node:path';
import { Check } from 'typebox/value';
import { Sha256 } from '../../shared/hotline/ids.ts';
import type { HostResult } from '../../shared/host/contract.ts';
import { hashHex } from '../../shared/sync/canonical.ts';
import { ioFailure, isTemporary, writeDurably, writeFailure, type FileLayer } from '../durable-files/index.ts';

/** The largest file an action may name (`EvidenceEntry.size`). */
const MAX_BYTES = 52_428_800;

export class EvidenceFiles {
  readonly #layer: FileLayer;
  readonly #folder: string;
  #swept: Promise<void> | undefined;

  constructor(layer: FileLayer, personFolder: string) {
    this.#layer = layer;
    this.#folder = join(personFolder, 'evidence');
  }

  async put(hash: Sha256, bytes: Uint8Array): Promise<HostResult<'evidence.put'>> {
    if (bytes.byteLength > MAX_BYTES) return { ok: false, code: 'tooLarge' };
    if (hashHex(bytes) !== hash) return { ok: false, code: 'hashMismatch' };
    try {
      await this.#sweep();
      await this.#layer.makeFolder(this.#folder);
      await writeDurably(this.#layer, this.#folder, hash, bytes);
      return { ok: true };
    } catch (error) {
      return writeFailure(error);
    }
  }

  async get(hash: Sha256): Promise<HostResult<'evidence.get'>> {
    try {
      const bytes = await this.#layer.read(join(this.#folder, hash));
      return bytes === undefined ? { ok: false, code: 'unknown' } : { ok: true, bytes };
    } catch (error) {
      return ioFailure(error);
    }
  }

  async list(): Promise<HostResult<'evidence.list'>> {
    await this.#sweep();
    const names = await this.#layer.list(this.#folder);
    return { hashes: names.filter((name) => Check(Sha256, name)) as Sha256[] };
  }

  /** What a crash left half written goes once, before anything is written: never what somebody is writing now. */
  #sweep(): Promise<void> {
    this.#swept ??= (async () => {
      for (const name of await this.#layer.list(this.#folder)) if (isTemporary(name)) await this.#layer.remove(join(this.#folder, name));
    })().catch((error: unknown) => {
      this.#swept = undefined;
      throw error;
    });
    return this.#swept;
  }

  async drop(hash: Sha256): Promise<HostResult<'evidence.drop'>> {
    await this.#layer.remove(join(this.#folder, hash));
    return { ok: true };
  }
}
