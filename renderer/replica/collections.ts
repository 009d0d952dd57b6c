/**
 * The replica's collections [sync D1]: rows wrapped as {id, rev, tag, in, body}, so that nothing pulled can fail RxDB's own
 * schema and stay away for ever (measured.md). Three of them, because RxDB allows 13 in a process, over all databases.
 */
import {
  addRxPlugin,
  createRxDatabase,
  normalizeMangoQuery,
  prepareQuery,
  type RxCollection,
  type RxDatabase,
  type RxJsonSchema,
  type RxStorage,
} from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import type { Action } from '../../shared/hotline/action.ts';
import { hashHex } from '../../shared/sync/canonical.ts';
import type { OutboxState } from './door.ts';

addRxPlugin(RxDBMigrationSchemaPlugin);

/** A document of the hub as held here. `in`: the channels of ours that hold it [sync F5]; `aside`: it did not fit [sync D1]. */
export type HeldRow = { id: string; rev: string; tag: string; in: string[]; body: Record<string, unknown>; aside?: boolean };
export type OutboxRow = { id: string; n: number; state: OutboxState; action: Action; receivedAt?: string; code?: string; reason?: string };
/** What is this person's own here and never leaves by the feed: drafts, rescue, activity, positions; the id says which. */
export type OwnRow = { id: string; value: Record<string, unknown> };
export type DraftValue = { ticket: string; kind: string; body: Record<string, unknown>; at: string };

export type Collections = {
  documents: RxCollection<HeldRow>;
  outbox: RxCollection<OutboxRow>;
  own: RxCollection<OwnRow>;
};
export type Replicated = RxDatabase<Collections>;

const id = { type: 'string', maxLength: 260 } as const;
const word = { type: 'string' } as const;
const object = { type: 'object', additionalProperties: true } as const;

function schema<T>(properties: Record<string, object>, required: readonly string[]): RxJsonSchema<T> {
  return {
    title: 'row',
    version: 0,
    primaryKey: 'id',
    type: 'object',
    properties,
    required: ['id', ...required],
  } as unknown as RxJsonSchema<T>;
}

export async function openCollections(name: string, storage: RxStorage<unknown, unknown>): Promise<Replicated> {
  const database = await createRxDatabase<Collections>({ name, storage, multiInstance: false, eventReduce: true });
  const held = { id, rev: word, tag: word, in: { type: 'array', items: word }, body: object, aside: { type: 'boolean' } };
  const outbox = { id, n: { type: 'number' }, state: word, action: object, receivedAt: word, code: word, reason: word };
  await database.addCollections({
    documents: { schema: schema<HeldRow>(held, ['rev', 'tag', 'in', 'body']) },
    outbox: { schema: schema<OutboxRow>(outbox, ['n', 'state', 'action']) },
    own: { schema: schema<OwnRow>({ id, value: object }, ['value']) },
  });
  return database;
}

/** Ids that start with `prefix`, by the primary key. */
export function startingWith(prefix: string): { id: { $gte: string; $lt: string } } {
  return { id: { $gte: prefix, $lt: `${prefix}\uffff` } };
}

/** Rows as they are stored, in the order of their ids: without RxDB's documents, which cost a copy each. */
export async function rowsStartingWith(database: Replicated, prefix = ''): Promise<readonly HeldRow[]> {
  const { storageInstance } = database.documents;
  const { schema } = storageInstance;
  const selector = { _deleted: { $eq: false }, ...(prefix === '' ? {} : { id: startingWith(prefix).id }) };
  const asked = normalizeMangoQuery<HeldRow>(schema, { selector: selector as object, sort: [{ id: 'asc' }] });
  const { documents } = await storageInstance.query(prepareQuery(schema, asked));
  return documents;
}

/** A database name RxDB and IndexedDB take: lower case, digits and dashes; the hash keeps apart ids that differ in the rest. */
export function databaseName(hubId: string, person: string): string {
  const apart = hashHex(new TextEncoder().encode(`${hubId}|${person}`)).slice(0, 8);
  return `griddesk-${`${hubId}-${person}`.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-')}-${apart}`;
}

const BLANK = {
  documents: { rev: '', tag: '', in: [], body: {} },
  outbox: { n: 0, state: 'saved', action: {} },
  own: { value: {} },
} as const;

/**
 * Removes rows so that nothing of them can be read on this device [proof L3]: RxDB's removal leaves the body in its tombstone,
 * so the body is overwritten first, and the tombstone swept.
 */
export async function erase(database: Replicated, name: keyof Collections, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const collection = database[name] as unknown as RxCollection<{ id: string }>;
  const there = [...(await collection.findByIds([...ids]).exec()).keys()];
  await collection.bulkUpsert(there.map((one) => ({ id: one, ...BLANK[name] })));
  await collection.bulkRemove(there);
  await collection.storageInstance.cleanup(0);
}

export async function readMeta<T>(database: Replicated, key: string): Promise<T | undefined> {
  const row = await database.own.findOne(`meta:${key}`).exec();
  return row === null ? undefined : (row.toMutableJSON().value as T);
}

export async function writeMeta(database: Replicated, key: string, value: Record<string, unknown>): Promise<void> {
  await database.own.upsert({ id: `meta:${key}`, value });
}
