/**
 * What another client of the CouchDB API sees of `/desk` [sync X1]: the documents of the person's channels, each the copy for their
 * audience under the store's own revision and its ancestry. A document that leaves the channels ends there by a tombstone that only a
 * client which held it can name. Unknown and forbidden are one answer.
 */
import { createHash } from 'node:crypto';
import type { Hub } from '../hub-parts.ts';
import type { Reader } from '../http/session-guard.ts';

export type ClientDoc = Readonly<{ _id: string; _rev: string; _deleted?: true; [field: string]: unknown }>;

/** The tombstone after a revision: nobody who never had that revision can tell it. */
export function leftRev(id: string, rev: string): string {
  const [generation = '0'] = rev.split('-');
  return `${Number(generation) + 1}-${createHash('md5').update(`left ${id} ${rev}`).digest('hex')}`;
}

export function tombstone(id: string, rev: string): ClientDoc {
  return { _id: id, _rev: leftRev(id, rev), _deleted: true };
}

/** The document as it is sent; nothing for what none of the reader's channels holds. */
export function seen(hub: Hub, reader: Reader, id: string): ClientDoc | undefined {
  const row = hub.core.feed.body(id, reader.grants, reader.audience);
  return row === undefined ? undefined : (JSON.parse(row) as { doc: ClientDoc }).doc;
}

/** The revision asked for, of what the reader sees or saw; `latest`: a newer one will do. */
export function seenAt(hub: Hub, reader: Reader, id: string, rev: string | undefined, latest: boolean): ClientDoc | undefined {
  const doc = seen(hub, reader, id);
  if (doc !== undefined) return rev === undefined || latest || rev === doc._rev ? doc : undefined;
  const last = hub.core.feed.revisionOf(id);
  // A client that names it was sent it by the feed, when it lost the document.
  return last !== undefined && rev === leftRev(id, last) ? tombstone(id, last) : undefined;
}

/** From a document's own revision downwards; a store that has moved on meanwhile has more. */
export async function lineOf(hub: Hub, doc: ClientDoc): Promise<Readonly<{ start: number; ids: readonly string[] }>> {
  const parent = doc._deleted === true ? hub.core.feed.revisionOf(doc._id) : undefined;
  const from = parent ?? doc._rev;
  const line = await hub.core.store.hotline.ancestry(doc._id);
  const at = line.indexOf(from);
  const known = at === -1 ? [from] : line.slice(at);
  const revs = parent === undefined ? known : [doc._rev, ...known];
  return { start: Number.parseInt(doc._rev, 10), ids: revs.map((rev) => rev.slice(rev.indexOf('-') + 1)) };
}

/** Of the revisions a client asks about, those that it need not send: it had them from here. */
export async function knownOf(hub: Hub, reader: Reader, id: string, revs: readonly string[]): Promise<ReadonlySet<string>> {
  const last = hub.core.feed.revisionOf(id);
  if (last === undefined) return new Set();
  if (seen(hub, reader, id) !== undefined) return new Set([...(await hub.core.store.hotline.ancestry(id)), last]);
  return new Set(revs.filter((rev) => rev === leftRev(id, last)));
}
