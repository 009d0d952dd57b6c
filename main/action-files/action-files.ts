/**
 * A replica's actions as files: the truth of what a person has saved [sync D2]. Numbering, chaining, signing and writing happen
 * inside one queue, so that no two actions share a number [sync G7]. Nothing here is deleted but settled files after 35 days;
 * a damaged file is moved aside and reported.
 */
import { join } from 'node:path';
import { Check } from 'typebox/value';
import { Envelope, type Action, type UnsignedAction } from '../../shared/hotline/action.ts';
import type { ActionId, ReplicaId } from '../../shared/hotline/ids.ts';
import type { ActionDraft, HostResult, SettledRecord } from '../../shared/host/contract.ts';
import { actionHash, canonicalBytes, CHAIN_START, signedBytes } from '../../shared/sync/canonical.ts';
import { MAX_ACTION_BYTES } from '../../shared/sync/wire.ts';
import { isTemporary, jsonBytes, parsedJson, writeDurably, writeFailure, type FileLayer } from '../durable-files/index.ts';
import { fileName, headOf, linkOf, type Link } from './file-name.ts';
import { readSettled, SETTLED_FOLDER, settledFile } from './settled.ts';

export type Sign = (bytes: Uint8Array) => string;
export type ActionFilesOptions = Readonly<{ layer: FileLayer; folder: string; replica: ReplicaId; now: () => number }>;

type Loaded = { head: Link; unsettled: Map<ActionId, Action>; settledNames: Set<string>; broken: string[] };

/** What the gate refuses as too large is still kept here whole, and goes up as a stub [sync G5]; beyond this it is no work of a person. */
const MAX_KEPT_BYTES = MAX_ACTION_BYTES * 4;

const START: Link = { n: 0, hash: CHAIN_START };

export class ActionFiles {
  readonly #options: ActionFilesOptions;
  readonly #outbox: string;
  readonly #settled: string;
  readonly #broken: string;
  #loaded: Loaded | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: ActionFilesOptions) {
    this.#options = options;
    this.#outbox = join(options.folder, 'outbox');
    this.#settled = join(options.folder, SETTLED_FOLDER);
    this.#broken = join(options.folder, 'broken');
  }

  append(draft: ActionDraft, sign: Sign): Promise<HostResult<'actions.append'>> {
    return this.#next(async () => {
      const loaded = await this.#load();
      // One id is one action for ever [sync G2]: a second body under it would be a conflict at the hub.
      if (loaded.unsettled.has(draft._id)) throw new TypeError('an action with this id is saved already');
      const unsigned: UnsignedAction = { ...draft, replica: this.#options.replica, n: loaded.head.n + 1, prev: loaded.head.hash };
      const action: Action = { ...unsigned, sig: sign(signedBytes(unsigned)) };
      if (canonicalBytes(action).byteLength > MAX_KEPT_BYTES) return { ok: false, code: 'tooLarge' };
      try {
        await writeDurably(this.#options.layer, this.#outbox, fileName(action), jsonBytes({ schema: 1, action }));
      } catch (error) {
        await this.#takeBack(action);
        return writeFailure(error);
      }
      loaded.unsettled.set(action._id, action);
      loaded.head = { n: action.n, hash: actionHash(action) };
      return { ok: true, action };
    });
  }

  unsettled(): Promise<HostResult<'actions.unsettled'>> {
    return this.#next(async () => {
      const loaded = await this.#load();
      const actions = [...loaded.unsettled.values()].sort((a, b) => a.n - b.n);
      return { actions, chain: { replica: this.#options.replica, ...loaded.head }, broken: [...loaded.broken] };
    });
  }

  chain(): Promise<Readonly<{ replica: ReplicaId } & Link>> {
    return this.#next(async () => ({ replica: this.#options.replica, ...(await this.#load()).head }));
  }

  /** Also forgets what is older than 35 days, but never the chain's head. */
  settled(): Promise<HostResult<'actions.settled'>> {
    return this.#next(async () => {
      const loaded = await this.#load();
      const { layer, now } = this.#options;
      const read = await readSettled(layer, this.#settled, now(), loaded.head.n);
      for (const name of read.removed) loaded.settledNames.delete(name);
      for (const name of read.damaged) await this.#setAside(this.#settled, name, loaded);
      return { records: [...read.records] };
    });
  }

  settle(record: SettledRecord): Promise<HostResult<'actions.settle'>> {
    return this.#next(async () => {
      const loaded = await this.#load();
      const name = fileName(record.action);
      const known = loaded.unsettled.get(record.action._id);
      // Settled before and otherwise now, by a restored hub [sync R1]: the last word stands.
      if (known === undefined ? !loaded.settledNames.has(name) : fileName(known) !== name) return { ok: false, code: 'unknown' };
      try {
        await writeDurably(this.#options.layer, this.#settled, name, settledFile(record));
        loaded.settledNames.add(name);
        // Should this come back after a power cut, the settled one wins at the next start.
        await this.#options.layer.remove(join(this.#outbox, name));
      } catch (error) {
        return writeFailure(error);
      }
      loaded.unsettled.delete(record.action._id);
      return { ok: true };
    });
  }

  /** A write that failed after its rename must not stay as an action nobody was told of. */
  async #takeBack(action: Action): Promise<void> {
    await this.#options.layer.remove(join(this.#outbox, fileName(action))).catch(() => undefined);
    this.#loaded = undefined;
  }

  async #load(): Promise<Loaded> {
    if (this.#loaded !== undefined) return this.#loaded;
    const { layer } = this.#options;
    for (const folder of [this.#outbox, this.#settled, this.#broken]) await layer.makeFolder(folder);
    const settledNames = new Set(await layer.list(this.#settled));
    const loaded: Loaded = { head: START, unsettled: new Map(), settledNames, broken: [...(await layer.list(this.#broken))] };
    const names = await layer.list(this.#outbox);
    for (const name of names) {
      if (isTemporary(name) || settledNames.has(name)) await layer.remove(join(this.#outbox, name));
      else if (linkOf(name) !== undefined) await this.#loadOne(name, loaded);
    }
    loaded.head = headOf([...names, ...settledNames, ...loaded.broken]) ?? START;
    this.#loaded = loaded;
    return loaded;
  }

  async #loadOne(name: string, loaded: Loaded): Promise<void> {
    const bytes = await this.#options.layer.read(join(this.#outbox, name));
    const content = bytes === undefined ? undefined : (parsedJson(bytes) as { action?: unknown } | null | undefined);
    const action = content?.action;
    if (Check(Envelope, action) && fileName(action) === name) loaded.unsettled.set(action._id, action);
    else await this.#setAside(this.#outbox, name, loaded);
  }

  async #setAside(folder: string, name: string, loaded: Loaded): Promise<void> {
    await this.#options.layer.rename(join(folder, name), join(this.#broken, name));
    await this.#options.layer.forceFolder(this.#broken);
    loaded.broken.push(name);
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}
