/**
 * Wrong passwords in a row, by device and login, in the store: a login rests longer and longer, a restart of the hub begins nothing
 * anew, and an administrator sees it and may lift it (F50). By device, so that nobody shuts a colleague out from elsewhere; what a
 * device or an address tries at many logins is bounded in memory.
 */
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import type { Database, Stored } from '../store/database.ts';
import { secretHash } from './secrets.ts';
import { writeWhole } from '../store/write-whole.ts';

/** Wrong passwords in a row before a login rests. */
export const MAX_WRONG = 8;
const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 3_600_000;
/** After a day without another try the count begins anew. */
const FORGOTTEN_MS = 86_400_000;
const MOST_KNOWN = 20_000;
/** Long after the answer: what is written then tells nobody by its time. */
const LATER_MS = 2000;

type Wrong = Readonly<{ _id: string; schema: 1; device: string; login: string; count: number; since: Instant; at: Instant }>;
export type LockOut = Readonly<{ id: string; device: string; login: string; count: number; since: Instant; until: Instant }>;

function restMs(count: number): number {
  return count < MAX_WRONG ? 0 : Math.min(FIRST_REST_MS * 2 ** Math.min(count - MAX_WRONG, 10), LONGEST_REST_MS);
}

export class WrongPasswords {
  readonly #db: Database;
  readonly #now: () => Instant;
  readonly #known = new Map<string, Wrong>();
  readonly #saving = new Map<string, Promise<void>>();
  /** What is to be written later, by id. */
  readonly #later = new Map<string, () => Promise<void>>();
  readonly #onError: (error: unknown) => void;

  constructor(db: Database, now: () => Instant, onError: (error: unknown) => void) {
    this.#db = db;
    this.#now = now;
    this.#onError = onError;
  }

  /** A login is anything that was typed: the id holds its hash. */
  static id(device: string, login: string): string {
    return `wrong:${device}|${secretHash(login).slice(0, 32)}`;
  }

  /** A clock that was set back must not lengthen a rest. */
  #recent(wrong: Wrong | undefined): Wrong | undefined {
    return wrong === undefined || Math.abs(millis(this.#now()) - millis(wrong.at)) > FORGOTTEN_MS ? undefined : wrong;
  }

  /** Counts one try before it is known to be wrong: a hundred guesses at once are a hundred guesses. False: the login rests. */
  async mayTry(device: string, login: string): Promise<boolean> {
    const id = WrongPasswords.id(device, login);
    const stored = this.#known.has(id) ? undefined : await this.#db.get<Wrong>(id);
    // Counted meanwhile by another request: that is the newer one. Nothing is waited for from here until this one is counted as well.
    const before = this.#recent(this.#known.get(id) ?? stored);
    const at = this.#now();
    const waited = before === undefined ? 0 : millis(at) - millis(before.at);
    if (before !== undefined && waited < restMs(before.count) && waited > -LONGEST_REST_MS) return false;
    // A flood of names must not fill the memory; what was proved wrong on a device is in the store as well.
    if (this.#known.size >= MOST_KNOWN)
      for (const old of [...this.#known.keys()].slice(0, MOST_KNOWN / 2)) if (!this.#later.has(old)) this.#known.delete(old);
    this.#known.set(id, { _id: id, schema: 1, device, login, count: (before?.count ?? 0) + 1, since: before?.since ?? at, at });
    return true;
  }

  /** It was wrong: durable before it is answered. */
  async wrong(device: string, login: string): Promise<void> {
    const id = WrongPasswords.id(device, login);
    const saved = (this.#saving.get(id) ?? Promise.resolve()).then(() => this.#save(id));
    const quiet = saved.catch(() => undefined);
    this.#saving.set(id, quiet);
    await saved.finally(() => {
      if (this.#saving.get(id) === quiet) this.#saving.delete(id);
    });
  }

  /**
   * As `wrong`, for a door where only some logins are written of: not waited for, so that an answer takes as long for those as for all
   * others. It counts since the try was begun; a hub that is killed at once forgets what the last two seconds have added.
   */
  wrongLater(device: string, login: string): void {
    const id = WrongPasswords.id(device, login);
    if (this.#later.has(id)) return;
    const save = async (): Promise<void> => {
      clearTimeout(timer);
      const saved = this.wrong(device, login);
      this.#later.delete(id);
      await saved.catch(this.#onError);
    };
    const timer = setTimeout(() => void save(), LATER_MS);
    timer.unref();
    this.#later.set(id, save);
  }

  /** What was to be written later is written now: before all are looked at, and before the store closes. */
  async settle(): Promise<void> {
    await Promise.all([...this.#later.values()].map((save) => save()));
  }

  async #save(id: string): Promise<void> {
    const wrong = this.#known.get(id);
    const stored = await this.#db.get<Wrong>(id);
    // Lifted, or another attempt has written as much.
    if (wrong === undefined || (stored !== undefined && stored.count === wrong.count && stored.at === wrong.at)) return;
    await writeWhole(this.#db, [{ ...wrong, ...(stored === undefined ? {} : { _rev: stored._rev }) }]);
  }

  /** The right password, or an administrator: the count begins anew. False where nothing was counted. */
  async lift(id: string): Promise<boolean> {
    await this.#saving.get(id);
    const counted = this.#known.delete(id);
    const stored = await this.#db.get<Wrong>(id);
    if (stored === undefined) return counted;
    await writeWhole(this.#db, [{ _id: id, _rev: stored._rev, _deleted: true }]);
    return true;
  }

  /** All of one login, whatever the device. */
  async liftLogin(login: string): Promise<void> {
    for (const { _id } of await this.#stored()) if (_id.endsWith(`|${secretHash(login).slice(0, 32)}`)) await this.lift(_id);
  }

  async #stored(): Promise<readonly Stored<Wrong>[]> {
    await this.settle();
    return this.#db.withPrefix<Wrong>('wrong:');
  }

  /** What an administrator sees: every login that rests now. */
  async lockOuts(): Promise<readonly LockOut[]> {
    const now = millis(this.#now());
    return (await this.#stored()).flatMap(({ _id, device, login, count, since, at }) => {
      const until = millis(at) + restMs(count);
      return count < MAX_WRONG || until <= now ? [] : [{ id: _id, device, login, count, since, until: toInstant(until) }];
    });
  }

  /** Counts of yesterday go: once a day is enough. */
  async forget(): Promise<void> {
    const old = (await this.#stored()).filter(({ at }) => millis(this.#now()) - millis(at) > FORGOTTEN_MS);
    for (const { _id } of old) this.#known.delete(_id);
    await writeWhole(
      this.#db,
      old.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })),
    );
  }
}
