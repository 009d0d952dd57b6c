/** Logins and passwords (article 18; F50): one `account:` document a login, in the `accounts` database [sync S1]. */
import type { DeviceId, PersonId } from '../../shared/hotline/ids.ts';
import type { Database, Document, Stored } from '../store/database.ts';
import { hashPassword, passwordMatches } from './secrets.ts';
import { writeWhole } from '../store/write-whole.ts';

export type Account = Readonly<{
  _id: string;
  schema: 1;
  login: string;
  person: PersonId;
  password: string;
  disabled?: boolean;
  /** The password is one that an administrator has set: its person must choose their own before anything else (F50). */
  mustChange?: true;
  /** The device that stands for clients of the CouchDB API, where an administrator has allowed them [sync X1]. */
  client?: DeviceId;
  /** Counts changes that end sessions: a session of an earlier turn has ended, whatever else the store still holds of it. */
  turn?: number;
}>;
/** `given`: by an administrator, so that the person must choose their own. */
export type PasswordSource = 'own' | 'given';
export type Login = Readonly<{ login: string; person: PersonId }>;

export function turnOf(account: Pick<Account, 'turn'>): number {
  return account.turn ?? 0;
}

function dutyOf(source: PasswordSource): Pick<Account, 'mustChange'> {
  return source === 'given' ? { mustChange: true } : {};
}

function withoutDuty({ mustChange: _over, ...account }: Stored<Account>): Stored<Account> {
  return account;
}

export class Credentials {
  readonly #db: Database;
  #decoy: Promise<string> | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Many accounts of one first password: one hash for all, since who sets it knows it anyway. Sessions of theirs have ended. */
  async set(accounts: readonly Login[], password: string, source: PasswordSource = 'own'): Promise<void> {
    const hashed = await hashPassword(password);
    const known = await this.#db.getMany<Account>(accounts.map(({ login }) => `account:${login}`));
    await writeWhole(
      this.#db,
      accounts.map(({ login, person }, at) => {
        const before = known[at];
        const turn = before === undefined ? 0 : turnOf(before) + 1;
        const kept = before === undefined ? undefined : withoutDuty(before);
        return { ...kept, _id: `account:${login}`, schema: 1, login, person, password: hashed, turn, ...dutyOf(source) };
      }),
    );
  }

  get(login: string): Promise<Stored<Account> | undefined> {
    return this.#db.get<Account>(`account:${login}`);
  }

  async all(): Promise<readonly Stored<Account>[]> {
    return this.#db.withPrefix<Account>('account:');
  }

  async ofPerson(person: PersonId): Promise<Stored<Account> | undefined> {
    return (await this.all()).find((account) => account.person === person);
  }

  /** Whether the password is that of the account; as slow for a login that is unknown. */
  async matches(account: Account | undefined, password: string): Promise<boolean> {
    this.#decoy ??= hashPassword('nobody');
    const matches = await passwordMatches(account?.password ?? (await this.#decoy), password);
    return matches && account !== undefined;
  }

  async #change(account: Stored<Account>, change: Partial<Account>): Promise<void> {
    await writeWhole(this.#db, [{ ...account, ...change, turn: turnOf(account) + 1 } as unknown as Document]);
  }

  async put(account: Stored<Account>): Promise<void> {
    await writeWhole(this.#db, [account as unknown as Document]);
  }

  async setPassword(account: Stored<Account>, password: string, source: PasswordSource): Promise<void> {
    await this.#change(withoutDuty(account), { password: await hashPassword(password), ...dutyOf(source) });
  }

  async setDisabled(account: Stored<Account>, disabled: boolean): Promise<void> {
    await this.#change(account, { disabled });
  }

  /** All its sessions have ended, the password stays. */
  async nextTurn(account: Stored<Account>): Promise<void> {
    await this.#change(account, {});
  }
}
