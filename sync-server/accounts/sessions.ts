/**
 * Who is signed in where [sync G0]: `session:` documents under the hash of the token, all of them in memory, because one hub is active a
 * city [sync A5]. A session ends at once everywhere: who waits with it is woken and sent nothing [proof L3].
 */
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { DeviceId, Instant, PersonId } from '../../shared/hotline/ids.ts';
import type { Limits } from '../http/limits.ts';
import type { Database, Stored } from '../store/database.ts';
import type { Account } from './credentials.ts';
import { turnOf } from './credentials.ts';
import type { Device } from './devices.ts';
import { newSecret, secretHash } from './secrets.ts';
import { writeWhole } from '../store/write-whole.ts';

export const SESSION_MS = 12 * 3_600_000;

/**
 * `client`: not a desk, but another client of the CouchDB API [sync X1]. `mustChange`: signed in with a password that an administrator
 * has set, and good for nothing but choosing one's own (F50).
 */
export type Session = Readonly<{ person: PersonId; device: DeviceId; expiresAt: Instant; client?: true; mustChange?: true }>;
type Kept = Session & Readonly<{ login: string; turn: number; deviceTurn: number; startedAt: Instant }>;
type SessionDocument = Kept & Readonly<{ schema: 1 }>;
export type SessionLimits = Pick<Limits, 'sessions' | 'sessionsOfAPair'>;
/** For an administrator: `id` is no token. */
export type SessionTold = Session & Readonly<{ id: string; login: string; startedAt: Instant }>;

const PREFIX = 'session:';

function keptOf({ person, device, expiresAt, login, turn, deviceTurn, startedAt, mustChange }: Kept): Kept {
  return { person, device, expiresAt, login, turn, deviceTurn, startedAt, ...(mustChange === undefined ? {} : { mustChange }) };
}

export class Sessions {
  readonly #db: Database;
  readonly #now: () => Instant;
  readonly #limits: SessionLimits;
  readonly #live = new Map<string, Kept>();
  readonly #keys = new WeakMap<Session, string>();
  readonly #ended = new Map<string, Set<() => void>>();
  #loading: Promise<void> | undefined;

  constructor(db: Database, now: () => Instant, limits: SessionLimits) {
    this.#db = db;
    this.#now = now;
    this.#limits = limits;
  }

  /** What the store holds from before a restart, but for what has ended: by time, by its account's turn, by its device's. */
  #load(): Promise<void> {
    this.#loading ??= this.#read().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #read(): Promise<void> {
    const stored = await this.#db.withPrefix<SessionDocument>(PREFIX);
    if (stored.length === 0) return;
    const accounts = new Map((await this.#db.withPrefix<Account>('account:')).map((one) => [one.login, one]));
    const devices = new Map((await this.#db.withPrefix<Device>('device:')).map((one) => [one._id, one]));
    const over: Stored<SessionDocument>[] = [];
    for (const one of stored) {
      const account = accounts.get(one.login);
      const current =
        account?.disabled !== true &&
        account !== undefined &&
        turnOf(account) === one.turn &&
        (devices.get(one.device)?.turn ?? 0) === one.deviceTurn &&
        one.expiresAt >= this.#now();
      if (current) this.#remember(one._id.slice(PREFIX.length), keptOf(one));
      else over.push(one);
    }
    await writeWhole(
      this.#db,
      over.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })),
    );
  }

