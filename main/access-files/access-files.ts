/**
 * A person's looks at identifiers, one file each, forced to disk before anything is shown (F51). They go when the hub has
 * them; the last one stays, because the next is chained to it.
 */
import { join } from 'node:path';
import { Check } from 'typebox/value';
import type { HostResult } from '../../shared/host/contract.ts';
import { accessHash, AccessRecord, type AccessDraft } from '../../shared/sync/access.ts';
import { CHAIN_START } from '../../shared/sync/canonical.ts';
import { isTemporary, jsonBytes, parsedJson, writeDurably, writeFailure, type FileLayer } from '../durable-files/index.ts';

function fileName(n: number): string {
  return `${String(n).padStart(10, '0')}.json`;
}

export class AccessFiles {
  readonly #layer: FileLayer;
  readonly #folder: string;
  #records: AccessRecord[] | undefined;
  /** Of all files, damaged ones too. */
  #lastN = 0;
  #sent = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(layer: FileLayer, personFolder: string) {
    this.#layer = layer;
    this.#folder = join(personFolder, 'access');
  }

  append(draft: AccessDraft): Promise<HostResult<'access.append'>> {
    return this.#next(async () => {
      const records = await this.#load();
      const last = records.at(-1);
      // After a damaged one the chain begins anew, under a number of its own: the hub sees the break, and nothing is taken for a repetition.
      const follows = last !== undefined && last.n === this.#lastN;
      const record: AccessRecord = { ...draft, n: this.#lastN + 1, prev: follows ? accessHash(last) : CHAIN_START };
      try {
        await writeDurably(this.#layer, this.#folder, fileName(record.n), jsonBytes(record));
      } catch (error) {
        this.#records = undefined;
        return writeFailure(error);
      }
      this.#lastN = record.n;
      records.push(record);
      return { ok: true };
    });
  }

  unsent(): Promise<HostResult<'access.unsent'>> {
    return this.#next(async () => ({ records: (await this.#load()).filter((record) => record.n > this.#sent) }));
  }

  /** The hub has them up to this number. */
  sent(upTo: number): Promise<HostResult<'access.sent'>> {
    return this.#next(async () => {
      const records = await this.#load();
      this.#sent = Math.max(this.#sent, Math.min(upTo, this.#lastN));
      const gone = records.filter((record) => record.n <= this.#sent && record.n < this.#lastN);
      for (const { n } of gone) await this.#layer.remove(join(this.#folder, fileName(n)));
      this.#records = records.filter((record) => !gone.includes(record));
      return { ok: true };
    });
  }

  /** A damaged file is left where it is and skipped: the hub sees the gap. */
  async #load(): Promise<AccessRecord[]> {
    if (this.#records !== undefined) return this.#records;
    await this.#layer.makeFolder(this.#folder);
    const found: AccessRecord[] = [];
    for (const name of [...(await this.#layer.list(this.#folder))].sort()) {
      const path = join(this.#folder, name);
      if (isTemporary(name)) {
        await this.#layer.remove(path);
        continue;
      }
      this.#lastN = Math.max(this.#lastN, Number.parseInt(name, 10) || 0);
      const bytes = await this.#layer.read(path);
      const value = bytes === undefined ? undefined : parsedJson(bytes);
      if (Check(AccessRecord, value)) found.push(value);
    }
    this.#records = found;
    return found;
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}
