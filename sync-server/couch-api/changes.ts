/** `_changes` in all feeds: normal, longpoll, continuous, eventsource [sync X2]. */
import type { Waiting } from '../http/waiting.ts';
import { badRequest, CouchError, streamed, unchanged, type Answer } from './answer.ts';
import { Params, type Ask } from './ask.ts';
import { changesFilter, type ChangesFilter } from './changes-filter.ts';
import type { CouchParts } from './couch-parts.ts';
import type { RootDatabase } from './databases.ts';
import { contentTag } from './documents-write.ts';
import { newestFirst, readDoc, shownDoc } from './documents-read.ts';
import { maybe, type ChangeRow, type Doc } from './pouch.ts';
import { isSecret } from './rights.ts';
import { sequenceNumber, sequenceText } from './sequence.ts';

const PAGE = 500;
/** CouchDB's `changes_timeout`, and the longest that is allowed. */
const TIMEOUT_MS = 60_000;
const HEARTBEAT_MS = 60_000;
/** How far ahead what is pending is counted; farther on it is told from the numbers, which is never too few. */
const MOST_COUNTED = 2000;

type Asked = Readonly<{
  database: RootDatabase;
  filter: ChangesFilter;
  descending: boolean;
  limit: number;
  style: string;
  includeDocs: boolean;
  conflicts: boolean;
  attachments: boolean;
  encodingInfo: boolean;
  interval: number;
  timeout: number;
  heartbeat: number | undefined;
  gone: AbortSignal;
}>;

/** One row as it is sent, but for its sequence: the rest of its object as text; and where it stands. */
type Row = Readonly<{ seq: number; rest: string }>;

/** Who wins, then what lives beside it, then what is deleted: PouchDB gives the longest line first, be it deleted. */
async function leavesOf({ database }: Asked, { id, changes }: ChangeRow): Promise<readonly string[]> {
  const revs = changes.map(({ rev }) => rev);
  if (revs.length < 2) return revs;
  const doc = await maybe(database.pouch.get(id, { conflicts: true }));
  const living =
    doc === undefined ? [] : [String(doc._rev), ...((doc['_conflicts'] ?? []) as string[])].filter((rev) => revs.includes(rev));
  return [...living, ...revs.filter((rev) => !living.includes(rev)).toSorted(newestFirst)];
}

async function shownText(asked: Asked, change: ChangeRow): Promise<string> {
  const { database, conflicts, attachments, encodingInfo } = asked;
  const leaves = await leavesOf(asked, change);
  const gone = change.deleted === true ? ',"deleted":true' : '';
  const head = `"id":${JSON.stringify(change.id)},"changes":${JSON.stringify(leaves.map((rev) => ({ rev })))}${gone}`;
  if (!asked.includeDocs) return head;
  // Read with the change already: one look at the store a page, not one a document.
  if (change.text !== undefined) return `${head},"doc":${change.text}`;
  if (change.doc !== undefined && !conflicts && !attachments && !encodingInfo)
    return `${head},"doc":${JSON.stringify(await shownDoc(database, change.doc))}`;
  const [rev] = leaves;
  const doc: Doc | null = await readDoc(database, change.id, {
    ...(rev === undefined ? {} : { rev }),
    conflicts,
    attachments,
    encodingInfo,
  }).catch(() => null);
  return `${head},"doc":${JSON.stringify(doc)}`;
}

/** A page of what there is: rows that pass, and where it stands. */
type Found = Readonly<{ rows: readonly Row[]; at: number }>;

async function passing(asked: Asked, changes: readonly ChangeRow[], most: number): Promise<readonly Row[]> {
  const passes = await asked.filter.passes(changes);
  const rows: Row[] = [];
  for (const change of changes.filter((_, n) => passes[n] === true).slice(0, most))
    rows.push({ seq: change.seq, rest: await shownText(asked, change) });
  return rows;
}

