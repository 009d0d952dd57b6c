/** Documents of `_replicator`: each is a replication, told in it when it has ended, begun again after a restart of the hub [sync X2]. */
import { CouchError } from '../answer.ts';
import type { User } from '../ask.ts';
import type { RootDatabase } from '../databases.ts';
import { pouchStatus, type Doc } from '../pouch.ts';
import { bareEndpoint, type ReplicationAsk } from './replication-ask.ts';
import { faultOf } from './replication-job.ts';
import { NODE, timestamp, type Replicator } from './replicator.ts';

export type DocState = 'initializing' | 'pending' | 'running' | 'crashing' | 'error' | 'failed' | 'completed';
type Following = {
  readonly rev: string;
  readonly ask: ReplicationAsk | undefined;
  state: DocState;
  since: string;
  updated: string;
  errors: number;
  info: Record<string, unknown> | null;
  timer: NodeJS.Timeout | undefined;
};

/** After a fault the next try comes in 5 s, 10 s … 10 minutes. */
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 600_000;
const PAGE = 100;
/** They are written by the administrator only, and run as such. */
const USER: User = { name: 'admin', roles: ['_admin'] };

export type DocsOptions = Readonly<{
  database: () => RootDatabase | undefined;
  replicator: Replicator;
  /** Whether the disk has room: without it a state is told by `_scheduler/docs` only, and found again after a restart. */
  hasRoom: () => boolean;
  onError: (error: unknown) => void;
  firstWait?: number;
}>;

export class ReplicatorDocuments {
  readonly #options: DocsOptions;
  readonly #following = new Map<string, Following>();
  #since = 0;
  #looking: Promise<void> = Promise.resolve();
  #stop: (() => void) | undefined;
  #watched: RootDatabase | undefined;
  #closed = false;

  constructor(options: DocsOptions) {
    this.#options = options;
  }

  /** Looks at every document that there is, then at each change. */
  start(): void {
    this.#look();
  }

  #look(): void {
    this.#looking = this.#looking.then(() => this.#changes()).catch(this.#options.onError);
  }

  #again(): void {
    const timer = setTimeout(() => {
      this.#look();
    }, FIRST_WAIT_MS);
    timer.unref();
  }

  async #changes(): Promise<void> {
    if (this.#closed) return;
    const database = this.#options.database();
    // Deleted, and not made anew yet: whoever makes it is heard of at the next look.
    if (database === undefined) {
      this.#again();
      return;
    }
    if (database !== this.#watched) {
      // Deleted and made anew: nothing of the old one goes on.
      for (const id of [...this.#following.keys()]) this.#drop(id);
      this.#stop?.();
      this.#watched = database;
      this.#since = 0;
      this.#stop = database.watch(() => {
        this.#look();
      });
    }
    for (;;) {
      const { results, last_seq } = await database.pouch.changes({ since: this.#since, limit: PAGE, include_docs: true });
      for (const { id, deleted, doc } of results) {
        if (id.startsWith('_')) continue;
        if (deleted === true || doc === undefined) this.#drop(id);
        else this.#take(doc);
      }
      this.#since = Math.max(this.#since, last_seq);
      if (results.length < PAGE) return;
    }
  }

  #drop(id: string): void {
    const known = this.#following.get(id);
    if (known === undefined) return;
    this.#following.delete(id);
    clearTimeout(known.timer);
    const { replicator } = this.#options;
    if (known.ask !== undefined && replicator.jobs.get(known.ask.id)?.docId === id) replicator.end(known.ask.id);
  }

  #take(doc: Doc): void {
    const rev = String(doc._rev);
    if (this.#following.get(doc._id)?.rev === rev) return;
    this.#drop(doc._id);
    const state = doc['_replication_state'];
    const since = timestamp();
    const base = { rev, since, updated: since, errors: 0, timer: undefined };
    let ask: ReplicationAsk | undefined;
    let fault: CouchError | undefined;
    try {
      ask = this.#options.replicator.read(doc);
    } catch (error) {
      fault = faultOf(error);
    }
    if (state === 'completed' || state === 'failed') {
      const stats = (doc['_replication_stats'] ?? null) as Record<string, unknown> | null;
      const reason = doc['_replication_state_reason'];
      this.#following.set(doc._id, { ...base, ask, state, info: state === 'completed' ? stats : { error: reason } });
      return;
    }
    if (ask === undefined) {
      this.#following.set(doc._id, { ...base, ask, state: 'failed', info: { error: fault?.reason } });
      this.#write(doc, { _replication_state: 'failed', _replication_state_reason: fault?.reason });
      return;
    }
    const following: Following = { ...base, ask, state: 'initializing', info: null };
    this.#following.set(doc._id, following);
    this.#run(doc, following, ask);
  }

  #run(doc: Doc, following: Following, ask: ReplicationAsk): void {
    const still = (): boolean => !this.#closed && this.#following.get(doc._id) === following;
    following.state = 'running';
    following.updated = timestamp();
    this.#options.replicator.once(ask, USER, doc._id).then(
      (answer) => {
        if (!still()) return;
        const [session] = answer['history'] as Record<string, unknown>[];
        following.state = 'completed';
        this.#write(doc, { _replication_state: 'completed', _replication_stats: { ...session, no_changes: answer['no_changes'] } });
      },
      (error: unknown) => {
        if (!still()) return;
        const { reason } = faultOf(error);
        following.errors += 1;
        following.state = 'crashing';
        following.updated = timestamp();
        following.info = { error: reason };
        const wait = Math.min(LONGEST_WAIT_MS, (this.#options.firstWait ?? FIRST_WAIT_MS) * 2 ** Math.min(20, following.errors - 1));
        following.timer = setTimeout(() => {
          if (still()) this.#run(doc, following, ask);
        }, wait);
        following.timer.unref();
      },
    );
  }

  #write(doc: Doc, more: Record<string, unknown>): void {
    this.#put({ ...doc, ...more, _replication_state_time: timestamp() }).catch(this.#options.onError);
  }

  /** Not by the door that others write by: what is wrong with a document, which a replicator may have brought, can be said only in it. */
  async #put(doc: Doc): Promise<void> {
    const database = this.#watched;
    if (database === undefined || !this.#options.hasRoom()) return;
    try {
      await database.pouch.put(doc);
    } catch (error) {
      // Written by somebody meanwhile, which is looked at next; or its database was deleted under it.
      if (pouchStatus(error) === 409 || this.#options.database() !== database) return;
      throw error;
    }
    database.changed();
  }

  /** `_scheduler/docs`. */
  shown(): readonly Record<string, unknown>[] {
    return [...this.#following].map(([doc_id, { ask, state, info, errors, since, updated }]) => {
      const running = ask === undefined ? undefined : this.#options.replicator.jobs.get(ask.id);
      return {
        database: '_replicator',
        doc_id,
        id: state === 'completed' || state === 'failed' ? null : (ask?.id ?? null),
        source: ask === undefined ? null : bareEndpoint(ask.source),
        target: ask === undefined ? null : bareEndpoint(ask.target),
        state,
        info: running?.docId === doc_id ? running.job.info : info,
        error_count: errors,
        node: NODE,
        source_proxy: null,
        target_proxy: null,
        last_updated: updated,
        start_time: since,
      };
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stop?.();
    for (const { timer } of this.#following.values()) clearTimeout(timer);
    await this.#looking;
  }
}
