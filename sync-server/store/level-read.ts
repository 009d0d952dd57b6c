/**
 * Many documents, and pages of changes, read from LevelDB in two questions each, where PouchDB asks two for every document: what the
 * authority and the index read most (docs/performance.md). Each answer is what PouchDB's own call gives.
 */
import type { Change, Document, Stored } from './database.ts';
import type { Level } from './forced-level.ts';
import { documentKey, leavesOf, sequenceKey, type Metadata } from './level-form.ts';
import { levelRows } from './level-rows.ts';

/** Bytes that an iterator reads ahead: a page of changes in a few steps. */
const READ_AHEAD = 1 << 20;

function readMany(level: Level, keys: readonly string[]): Promise<readonly (string | undefined)[]> {
  return new Promise((resolve, reject) => {
    level.getMany(keys, { asBuffer: false }, (error, values) => {
      if (error === null || error === undefined) resolve(values ?? []);
      else reject(error);
    });
  });
}

async function metadataOf(level: Level, ids: readonly string[]): Promise<readonly (Metadata | undefined)[]> {
  const found = await readMany(level, ids.map(documentKey));
  return found.map((text) => (text === undefined ? undefined : (JSON.parse(text) as Metadata)));
}

type StoredBody = Record<string, unknown> & { _attachments?: Record<string, Record<string, unknown>> };

/** Attachments by their names and digests: their bytes lie elsewhere. */
function bodyOf(text: string, id: string, rev: string): StoredBody {
  const body = JSON.parse(text) as StoredBody;
  body['_id'] = id;
  body['_rev'] = rev;
  for (const attachment of Object.values(body._attachments ?? {})) attachment['stub'] = true;
  return body;
}

/** In the order asked; absent where there is none or it was deleted. */
export async function documentsOf<T>(level: Level, ids: readonly string[]): Promise<readonly (Stored<T> | undefined)[]> {
  const found = new Array<Stored<T> | undefined>(ids.length).fill(undefined);
  let open = ids.map((id, at) => ({ id, at }));
  while (open.length > 0) {
    const metadata = await metadataOf(
      level,
      open.map(({ id }) => id),
    );
    const wanted = open.flatMap((one, n) => {
      const about = metadata[n];
      return about === undefined || about.deleted ? [] : [{ ...one, rev: about.winningRev, seq: about.rev_map[about.winningRev] ?? 0 }];
    });
    const bodies =
      wanted.length === 0
        ? []
        : await readMany(
            level,
            wanted.map(({ seq }) => sequenceKey(seq)),
          );
    for (const [n, { id, at, rev }] of wanted.entries()) {
      const text = bodies[n];
      if (text !== undefined) found[at] = bodyOf(text, id, rev) as unknown as Stored<T>;
    }
    // Written anew between the two questions, and compacted: asked once more.
    open = wanted.filter((_, n) => bodies[n] === undefined);
  }
  return found;
}

type Row = Readonly<{ seq: number; text: string }>;

/** Revisions by their sequences, after `since`, as they lie. */
async function* sequences(level: Level, since: number): AsyncIterable<Row> {
  const range = { gt: sequenceKey(since), lte: sequenceKey(Number.MAX_SAFE_INTEGER), highWaterMark: READ_AHEAD };
  for await (const { key, value } of levelRows(level, range)) yield { seq: Number(key.slice(-16)), text: value };
}

/** Of rows of the log those that are still the last change of their document. */
async function changesOf(level: Level, rows: readonly Row[]): Promise<readonly Change[]> {
  const bodies = rows.map(({ text }) => JSON.parse(text) as StoredBody & { _id: string; _rev: string });
  const metadata = await metadataOf(
    level,
    bodies.map((body) => body._id),
  );
  const found: Change[] = [];
  for (const [n, { seq, text }] of rows.entries()) {
    const about = metadata[n];
    // A later sequence tells it.
    if (about === undefined || about.seq !== seq) continue;
    const rev = about.winningRev;
    // Another branch wins: its body lies under an earlier sequence.
    const winner = bodies[n]?._rev === rev ? text : (await readMany(level, [sequenceKey(about.rev_map[rev] ?? 0)]))[0];
    const conflicts = leavesOf(about.rev_tree).flatMap((leaf) => (leaf.deleted || leaf.rev === rev ? [] : [leaf.rev]));
    found.push({
      id: about.id,
      rev,
      seq,
      deleted: about.deleted,
      ...(winner === undefined ? {} : { doc: bodyOf(winner, about.id, rev) as unknown as Document }),
      ...(conflicts.length === 0 ? {} : { conflicts }),
    });
  }
  return found;
}

/** A page of at most `limit` changes after `since`, with their winning bodies. */
export async function changesAfter(
  level: Level,
  since: number,
  limit: number,
): Promise<Readonly<{ changes: readonly Change[]; last: number }>> {
  const changes: Change[] = [];
  let last = since;
  let rows: Row[] = [];
  for await (const row of sequences(level, since)) {
    rows.push(row);
    if (rows.length < limit - changes.length) continue;
    changes.push(...(await changesOf(level, rows)));
    last = row.seq;
    rows = [];
    if (changes.length >= limit) return { changes, last };
  }
  changes.push(...(await changesOf(level, rows)));
  return { changes, last: rows.at(-1)?.seq ?? last };
}
