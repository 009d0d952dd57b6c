/**
 * Who is signed in at the administrator's page: in memory, because a restart of the hub may ask for the password again. A session is
 * made at sign-in and never before, so that none can be given to somebody beforehand (session fixation).
 */
import { timingSafeEqual } from 'node:crypto';
import { millis } from '../../shared/hotline/calendar.ts';
import { newSecret, secretHash } from '../accounts/secrets.ts';
import type { Hub } from '../hub-parts.ts';

/** Without a request, and from sign-in at most. */
export const IDLE_MS = 30 * 60_000;
export const LONGEST_MS = 8 * 3_600_000;
/** One administrator on some machines: the oldest ends when another begins. */
const MOST_SESSIONS = 20;

export type AdminSession = {
  readonly key: string;
  /** In every form of this session. */
  readonly token: string;
  readonly startedAt: number;
  /** Of the password it was begun with: another one ends it. */
  readonly password: string;
  seenAt: number;
  /** What was done, to be said on the next page. */
  said?: string;
};

export class AdminSessions {
  readonly #hub: Hub;
  readonly #live = new Map<string, AdminSession>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  #now(): number {
    return millis(this.#hub.core.now());
  }

  /** The cookie's value. */
  begin(): string {
    const cookie = newSecret();
    const now = this.#now();
    const key = secretHash(cookie);
    this.#live.set(key, { key, token: newSecret(), startedAt: now, seenAt: now, password: secretHash(this.#hub.adminPassword) });
    for (const oldest of this.#live.keys()) {
      if (this.#live.size <= MOST_SESSIONS) break;
      this.#live.delete(oldest);
    }
    return cookie;
  }

  of(cookie: string | undefined): AdminSession | undefined {
    const session = cookie === undefined ? undefined : this.#live.get(secretHash(cookie));
    if (session === undefined) return undefined;
    const now = this.#now();
    // A clock that was set back ends it too.
    const over = now - session.seenAt > IDLE_MS || now - session.startedAt > LONGEST_MS || now < session.startedAt;
    if (over || session.password !== secretHash(this.#hub.adminPassword)) {
      this.end(session);
      return undefined;
    }
    session.seenAt = now;
    return session;
  }

  end({ key }: AdminSession): void {
    this.#live.delete(key);
  }
}

export function tokenMatches(expected: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const [one, two] = [secretHash(expected), secretHash(given)].map((text) => new TextEncoder().encode(text));
  return one !== undefined && two !== undefined && timingSafeEqual(one, two);
}
