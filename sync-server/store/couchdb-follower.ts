/**
 * Follows what a CouchDB tells of its changes. The hub's own writes wake it at once; a long poll tells of the rest, and of the store's
 * return. A page of changes may come from a copy that lags behind the quorum that took a write: it is asked again until it has caught up.
 */
import type { Change } from './database.ts';

/** The HTTP adapter's requests to its database. */
export type RemotePouch = PouchDB.Database & { fetch(path: string, options?: RequestInit): Promise<Response> };

type Sequence = number | string;
type ChangesPage = Readonly<{ changes: readonly Change[]; last: Sequence }>;
type ReadChanges = (since: Sequence, limit: number) => Promise<ChangesPage>;

/** A long poll is answered by then, if with nothing: without heartbeats a longer silence is the node's. */
const POLL_MS = 25_000;
const LEAST_PAUSE_MS = 250;
const MOST_PAUSE_MS = 15_000;
/** Copies of a healthy cluster differ by milliseconds; past this the long poll tells of the rest. */
const LAG_PAUSES_MS = [5, 10, 20, 40, 80, 160, 320, 640];

function isAtLeast(rev: string, wanted: string): boolean {
  return Number.parseInt(rev, 10) >= Number.parseInt(wanted, 10);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

export class CouchdbFollower {
  readonly #pouch: RemotePouch;
  readonly #watchers = new Set<() => void>();
  /** Written here and not yet read in the changes: id → revision. */
  readonly #unseen = new Map<string, string>();
  #polling: AbortController | undefined;

  constructor(pouch: RemotePouch) {
    this.#pouch = pouch;
  }

  wrote(id: string, rev: string): void {
    // Local documents are in no changes.
    if (this.#watchers.size > 0 && !id.startsWith('_local/')) this.#unseen.set(id, rev);
  }

  wake(): void {
    for (const wake of this.#watchers) wake();
  }

  /** The page, with what was written here before the call, as soon as the copy that answers knows of it. */
  async caughtUp(page: ChangesPage, limit: number, read: ReadChanges): Promise<ChangesPage> {
    let { changes, last } = page;
    this.#see(changes);
    for (const ms of LAG_PAUSES_MS) {
      if (this.#unseen.size === 0 || changes.length >= limit || this.#watchers.size === 0) break;
      await pause(ms);
      const more = await read(last, limit - changes.length);
      this.#see(more.changes);
      changes = [...changes, ...more.changes];
      last = more.last;
    }
    if (changes.length < limit) this.#unseen.clear();
    return { changes, last };
  }

  #see(changes: readonly Change[]): void {
    if (this.#unseen.size === 0) return;
    for (const { id, rev } of changes) if (isAtLeast(rev, this.#unseen.get(id) ?? '')) this.#unseen.delete(id);
  }

  watch(wake: () => void): () => void {
    this.#watchers.add(wake);
    this.#polling ??= this.#poll();
    return () => {
      this.#watchers.delete(wake);
      if (this.#watchers.size === 0) this.close();
    };
  }

  #poll(): AbortController {
    const stopped = new AbortController();
    void this.#follow(stopped.signal);
    return stopped;
  }

  /** Until stopped; a store that is away is asked again with a growing pause, and on its return who watches is told. */
  async #follow(signal: AbortSignal): Promise<void> {
    let since: Sequence = 'now';
    let wait = LEAST_PAUSE_MS;
    let away = false;
    while (!signal.aborted) {
      try {
        // One that was away is asked what it would tell at once.
        const query = new URLSearchParams({ feed: away ? 'normal' : 'longpoll', timeout: String(POLL_MS), since: String(since) });
        const response = await this.#pouch.fetch(`_changes?${query.toString()}`, { signal });
        if (!response.ok) throw new Error(`the store answered ${response.status}`);
        const { results, last_seq } = (await response.json()) as { results: readonly unknown[]; last_seq: Sequence };
        since = last_seq;
        wait = LEAST_PAUSE_MS;
        if (away || results.length > 0) this.wake();
        away = false;
      } catch {
        // What fails here fails for the readers too, who say so.
        if (signal.aborted) return;
        away = true;
        await pause(wait);
        wait = Math.min(MOST_PAUSE_MS, wait * 2);
      }
    }
  }

  close(): void {
    this.#polling?.abort();
    this.#polling = undefined;
  }
}
