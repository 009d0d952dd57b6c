/**
 * What PouchDB has no call for, read and written under it in LevelDB, in the form its adapter keeps [sync X2]: the list of `_local`
 * documents, the number of documents with the deleted ones, and purging.
 */
import type { Level } from '../store/forced-level.ts';
import {
  documentKey,
  END,
  keyOf,
  leavesOf,
  sequenceKey,
  STORES,
  type Metadata,
  type Node,
  type Path,
  type StoreName,
} from '../store/level-form.ts';
import { levelRows, type LevelRow } from '../store/level-rows.ts';
import { isObject } from './ask.ts';

/** Rows of one store, their keys as PouchDB knows them. */
async function* entries(level: Level, store: StoreName, more: Readonly<{ values?: boolean }> = {}): AsyncIterable<LevelRow> {
  const range = { gte: keyOf(store, ''), lt: keyOf(store, END), values: more.values ?? true };
  for await (const { key, value } of levelRows(level, range)) yield { key: key.slice(store.length + 2), value };
}

function read(level: Level, key: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    level.get(key, { asBuffer: false }, (error, value) => {
      if (error === null || error === undefined) resolve(JSON.parse(value ?? 'null'));
      else if (/notfound/iu.test(error.message)) resolve(undefined);
      else reject(error);
    });
  });
}

/** PouchDB's own: how far it has compacted. */
const OWN = '_local/compaction';

/** `_local` documents in order of id: checkpoints are small, and few. */
export async function localDocuments(level: Level): Promise<readonly Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for await (const { value } of entries(level, STORES.local)) {
    const doc: unknown = JSON.parse(value);
    if (isObject(doc) && doc['_id'] !== OWN) found.push(doc);
  }
  return found;
}

/** Every document that has a revision tree, deleted ones too; undefined beyond `most`. */
export async function countDocuments(level: Level, most: number): Promise<number | undefined> {
  let count = 0;
  for await (const _ of entries(level, STORES.documents, { values: false })) if ((count += 1) > most) return undefined;
  return count;
}

function revsOf(tree: readonly Path[]): Set<string> {
  const found = new Set<string>();
  const visit = ([id, , children]: Node, pos: number): void => {
    found.add(`${pos}-${id}`);
    for (const child of children) visit(child, pos + 1);
  };
  for (const { pos, ids } of tree) visit(ids, pos);
  return found;
}

/** Without this leaf and what leads to nothing else. */
function withoutLeaf(node: Node, pos: number, rev: string): Node | undefined {
  const [id, about, children] = node;
  if (children.length === 0) return `${pos}-${id}` === rev ? undefined : node;
  const left = children.map((child) => withoutLeaf(child, pos + 1, rev)).filter((child) => child !== undefined);
  return left.length === 0 ? undefined : [id, about, left];
}

function pruned(tree: readonly Path[], rev: string): Path[] {
  return tree.flatMap(({ pos, ids }) => {
    const left = withoutLeaf(ids, pos, rev);
    return left === undefined ? [] : [{ pos, ids: left }];
  });
}

type Put = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };
const put = (key: string, value: unknown): Put => ({ type: 'put', key, value: JSON.stringify(value) });
const del = (key: string): Put => ({ type: 'del', key });

/** Attachments that only purged revisions had go with them. */
async function withoutReferences(level: Level, id: string, revs: readonly string[], bodies: readonly unknown[]): Promise<Put[]> {
  const digests = new Set<string>();
  for (const body of bodies)
    if (isObject(body) && isObject(body['_attachments']))
      for (const each of Object.values(body['_attachments']))
        if (isObject(each) && typeof each['digest'] === 'string') digests.add(each['digest']);
  const gone = new Set(revs.map((rev) => `${id}@${rev}`));
  const out: Put[] = [];
  for (const digest of digests) {
    const known = await read(level, keyOf(STORES.attachments, digest));
    const refs = isObject(known) && isObject(known['refs']) ? Object.keys(known['refs']).filter((ref) => !gone.has(ref)) : [];
    if (refs.length === 0) out.push(del(keyOf(STORES.attachments, digest)), del(keyOf(STORES.bytes, digest)));
    else out.push(put(keyOf(STORES.attachments, digest), { refs: Object.fromEntries(refs.map((ref) => [ref, true])) }));
  }
  return out;
}

/**
 * Takes leaves of one document away, as if they had never been; answers which were there. Nobody else may use the database meanwhile,
 * and PouchDB must open it anew: it counts in memory.
 */
export async function purgeLeaves(level: Level, id: string, revs: readonly string[]): Promise<readonly string[]> {
  const known = (await read(level, documentKey(id))) as Metadata | undefined;
  if (known === undefined) return [];
  const before = leavesOf(known.rev_tree);
  const gone = revs.filter((rev) => before.some((leaf) => leaf.rev === rev));
  if (gone.length === 0) return [];
  const tree = gone.reduce<Path[]>((left, rev) => pruned(left, rev), known.rev_tree);
  const kept = revsOf(tree);
  const removed = Object.keys(known.rev_map).filter((rev) => !kept.has(rev));
  const bodies = await Promise.all(removed.map((rev) => read(level, sequenceKey(known.rev_map[rev] ?? 0))));
  const last = Number((await read(level, keyOf(STORES.meta, '_local_last_update_seq'))) ?? 0) + 1;
  const count = Number((await read(level, keyOf(STORES.meta, '_local_doc_count'))) ?? 0);
  const winner = leavesOf(tree)[0];
  const operations: Put[] = [
    ...removed.map((rev) => del(sequenceKey(known.rev_map[rev] ?? 0))),
    ...(await withoutReferences(level, id, removed, bodies)),
  ];
  if (winner === undefined) operations.push(del(documentKey(id)));
  else {
    // What wins now is a change: it moves to a sequence of its own, so that whoever follows sees it.
    const map = Object.fromEntries(Object.entries(known.rev_map).filter(([rev]) => kept.has(rev)));
    const body = await read(level, sequenceKey(map[winner.rev] ?? 0));
    operations.push(del(sequenceKey(map[winner.rev] ?? 0)), put(sequenceKey(last), body));
    const rev_map = { ...map, [winner.rev]: last };
    const about = { ...known, rev_tree: tree, rev_map, seq: last, winningRev: winner.rev, deleted: winner.deleted };
    operations.push(put(documentKey(id), about));
  }
  const delta = Number(winner !== undefined && !winner.deleted) - Number(!known.deleted);
  operations.push(put(keyOf(STORES.meta, '_local_last_update_seq'), last), put(keyOf(STORES.meta, '_local_doc_count'), count + delta));
  await new Promise<void>((resolve, reject) => {
    level.batch(operations, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
  return gone;
}
