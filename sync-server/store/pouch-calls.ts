/** What PouchDB's calls are to the hub, whichever adapter answers: the part that is the same on both stores [sync S2]. */
import type { Change, Database, Document, PrefixPage, Stored, WriteResult } from './database.ts';
import { isMissing, leavesAfter } from './leaves.ts';

type Row = { id: string; key: string; error?: string; value?: { rev: string; deleted?: boolean }; doc?: unknown };
export type BulkAnswer = Readonly<{ ok?: boolean; id: string; rev?: string; name?: string; error?: unknown; status?: number }>;

/** Past every id with this prefix: ids are ASCII or Chinese, all below this. */
const END = '\uffff';

export function writeResults(documents: readonly Document[], answers: readonly BulkAnswer[]): readonly WriteResult[] {
  return documents.map((document, at) => {
    const answer = answers[at];
    return answer?.ok === true && answer.rev !== undefined
      ? { ok: true, id: document._id, rev: answer.rev }
      : { ok: false, id: document._id, error: answer?.name ?? String(answer?.error ?? 'unknown_error') };
  });
}

/** Of what stands under the ids that were listed; a full list may go on. */
export function pageOf<T>(found: readonly (Stored<T> | undefined)[], listed: readonly string[], limit: number): PrefixPage<T> {
  const last = listed.length < limit ? undefined : listed.at(-1);
  return { documents: found.filter((document) => document !== undefined), ...(last === undefined ? {} : { last }) };
}

type ConflictingDocument = Document & Readonly<{ _conflicts?: readonly string[] }>;

/** The revisions that lost stand beside the document, not in it: it is hashed and sent as it is. */
function withoutConflicts(found: ConflictingDocument | undefined): Pick<Change, 'doc' | 'conflicts'> {
  if (found === undefined) return {};
  const { _conflicts: conflicts, ...doc } = found;
  return { doc: doc as Document, ...(conflicts === undefined ? {} : { conflicts }) };
}

type Calls = Omit<Database, 'getMany' | 'pageWithPrefix' | 'write' | 'graft' | 'watch' | 'close'> &
  Readonly<{
    rows: <T>(options: object) => Promise<readonly (Stored<T> | undefined)[]>;
    idsWithPrefix: (prefix: string) => Promise<readonly string[]>;
    idsBehind: (prefix: string, limit: number, after?: string) => Promise<readonly string[]>;
  }>;

export function pouchCalls(pouch: PouchDB.Database): Calls {
  async function rows<T>(options: object): Promise<readonly (Stored<T> | undefined)[]> {
    const answer = (await pouch.allDocs(options as PouchDB.Core.AllDocsOptions)) as unknown as { rows: Row[] };
    return answer.rows.map((row) =>
      row.error === undefined && row.value?.deleted !== true && row.doc !== undefined && row.doc !== null
        ? (row.doc as Stored<T>)
        : undefined,
    );
  }

  return {
    rows,
    async get<T>(id: string) {
      try {
        return (await pouch.get(id)) as unknown as Stored<T>;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async withPrefix<T>(prefix: string) {
      const found = await rows<T>({ startkey: prefix, endkey: prefix + END, include_docs: true });
      return found.filter((doc) => doc !== undefined);
    },
    async idsWithPrefix(prefix) {
      const found = await pouch.allDocs({ startkey: prefix, endkey: prefix + END });
      return found.rows.map(({ id }) => id);
    },
    async idsBehind(prefix, limit, after) {
      // The id itself is passed over where it is still there.
      const found = await pouch.allDocs({
        startkey: after ?? prefix,
        endkey: prefix + END,
        limit: after === undefined ? limit : limit + 1,
      });
      return found.rows.flatMap(({ id }) => (id === after ? [] : [id])).slice(0, limit);
    },
    async lastId(prefix) {
      const found = await pouch.allDocs({ startkey: prefix + END, endkey: prefix, descending: true, limit: 1 });
      return found.rows[0]?.id;
    },
    async attachment(id, name) {
      try {
        return (await pouch.getAttachment(id, name)) as unknown as Uint8Array;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async changes(since, limit) {
      // A page is one request: PouchDB asks a server for 25 rows at a time otherwise.
      const page = await pouch.changes({ since, limit, include_docs: true, conflicts: true, batch_size: limit });
      const changes: Change[] = page.results.map((row) => ({
        id: row.id,
        rev: row.changes[0]?.rev ?? '',
        seq: row.seq,
        deleted: row.deleted === true,
        ...withoutConflicts(row.doc as unknown as ConflictingDocument | undefined),
      }));
      return { changes, last: page.last_seq };
    },
    leaves: (since, limit) => leavesAfter(pouch, since, limit),
    async leavesOf<T>(id: string) {
      const found = (await pouch.get(id, { open_revs: 'all' }).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      })) as unknown as readonly { ok?: Stored<T> & { _deleted?: boolean } }[];
      return found.flatMap(({ ok }) => (ok === undefined || ok._deleted === true ? [] : [ok as Stored<T>]));
    },
    async ancestry(id) {
      try {
        const { _revisions: line } = (await pouch.get(id, { revs: true })) as { _revisions?: { start: number; ids: readonly string[] } };
        return line?.ids.map((hash, at) => `${line.start - at}-${hash}`) ?? [];
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
    async sequence() {
      return (await pouch.info()).update_seq;
    },
  };
}
