/**
 * A database of the store in an Apache CouchDB, through PouchDB's HTTP adapter [sync S2]. What a quorum has not confirmed is nobody's yet
 * [sync G3]: a write that failed, or was answered 202, is put to the cluster again before anything is read or written that rests on it.
 */
import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import { couchdbFetch, StoreUnavailable, type Fetching } from './couchdb-fetch.ts';
import { couchdbPlace, type CouchdbPlace } from './couchdb-place.ts';
import { CouchdbFollower, type RemotePouch } from './couchdb-follower.ts';
import type { Document, Stored } from './database.ts';
import { pageOf, pouchCalls, writeResults, type BulkAnswer } from './pouch-calls.ts';
import type { OpenedDatabase } from './pouch-database.ts';
import { RecentWrites } from './recent-writes.ts';
import type { Turn } from './turn.ts';

PouchDB.plugin(httpAdapter as unknown as PouchDB.Plugin);

/** Opens the hub's databases of one CouchDB by their names. */
export type CouchdbStore = (name: string, turn?: Turn) => OpenedDatabase;

/** Documents asked for at once, each with a quorum. */
const ASKED = 200;
/** Enough to meet every range of a database that is cut into eight. */
const PROBES = 64;
/** After a 202 the missing copies mostly follow within this time. */
const CONFIRM_PAUSES_MS = [50, 200, 500, 1000];

type BulkGet = { results: { id: string; docs: { ok?: Stored<object> & { _deleted?: boolean } }[] }[] };

export function couchdbStore(url: string): CouchdbStore {
  return couchdbStoreAt(couchdbPlace(url));
}

export function couchdbStoreAt(place: CouchdbPlace): CouchdbStore {
  const fetching = couchdbFetch(place);
  return (name, turn) => openCouchdb(place, fetching, name, turn);
}

function generation(rev: string): number {
  return Number.parseInt(rev, 10);
}

/** CouchDB's own order: what is not deleted, then the longer line, then the greater hash. */
function winner(leaves: readonly Stored<object>[]): Stored<object> | undefined {
  return leaves.reduce<Stored<object> | undefined>((best, leaf) => {
    if (best === undefined) return leaf;
    const [a, b] = [generation(best._rev), generation(leaf._rev)];
    return a === b ? (leaf._rev > best._rev ? leaf : best) : b > a ? leaf : best;
  }, undefined);
}

