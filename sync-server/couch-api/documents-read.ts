/** GET of a document: revisions, conflicts, open revisions, attachments [sync X2]. */
import { badRequest, json, notFound, streamed, unchanged, type Answer } from './answer.ts';
import { Params, parseJson, type Ask, plainText } from './ask.ts';
import type { RootDatabase } from './databases.ts';
import { mixed, related } from './multipart.ts';
import { maybe, pouchStatus, type Doc } from './pouch.ts';
import { isSecret } from './rights.ts';
import type { ReadOptions } from './read-options.ts';
import { showAttachments } from './stored-form.ts';

const REV = /^[0-9]+-[^-].*$/u;

export function checkRev(rev: string): string {
  if (!REV.test(rev)) throw badRequest('Invalid rev format');
  return rev;
}

/** In CouchDB's order of members. */
function ordered(doc: Doc): Doc {
  const { _id, _rev, _deleted, _attachments, _revisions, _revs_info, _conflicts, _deleted_conflicts, _local_seq, ...own } = doc;
  const known = { _deleted, _revisions, _revs_info, _local_seq, _conflicts, _deleted_conflicts, _attachments };
  const meta = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  const { _deleted: deleted, ...rest } = meta;
  return { _id, _rev, ...(deleted === true ? { _deleted: true } : {}), ...own, ...rest } as Doc;
}

/** Of revisions: the longer line first, then the greater hash. */
export function newestFirst(a: string, b: string): number {
  return Number.parseInt(b, 10) - Number.parseInt(a, 10) || (a < b ? 1 : -1);
}

/** Leaves that are deleted and do not win. */
async function deletedLeaves(database: RootDatabase, doc: Doc): Promise<string[]> {
  const open = await openRevs(database, doc._id, 'all', {});
  const gone = open.flatMap((row) => ('ok' in row && row.ok._deleted === true && row.ok._rev !== doc._rev ? [String(row.ok._rev)] : []));
  return gone.sort(newestFirst);
}

/**
 * Whether a revision stands in the document's tree, its body kept or not. Asked before PouchDB is asked for what came of it (`latest`): of one
 * that it does not know PouchDB throws where nobody can catch it, and the hub would end.
 */
async function isInTree({ pouch }: RootDatabase, id: string, rev: string): Promise<boolean> {
  if ((await pouch.revsDiff({ [id]: [rev] }))[id] === undefined) return true;
  const leaves = (await maybe(pouch.get(id, { open_revs: 'all', revs: true }) as unknown as Promise<OpenRow[]>)) ?? [];
  return leaves.some((row) => {
    const { start = 0, ids = [] } = ('ok' in row ? row.ok._revisions : undefined) ?? {};
    return ids.some((hash, at) => `${start - at}-${hash}` === rev);
  });
}

export async function readDoc(database: RootDatabase, id: string, options: ReadOptions): Promise<Doc> {
  const { rev, revs, revsInfo, conflicts, localSeq, latest } = options;
  const asked = {
    ...(rev === undefined ? {} : { rev }),
    revs: revs === true,
    revs_info: revsInfo === true,
    conflicts: conflicts === true,
    latest: latest === true,
  };
  if (isSecret(database, id)) throw notFound('missing');
  if (latest === true && rev !== undefined && !(await isInTree(database, id, rev))) throw notFound('missing');
  try {
    const doc = await database.pouch.get(id, asked);
    if (localSeq === true) doc['_local_seq'] = await sequenceOf(database, id);
    if (options.deletedConflicts === true) {
      const gone = await deletedLeaves(database, doc);
      if (gone.length > 0) doc['_deleted_conflicts'] = gone;
    }
    return ordered(await showAttachments(database, doc, options));
  } catch (error) {
    if (pouchStatus(error) !== 404) throw error;
    throw notFound((error as { reason?: string }).reason === 'deleted' ? 'deleted' : 'missing');
  }
}

/** A document that was read already, as it is shown without its attachments' bodies. */
export async function shownDoc(database: RootDatabase, doc: Doc): Promise<Doc> {
  return ordered(await showAttachments(database, doc, {}));
}

