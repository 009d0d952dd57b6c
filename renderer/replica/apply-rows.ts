/** Writes rows of the feed into the collections [sync D1]: row by row checked, what does not fit kept aside, the rest goes on. */
import { Check } from 'typebox/value';
import { FeedRow } from '../../shared/sync/wire.ts';
import { erase, type HeldRow, type Replicated } from './collections.ts';
import { fitsSchema } from './document-checks.ts';
import type { Held } from './held.ts';
import { tagOf } from '../../shared/sync/canonical.ts';

function fits(id: string, body: Record<string, unknown>): boolean {
  const { _rev: _dropped, ...plain } = body;
  return fitsSchema(id.slice(0, id.indexOf(':')), plain);
}

/** What a page's rows are, before anything is written: checked and hashed. `good` fit, `aside` are kept but not to be read. */
export type Prepared = Readonly<{ good: readonly HeldRow[]; aside: readonly HeldRow[]; left: readonly string[]; nameless: number }>;

/** `nameless`: rows that are no rows, of which nothing can be kept. */
export function prepareRows(raw: readonly unknown[]): Prepared {
  const good: HeldRow[] = [];
  const aside: HeldRow[] = [];
  const left: string[] = [];
  let nameless = 0;
  for (const row of raw) {
    // Without its channels a row could never be dropped again: the next digest asks for it anew.
    if (!Check(FeedRow, row) || row.in === undefined) {
      nameless += 1;
      continue;
    }
    if (row.in.length === 0 || row.deleted === true) {
      left.push(row.id);
      continue;
    }
    if (row.doc === undefined || row.tag === undefined) continue;
    // The tag of what has arrived, not what the hub says: a body spoilt on the way shows in the next digest [proof L6].
    const kept: HeldRow = { id: row.id, rev: row.changes[0]?.rev ?? '', tag: tagOf(row.doc), in: [...row.in], body: row.doc };
    if (fits(row.id, row.doc)) good.push(kept);
    else aside.push({ ...kept, aside: true });
  }
  return { good, aside, left, nameless };
}

export type BeforeDrop = (ids: readonly string[]) => Promise<void>;

/** `beforeDrop` moves drafts and texts to rescue before a document goes [sync D4]. Returns the ids that have left. */
export async function applyRows(
  database: Replicated,
  held: Held,
  { good, aside, left }: Prepared,
  beforeDrop: BeforeDrop,
): Promise<readonly string[]> {
  const puts = [...good, ...aside];
  if (puts.length > 0) await database.documents.bulkUpsert(puts);
  for (const row of puts) held.put(row.id, row);
  const gone = left.filter((id) => held.get(id) !== undefined);
  await dropRows(database, held, gone, beforeDrop);
  return gone;
}

export async function dropRows(database: Replicated, held: Held, ids: readonly string[], beforeDrop: BeforeDrop): Promise<void> {
  if (ids.length === 0) return;
  await beforeDrop(ids);
  await erase(database, 'documents', ids);
  for (const id of ids) held.drop(id);
}

/** The document stays, held by these channels only. */
export async function holdOnlyIn(database: Replicated, held: Held, id: string, channels: readonly string[]): Promise<void> {
  const doc = await database.documents.findOne(id).exec();
  if (doc === null) return;
  await doc.incrementalPatch({ in: [...channels] });
  held.put(id, { tag: doc.tag, in: channels, aside: doc.aside });
}

/** A grant is gone: what no remaining channel holds goes, the rest forgets that channel [sync F4]. */
export async function narrowTo(
  database: Replicated,
  held: Held,
  grants: readonly string[],
  beforeDrop: BeforeDrop,
): Promise<readonly string[]> {
  const gone: string[] = [];
  const kept: string[] = [];
  for (const [id, holding] of held.entries()) {
    if (holding.in.every((channel) => grants.includes(channel))) continue;
    (holding.in.some((channel) => grants.includes(channel)) ? kept : gone).push(id);
  }
  for (const id of kept) {
    await holdOnlyIn(
      database,
      held,
      id,
      (held.get(id)?.in ?? []).filter((channel) => grants.includes(channel)),
    );
  }
  await dropRows(database, held, gone, beforeDrop);
  return gone;
}
