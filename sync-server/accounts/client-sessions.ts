/** Clients of the CouchDB API that are no desks [sync X1]: allowed by account, signed in by the person's password with each request. */
import { ulid } from 'ulid';
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { DeviceId, Instant, UnitCode } from '../../shared/hotline/ids.ts';
import type { Stored } from '../store/database.ts';
import type { Account, Credentials } from './credentials.ts';
import type { Device, Devices } from './devices.ts';
import { secretHash } from './secrets.ts';
import { SESSION_MS, type Session, type Sessions } from './sessions.ts';
import type { SignInFlood } from './sign-in-flood.ts';
import { WrongPasswords } from './wrong-passwords.ts';

type Parts = Readonly<{
  credentials: Credentials;
  devices: Devices;
  sessions: Sessions;
  wrongPasswords: WrongPasswords;
  flood: SignInFlood;
  now: () => Instant;
}>;

/** In place of a device while it is not known which account asks. */
const NO_DESK = 'client';

export class ClientSessions {
  readonly #parts: Parts;
  /** Of which revision of the account a client's session was made. */
  readonly #revisions = new Map<string, string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Allows or ends clients for an account. They stand for a device of their own, which lies in the list of devices and can be revoked
   * there; `key` certifies what it signs, so that it may send actions. Nothing: no such account.
   */
  async allow(login: string, allowed: boolean, unit: UnitCode, key?: string): Promise<DeviceId | undefined> {
    const { credentials, devices } = this.#parts;
    const account = await credentials.get(login);
    if (account === undefined || account.disabled === true) return undefined;
    const { client, ...rest } = account;
    if (!allowed) {
      if (client !== undefined) await this.end(client);
      await credentials.put(rest);
      return client;
    }
    const kept = client !== undefined && (await devices.get(client))?.revoked === undefined ? client : undefined;
    const device = kept ?? (`device:${ulid()}` as DeviceId);
    if (kept === undefined) await devices.addClient(device, unit, `${login}（第三方客户端）`);
    await credentials.put({ ...rest, client: device });
    if (key !== undefined) await devices.certify(device, account.person, key);
    return device;
  }

  async end(device: DeviceId): Promise<void> {
    await this.#parts.devices.revoke(device);
    this.#parts.sessions.wake((session) => session.device === device);
  }

  /** The device that a client of the account stands for; nothing where clients are not allowed. */
  async #deviceOf(account: Stored<Account> | undefined): Promise<Stored<Device> | undefined> {
    if (account?.client === undefined || account.disabled === true) return undefined;
    const device = await this.#parts.devices.get(account.client);
    return device?.revoked === undefined ? device : undefined;
  }

  /**
   * One that was right is remembered as long as the account stays as it is. Says the same for an unknown login, a wrong password and
   * an account whose clients are not allowed, and asks the same of the store for all three.
   */
  async of(login: string, password: string, address: string): Promise<Session | 'rateLimited' | undefined> {
    const { credentials, sessions, wrongPasswords, flood, now } = this.#parts;
    const account = await credentials.get(login);
    const key = `client ${secretHash(`${login} ${password}`)}`;
    const known = sessions.inMemory(key);
    if (known !== undefined && this.#revisions.get(key) === account?._rev && known.expiresAt >= now())
      if ((await this.#deviceOf(account))?._id === known.device) return known;
    this.#revisions.delete(key);
    // By address: whoever guesses elsewhere keeps nobody's client out.
    const from = `${NO_DESK} ${address}`;
    if (!flood.mayTry(undefined, address, millis(now())) || !(await wrongPasswords.mayTry(from, login))) return 'rateLimited';
    const matches = await flood.proving(() => credentials.matches(account, password));
    if (matches === undefined) return 'rateLimited';
    // Which device, and so whether clients are allowed, is asked only for who knows the password.
    const device = matches ? await this.#deviceOf(account) : undefined;
    if (account === undefined || device === undefined) {
      flood.failed(undefined, address, millis(now()));
      // A stranger's guesses at names leave nothing in the store; and a write that is waited for would tell which names are none.
      if (account?.client !== undefined) wrongPasswords.wrongLater(from, login);
      return undefined;
    }
    await wrongPasswords.lift(WrongPasswords.id(from, login));
    this.#revisions.set(key, account._rev);
    const startedAt = now();
    const expiresAt = toInstant(millis(startedAt) + SESSION_MS);
    const { person, mustChange } = account;
    const session: Session = { person, device: device._id, expiresAt, client: true, ...(mustChange === undefined ? {} : { mustChange }) };
    return sessions.keepInMemory(key, session, login, startedAt);
  }
}
