/**
 * The hub's own replicator [sync X2]: `_replicate` at once or continuously, documents of `_replicator` from start to end and again after a
 * restart. What has been replicated is remembered where it was asked for, so that asking again says what CouchDB says.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../answer.ts';
import { CouchError, json, notFound } from '../answer.ts';
import type { User } from '../ask.ts';
import type { Databases } from '../databases.ts';
import { maybe, type Doc } from '../pouch.ts';
import type { Answering } from './local-fetch.ts';
import { readReplication, shownEndpoint, type Reach, type ReplicationAsk } from './replication-ask.ts';
import { ReplicationJob, type Outcome } from './replication-job.ts';

export const NODE = 'couchdb@127.0.0.1';
/** Each holds connections and a batch of documents. */
const MOST_JOBS = 50;
/** A session is remembered this often, as CouchDB keeps them. */
const MOST_SESSIONS = 50;
const MOST_EVENTS = 20;
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 600_000;

export type JobEvent = Readonly<{ timestamp: string; type: 'added' | 'started' | 'crashed'; reason?: string }>;
export type Listed = {
  job: ReplicationJob;
  user: string;
  docId: string | null;
  since: string;
  readonly events: JobEvent[];
};

export const timestamp = (): string => new Date().toISOString().replace(/\.[0-9]+Z$/u, 'Z');

function historyEntry({ session, began, ended, startSeq, lastSeq, read, written, failures, counts }: Outcome): Record<string, unknown> {
  return {
    session_id: session,
    start_time: began,
    end_time: ended,
    start_last_seq: startSeq,
    end_last_seq: lastSeq,
    recorded_seq: lastSeq,
    missing_checked: counts.missingChecked,
    missing_found: counts.missingFound,
    docs_read: read,
    docs_written: written,
    doc_write_failures: failures,
    bulk_get_docs: counts.bulkDocs,
    bulk_get_attempts: counts.bulkAttempts,
  };
}

export class Replicator {
  readonly #databases: Databases;
  readonly #answering: Answering;
  readonly #reach: Reach;
  readonly jobs = new Map<string, Listed>();

  constructor(databases: Databases, answering: Answering, reach: Reach) {
    this.#databases = databases;
    this.#answering = answering;
    this.#reach = reach;
  }

  /** What a document of `_replicator` asks for. */
  read(body: Record<string, unknown>): ReplicationAsk {
    return readReplication(body, this.#reach);
  }

  /** `_replicate`: the end of a one-shot, the id of a continuous one. */
  async replicate(body: Record<string, unknown>, user: User): Promise<Answer> {
    const ask = readReplication(body, this.#reach, true);
    if (ask.cancel) return this.#cancel(ask);
    if (!ask.continuous) return json(200, await this.once(ask, user));
    if (!this.jobs.has(ask.id)) void this.#goOn(this.begin(ask, user, null));
    return json(202, { ok: true, _local_id: ask.id });
  }

  #cancel(ask: ReplicationAsk): Answer {
    const found = this.jobs.get(ask.named ?? ask.id) ?? this.jobs.get(`${ask.id}+continuous`);
    // One that a document asks for ends with its document.
    if (found === undefined || found.docId !== null) throw notFound('missing');
    this.end(found.job.ask.id);
    return json(200, { ok: true, _local_id: found.job.ask.id });
  }

  /** A place among those that run; 503 when all are taken. */
  begin(ask: ReplicationAsk, user: User, docId: string | null): Listed {
    if (this.jobs.size >= MOST_JOBS) throw new CouchError(503, 'service_unavailable', 'Too many replications', { 'retry-after': '30' });
    const job = new ReplicationJob(ask, user, this.#answering);
    const since = timestamp();
    const events: JobEvent[] = [
      { timestamp: since, type: 'started' },
      { timestamp: since, type: 'added' },
    ];
    const listed: Listed = { job, user: user.name ?? '', docId, since, events };
    this.jobs.set(ask.id, listed);
    return listed;
  }

  /** Until it is cancelled; what ends it meanwhile is told, and tried again. */
  async #goOn(listed: Listed): Promise<void> {
    for (let wait = FIRST_WAIT_MS; !listed.job.cancelled; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
      try {
        await listed.job.run(0);
        break;
      } catch (error) {
        if (listed.job.cancelled) break;
        listed.events.unshift({ timestamp: timestamp(), type: 'crashed', reason: (error as CouchError).reason });
        listed.events.splice(MOST_EVENTS);
      }
      await sleep(wait, undefined, { ref: false });
    }
    this.#forget(listed);
  }

  #forget(listed: Listed): void {
    if (this.jobs.get(listed.job.ask.id) === listed) this.jobs.delete(listed.job.ask.id);
  }

  end(id: string): void {
    const listed = this.jobs.get(id);
    if (listed === undefined) return;
    this.jobs.delete(id);
    listed.job.cancel();
  }

  /** CouchDB's answer of a replication that has ended; throws what stopped it. */
  async once(ask: ReplicationAsk, user: User, docId: string | null = null): Promise<Record<string, unknown>> {
    if (this.jobs.has(ask.id)) throw new CouchError(409, 'conflict', 'This replication is already running.');
    const known = await this.#history(ask.id);
    const listed = this.begin(ask, user, docId);
    try {
      const outcome = await listed.job.run(known[0]?.['recorded_seq'] ?? 0);
      const { read, failures, lastSeq } = outcome;
      const [last] = known;
      const same = last !== undefined && read === 0 && failures === 0 && last['recorded_seq'] === lastSeq;
      const history = same ? known : [historyEntry(outcome), ...known].slice(0, MOST_SESSIONS);
      if (!same) await this.#remember(ask.id, history);
      return {
        ok: true,
        ...(same ? { no_changes: true } : {}),
        session_id: history[0]?.['session_id'],
        source_last_seq: lastSeq,
        replication_id_version: 4,
        history,
      };
    } finally {
      this.#forget(listed);
    }
  }

  #memory(id: string): string {
    return `_local/replication-${id}`;
  }

  async #history(id: string): Promise<Record<string, unknown>[]> {
    const doc = await maybe(this.#databases.need('_replicator').pouch.get(this.#memory(id)));
    return Array.isArray(doc?.['history']) ? (doc['history'] as Record<string, unknown>[]) : [];
  }

  async #remember(id: string, history: readonly Record<string, unknown>[]): Promise<void> {
    const { pouch } = this.#databases.need('_replicator');
    const known = await maybe(pouch.get(this.#memory(id)));
    const doc: Doc = { _id: this.#memory(id), ...(known?._rev === undefined ? {} : { _rev: known._rev }), history };
    // Two ends of the same replication at once: the later one's session is not remembered, its documents are.
    await pouch.put(doc).catch(() => undefined);
  }

  /** `_scheduler/jobs`. */
  shownJobs(): readonly Record<string, unknown>[] {
    return [...this.jobs.values()].map(({ job, user, docId, since, events }) => ({
      database: docId === null ? null : '_replicator',
      id: job.ask.id,
      pid: null,
      source: shownEndpoint(job.ask.source),
      target: shownEndpoint(job.ask.target),
      user,
      doc_id: docId,
      info: { ...job.info, ...(job.lastError === undefined ? {} : { error: job.lastError }) },
      history: events,
      node: NODE,
      start_time: since,
    }));
  }

  close(): void {
    for (const id of [...this.jobs.keys()]) this.end(id);
  }
}
