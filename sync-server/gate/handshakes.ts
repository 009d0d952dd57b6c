/** What devices' clocks and chains said and when [sync G7] (hotline.md §7): `private` documents, cached. */
import type { StoredAction } from '../../shared/hotline/action.ts';
import type { Instant, ReplicaId } from '../../shared/hotline/ids.ts';
import { actionHash } from '../../shared/sync/canonical.ts';
import type { Handshake } from '../../shared/sync/effective-time.ts';
import type { Database, Stored } from '../store/database.ts';
import { writeOnce } from '../store/write-whole.ts';

const KEPT = 64;

type ReplicaRecord = Readonly<{
  _id: string;
  schema: 1;
  /** A replica belongs to the device that first spoke for it. */
  device: string;
  shakes: readonly Handshake[];
  lastN: number;
  lastHash: string;
  repairs: number;
  aside: number;
  since?: string;
}>;

type Link = Readonly<{ replica: ReplicaId; n: number; prev: string }>;
type Counts = Readonly<{ repairs: number; aside: number; since?: string }>;

export class Handshakes {
  readonly #db: Database;
  readonly #records = new Map<ReplicaId, Promise<Stored<ReplicaRecord> | undefined>>();

  constructor(db: Database) {
    this.#db = db;
  }

  #record(replica: ReplicaId): Promise<Stored<ReplicaRecord> | undefined> {
    const known = this.#records.get(replica);
    if (known !== undefined) return known;
    const read = this.#db.get<ReplicaRecord>(`handshakes:${replica}`);
    this.#records.set(replica, read);
    // A store that failed once may answer the next time.
    read.catch(() => this.#records.delete(replica));
    return read;
  }

  async of(replica: ReplicaId): Promise<readonly Handshake[]> {
    return (await this.#record(replica))?.shakes ?? [];
  }

  /** Durable before it is answered: a handshake bounds what may be back-dated. */
  async note(device: string, replica: ReplicaId, shake: Handshake, lastHash: string, counts: Counts): Promise<void> {
    // Of two at once one finds the other's written: once more on top of it.
    for (const last of [false, true]) {
      if (await this.#noted(device, replica, shake, lastHash, counts)) return;
      if (last) throw new Error(`the store did not take the handshake of ${replica}`);
    }
  }

  /** False: the store did not take it. */
  async #noted(device: string, replica: ReplicaId, shake: Handshake, lastHash: string, counts: Counts): Promise<boolean> {
    const before = await this.#record(replica);
    if (before !== undefined && before.device !== device) return true;
    const record = {
      device,
      _id: `handshakes:${replica}`,
      schema: 1 as const,
      shakes: [...(before?.shakes ?? []), shake].slice(-KEPT),
      lastN: shake.lastN,
      lastHash,
      repairs: (before?.repairs ?? 0) + counts.repairs,
      aside: counts.aside,
      ...(counts.since === undefined ? {} : { since: counts.since }),
      ...(before === undefined ? {} : { _rev: before._rev }),
    };
    const [result] = await this.#db.write([record]);
    if (result?.ok !== true) {
      this.#records.delete(replica);
      return false;
    }
    this.#records.set(replica, Promise.resolve({ ...record, _rev: result.rev }));
    return true;
  }
}

/** The head of a replica's chain as received; a gap or broken link is recorded, shown to the supervisor, never blocking [sync G7]. */
export class Chains {
  readonly #db: Database;
  readonly #lastOf: (replica: ReplicaId) => Promise<StoredAction | undefined>;
  readonly #heads = new Map<ReplicaId, { n: number; hash: string }>();

  /** `lastOf` reads the log, so that a head is what is durable, and keeping it costs no write of its own. */
  constructor(db: Database, lastOf: (replica: ReplicaId) => Promise<StoredAction | undefined>) {
    this.#db = db;
    this.#lastOf = lastOf;
  }

  async extend(replica: ReplicaId, n: number, prev: string, hash: string, at: Instant): Promise<void> {
    const head = this.#heads.get(replica) ?? (await this.#load(replica));
    if (head !== undefined && n <= head.n) return;
    if (head !== undefined && (n !== head.n + 1 || prev !== head.hash)) {
      const gap = { replica, n, expected: head.n + 1, broken: n === head.n + 1, at };
      await writeOnce(this.#db, [{ _id: `gap:${replica}:${n}`, schema: 1, ...gap }]);
    }
    this.#heads.set(replica, { n, hash });
  }

  /**
   * A number that was kept aside joins the chain later: no gap is said for it, nor for the others that lie in quarantine (`kept`);
   * what else is missing before it is missing.
   */
  async join({ replica, n, prev }: Link, hash: string, at: Instant, kept: ReadonlySet<number>): Promise<void> {
    const head = this.#heads.get(replica) ?? (await this.#load(replica));
    if (head !== undefined && n <= head.n) return;
    if (head !== undefined) {
      let expected = head.n + 1;
      while (expected < n && kept.has(expected)) expected += 1;
      const broken = n === head.n + 1 && prev !== head.hash;
      if (expected < n || broken) await writeOnce(this.#db, [{ _id: `gap:${replica}:${n}`, schema: 1, replica, n, expected, broken, at }]);
    }
    this.#heads.set(replica, { n, hash });
  }

  async #load(replica: ReplicaId): Promise<{ n: number; hash: string } | undefined> {
    const last = await this.#lastOf(replica);
    return last === undefined ? undefined : { n: last.n, hash: actionHash(last) };
  }
}
