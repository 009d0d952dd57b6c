/** What a backup takes of a database that is written meanwhile [sync R1]: page by page, each document with every leaf. */
import type { Document } from './database.ts';

export function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as { status?: number }).status === 404;
}

/** Of one revision: PouchDB tells it by its status, CouchDB by its name. */
function isGone(error: unknown): boolean {
  return isMissing(error) || (error as { error?: unknown } | undefined)?.error === 'not_found';
}

async function leafRevs(pouch: PouchDB.Database, id: string): Promise<ReadonlySet<string>> {
  const found = (await pouch.get(id, { open_revs: 'all' }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  })) as unknown as readonly { ok?: { _rev: string } }[];
  return new Set(found.flatMap(({ ok }) => (ok === undefined ? [] : [ok._rev])));
}

/** A page of changes, each document with every leaf, its ancestry and its attachments. Empty at the end. */
export async function leavesAfter(
  pouch: PouchDB.Database,
  since: number | string,
  limit: number,
): Promise<Readonly<{ documents: readonly Document[]; last: number | string }>> {
  const page = await pouch.changes({ since, limit, style: 'all_docs', batch_size: limit });
  const docs = page.results.flatMap((row) => row.changes.map(({ rev }) => ({ id: row.id, rev })));
  if (docs.length === 0) return { documents: [], last: page.last_seq };
  const found = await pouch.bulkGet({ docs, revs: true, attachments: true });
  const documents: Document[] = [];
  for (const { id, docs: leaves } of found.results) {
    const given = leaves.flatMap((leaf) => ('ok' in leaf ? [leaf.ok as unknown as Document] : []));
    documents.push(...given);
    if (given.length === leaves.length || leaves.every((leaf) => 'ok' in leaf || isGone(leaf.error))) continue;
    // Written anew, and compacted, between the two looks: it comes again under its later sequence. What is a leaf still must not be left
    // out unsaid.
    const asked = docs.flatMap((one) => (one.id === id ? [one.rev] : []));
    const still = await leafRevs(pouch, id);
    if (asked.some((rev) => still.has(rev) && !given.some(({ _rev }) => _rev === rev))) throw new Error(`the store did not give ${id}`);
  }
  return { documents, last: page.last_seq };
}