async function sequenceOf(database: RootDatabase, id: string): Promise<number> {
  const { results } = await database.pouch.changes({ since: 0, doc_ids: [id] });
  return results[0]?.seq ?? 0;
}

export type OpenRow = { ok: Doc } | { missing: string };

export async function openRevs(
  database: RootDatabase,
  id: string,
  wanted: 'all' | readonly string[],
  options: ReadOptions,
): Promise<readonly OpenRow[]> {
  if (isSecret(database, id)) throw notFound('missing');
  const list = wanted === 'all' ? 'all' : wanted.map(checkRev);
  const latest = options.latest === true;
  if (latest && list !== 'all') {
    const known = await Promise.all(list.map((rev) => isInTree(database, id, rev)));
    const rows = known.every(Boolean)
      ? undefined
      : await Promise.all(
          list.map((rev, at) => (known[at] === true ? openRevs(database, id, [rev], options) : [{ missing: rev } satisfies OpenRow])),
        );
    if (rows !== undefined) return rows.flat();
  }
  const found = maybe(database.pouch.get(id, { open_revs: list, latest }) as unknown as Promise<OpenRow[]>);
  const leaves = (await found)?.map((row) => ('ok' in row ? String(row.ok._rev) : row.missing));
  if (leaves === undefined) {
    if (list === 'all') throw notFound('missing');
    return list.map((missing) => ({ missing }));
  }
  const rows: OpenRow[] = [];
  for (const rev of list === 'all' ? leaves.sort() : leaves) {
    const doc = await readDoc(database, id, { ...options, rev }).catch((error: unknown) => {
      if (pouchStatus(error) === 404) return undefined;
      throw error;
    });
    rows.push(doc === undefined ? { missing: rev } : { ok: doc });
  }
  return rows;
}

function revList(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const list = parseJson(text);
  if (!Array.isArray(list)) throw badRequest('Invalid rev format');
  return list.map((rev) => checkRev(plainText(rev)));
}

export function wantsMultipart(ask: Ask, kind: 'multipart/related' | 'multipart/mixed'): boolean {
  return (ask.headers['accept'] ?? '').includes(kind);
}

export async function getDocument(database: RootDatabase, id: string, ask: Ask): Promise<Answer> {
  const params = new Params(ask.query);
  const on = (name: string): boolean => params.flag(name) === true;
  const meta = on('meta');
  const rev = params.text('rev');
  const attsSince = revList(params.text('atts_since'));
  const attachments = on('attachments') || attsSince !== undefined;
  const open = params.text('open_revs');
  const json_ = (ask.headers['accept'] ?? '').includes('application/json');
  const follows = attachments && !json_ && wantsMultipart(ask, 'multipart/related');
  const options: ReadOptions = {
    ...(rev === undefined ? {} : { rev: checkRev(rev) }),
    revs: on('revs'),
    revsInfo: on('revs_info') || meta,
    conflicts: on('conflicts') || meta,
    deletedConflicts: on('deleted_conflicts') || meta,
    localSeq: on('local_seq'),
    latest: on('latest'),
    encodingInfo: on('att_encoding_info'),
    attachments,
    attsSince,
    follows,
  };
  if (open !== undefined) {
    const wanted = open === 'all' ? 'all' : (revList(open) ?? []);
    const asMixed = !json_;
    // CouchDB's replicator asks for bodies by the type it accepts, and by nothing else.
    const rows = await openRevs(database, id, wanted, asMixed ? { ...options, attachments: true, follows: true } : options);
    return asMixed ? mixed(rows) : streamed(200, oneText(`${JSON.stringify(rows)}\n`));
  }
  const doc = await readDoc(database, id, options);
  const bare = !options.revsInfo && !options.conflicts && !options.deletedConflicts && !options.localSeq;
  const etag = `"${doc._rev ?? ''}"`;
  const headers = bare ? { etag } : {};
  if (bare && ask.headers['if-none-match'] === etag) return unchanged(etag);
  return follows && doc._attachments !== undefined ? related(doc, headers) : json(200, doc, headers);
}

async function* oneText(text: string): AsyncIterable<string> {
  yield text;
}
