/** Photos on this device until the hub has confirmed them [sync E2]: files named by their hash, beside the action files. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PersonId, Sha256 } from '../../shared/hotline/ids.ts';
import { ensureFolder, folderOf, isNoRoom, namesIn, removeFile, writeForced, type FileLayer } from '../files/forced-file.ts';

const MAX_BYTES = 52_428_800;

export class EvidenceFiles {
  readonly #base: string;
  readonly #layer: FileLayer;

  constructor(base: string, layer: FileLayer) {
    this.#base = base;
    this.#layer = layer;
  }

  #folder(owner: PersonId): string {
    return folderOf(this.#base, owner, 'evidence');
  }

  async put(owner: PersonId, hash: Sha256, bytes: Uint8Array): Promise<'ok' | 'noRoom' | 'hashMismatch' | 'tooLarge' | 'io'> {
    if (bytes.length > MAX_BYTES) return 'tooLarge';
    if (createHash('sha256').update(bytes).digest('hex') !== hash) return 'hashMismatch';
    try {
      await ensureFolder(this.#folder(owner));
      await writeForced(join(this.#folder(owner), hash), bytes, this.#layer);
      return 'ok';
    } catch (error) {
      return isNoRoom(error) ? 'noRoom' : 'io';
    }
  }

  async get(owner: PersonId, hash: Sha256): Promise<Uint8Array | undefined> {
    return readFile(join(this.#folder(owner), hash)).then(
      (buffer) => new Uint8Array(buffer),
      () => undefined,
    );
  }

  async list(owner: PersonId): Promise<readonly Sha256[]> {
    return (await namesIn(this.#folder(owner))).filter((name) => /^[0-9a-f]{64}$/u.test(name)) as Sha256[];
  }

  async drop(owner: PersonId, hash: Sha256): Promise<void> {
    await removeFile(join(this.#folder(owner), hash));
  }
}
