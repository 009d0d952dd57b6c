/** People's credentials, devices, keys and sessions (articles 18; F50): documents of the `accounts` database [sync S1]. */
import { ulid } from 'ulid';
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { DeviceId, Instant, PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import type { Database, Document, Stored } from '../store/database.ts';
import { hashPassword, newSecret, passwordMatches, secretHash, secretMatches } from './secrets.ts';

const SESSION_MS = 12 * 3_600_000;
const CODE_MS = 7 * 86_400_000;
/** Wrong passwords in a row before a login rests. */
const MAX_WRONG = 8;
const REST_MS = 60_000;

export type CertifiedKey = Readonly<{ person: PersonId; key: string; certifiedAt: Instant; revokedAt?: Instant }>;
export type Device = Readonly<{
  _id: DeviceId;
  schema: 1;
  secret: string;
  unit: UnitCode;
  name: string;
  keys: readonly CertifiedKey[];
  enrolledAt: Instant;
  revoked?: Instant;
}>;
type Account = Readonly<{
  _id: string;
  schema: 1;
  login: string;
  person: PersonId;
  password: string;
  disabled?: boolean;
  /** The device that stands for clients of the CouchDB API, where an administrator has allowed them [sync X1]. */
  client?: DeviceId;
}>;
/** `client`: not a desk, but another client of the CouchDB API [sync X1]. */
export type Session = Readonly<{ person: PersonId; device: DeviceId; expiresAt: Instant; client?: true }>;
type Code = Readonly<{ _id: string; schema: 1; unit: UnitCode; expiresAt: Instant; usedAt?: Instant }>;

export type SignIn =
  Readonly<{ ok: true; token: string; session: Session }> | Readonly<{ ok: false; code: 'wrongLogin' | 'rateLimited' | 'revoked' }>;

export class Accounts {
  readonly #db: Database;
  readonly #now: () => Instant;
  readonly #sessions = new Map<string, Session>();
  readonly #keys = new WeakMap<Session, string>();
  readonly #devices = new Map<DeviceId, Stored<Device>>();
  readonly #wrong = new Map<string, { count: number; until: number }>();
  /** Of which revision of the account a client's session was made. */
  readonly #clients = new Map<string, string>();
  #decoy: Promise<string> | undefined;

  constructor(db: Database, now: () => Instant) {
    this.#db = db;
    this.#now = now;
  }

  /** Makes or replaces a person's credentials. */
  async setAccount(login: string, person: PersonId, password: string): Promise<void> {
    await this.setAccounts([{ login, person }], password);
  }

  /** Many accounts of one first password: one hash for all, since the seed knows the password anyway. */
  async setAccounts(accounts: readonly Readonly<{ login: string; person: PersonId }>[], password: string): Promise<void> {
    const hashed = await hashPassword(password);
    const known = await this.#db.getMany<Account>(accounts.map(({ login }) => `account:${login}`));
    await this.#db.write(
      accounts.map(({ login, person }, at) => ({
        _id: `account:${login}`,
        schema: 1,
        login,
        person,
        password: hashed,
        ...(known[at]?.client === undefined ? {} : { client: known[at].client }),
        ...(known[at] === undefined ? {} : { _rev: known[at]._rev }),
      })),
    );
  }

  /**
   * Allows or ends clients of the CouchDB API for an account [sync X1]. They stand for a device of their own, which lies in the list of
   * devices and can be revoked there; `key` certifies what it signs, so that it may send actions. Nothing: no such account.
   */
  async allowClient(login: string, allowed: boolean, unit: UnitCode, key?: string): Promise<DeviceId | undefined> {
    const account = await this.#db.get<Account>(`account:${login}`);
    if (account === undefined || account.disabled === true) return undefined;
    const { client, ...rest } = account;
    if (!allowed) {
      if (client !== undefined) await this.revokeDevice(client);
      await this.#put(rest);
      return client;
    }
    const kept = client !== undefined && (await this.device(client))?.revoked === undefined ? client : undefined;
    const device = kept ?? (`device:${ulid()}` as DeviceId);
    // Its secret is nobody's: it signs in by the person's password alone.
    if (kept === undefined)
      await this.#putDevice({
        _id: device,
        schema: 1,
        secret: secretHash(newSecret()),
        unit,
        name: `${login}（第三方客户端）`,
        keys: [],
        enrolledAt: this.#now(),
      });
    await this.#put({ ...rest, client: device });
    if (key !== undefined) await this.certify(device, account.person, key);
    return device;
  }

  async #put(account: Omit<Account, 'client'> & Readonly<{ client?: DeviceId }>): Promise<void> {
    const [result] = await this.#db.write([account]);
    if (result?.ok !== true) throw new Error(`${account._id} was changed by another`);
  }

  /**
   * Of a client that sends the person's password with each request [sync X1]. One that was right is remembered as long as the account
   * stays as it is. Says the same for an unknown login, a wrong password and an account whose clients are not allowed.
   */
  async clientSession(login: string, password: string): Promise<Session | 'rateLimited' | undefined> {
    const account = await this.#db.get<Account>(`account:${login}`);
    const now = millis(this.#now());
    const key = `client ${secretHash(`${login} ${password}`)}`;
    const device = account?.client === undefined ? undefined : await this.device(account.client);
    const allowed = account !== undefined && account.disabled !== true && device !== undefined && device.revoked === undefined;
    const known = this.#sessions.get(key);
    if (allowed && known?.device === device._id && this.#clients.get(key) === account._rev && known.expiresAt >= this.#now()) return known;
    this.#sessions.delete(key);
    const counted = `client ${login}`;
    const wrong = this.#wrong.get(counted);
    if (wrong !== undefined && wrong.count >= MAX_WRONG && now < wrong.until) return 'rateLimited';
    this.#wrong.set(counted, { count: (wrong?.count ?? 0) + 1, until: now + REST_MS });
    this.#decoy ??= hashPassword('nobody');
    const matches = await passwordMatches(account?.password ?? (await this.#decoy), password);
    if (!matches || !allowed) return undefined;
    this.#wrong.delete(counted);
    this.#clients.set(key, account._rev);
    const expiresAt = toInstant(now + SESSION_MS);
    return this.#remember(key, { person: account.person, device: device._id, expiresAt, client: true });
  }

  async logins(): Promise<readonly Readonly<{ login: string; person: PersonId }>[]> {
    return (await this.#db.withPrefix<Account>('account:'))
      .filter((one) => one.disabled !== true)
      .map(({ login, person }) => ({ login, person }));
  }

  /** A one-time code for a device of a unit; the answer is the only time its secret is seen. */
  async newCode(unit: UnitCode): Promise<string> {
    const secret = newSecret();
    const expiresAt = toInstant(millis(this.#now()) + CODE_MS);
    await this.#db.write([{ _id: `code:${secretHash(secret)}`, schema: 1, unit, expiresAt }]);
    return secret;
  }

  /** Uses a code once; nothing for one that is unknown, used or too old. */
  async enrol(secret: string, name: string): Promise<Readonly<{ device: DeviceId; deviceSecret: string; unit: UnitCode }> | undefined> {
    const code = await this.#db.get<Code>(`code:${secretHash(secret)}`);
    if (code === undefined || code.usedAt !== undefined || code.expiresAt < this.#now()) return undefined;
    // The revision makes it once: of two at the same time one write conflicts.
    const [used] = await this.#db.write([{ ...code, usedAt: this.#now() }]);
    if (used?.ok !== true) return undefined;
    const device = `device:${ulid()}` as DeviceId;
    const deviceSecret = newSecret();
    await this.#putDevice({
      _id: device,
      schema: 1,
      secret: secretHash(deviceSecret),
      unit: code.unit,
      name,
      keys: [],
      enrolledAt: this.#now(),
    });
    return { device, deviceSecret, unit: code.unit };
  }

  async device(id: DeviceId): Promise<Stored<Device> | undefined> {
    const cached = this.#devices.get(id);
    if (cached !== undefined) return cached;
    const stored = await this.#db.get<Device>(id);
    if (stored !== undefined) this.#devices.set(id, stored);
    return stored;
  }

  async devices(): Promise<readonly Stored<Device>[]> {
    return this.#db.withPrefix<Device>('device:');
  }

  async #putDevice(device: Device): Promise<void> {
    const [result] = await this.#db.write([device as unknown as Document]);
    if (result?.ok !== true) throw new Error(`the device ${device._id} was changed by another`);
    this.#devices.set(device._id, { ...device, _rev: result.rev });
  }

  /** Certifies a signing key for this person on this device [sync G1]; the earlier key of the pair ends. */
  async certify(id: DeviceId, person: PersonId, key: string): Promise<void> {
    const device = await this.device(id);
    if (device === undefined || device.keys.some((one) => one.person === person && one.key === key && one.revokedAt === undefined)) return;
    const ended = device.keys.map((one) =>
      one.person === person && one.revokedAt === undefined ? { ...one, revokedAt: this.#now() } : one,
    );
    await this.#putDevice({ ...device, keys: [...ended, { person, key, certifiedAt: this.#now() }] });
  }

  /** The keys that were ever certified for a person on a device; an ended key still proves what it signed before. */
  async keysOf(id: DeviceId, person: PersonId): Promise<readonly CertifiedKey[]> {
    return (await this.device(id))?.keys.filter((one) => one.person === person) ?? [];
  }

  async revokeDevice(id: DeviceId): Promise<boolean> {
    const device = await this.device(id);
    if (device === undefined) return false;
    await this.#putDevice({ ...device, revoked: this.#now() });
    return true;
  }

  async deviceMatches(id: DeviceId, secret: string): Promise<boolean> {
    const device = await this.device(id);
    return device !== undefined && secretMatches(device.secret, secret);
  }

  /** Says the same, as slowly, for an unknown login as for a wrong password. */
  async signIn(id: DeviceId, deviceSecret: string, login: string, password: string): Promise<SignIn> {
    const device = await this.device(id);
    // A stranger costs no hash and no memory; the device's secret is too long to be guessed.
    if (device === undefined || !secretMatches(device.secret, deviceSecret)) return { ok: false, code: 'wrongLogin' };
    const key = `${id} ${login}`;
    const wrong = this.#wrong.get(key);
    const now = millis(this.#now());
    if (wrong !== undefined && wrong.count >= MAX_WRONG && now < wrong.until) return { ok: false, code: 'rateLimited' };
    // Counted before it is known to be wrong: a hundred guesses at once are a hundred guesses.
    this.#wrong.set(key, { count: (wrong?.count ?? 0) + 1, until: now + REST_MS });
    const account = await this.#db.get<Account>(`account:${login}`);
    this.#decoy ??= hashPassword('nobody');
    const matches = await passwordMatches(account?.password ?? (await this.#decoy), password);
    if (!matches || account === undefined || account.disabled === true) return { ok: false, code: 'wrongLogin' };
    if (device.revoked !== undefined) return { ok: false, code: 'revoked' };
    this.#wrong.delete(key);
    const token = newSecret();
    const session: Session = { person: account.person, device: id, expiresAt: toInstant(now + SESSION_MS) };
    await this.#db.write([{ _id: `session:${secretHash(token)}`, schema: 1, ...session }]);
    this.#remember(secretHash(token), session);
    return { ok: true, token, session };
  }

  /** The session of a token; `revoked` when its device has been taken out of use. */
  async session(token: string): Promise<Session | 'revoked' | undefined> {
    const key = secretHash(token);
    const stored = this.#sessions.get(key) ?? (await this.#db.get<Session>(`session:${key}`));
    // Two requests may have read it at once: one of the two is the session.
    const session = this.#sessions.get(key) ?? stored;
    if (session === undefined) return undefined;
    if (session.expiresAt < this.#now()) {
      this.#sessions.delete(key);
      return undefined;
    }
    this.#remember(key, session);
    return (await this.device(session.device))?.revoked === undefined ? session : 'revoked';
  }

  /** Whether a session that was had before still counts: asked again before anything is sent after a wait [proof L3]. */
  stillHolds(session: Session): boolean {
    const known = this.#sessions.get(this.#keys.get(session) ?? '');
    return known === session && session.expiresAt >= this.#now() && this.#devices.get(session.device)?.revoked === undefined;
  }

  #remember(key: string, session: Session): Session {
    this.#sessions.set(key, session);
    this.#keys.set(session, key);
    return session;
  }

  async signOut(token: string): Promise<void> {
    const key = secretHash(token);
    this.#sessions.delete(key);
    const stored = await this.#db.get<object>(`session:${key}`);
    if (stored !== undefined) await this.#db.write([{ _id: stored._id, _rev: stored._rev, _deleted: true }]);
  }
}
