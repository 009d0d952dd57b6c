/**
 * Many documents, and pages of changes, read from LevelDB in two questions each, where PouchDB asks two for every document: what the
 * authority and the index read most (docs/performance.md). Each answer is what PouchDB's own call gives.
 */
import type { Change, Document, Stored } from './database.ts';
import type { Level } from './forced-level.ts';
import { documentKey, leavesOf, sequenceKey, type Metadata } from './level-form.ts';
import { LevelReader } from './level-rows.ts';

/** Bytes that an iterator reads ahead: a page of changes in a few steps. */
const READ_AHEAD = 1 << 20;

type Asked = Readonly<{
  keys: readonly string[];
  resolve: (values: readonly (string | undefined)[]) => void;
  reject: (error: Error) => void;
}>;
const asked = new WeakMap<Level, Asked[]>();

/** So few keys wait for others of the same turn, */
const FEW_KEYS = 4;
/** and so many questions go together: what they are asked for is worked on in one piece, and others wait meanwhile. */
const MOST_TOGETHER = 64;

/** Small questions of one turn of the loop go to LevelDB as one: handing one to its thread costs as much as a dozen keys. */
function readMany(level: Level, keys: readonly string[]): Promise<readonly (string | undefined)[]> {
  return new Promise((resolve, reject) => {
    if (keys.length > FEW_KEYS) {
      readTogether(level, [{ keys, resolve, reject }]);
      return;
    }
    const waiting = asked.get(level);
    if (waiting !== undefined && waiting.length < MOST_TOGETHER) {
      waiting.push({ keys, resolve, reject });
      return;
    }
    const together: Asked[] = [{ keys, resolve, reject }];
    asked.set(level, together);
    setImmediate(() => {
      if (asked.get(level) === together) asked.delete(level);
      readTogether(level, together);
    });
  });
}

function readTogether(level: Level, together: readonly Asked[]): void {
  const answered = (error: Error | null, values?: readonly (string | undefined)[]): void => {
    let at = 0;
    for (const { keys, resolve, reject } of together) {
      if (error === null || error === undefined) resolve(values?.slice(at, at + keys.length) ?? []);
      else reject(error);
      at += keys.length;
    }
  };
  level.getMany(
    together.flatMap(({ keys }) => keys),
    { asBuffer: false },
    answered,
  );
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

type Row = Readonly<{ seq: number; text: string; id: string; rev: string }>;

/** The adapter writes a body's names behind everything else. Inside a text their quotes would be escaped: the last ones are the body's own. */
const NAMES = /^"_id":("(?:[^"\\]|\\.)*"),"_rev":"(\d+-[^"\\]*)"\}$/u;

function namesOf(text: string): Readonly<{ id: string; rev: string; at: number }> | undefined {
  const at = text.lastIndexOf('"_id":');
  const names = NAMES.exec(at === -1 ? '' : text.slice(at));
  return names === null ? undefined : { id: JSON.parse(names[1] ?? '') as string, rev: names[2] ?? '', at };
}

function rowOf(seq: number, text: string): Row {
  const names = namesOf(text);
  if (names !== undefined) return { seq, text, id: names.id, rev: names.rev };
  const { _id: id, _rev: rev } = JSON.parse(text) as { _id: string; _rev: string };
  return { seq, text, id, rev };
}

/** A document's last change, and the text of the body that wins as it lies. */
export type Winner = Omit<Change, 'seq' | 'doc'> & Readonly<{ seq: number; text: string | undefined }>;

/** Of rows of the log those that are still the last change of their document. */
async function winnersOf(level: Level, rows: readonly Row[]): Promise<readonly Winner[]> {
  const metadata = await metadataOf(
    level,
    rows.map(({ id }) => id),
  );
  const found: Winner[] = [];
  for (const [n, { seq, text, rev: own }] of rows.entries()) {
    const about = metadata[n];
    // A later sequence tells it.
    if (about === undefined || about.seq !== seq) continue;
    const rev = about.winningRev;
    // Another branch wins: its body lies under an earlier sequence.
    const winner = own === rev ? text : (await readMany(level, [sequenceKey(about.rev_map[rev] ?? 0)]))[0];
    const conflicts = leavesOf(about.rev_tree).flatMap((leaf) => (leaf.deleted || leaf.rev === rev ? [] : [leaf.rev]));
    found.push({ id: about.id, rev, seq, deleted: about.deleted, text: winner, ...(conflicts.length === 0 ? {} : { conflicts }) });
  }
  return found;
}

/** A page of at most `limit` changes after `since`. */
export async function winnersAfter(
  level: Level,
  since: number,
  limit: number,
): Promise<Readonly<{ winners: readonly Winner[]; last: number }>> {
  const range = { gt: sequenceKey(since), lte: sequenceKey(Number.MAX_SAFE_INTEGER), highWaterMark: READ_AHEAD };
  const reader = new LevelReader(level, range);
  const winners: Winner[] = [];
  let last = since;
  try {
    for (;;) {
      const wanted = limit - winners.length;
      const rows = (await reader.take(wanted)).map(({ key, value }) => rowOf(Number(key.slice(-16)), value));
      winners.push(...(await winnersOf(level, rows)));
      last = rows.at(-1)?.seq ?? last;
      if (rows.length < wanted || winners.length >= limit) return { winners, last };
    }
  } finally {
    await reader.end();
  }
}

/** The document of a winner; nothing where its body was compacted meanwhile. */
export function documentOf({ id, rev, text }: Winner): Document | undefined {
  return text === undefined ? undefined : (bodyOf(text, id, rev) as unknown as Document);
}

/**
 * The same as text with its names in front, as CouchDB writes it, neither parsed nor written again; nothing where it has to be parsed: of a
 * deleted document, one with attachments, or one whose names stand elsewhere.
 */
export function documentText({ id, rev, deleted, text }: Winner): string | undefined {
  if (text === undefined || deleted || text.includes('"_attachments":')) return undefined;
  const names = namesOf(text);
  if (names?.id !== id || names.rev !== rev) return undefined;
  const own = text.slice(1, names.at);
  const head = `{"_id":${JSON.stringify(id)},"_rev":"${rev}"`;
  return own === '' ? `${head}}` : `${head},${own.slice(0, -1)}}`;
}

/** A page of at most `limit` changes after `since`, with their winning bodies. */
export async function changesAfter(
  level: Level,
  since: number,
  limit: number,
): Promise<Readonly<{ changes: readonly Change[]; last: number }>> {
  const { winners, last } = await winnersAfter(level, since, limit);
  const changes = winners.map((winner): Change => {
    const { text: _, ...change } = winner;
    const doc = documentOf(winner);
    return { ...change, ...(doc === undefined ? {} : { doc }) };
  });
  return { changes, last };
}