  #remember(key: string, session: Kept): void {
    this.#live.set(key, session);
    this.#keys.set(session, key);
  }

  async full(): Promise<boolean> {
    await this.#load();
    if (this.#live.size >= this.#limits.sessions) await this.forget();
    return this.#live.size >= this.#limits.sessions;
  }

  /** Durable when it resolves. */
  async begin(account: Account, device: Device): Promise<Readonly<{ token: string; session: Session }>> {
    await this.#load();
    const token = newSecret();
    const startedAt = this.#now();
    const session: Kept = {
      person: account.person,
      device: device._id,
      expiresAt: toInstant(millis(startedAt) + SESSION_MS),
      login: account.login,
      turn: turnOf(account),
      deviceTurn: device.turn ?? 0,
      startedAt,
      ...(account.mustChange === undefined ? {} : { mustChange: account.mustChange }),
    };
    await writeWhole(this.#db, [{ _id: PREFIX + secretHash(token), schema: 1, ...session }]);
    this.#remember(secretHash(token), session);
    const pair = [...this.#live].filter(([, one]) => one.person === session.person && one.device === session.device);
    // In the order they began: a map keeps it.
    const surplus = new Set(pair.slice(0, -this.#limits.sessionsOfAPair).map(([key]) => key));
    if (surplus.size > 0) await this.end((_, key) => surplus.has(key));
    return { token, session };
  }

  async get(token: string): Promise<Session | undefined> {
    await this.#load();
    const key = secretHash(token);
    const session = this.#live.get(key);
    if (session === undefined) return undefined;
    if (session.expiresAt >= this.#now()) return session;
    this.#live.delete(key);
    return undefined;
  }

  /** Of a client that proves itself with each request [sync X1]: it is not in the store, and ends with the hub. */
  keepInMemory(key: string, session: Session, login: string, startedAt: Instant): Session {
    const kept: Kept = { ...session, login, turn: 0, deviceTurn: 0, startedAt };
    this.#remember(key, kept);
    return kept;
  }

  inMemory(key: string): Session | undefined {
    return this.#live.get(key);
  }

  keyOf(session: Session): string | undefined {
    return this.#keys.get(session);
  }

  /** Whether a session that was had before still counts. */
  holds(session: Session): boolean {
    return this.#live.get(this.#keys.get(session) ?? '') === session && session.expiresAt >= this.#now();
  }

  /** Calls back once when the session ends before its time; returns how to stop. */
  onEnd(session: Session, ended: () => void): () => void {
    const key = this.#keys.get(session) ?? '';
    const set = this.#ended.get(key) ?? new Set();
    set.add(ended);
    this.#ended.set(key, set);
    return () => {
      set.delete(ended);
      if (set.size === 0) this.#ended.delete(key);
    };
  }

  /** How many wait with this session. */
  waiting(session: Session): number {
    return this.#ended.get(this.#keys.get(session) ?? '')?.size ?? 0;
  }

  /** Wakes who waits with such a session, without ending it: their device was taken out of use, and they are told so. */
  wake(which: (session: Session) => boolean): void {
    for (const [key, session] of this.#live) if (which(session)) for (const ended of [...(this.#ended.get(key) ?? [])]) ended();
  }

  /** Ends them at once in memory, then in the store; throws when the store did not take it, and then a restart looks at the turn. */
  async end(which: (session: SessionTold, key: string) => boolean): Promise<number> {
    await this.#load();
    const keys = [...this.#live].filter(([key, session]) => which({ ...session, id: key }, key)).map(([key]) => key);
    for (const key of keys) {
      this.#live.delete(key);
      for (const ended of [...(this.#ended.get(key) ?? [])]) ended();
    }
    const stored = await this.#db.getMany<SessionDocument>(keys.map((key) => PREFIX + key));
    await writeWhole(
      this.#db,
      stored.flatMap((one) => (one === undefined ? [] : [{ _id: one._id, _rev: one._rev, _deleted: true }])),
    );
    return keys.length;
  }

  /** One session goes on when its account takes another turn: of who has changed their own password. */
  async carryOver(session: Session, turn: number): Promise<void> {
    const key = this.#keys.get(session) ?? '';
    const kept = this.#live.get(key);
    const stored = kept === undefined ? undefined : await this.#db.get<SessionDocument>(PREFIX + key);
    if (kept === undefined || stored === undefined) return;
    const { mustChange: _done, ...goesOn } = stored;
    await writeWhole(this.#db, [{ ...goesOn, turn }]);
    // The very object: whoever waits with it is known by it.
    delete (kept as { mustChange?: true }).mustChange;
    this.#live.set(key, Object.assign(kept, { turn }));
  }

  async all(): Promise<readonly SessionTold[]> {
    await this.#load();
    const now = this.#now();
    return [...this.#live].filter(([, one]) => one.expiresAt >= now).map(([id, one]) => ({ ...one, id }));
  }

  /** What has expired goes from memory and store: hourly. */
  async forget(): Promise<void> {
    const now = this.#now();
    await this.end((session) => session.expiresAt < now);
  }
}