/** From `since` on what there is now, page by page, and no more than `most` rows. */
async function* foundNow(asked: Asked, since: number, most: number): AsyncIterable<Found> {
  const { database, filter, descending } = asked;
  let [at, left] = [since, most];
  for (;;) {
    // Descending, PouchDB pages by nothing but the whole.
    const options = {
      since: descending ? 0 : at,
      descending,
      style: asked.style,
      include_docs: filter.needsDocs || asked.includeDocs,
      as_text: !filter.needsDocs && !asked.conflicts && !asked.attachments && !asked.encodingInfo,
      return_docs: true,
    };
    const { results, last_seq } = await database.pouch.changes(descending ? options : { ...options, limit: PAGE });
    const changes = results.filter(({ id }) => !isSecret(database, id));
    for (let from = 0; from < changes.length; from += PAGE) {
      const rows = await passing(asked, changes.slice(from, from + PAGE), left);
      yield { rows, at: rows.at(-1)?.seq ?? at };
      left -= rows.length;
      if (left <= 0) return;
    }
    if (descending) return;
    at = Math.max(at, last_seq);
    yield { rows: [], at };
    if (results.length < PAGE) return;
  }
}

async function pendingAfter({ database, descending }: Asked, since: number, sent: number): Promise<number> {
  if (descending) return (await database.pouch.changes({ since: 0 })).results.length - sent;
  const { update_seq } = await database.pouch.info();
  const ahead = update_seq - since;
  if (ahead <= 0) return 0;
  if (ahead > MOST_COUNTED) return ahead;
  return (await database.pouch.changes({ since, limit: MOST_COUNTED, style: 'main_only' })).results.length;
}

/** Waits for a change, the end of the time, or the next heartbeat. */
function waiting(asked: Asked, changed: { now: boolean; wake: () => void }, until: number): Promise<void> {
  return new Promise((resolve) => {
    if (changed.now || asked.gone.aborted) {
      resolve();
      return;
    }
    const left = Math.min(until - Date.now(), asked.heartbeat ?? Infinity);
    const done = (): void => {
      clearTimeout(timer);
      asked.gone.removeEventListener('abort', done);
      changed.wake = () => undefined;
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, left));
    asked.gone.addEventListener('abort', done);
    changed.wake = done;
  });
}

type Event = Readonly<{ kind: 'rows'; rows: readonly Row[] } | { kind: 'beat' } | { kind: 'end'; last: number; sent: number }>;

/** What happens on a feed: rows, heartbeats, its end. `once` ends after the first rows (longpoll) or at the end (normal). */
async function* events(asked: Asked, since: number, feed: string): AsyncIterable<Event> {
  const changed = { now: false, wake: (): void => undefined };
  const stop = asked.database.watch(() => {
    changed.now = true;
    changed.wake();
  });
  let [at, left, sent] = [since, asked.limit, 0];
  try {
    for (;;) {
      changed.now = false;
      if (left > 0)
        for await (const found of foundNow(asked, at, left)) {
          const { rows } = found;
          at = found.at;
          if (rows.length > 0) yield { kind: 'rows', rows };
          sent += rows.length;
          left -= rows.length;
        }
      if (left <= 0 || feed === 'normal' || (feed === 'longpoll' && sent > 0)) break;
      const until = asked.heartbeat === undefined ? Date.now() + asked.timeout : Infinity;
      while (!changed.now && !asked.gone.aborted && Date.now() < until) {
        await waiting(asked, changed, until);
        if (asked.heartbeat !== undefined && !changed.now && !asked.gone.aborted) yield { kind: 'beat' };
      }
      if (!changed.now) break;
    }
    yield { kind: 'end', last: at, sent };
  } finally {
    stop();
  }
}

/** Rows are sent in pieces of about this many characters: a piece a row costs more than the row. */
const PIECE = 65_536;

