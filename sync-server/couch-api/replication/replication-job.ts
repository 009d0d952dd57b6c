/** One replication that runs: PouchDB's, with what CouchDB tells of it [sync X2]. */
import type PouchDB from 'pouchdb-core';
import { randomBytes } from 'node:crypto';
import type { User } from '../ask.ts';
import { CouchError } from '../answer.ts';
import { checkPlace, openPlace, reachedBy, replicate, type Counts } from './endpoint.ts';
import type { Answering } from './local-fetch.ts';
import type { ReplicationAsk } from './replication-ask.ts';

export type Outcome = Readonly<{
  session: string;
  began: string;
  ended: string;
  startSeq: unknown;
  lastSeq: unknown;
  read: number;
  written: number;
  failures: number;
  counts: Counts;
}>;

type Result = { docs_read?: number; docs_written?: number; doc_write_failures?: number; last_seq?: unknown };
type Running = Promise<Result> & { cancel: () => void; on: (event: string, each: (told: unknown) => void) => Running };
type Replicate = (source: PouchDB.Database, target: PouchDB.Database, options: object) => Running;

const BATCH = 100;
/** PouchDB waits at first not at all, then ever longer, up to this. */
const LONGEST_WAIT_MS = 60_000;
const backOff = (before: number): number => Math.min(LONGEST_WAIT_MS, before === 0 ? 500 : before * 2);

export const sessionId = (): string => randomBytes(16).toString('hex');

/** Why it ended, in words that name no password. */
export function faultOf(error: unknown): CouchError {
  if (error instanceof CouchError) return error;
  const { status, name, message, reason } = (error ?? {}) as { status?: unknown; name?: unknown; message?: unknown; reason?: unknown };
  const told = String(reason ?? message ?? 'unknown').replace(/\/\/[^@/\s]*@/gu, '//');
  if (status === 401 || status === 403) return new CouchError(403, 'unauthorized', told);
  return new CouchError(503, typeof name === 'string' ? name.toLowerCase() : 'replication_failed', told.slice(0, 300));
}

export class ReplicationJob {
  readonly ask: ReplicationAsk;
  readonly #user: User;
  readonly #answering: Answering;
  readonly #ended = new AbortController();
  readonly #counts: Counts = { missingChecked: 0, missingFound: 0, bulkAttempts: 0, bulkDocs: 0 };
  #running: Running | undefined;
  #told: Result = {};
  #lastError: string | undefined;

  constructor(ask: ReplicationAsk, user: User, answering: Answering) {
    this.ask = ask;
    this.#user = user;
    this.#answering = answering;
  }

  get cancelled(): boolean {
    return this.#ended.signal.aborted;
  }

  /** What is wrong now, of one that goes on by itself. */
  get lastError(): string | undefined {
    return this.#lastError;
  }

  get info(): Record<string, unknown> {
    return infoOf(this.#told, this.#counts);
  }

  /** Resolves when a one-shot is done or a continuous one is cancelled; throws CouchError. `since`: where an earlier run ended. */
  async run(since: unknown): Promise<Outcome> {
    const { ask } = this;
    const [began, session] = [new Date().toUTCString(), sessionId()];
    const { signal } = this.#ended;
    const source = openPlace(ask.source, this.#answering, this.#user, this.#counts, signal);
    const target = openPlace(ask.target, this.#answering, this.#user, this.#counts, signal);
    try {
      await checkPlace(source, ask.source, false);
      await checkPlace(target, ask.target, ask.createTarget);
      // One that ends has what was there when it began, as CouchDB's: it would never catch up with who writes faster.
      const reached = ask.continuous ? undefined : await reachedBy(source);
      if (reached !== undefined) source.endAt(reached);
      const result = await this.#replicate(source.pouch, target.pouch);
      if (signal.aborted && !ask.continuous) throw new CouchError(409, 'conflict', 'The replication was cancelled.');
      const counts = { read: result.docs_read ?? 0, written: result.docs_written ?? 0, failures: result.doc_write_failures ?? 0 };
      return {
        session,
        began,
        ended: new Date().toUTCString(),
        startSeq: since,
        lastSeq: result.last_seq,
        ...counts,
        counts: this.#counts,
      };
    } catch (error) {
      throw faultOf(error);
    } finally {
      source.close();
      target.close();
    }
  }

  async #replicate(source: PouchDB.Database, target: PouchDB.Database): Promise<Result> {
    const { ask } = this;
    this.#ended.signal.throwIfAborted();
    const options = {
      live: ask.continuous,
      retry: ask.continuous,
      back_off_function: backOff,
      batch_size: BATCH,
      batches_limit: 2,
      heartbeat: 10_000,
      ...(ask.checkpoints ? {} : { checkpoint: false }),
      ...(ask.docIds === undefined ? {} : { doc_ids: [...ask.docIds] }),
      ...(ask.filter === undefined ? {} : { filter: ask.filter }),
      ...(ask.queryParams === undefined ? {} : { query_params: ask.queryParams }),
      ...(ask.selector === undefined ? {} : { selector: ask.selector }),
      ...(ask.since === undefined ? {} : { since: ask.since }),
    };
    const running = (replicate as Replicate)(source, target, options);
    this.#running = running;
    running
      .on('change', (told) => {
        this.#told = told as Result;
        this.#lastError = undefined;
      })
      .on('active', () => {
        this.#lastError = undefined;
      })
      .on('paused', (error) => {
        this.#lastError = error === undefined || error === null ? undefined : faultOf(error).reason;
      });
    const result = await running;
    this.#told = result;
    return result;
  }

  cancel(): void {
    this.#running?.cancel();
    this.#ended.abort();
  }
}

export function infoOf(result: Result, counts: Counts): Record<string, unknown> {
  return {
    revisions_checked: counts.missingChecked,
    missing_revisions_found: counts.missingFound,
    docs_read: result.docs_read ?? 0,
    docs_written: result.docs_written ?? 0,
    doc_write_failures: result.doc_write_failures ?? 0,
    bulk_get_docs: counts.bulkDocs,
    bulk_get_attempts: counts.bulkAttempts,
    changes_pending: null,
    checkpointed_source_seq: result.last_seq ?? 0,
    source_seq: result.last_seq ?? 0,
    through_seq: result.last_seq ?? 0,
  };
}
