/** Who looked at what (article 18; F51): appended to `private`, each entry chained to the one before by its hash. */
import { accessHash, type AccessRecord } from '../../shared/sync/access.ts';
import { canonicalBytes, CHAIN_START, hashHex } from '../../shared/sync/canonical.ts';
import type { Database, Stored } from '../store/database.ts';

export type AccessEntry = Readonly<{
  at: string;
  person: string;
  device: string;
  what: 'lookup' | 'view' | 'evidence' | 'admin' | 'password' | AccessRecord['what'];
  of: string;
  /** Of a record that was made on the device: which field, under which number, and whether its chain was broken there. */
  field?: AccessRecord['field'];
  deviceN?: number;
  /** What the device said its record before had for a hash: its own chain can be proved from the log alone. */
  devicePrev?: string;
  gap?: true;
  /** Of the administrator: what was done, and why. */
  act?: string;
  reason?: string;
}>;

const PREFIX = 'access:';
/** As it lies in the chain. */
export type LoggedEntry = AccessEntry & Readonly<{ n: number; prev: string; hash: string }>;
type Tail = Readonly<{ n: number; hash: string }>;
/** The last record of a person on a device that stands in the log. */
type DeviceHead = Tail & Readonly<{ after?: number }>;
type Desk = Pick<AccessEntry, 'person' | 'device'>;

/** Entries looked through at once after a stop. */
const SCANNED = 500;

function entryId(n: number): string {
  return `${PREFIX}${String(n).padStart(12, '0')}`;
}

/** Half characters have no canonical form: what somebody looked for is logged all the same. */
function whole<T>(entry: T): T {
  const half = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  return JSON.parse(JSON.stringify(entry, (_, value: unknown) => (typeof value === 'string' ? value.replace(half, '\ufffd') : value))) as T;
}

/** As it is hashed. */
function lineOf({ _id: _a, _rev: _b, schema: _c, ...entry }: Stored<Tail & { schema: number }>): string {
  return JSON.stringify(entry);
}

export class AccessLog {
  readonly #db: Database;
  #tail: Promise<Tail> | undefined;
  #taking: Promise<unknown> = Promise.resolve();
  #hour = '';
  readonly #told = new Map<string, Promise<void>>();

  constructor(db: Database) {
    this.#db = db;
  }

