/** `_changes` in all feeds: normal, longpoll, continuous, eventsource [sync X2]. */
import { badRequest, streamed, unchanged, type Answer } from './answer.ts';
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

/** One row as it is sent, and where it stands. */
type Row = Readonly<{ seq: number; row: Record<string, unknown> }>;

/** Who wins, then what lives beside it, then what is deleted: PouchDB gives the longest line first, be it deleted. */
async function leavesOf({ database }: Asked, { id, changes }: ChangeRow): Promise<readonly string[]> {
  const revs = changes.map(({ rev }) => rev);
  if (revs.length < 2) return revs;
  const doc = await maybe(database.pouch.get(id, { conflicts: true }));
  const living =
    doc === undefined ? [] : [String(doc._rev), ...((doc['_conflicts'] ?? []) as string[])].filter((rev) => revs.includes(rev));
  return [...living, ...revs.filter((rev) => !living.includes(rev)).toSorted(newestFirst)];
}

async function shown(asked: Asked, change: ChangeRow): Promise<Record<string, unknown>> {
  const { database, conflicts, attachments, encodingInfo } = asked;
  const leaves = await leavesOf(asked, change);
  const row = { id: change.id, changes: leaves.map((rev) => ({ rev })), ...(change.deleted === true ? { deleted: true } : {}) };
  if (!asked.includeDocs) return row;
  // Read with the change already: one look at the store a page, not one a document.
  if (change.doc !== undefined && !conflicts && !attachments && !encodingInfo) return { ...row, doc: await shownDoc(database, change.doc) };
  const [rev] = leaves;
  const doc: Doc | null = await readDoc(database, change.id, {
    ...(rev === undefined ? {} : { rev }),
    conflicts,
    attachments,
    encodingInfo,
  }).catch(() => null);
  return { ...row, doc };
}

/** From `since` on what there is now: rows that pass, and after each page where it stands. */
async function* rowsNow(asked: Asked, since: number): AsyncIterable<Row | number> {
  const { database, filter, descending } = asked;
  let at = since;
  for (;;) {
    // Descending, PouchDB pages by nothing but the whole.
    const options = {
      since: descending ? 0 : at,
      descending,
      style: asked.style,
      include_docs: filter.needsDocs || asked.includeDocs,
      return_docs: true,
    };
    const { results, last_seq } = await database.pouch.changes(descending ? options : { ...options, limit: PAGE });
    const rows = results.filter(({ id }) => !isSecret(database, id));
    for (let from = 0; from < rows.length; from += PAGE) {
      const page = rows.slice(from, from + PAGE);
      const passes = await filter.passes(page);
      for (const [n, change] of page.entries())
        if (passes[n] === true) yield { seq: change.seq, row: { seq: null, ...(await shown(asked, change)) } };
    }
    if (descending) return;
    at = Math.max(at, last_seq);
    yield at;
    if (results.length < PAGE) return;
  }
}

async function pendingAfter({ database, descending }: Asked, since: number, sent: number): Promise<number> {
  if (descending) return (await database.pouch.changes({ since: 0 })).results.length - sent;
  const { update_seq } = await database.pouch.info();
  const ahead = update_seq - since;
  if (ahead <= 0) return 0;
  if (ahead > MOST_COUNTED) return ahead;
  return (await database.pouch.changes({ since })).results.length;
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

type Event = Readonly<{ kind: 'row'; row: Row } | { kind: 'beat' } | { kind: 'end'; last: number; sent: number }>;

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
        for await (const found of rowsNow(asked, at)) {
          if (typeof found === 'number') {
            at = found;
            continue;
          }
          at = found.seq;
          yield { kind: 'row', row: found };
          sent += 1;
          left -= 1;
          if (left <= 0) break;
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

async function* asObject(asked: Asked, since: number, feed: string): AsyncIterable<string> {
  yield '{"results":[\n';
  let n = 0;
  for await (const event of events(asked, since, feed)) {
    if (event.kind === 'beat') yield '\n';
    else if (event.kind === 'row') {
      n += 1;
      const told = asked.interval <= 1 || n % asked.interval === asked.interval - 1;
      const seq = told ? sequenceText(asked.database, event.row.seq) : null;
      yield `${n === 1 ? '' : ',\n'}${JSON.stringify({ ...event.row.row, seq })}`;
    } else {
      const last = asked.limit === 0 ? since : event.last;
      yield `\n],\n"last_seq":"${sequenceText(asked.database, last)}","pending":${await pendingAfter(asked, last, event.sent)}}\n`;
    }
  }
}

async function* asLines(asked: Asked, since: number): AsyncIterable<string> {
  for await (const event of events(asked, since, 'continuous')) {
    if (event.kind === 'beat') yield '\n';
    else if (event.kind === 'row') yield `${JSON.stringify({ ...event.row.row, seq: sequenceText(asked.database, event.row.seq) })}\n`;
    else
      yield `{"last_seq":"${sequenceText(asked.database, event.last)}","pending":${await pendingAfter(asked, event.last, event.sent)}}\n\n`;
  }
}

async function* asEvents(asked: Asked, since: number): AsyncIterable<string> {
  for await (const event of events(asked, since, 'continuous')) {
    if (event.kind === 'beat') yield 'event: heartbeat\ndata: \n\n';
    else if (event.kind === 'row') {
      const seq = sequenceText(asked.database, event.row.seq);
      yield `data: ${JSON.stringify({ ...event.row.row, seq })}\nid: ${JSON.stringify(seq)}\n\n`;
    } else yield '\n';
  }
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
  if (feed === 'continuous') return streamed(200, asLines(asked, since));
  if (feed === 'eventsource')
    return streamed(200, asEvents(asked, since), { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  if (feed === 'longpoll') return streamed(200, asObject(asked, since, 'longpoll'));
  if (feed !== 'normal') throw badRequest('Supported `feed` types: normal, continuous, live, longpoll, eventsource');
  const etag = contentTag([database.tag, update_seq, ask.query.toString(), ask.body.toString('latin1')]);
  if (ask.headers['if-none-match'] === etag) return unchanged(etag);
  return streamed(200, asObject(asked, since, 'normal'), { etag });
}
