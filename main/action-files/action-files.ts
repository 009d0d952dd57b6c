/**
 * The truth about what a person did here [sync D2]: one forced file an action, numbered and chained [sync G7]. The browser
 * engine's database may be reset; these files build the outbox again. Settled ones stay 35 days [sync R1], the head for ever.
 */
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Check } from 'typebox/value';
import { Envelope, type Action } from '../../shared/hotline/action.ts';
import type { PersonId, ReplicaId, Sha256 } from '../../shared/hotline/ids.ts';
import { SettledRecord, type ActionDraft } from '../../shared/host/contract.ts';
import { CHAIN_START, actionHash, canonicalBytes } from '../../shared/sync/canonical.ts';
import { MAX_ACTION_BYTES } from '../../shared/sync/wire.ts';
import { ensureFolder, folderOf, isNoRoom, moveForced, namesIn, removeFile, writeForced, type FileLayer } from '../files/forced-file.ts';
import type { Vault } from '../vault/vault.ts';

const KEEP_MS = 35 * 86_400_000;

export type Head = { replica: ReplicaId; n: number; hash: Sha256 };
export type Appended = Readonly<
  { ok: true; action: Action } | { ok: false; code: 'locked' | 'noRoom' | 'tooLarge' | 'io'; detail?: string }
>;

function fileName(n: number, id: string): string {
  return `${String(n).padStart(10, '0')}-${id.replaceAll(':', '_')}.json`;
}

export class ActionFiles {
  readonly #base: string;
  readonly #vault: Vault;
  readonly #layer: FileLayer;
  readonly #heads = new Map<PersonId, Head>();
  /** One append at a time an owner: number, chain and file go together. */
  readonly #queues = new Map<PersonId, Promise<unknown>>();

  constructor(base: string, vault: Vault, layer: FileLayer) {
    this.#base = base;
    this.#vault = vault;
    this.#layer = layer;
  }

  #folder(owner: PersonId, kind: 'actions' | 'settled' | 'broken'): string {
    return folderOf(this.#base, owner, kind);
  }

  async prepare(owner: PersonId): Promise<void> {
    for (const kind of ['actions', 'settled', 'broken'] as const) await ensureFolder(this.#folder(owner, kind));
  }

  append(owner: PersonId, draft: ActionDraft): Promise<Appended> {
    const next = (this.#queues.get(owner) ?? Promise.resolve()).then(() => this.#append(owner, draft));
    this.#queues.set(
      owner,
      next.catch(() => undefined),
    );
    return next;
  }

  async #append(owner: PersonId, draft: ActionDraft): Promise<Appended> {
    if (!this.#vault.isOpen(draft.actor)) return { ok: false, code: 'locked' };
    const head = await this.head(owner);
    if (head === undefined) return { ok: false, code: 'locked' };
    const action = this.#vault.sign({ ...draft, replica: head.replica, n: head.n + 1, prev: head.hash });
    if (action === undefined) return { ok: false, code: 'locked' };
    // Four times the gate's limit: what the gate refuses is still kept here, and goes up as a stub [sync G5].
    if (canonicalBytes(action).length > MAX_ACTION_BYTES * 4) return { ok: false, code: 'tooLarge' };
    try {
      await this.prepare(owner);
      await writeForced(join(this.#folder(owner, 'actions'), fileName(action.n, action._id)), JSON.stringify(action), this.#layer);
    } catch (error) {
      return { ok: false, code: isNoRoom(error) ? 'noRoom' : 'io', detail: String(error).slice(0, 500) };
    }
    this.#heads.set(owner, { replica: head.replica, n: action.n, hash: actionHash(action) });
    return { ok: true, action };
  }

  /** The chain's head, from the last file of either folder; nothing for a person without a key here. */
  async head(owner: PersonId): Promise<Head | undefined> {
    const known = this.#heads.get(owner);
    if (known !== undefined) return known;
    const replica = await this.#vault.replicaOf(owner);
    if (replica === undefined) return undefined;
    const open = (await this.unsettled(owner)).actions.at(-1);
    const settled = (await this.settled(owner)).at(-1)?.action;
    const last = [open, settled]
      .filter((one) => one !== undefined)
      .sort((a, b) => a.n - b.n)
      .at(-1);
    const head: Head = last === undefined ? { replica, n: 0, hash: CHAIN_START } : { replica, n: last.n, hash: actionHash(last) };
    this.#heads.set(owner, head);
    return head;
  }

  /** In order of n. A file that cannot be read is moved aside and named, never deleted. */
  async unsettled(owner: PersonId): Promise<Readonly<{ actions: readonly Action[]; broken: readonly string[] }>> {
    const folder = this.#folder(owner, 'actions');
    const actions: Action[] = [];
    const broken: string[] = [...(await namesIn(this.#folder(owner, 'broken')))];
    for (const name of await namesIn(folder)) {
      const action = await readChecked(join(folder, name), Envelope);
      if (action !== undefined) actions.push(action);
      else {
        broken.push(name);
        await rename(join(folder, name), join(this.#folder(owner, 'broken'), name)).catch(() => undefined);
      }
    }
    return { actions: actions.sort((a, b) => a.n - b.n), broken };
  }

  async settled(owner: PersonId): Promise<readonly SettledRecord[]> {
    const folder = this.#folder(owner, 'settled');
    const records: SettledRecord[] = [];
    for (const name of await namesIn(folder)) {
      const record = await readChecked(join(folder, name), SettledRecord);
      if (record !== undefined) records.push(record);
    }
    return records.sort((a, b) => a.action.n - b.action.n);
  }

  /** The verdict is forced beside the action before the action leaves the unsettled ones. */
  async settle(owner: PersonId, record: SettledRecord): Promise<'ok' | 'unknown'> {
    const name = fileName(record.action.n, record.action._id);
    const from = join(this.#folder(owner, 'actions'), name);
    const known = await readChecked(from, Envelope);
    if (known === undefined) return 'unknown';
    await writeForced(from, JSON.stringify({ ...record, action: known }), this.#layer);
    await moveForced(from, join(this.#folder(owner, 'settled'), name), this.#layer);
    return 'ok';
  }

  /** Drops what was settled more than 35 days ago, but for the chain's head. */
  async prune(owner: PersonId, now: number): Promise<void> {
    const head = await this.head(owner);
    for (const record of await this.settled(owner)) {
      if (record.action.n === head?.n || now - Date.parse(record.settledAt) < KEEP_MS) continue;
      await removeFile(join(this.#folder(owner, 'settled'), fileName(record.action.n, record.action._id)));
    }
  }

  forget(owner: PersonId): void {
    this.#heads.delete(owner);
  }
}

async function readChecked<S extends typeof Envelope | typeof SettledRecord>(
  path: string,
  schema: S,
): Promise<(S extends typeof Envelope ? Action : SettledRecord) | undefined> {
  const value = await readFile(path, 'utf8')
    .then(
      (text) => JSON.parse(text) as unknown,
      () => undefined,
    )
    .catch(() => undefined);
  return Check(schema, value) ? (value as S extends typeof Envelope ? Action : SettledRecord) : undefined;
}
