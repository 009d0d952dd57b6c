/** People's credentials, devices, keys and sessions by one door (article 18; F50): documents of the `accounts` database [sync S1]. */
import { millis } from '../../shared/hotline/calendar.ts';
import type { DeviceId, Instant, PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import type { Database, Stored } from '../store/database.ts';
import { ClientSessions } from './client-sessions.ts';
import { Credentials, turnOf, type Account, type Login, type PasswordSource } from './credentials.ts';
import { Devices, type CertifiedKey, type Device } from './devices.ts';
import { InTurn } from '../store/in-turn.ts';
import { passwordFault, type PasswordFault } from '../../shared/sync/password-rule.ts';
import { secretMatches } from './secrets.ts';
import { Sessions, type Session, type SessionLimits } from './sessions.ts';
import { SignInFlood } from './sign-in-flood.ts';
import { WrongPasswords } from './wrong-passwords.ts';

export type { Session } from './sessions.ts';

export type SignIn =
  | Readonly<{ ok: true; token: string; session: Session }>
  | Readonly<{ ok: false; code: 'wrongLogin' | 'rateLimited' | 'revoked' | 'overload' }>;
type Enrolled = Readonly<{ device: DeviceId; deviceSecret: string; unit: UnitCode }>;
export type PasswordChange = Readonly<{ ok: true } | { ok: false; code: 'wrongOldPassword' | 'rateLimited' | 'overload' | PasswordFault }>;

/** Of a request without a known address: one count for all of them. */
const NOWHERE = '';

export class Accounts {
  readonly credentials: Credentials;
  readonly devices: Devices;
  readonly sessions: Sessions;
  readonly wrongPasswords: WrongPasswords;
  readonly #clients: ClientSessions;
  readonly #flood = new SignInFlood();
  /** By login: two administrators, or one and the person, change the same account at once. */
  readonly #inTurn = new InTurn();
  readonly #now: () => Instant;

  constructor(db: Database, now: () => Instant, onError: (error: unknown) => void, limits: SessionLimits) {
    this.#now = now;
    this.credentials = new Credentials(db);
    this.devices = new Devices(db, now);
    this.sessions = new Sessions(db, now, limits);
    this.wrongPasswords = new WrongPasswords(db, now, onError);
    const { credentials, devices, sessions, wrongPasswords } = this;
    this.#clients = new ClientSessions({ credentials, devices, sessions, wrongPasswords, flood: this.#flood, now });
  }

  /** Makes or replaces a person's credentials. */
  async setAccount(login: string, person: PersonId, password: string, source?: PasswordSource): Promise<void> {
    await this.setAccounts([{ login, person }], password, source);
  }

  /** Whoever had a session has none any more. */
  async setAccounts(accounts: readonly Login[], password: string, source?: PasswordSource): Promise<void> {
    await this.credentials.set(accounts, password, source);
    const people = new Set(accounts.map(({ person }) => person));
    await this.sessions.end((session) => people.has(session.person));
  }

  /** Clients of the CouchDB API for an account [sync X1]; nothing: no such account. */
  allowClient(login: string, allowed: boolean, unit: UnitCode, key?: string): Promise<DeviceId | undefined> {
    return this.#inTurn.run(login, () => this.#clients.allow(login, allowed, unit, key));
  }

  clientSession(login: string, password: string, address: string): Promise<Session | 'rateLimited' | undefined> {
    return this.#clients.of(login, password, address);
  }

  async logins(): Promise<readonly Login[]> {
    return (await this.credentials.all()).filter((one) => one.disabled !== true).map(({ login, person }) => ({ login, person }));
  }

  newCode(unit: UnitCode): Promise<string> {
    return this.devices.newCode(unit);
  }

  enrol(secret: string, name: string): Promise<Enrolled | undefined> {
    return this.devices.enrol(secret, name);
  }

  /** As `enrol`, for a request: an address that fails too often waits. */
  async enrolFrom(address: string, secret: string, name: string): Promise<Enrolled | 'badCode' | 'rateLimited'> {
    const now = millis(this.#now());
    if (!this.#flood.mayTry(undefined, address, now)) return 'rateLimited';
    const enrolled = await this.devices.enrol(secret, name);
    if (enrolled === undefined) this.#flood.failed(undefined, address, now);
    return enrolled ?? 'badCode';
  }

  device(id: DeviceId): Promise<Stored<Device> | undefined> {
    return this.devices.get(id);
  }

  certify(id: DeviceId, person: PersonId, key: string): Promise<void> {
    return this.devices.certify(id, person, key);
  }

  keysOf(id: DeviceId, person: PersonId): Promise<readonly CertifiedKey[]> {
    return this.devices.keysOf(id, person);
  }

  deviceMatches(id: DeviceId, secret: string): Promise<boolean> {
    return this.devices.matches(id, secret);
  }

  /** Its sessions stay: who comes with one is told `revoked` [sync D4]. Who waits is woken. */
  async revokeDevice(id: DeviceId): Promise<boolean> {
    const revoked = await this.devices.revoke(id);
    this.sessions.wake((session) => session.device === id);
    return revoked;
  }

  /** Says the same, as slowly, for an unknown login as for a wrong password. */
  async signIn(id: DeviceId, deviceSecret: string, login: string, password: string, address: string = NOWHERE): Promise<SignIn> {
    const now = millis(this.#now());
    if (!this.#flood.mayTry(id, address, now)) return { ok: false, code: 'rateLimited' };
    const device = await this.device(id);
    // A stranger costs no hash and no memory; the device's secret is too long to be guessed.
    if (device === undefined || !secretMatches(device.secret, deviceSecret)) {
      this.#flood.failed(undefined, address, now);
      return { ok: false, code: 'wrongLogin' };
    }
    if (await this.sessions.full()) return { ok: false, code: 'overload' };
    const proved = await this.#prove(id, login, password, address);
    if (!('account' in proved)) return { ok: false, code: proved.code };
    if (proved.account === undefined || proved.account.disabled === true) return { ok: false, code: 'wrongLogin' };
    if (device.revoked !== undefined) return { ok: false, code: 'revoked' };
    const begun = await this.sessions.begin(proved.account, device);
    // Disabled, or the password changed, while it was written: one of the two has seen the other.
    const account = await this.credentials.get(login);
    if (account === undefined || account.disabled === true || turnOf(account) !== turnOf(proved.account)) {
      await this.sessions.end((_, key) => key === this.sessions.keyOf(begun.session));
      return { ok: false, code: 'wrongLogin' };
    }
    return { ok: true, ...begun };
  }

  /** The account of a login whose password this is; `undefined` in its place for a wrong one, counted and durable. */
  async #prove(
    device: DeviceId,
    login: string,
    password: string,
    address: string,
  ): Promise<Readonly<{ account: Stored<Account> | undefined } | { code: 'rateLimited' | 'overload' }>> {
    if (!(await this.wrongPasswords.mayTry(device, login))) return { code: 'rateLimited' };
    const account = await this.credentials.get(login);
    const matches = await this.#flood.proving(() => this.credentials.matches(account, password));
    if (matches === undefined) return { code: 'overload' };
    if (matches) {
      await this.wrongPasswords.lift(WrongPasswords.id(device, login));
      return { account };
    }
    this.#flood.failed(device, address, millis(this.#now()));
    await this.wrongPasswords.wrong(device, login);
    return { account: undefined };
  }

  /** By the person, with the password they have: every other session of theirs ends, on every device. */
  changePassword(session: Session, login: string, old: string, next: string, address: string = NOWHERE): Promise<PasswordChange> {
    return this.#inTurn.run(login, () => this.#changePassword(session, login, old, next, address));
  }

  async #changePassword(session: Session, login: string, old: string, next: string, address: string): Promise<PasswordChange> {
    const fault = passwordFault(next, login, old);
    if (fault !== undefined) return { ok: false, code: fault };
    if (!this.#flood.mayTry(session.device, address, millis(this.#now()))) return { ok: false, code: 'rateLimited' };
    const proved = await this.#prove(session.device, login, old, address);
    if (!('account' in proved)) return { ok: false, code: proved.code };
    const { account } = proved;
    if (account === undefined || account.person !== session.person) return { ok: false, code: 'wrongOldPassword' };
    await this.credentials.setPassword(account, next, 'own');
    await this.sessions.carryOver(session, turnOf(account) + 1);
    const own = this.sessions.keyOf(session);
    await this.sessions.end((one, key) => one.person === session.person && key !== own);
    return { ok: true };
  }

  /** By an administrator: sessions end everywhere, a lock-out is lifted with it, and the person must choose their own. False for an unknown login. */
  resetPassword(login: string, password: string): Promise<boolean> {
    return this.#inTurn.run(login, async () => {
      const account = await this.credentials.get(login);
      if (account === undefined) return false;
      await this.credentials.setPassword(account, password, 'given');
      await this.wrongPasswords.liftLogin(login);
      await this.sessions.end((session) => session.person === account.person);
      return true;
    });
  }

  setDisabled(login: string, disabled: boolean): Promise<boolean> {
    return this.#inTurn.run(login, async () => {
      const account = await this.credentials.get(login);
      if (account === undefined) return false;
      if ((account.disabled === true) !== disabled) await this.credentials.setDisabled(account, disabled);
      if (disabled) await this.sessions.end((session) => session.person === account.person);
      return true;
    });
  }

  /** All sessions of a person, or of a device, end now. */
  signOutPerson(login: string): Promise<number | undefined> {
    return this.#inTurn.run(login, async () => {
      const account = await this.credentials.get(login);
      if (account === undefined) return undefined;
      await this.credentials.nextTurn(account);
      return this.sessions.end((session) => session.person === account.person);
    });
  }

  async signOutDevice(id: DeviceId): Promise<number | undefined> {
    if (!(await this.devices.nextTurn(id))) return undefined;
    return this.sessions.end((session) => session.device === id);
  }

  /** The session of a token; `revoked` when its device has been taken out of use. */
  async session(token: string): Promise<Session | 'revoked' | undefined> {
    const session = await this.sessions.get(token);
    if (session === undefined) return undefined;
    return (await this.device(session.device))?.revoked === undefined ? session : 'revoked';
  }

  /** Whether a session that was had before still counts: asked again before anything is sent after a wait [proof L3]. */
  stillHolds(session: Session): boolean {
    return this.sessions.holds(session) && !this.devices.isRevoked(session.device);
  }

  async signOut(token: string): Promise<void> {
    const session = await this.sessions.get(token);
    if (session !== undefined) await this.sessions.end((_, key) => key === this.sessions.keyOf(session));
  }

  /** What has expired goes: hourly, by the hub. */
  async forget(): Promise<void> {
    await this.sessions.forget();
    await this.wrongPasswords.forget();
  }

  /** Nothing is left to be written. */
  close(): Promise<void> {
    return this.wrongPasswords.settle();
  }
}