  async #last(): Promise<Tail> {
    const id = await this.#db.lastId(PREFIX);
    const last = id === undefined ? undefined : await this.#db.get<Tail>(id);
    return last === undefined ? { n: 0, hash: '0'.repeat(64) } : { n: last.n, hash: last.hash };
  }

  /** Resolves when the entry is durable: what is not logged is not shown. */
  append(entry: AccessEntry): Promise<void> {
    const next = (this.#tail ?? this.#last()).then(async (tail) => {
      const body = { ...whole(entry), n: tail.n + 1, prev: tail.hash };
      const hash = hashHex(canonicalBytes(body));
      const [result] = await this.#db.write([{ _id: entryId(body.n), schema: 1, ...body, hash }]);
      if (result?.ok !== true) throw new Error('the access log did not take an entry');
      return { n: body.n, hash };
    });
    this.#tail = next;
    // After a failure the chain goes on from what the store holds.
    next.catch(() => {
      if (this.#tail === next) this.#tail = undefined;
    });
    return next.then(() => undefined);
  }

  /** An administrator's act, before it is done. */
  admin(at: string, act: string, of: string, reason?: string): Promise<void> {
    const why = reason === undefined ? {} : { reason };
    return this.append({ at, person: 'admin', device: '', what: 'admin', act, of: of.slice(0, 300), ...why });
  }

  /**
   * Reading that asks thousands of times for one look, as a replication or a backup does: one entry an hour for each act and thing,
   * durable before the first of them is answered (docs/adr/0016).
   */
  async adminHourly(at: string, act: string, of: string): Promise<void> {
    const hour = at.slice(0, 13);
    if (this.#hour !== hour) this.#told.clear();
    this.#hour = hour;
    const key = `${act} ${of.slice(0, 300)}`;
    let told = this.#told.get(key);
    if (told === undefined) {
      told = this.admin(at, act, of);
      this.#told.set(key, told);
      // Not taken: the next one tries again.
      told.catch(() => {
        if (this.#told.get(key) === told) this.#told.delete(key);
      });
    }
    await told;
  }

  /** As of now; to be kept elsewhere. */
  async head(): Promise<Tail> {
    return (await this.#tail) ?? this.#last();
  }

  /** Every entry as it is hashed, one JSON line each, up to a head: in pieces, because a log of years is larger than the hub's memory. */
  async *linesUpTo(at: Tail): AsyncGenerator<readonly string[]> {
    // By their numbers, many at once: a list by prefix is read row by row, which takes a busy hub minutes.
    for (let from = 1; from <= at.n; from += SCANNED) {
      const ids = Array.from({ length: Math.min(SCANNED, at.n - from + 1) }, (_, step) => entryId(from + step));
      const found = await this.#db.getMany<Tail & { schema: number }>(ids);
      yield found.filter((one) => one !== undefined).map(lineOf);
    }
  }

  /** Entries from number `from` on, as far as they stand in the store without a hole; and where the log ends. */
  async entriesFrom(from: number, limit: number): Promise<Readonly<{ at: Tail; lines: readonly string[] }>> {
    const at = await this.head();
    const first = Math.max(1, from);
    const ids = Array.from({ length: Math.max(0, Math.min(limit, at.n - first + 1)) }, (_, n) => entryId(first + n));
    const found = await this.#db.getMany<Tail & { schema: number }>(ids);
    const hole = found.indexOf(undefined);
    const whole = found.slice(0, hole === -1 ? found.length : hole) as readonly Stored<Tail & { schema: number }>[];
    return { at, lines: whole.map(lineOf) };
  }

  /** At most `count` entries below `before`, the newest first; without it, from the end. */
  async page(before: number | undefined, count: number): Promise<readonly LoggedEntry[]> {
    const last = Math.min((before ?? Number.MAX_SAFE_INTEGER) - 1, (await this.head()).n);
    const ids = Array.from({ length: Math.max(0, Math.min(count, last)) }, (_, at) => entryId(last - at));
    return (await this.#db.getMany<LoggedEntry>(ids)).filter((one) => one !== undefined);
  }

  /**
   * What a person looked at on their device, offline too. Repeated ones are passed over; a gap or a changed record is kept and
   * marked. Resolves with the last number that is durable.
   */
  take(desk: Desk, records: readonly AccessRecord[]): Promise<number> {
    const done = this.#taking.then(() => this.#take(desk, records));
    this.#taking = done.catch(() => undefined);
    return done;
  }

  async #take(desk: Desk, records: readonly AccessRecord[]): Promise<number> {
    const { person, device } = desk;
    const _id = `device-access:${device}|${person}`;
    const stored = await this.#db.get<DeviceHead>(_id);
    let head: Tail = stored === undefined ? { n: 0, hash: CHAIN_START } : { n: stored.n, hash: stored.hash };
    // Stopped between entries and this mark: they stand in the log already, and the device sends them again.
    if (stored?.after !== undefined) head = await this.#reached(desk, head, stored.after);
    const fresh = records.filter(({ n }) => n > head.n);
    if (fresh.length === 0) return head.n;
    const rev = await this.#mark({ _id, ...head, after: (await this.head()).n }, stored?._rev);
    for (const record of fresh) {
      // Sent twice in one request.
      if (record.n <= head.n) continue;
      const whole = record.n === head.n + 1 && record.prev === head.hash;
      const { at, what, ticket, field, n } = record;
      await this.append({
        at,
        person,
        device,
        what,
        of: ticket,
        field,
        deviceN: n,
        devicePrev: record.prev,
        ...(whole ? {} : { gap: true }),
      });
      head = { n, hash: accessHash(record) };
    }
    await this.#mark({ _id, ...head }, rev);
    return head.n;
  }

  /** `after`: entries of this device may stand in the log beyond that number, which the mark does not count yet. */
  async #mark(mark: DeviceHead & Readonly<{ _id: string }>, rev: string | undefined): Promise<string> {
    const [result] = await this.#db.write([{ schema: 1, ...mark, ...(rev === undefined ? {} : { _rev: rev }) }]);
    if (result?.ok !== true) throw new Error('the access log did not keep its place');
    return result.rev;
  }

  /** How far a device's own chain had come in the log. */
  async #reached({ person, device }: Desk, from: Tail, after: number): Promise<Tail> {
    const { n: end } = await this.head();
    let reached = from;
    for (let at = after + 1; at <= end; at += SCANNED) {
      const ids = Array.from({ length: Math.min(SCANNED, end - at + 1) }, (_, step) => entryId(at + step));
      for (const entry of await this.#db.getMany<AccessEntry>(ids)) {
        if (entry?.device !== device || entry.person !== person || entry.deviceN === undefined) continue;
        const { deviceN: n, devicePrev: prev, at: when, of: ticket, what, field } = entry;
        reached = { n, hash: accessHash({ n, prev, at: when, ticket, what, field } as AccessRecord) };
      }
    }
    return reached;
  }
}
