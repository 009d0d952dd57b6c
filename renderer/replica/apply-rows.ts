/** Writes rows of the feed into the collections [sync D1]: row by row checked, what does not fit kept aside, the rest goes on. */
import { Check } from 'typebox/value';
import Type from 'typebox';
import {
  PersonDocument,
  UnitDocument,
  CategoryDocument,
  CalendarDocument,
  RulePackDocument,
} from '../../shared/hotline/reference/documents.ts';
import { Ticket } from '../../shared/hotline/ticket.ts';
import { FeedRow, RefusalDocument } from '../../shared/sync/wire.ts';
import { erase, type HeldRow, type Replicated } from './collections.ts';
import type { Held } from './held.ts';
import { tagOf } from '../../shared/sync/canonical.ts';

const BY_PREFIX: Readonly<Record<string, Type.TSchema>> = {
  ticket: Ticket,
  refusal: RefusalDocument,
  notice: Type.Object({}),
  unit: UnitDocument,
  person: PersonDocument,
  category: CategoryDocument,
  calendar: CalendarDocument,
  pack: RulePackDocument,
};

function fits(id: string, body: Record<string, unknown>): boolean {
  const schema = BY_PREFIX[id.slice(0, id.indexOf(':'))];
  const { _rev: _dropped, ...plain } = body;
  return schema !== undefined && Check(schema, plain);
}

/** `aside`: kept, but not to be read; `nameless`: rows that are no rows, of which nothing can be kept. */
export type Applied = Readonly<{ upserted: readonly HeldRow[]; left: readonly string[]; aside: readonly string[]; nameless: number }>;

export type BeforeDrop = (ids: readonly string[]) => Promise<void>;

/** `beforeDrop` moves drafts and texts to rescue before a document goes [sync D4]. */
export async function applyRows(database: Replicated, held: Held, raw: readonly unknown[], beforeDrop: BeforeDrop): Promise<Applied> {
  const puts: HeldRow[] = [];
  const upserted: HeldRow[] = [];
  const left: string[] = [];
  const aside: string[] = [];
  let nameless = 0;
  for (const value of raw) {
    // Without its channels a row could never be dropped again: the next digest asks for it anew.
    if (!Check(FeedRow, value) || value.in === undefined) {
      nameless += 1;
      continue;
    }
    const row = value;
    if (value.in.length === 0 || row.deleted === true) {
      if (held.get(row.id) !== undefined) left.push(row.id);
      continue;
    }
    if (row.doc === undefined || row.tag === undefined) continue;
    const good = fits(row.id, row.doc);
    const kept: HeldRow = {
      id: row.id,
      rev: row.changes[0]?.rev ?? '',
      // Of what has arrived, not what the hub says: a body spoilt on the way shows in the next digest [proof L6].
      tag: tagOf(row.doc),
      in: [...value.in],
      body: row.doc,
      ...(good ? {} : { aside: true }),
    };
    puts.push(kept);
    if (good) upserted.push(kept);
    else aside.push(row.id);
  }
  if (puts.length > 0) await database.documents.bulkUpsert(puts);
  for (const row of puts) held.put(row.id, row);
  await dropRows(database, held, left, beforeDrop);
  return { upserted, left, aside, nameless };
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