function* inPieces(rows: readonly Row[], text: (row: Row) => string): Iterable<string> {
  let piece = '';
  for (const row of rows) {
    piece += text(row);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function rowText({ database }: Asked, { seq, rest }: Row): string {
  return `{"seq":"${sequenceText(database, seq)}",${rest}}`;
}

async function* asObject(asked: Asked, since: number, feed: string): AsyncIterable<string> {
  yield '{"results":[\n';
  let n = 0;
  const text = (row: Row): string => {
    n += 1;
    const told = asked.interval <= 1 || n % asked.interval === asked.interval - 1;
    return `${n === 1 ? '' : ',\n'}${told ? rowText(asked, row) : `{"seq":null,${row.rest}}`}`;
  };
  for await (const event of events(asked, since, feed)) {
    if (event.kind === 'beat') yield '\n';
    else if (event.kind === 'rows') yield* inPieces(event.rows, text);
    else {
      const last = asked.limit === 0 ? since : event.last;
      yield `\n],\n"last_seq":"${sequenceText(asked.database, last)}","pending":${await pendingAfter(asked, last, event.sent)}}\n`;
    }
  }
}

async function* asLines(asked: Asked, since: number): AsyncIterable<string> {
  const text = (row: Row): string => `${rowText(asked, row)}\n`;
  for await (const event of events(asked, since, 'continuous')) {
    if (event.kind === 'beat') yield '\n';
    else if (event.kind === 'rows') yield* inPieces(event.rows, text);
    else
      yield `{"last_seq":"${sequenceText(asked.database, event.last)}","pending":${await pendingAfter(asked, event.last, event.sent)}}\n\n`;
  }
}

async function* asEvents(asked: Asked, since: number): AsyncIterable<string> {
  const text = (row: Row): string => `data: ${rowText(asked, row)}\nid: "${sequenceText(asked.database, row.seq)}"\n\n`;
  for await (const event of events(asked, since, 'continuous')) {
    if (event.kind === 'beat') yield 'event: heartbeat\ndata: \n\n';
    else if (event.kind === 'rows') yield* inPieces(event.rows, text);
    else yield '\n';
  }
}

/** What a feed that may wait sends. It counts as one that waits from here until it ends, also where nobody reads it: of a HEAD, say. */
function counted(waiting: Waiting, gone: AbortSignal, body: AsyncIterable<string>): AsyncIterable<string> {
  if (waiting.full)
    throw new CouchError(503, 'service_unavailable', 'Too many requests wait for a change; come again.', { 'retry-after': '30' });
  const waitsNoMore = waiting.begin();
  const end = (): void => {
    gone.removeEventListener('abort', end);
    waitsNoMore();
  };
  gone.addEventListener('abort', end);
  if (gone.aborted) end();
  return (async function* () {
    try {
      yield* body;
    } finally {
      end();
    }
  })();
}

export async function changes(parts: CouchParts, database: RootDatabase, ask: Ask): Promise<Answer> {
  const params = new Params(ask.query);
  const { update_seq } = await database.pouch.info();
  const feed = params.text('feed') ?? 'normal';
  const beat = params.text('heartbeat');
  const heartbeat =
    beat === undefined || beat === 'false' ? undefined : beat === 'true' ? HEARTBEAT_MS : Math.max(100, params.count('heartbeat') ?? 0);
  const sinceText = ask.headers['last-event-id'] ?? params.text('since') ?? params.text('last-event-id') ?? '0';
  const since = sequenceNumber(database, sinceText, update_seq);
  const asked: Asked = {
    database,
    filter: await changesFilter(parts, database, ask),
    descending: params.flag('descending') === true,
    limit: params.count('limit') ?? Infinity,
    style: params.text('style') === 'all_docs' ? 'all_docs' : 'main_only',
    includeDocs: params.flag('include_docs') === true,
    conflicts: params.flag('conflicts') === true,
    attachments: params.flag('attachments') === true,
    encodingInfo: params.flag('att_encoding_info') === true,
    interval: params.count('seq_interval') ?? 1,
    timeout: Math.min(params.count('timeout') ?? TIMEOUT_MS, TIMEOUT_MS),
    heartbeat,
    gone: ask.gone,
  };
  const waiting = (body: AsyncIterable<string>): AsyncIterable<string> => counted(parts.hub.waiting, ask.gone, body);
  if (feed === 'continuous') return streamed(200, waiting(asLines(asked, since)));
  if (feed === 'eventsource')
    return streamed(200, waiting(asEvents(asked, since)), { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  if (feed === 'longpoll') return streamed(200, waiting(asObject(asked, since, 'longpoll')));
  if (feed !== 'normal') throw badRequest('Supported `feed` types: normal, continuous, live, longpoll, eventsource');
  const etag = contentTag([database.tag, update_seq, ask.query.toString(), ask.body.toString('latin1')]);
  if (ask.headers['if-none-match'] === etag) return unchanged(etag);
  return streamed(200, asObject(asked, since, 'normal'), { etag });
}
