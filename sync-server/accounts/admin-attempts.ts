/**
 * Wrong passwords of the administrator in a row, by address, at `/admin` and at the root: an address rests longer and longer, a restart of
 * the hub begins nothing anew (F50), and who guesses elsewhere does not lock the administrator out. One document of the latest addresses:
 * a flood of them fills neither store nor memory.
 */
import { isIPv6 } from 'node:net';
import { millis } from '../../shared/hotline/calendar.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import type { Database } from '../store/database.ts';
import { writeWhole } from '../store/write-whole.ts';

/** In a row before an address rests: more than a person types wrong, and several tools may share one with an old password. */
export const MOST_WRONG = 20;
const FIRST_REST_MS = 60_000;
/** Behind one proxy or router the administrator has the guesser's address, and must get in between. */
const LONGEST_REST_MS = 900_000;
/** After a day without another try the count begins anew. */
const FORGOTTEN_MS = 86_400_000;
const MOST_ADDRESSES = 200;
/** No part of what is replicated: a new hub that a guesser found first must still be empty for a replicator [sync X3]. */
const ID = '_local/admin-attempts';

type Wrong = Readonly<{ address: string; count: number; at: Instant }>;
type Kept = Readonly<{ schema: 1; wrong: readonly Wrong[] }>;

function restMs(count: number): number {
  return count < MOST_WRONG ? 0 : Math.min(FIRST_REST_MS * 2 ** Math.min(count - MOST_WRONG, 10), LONGEST_REST_MS);
}

/** Whoever has one IPv6 address has all of its network. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  return new URL(`http://[${address.replace(/%.*$/u, '')}]`).hostname.slice(1, -1).split(':').slice(0, 4).join(':');
}

export class AdminAttempts {
  readonly #db: Database;
  readonly #now: () => Instant;
  #wrong = new Map<string, Wrong>();
  #saving: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;

  constructor(db: Database, now: () => Instant) {
    this.#db = db;
    this.#now = now;
  }

  /** Before the first request. */
  async load(): Promise<void> {
    const kept = await this.#db.get<Kept>(ID);
    this.#wrong = new Map((kept?.wrong ?? []).map((one) => [one.address, one]));
  }

  #known(address: string): Wrong | undefined {
    const wrong = this.#wrong.get(networkOf(address));
    // A clock that was set must not lengthen a rest.
    return wrong === undefined || Math.abs(millis(this.#now()) - millis(wrong.at)) > FORGOTTEN_MS ? undefined : wrong;
  }

  /** Seconds that the address has to wait; 0: it may try. */
  rest(address: string): number {
    const wrong = this.#known(address);
    if (wrong === undefined) return 0;
    const waited = millis(this.#now()) - millis(wrong.at);
    const left = restMs(wrong.count) - waited;
    return left <= 0 || waited <= -LONGEST_REST_MS ? 0 : Math.ceil(left / 1000);
  }

  /** Counted at once, durable when it resolves. */
  wrong(address: string): Promise<void> {
    const key = networkOf(address);
    const count = (this.#known(address)?.count ?? 0) + 1;
    this.#wrong.delete(key);
    this.#wrong.set(key, { address: key, count, at: this.#now() });
    for (const oldest of this.#wrong.keys()) {
      if (this.#wrong.size <= MOST_ADDRESSES) break;
      this.#wrong.delete(oldest);
    }
    return this.#save();
  }

  /** The count of the address begins anew. */
  async right(address: string): Promise<void> {
    if (this.#wrong.delete(networkOf(address))) await this.#save();
  }

  /** Many at once are one write behind the one that is on its way. */
  #save(): Promise<void> {
    this.#waiting ??= this.#saving.then(async () => {
      this.#waiting = undefined;
      const known = await this.#db.get<Kept>(ID);
      const wrong = [...this.#wrong.values()];
      await writeWhole(this.#db, [{ _id: ID, schema: 1, wrong, ...(known === undefined ? {} : { _rev: known._rev }) }]);
    });
    this.#saving = this.#waiting.catch(() => undefined);
    return this.#waiting;
  }
}