function openCouchdb(place: CouchdbPlace, fetching: Fetching, name: string, turn: Turn | undefined): OpenedDatabase {
  const pouch = new PouchDB(`${place.nodes[0] ?? ''}/${encodeURIComponent(place.prefix + name)}`, {
    // Databases are made by `doctor --fix`, as an administrator; the hub's own user may not.
    skip_setup: true,
    fetch: fetching,
  } as PouchDB.Configuration.RemoteDatabaseConfiguration) as RemotePouch;
  const calls = pouchCalls(pouch);
  const { rows: _rows, idsWithPrefix: _ids, idsBehind: _behind, ...same } = calls;
  const follower = new CouchdbFollower(pouch);
  const recent = new RecentWrites();
  /** Written by this process, and not known to lie on a quorum of the copies. */
  const unconfirmed = new Set<string>();
  const writing = new Map<string, Promise<unknown>>();
  /** Before that a cluster may show what only one of its copies has, from before this process: nothing is told by it [sync G3]. */
  let proved = false;

  async function post<T>(path: string, body: object): Promise<Readonly<{ status: number; answer: T }>> {
    const response = await pouch.fetch(path, {
      method: 'POST',
      headers: new Headers({ 'content-type': 'application/json', accept: 'application/json' }),
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(`${name} answered ${response.status} to ${path.split('?')[0] ?? ''}`);
    return { status: response.status, answer };
  }

  async function leavesOfMany(
    ids: readonly string[],
    query = '',
  ): Promise<readonly (readonly (Stored<object> & { _deleted?: boolean })[])[]> {
    const { answer } = await post<BulkGet>(`_bulk_get${query}`, { docs: ids.map((id) => ({ id })) });
    return answer.results.map(({ docs }) => docs.flatMap(({ ok }) => (ok === undefined ? [] : [ok])));
  }

  /**
   * Whether a quorum of the copies takes writes now, in every range of the database: local documents are taken without question, lie in no
   * changes, and are answered 202 where too few copies live. A write that changes nothing is answered 201 by a single copy: it proves nothing.
   */
  async function quorum(): Promise<void> {
    const documents = Array.from({ length: PROBES }, (_, at) => ({ _id: `_local/quorum-${at}`, schema: 1 }));
    const { status } = await post('_bulk_docs', { docs: documents });
    if (status !== 201) throw new StoreUnavailable(`${name}: too few copies of the cluster answer`);
  }

  /** Puts what is unsure to the cluster again, under the revisions it has, between two proofs of a quorum; throws while there is none. */
  async function confirm(ids: readonly string[]): Promise<void> {
    await quorum();
    for (let at = 0; at < ids.length; at += ASKED) {
      const some = ids.slice(at, at + ASKED);
      const documents = (await leavesOfMany(some, '?revs=true&attachments=true')).flat();
      if (documents.length > 0) await post('_bulk_docs', { docs: documents, new_edits: false });
    }
    await quorum();
    for (const id of ids) unconfirmed.delete(id);
    proved = true;
  }

  async function confirmSoon(ids: readonly string[]): Promise<void> {
    for (const ms of CONFIRM_PAUSES_MS) {
      await new Promise((resolve) => setTimeout(resolve, ms));
      try {
        await confirm(ids);
        return;
      } catch (error) {
        if (ms === CONFIRM_PAUSES_MS.at(-1)) throw error;
      }
    }
  }

  async function confirmed(): Promise<void> {
    if (unconfirmed.size > 0 || !proved) await confirm([...unconfirmed]);
  }

  /**
   * 202 is also said where one copy took this write and the others already had another: only what stands alone was written. What lies
   * beside it is a conflict, which the index tells of as soon as the copies have exchanged it [sync A5].
   */
  async function uncontested(answers: readonly BulkAnswer[]): Promise<readonly BulkAnswer[]> {
    const leaves = await leavesOfMany(answers.map(({ id }) => id));
    return answers.map((answer, at) => {
      if (answer.ok !== true) return answer;
      const standing = (leaves[at] ?? []).filter(({ _deleted }) => _deleted !== true);
      const contested = standing.length > 1 || (standing.length === 1 && standing[0]?._rev !== answer.rev);
      return contested ? { id: answer.id, error: 'conflict' } : answer;
    });
  }

  /** One write of an id at a time: two at once may each win on some copies of the cluster. */
  async function alone<T>(ids: readonly string[], write: () => Promise<T>): Promise<T> {
    const before = [...new Set(ids.flatMap((id) => writing.get(id) ?? []))];
    const own = Promise.allSettled(before).then(write);
    for (const id of ids) writing.set(id, own);
    try {
      return await own;
    } finally {
      for (const id of ids) if (writing.get(id) === own) writing.delete(id);
    }
  }

  /** Whether some copy has them nobody knows when the store fails. */
  async function unsureOf<T>(documents: readonly Document[], write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (error instanceof StoreUnavailable) for (const { _id } of documents) unconfirmed.add(_id);
      throw error;
    }
  }

  async function edit(documents: readonly Document[]): Promise<readonly BulkAnswer[]> {
    const { status, answer } = await post<readonly BulkAnswer[]>('_bulk_docs', { docs: documents });
    if (status === 201) return answer;
    await confirmSoon(documents.map(({ _id }) => _id));
    return uncontested(answer);
  }

  /** Between two proofs of a quorum, as in `confirm`. */
  async function graftAll(documents: readonly Document[]): Promise<readonly BulkAnswer[]> {
    await quorum();
    const { answer } = await post<readonly BulkAnswer[]>('_bulk_docs', { docs: documents, new_edits: false });
    await quorum();
    return answer;
  }

  /** By `_bulk_get`, which asks a quorum of the copies as `_all_docs` does not. */
  async function getMany<T>(ids: readonly string[]): Promise<readonly (Stored<T> | undefined)[]> {
    await confirmed();
    const found: (Stored<T> | undefined)[] = [];
    for (let at = 0; at < ids.length; at += ASKED) {
      const leaves = await leavesOfMany(ids.slice(at, at + ASKED));
      found.push(...leaves.map((some) => winner(some.filter(({ _deleted }) => _deleted !== true)) as Stored<T> | undefined));
    }
    return found;
  }

  return {
    ...same,
    embedded: undefined,
    async get<T>(id: string) {
      await confirmed();
      return calls.get<T>(id);
    },
    getMany,
    /** The list is one copy's, which may lag or have been away: what stands in it is read from a quorum, with what was written here lately. */
    async withPrefix<T>(prefix: string) {
      await confirmed();
      const listed = await calls.idsWithPrefix(prefix);
      const found = await getMany<T>([...new Set([...listed, ...recent.withPrefix(prefix)])].sort());
      return found.filter((document) => document !== undefined);
    },
    async pageWithPrefix<T>(prefix: string, limit: number, after?: string) {
      await confirmed();
      const listed = await calls.idsBehind(prefix, limit, after);
      const end = listed.length < limit ? undefined : listed.at(-1);
      const own = recent.withPrefix(prefix).filter((id) => (after === undefined || id > after) && (end === undefined || id < end));
      return pageOf(await getMany<T>([...new Set([...listed, ...own])].sort()), listed, limit);
    },
    async lastId(prefix) {
      await confirmed();
      return calls.lastId(prefix);
    },
    /** PouchDB's own call gives a browser's blob here. */
    async attachment(id, file) {
      await confirmed();
      const response = await pouch.fetch(`${encodeURIComponent(id)}/${encodeURIComponent(file)}`);
      if (response.status === 404) return undefined;
      if (!response.ok) throw new Error(`${name} answered ${response.status} to an attachment`);
      return new Uint8Array(await response.arrayBuffer());
    },
    async write(documents) {
      if (documents.length === 0) return [];
      turn?.hub();
      await confirmed();
      try {
        const answers = await alone(
          documents.map(({ _id }) => _id),
          () => unsureOf(documents, () => edit(documents)),
        );
        const results = writeResults(documents, answers);
        for (const result of results) {
          if (!result.ok) continue;
          follower.wrote(result.id, result.rev);
          recent.wrote(result.id);
        }
        return results;
      } finally {
        follower.wake();
      }
    },
    async changes(since, limit) {
      await confirmed();
      return follower.caughtUp(await calls.changes(since, limit), limit, calls.changes);
    },
    async graft(documents) {
      const answers = await unsureOf(documents, () => graftAll(documents));
      if (answers.length > 0) throw new Error(`the store did not take ${String(answers[0]?.id)}`);
      follower.wake();
    },
    watch: (wake) => follower.watch(wake),
    async close() {
      follower.close();
      await pouch.close();
    },
  };
}
