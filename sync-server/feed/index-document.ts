/** Puts one change of the store into the index [sync F1]; runs inside a write transaction, so all its rows change at once. */
import type { StoredAction } from '../../shared/hotline/action.ts';
import { AUDIENCES, type Audience } from '../../shared/hotline/roles.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { canonicalBytes, hashHex } from '../../shared/sync/canonical.ts';
import { channelsOf, type Channel } from '../../shared/sync/channels.ts';
import { digestAdd, digestRemove, digestWire, type DigestState } from '../../shared/sync/digest.ts';
import { project } from '../../shared/sync/project.ts';
import type { RefusalDocument } from '../../shared/sync/wire.ts';
import type { Change, Document } from '../store/database.ts';
import type { BodyKey, DocumentEntry, Tables } from './tables.ts';

/** Spans kept a channel and document; older ones are merged into the first, which errs towards telling. */
const MAX_SPANS = 8;

/** CouchDB's order of revisions: generation, then hash. */
export function revBelow(a: string, b: string): boolean {
  const [genA, genB] = [Number.parseInt(a, 10), Number.parseInt(b, 10)];
  return genA === genB ? a < b : genA < genB;
}

type Body = Readonly<{ key: BodyKey; bytes: Uint8Array; tag: string }>;

function bodiesOf(document: Document): readonly Body[] {
  const keys: readonly BodyKey[] = document._id.startsWith('ticket:') ? AUDIENCES : ['*'];
  return keys.map((key) => {
    const bytes = canonicalBytes(key === '*' ? document : project(document, key));
    return { key, bytes, tag: hashHex(bytes) };
  });
}

export function tagFor(entry: Pick<DocumentEntry, 'tags'>, audience: Audience): string {
  return entry.tags[audience] ?? entry.tags['*'] ?? '';
}

function shiftDigest(tables: Tables, channel: Channel, audience: Audience, change: (state: DigestState) => DigestState): void {
  const stored = tables.digests.get([channel, audience]);
  const state = stored === undefined ? { count: 0, sum: 0n } : { count: stored.count, sum: BigInt(`0x${stored.sum}`) };
  tables.digests.putSync([channel, audience], digestWire(change(state)));
}

function nextSeq(tables: Tables, channel: Channel): number {
  const seq = (tables.heads.get(channel) ?? 0) + 1;
  tables.heads.putSync(channel, seq);
  return seq;
}

/** Marks what the change settles, and what still waits for the authority [sync A2, A3]. */
function settle(tables: Tables, document: Document, seen: number): number {
  if (document._id.startsWith('ticket:')) {
    const { history } = document as unknown as Ticket;
    for (const entry of history.slice(seen)) settleAction(tables, entry.id, { state: 'accepted' });
    return history.length;
  }
  if (document._id.startsWith('refusal:')) {
    const refusal = document as unknown as RefusalDocument;
    settleAction(tables, refusal.action._id, { state: 'refused', code: refusal.code, reason: refusal.reason });
  } else if (document._id.startsWith('action:')) {
    const { received } = document as unknown as StoredAction;
    const top = Number(tables.meta.get('counter') ?? 0);
    if (received.counter > top) tables.meta.putSync('counter', received.counter);
    if (tables.settled.get(document._id) === undefined) tables.waiting.putSync([received.counter, document._id], document._id);
    tables.counters.putSync(document._id, received.counter);
  }
  return 0;
}

function settleAction(
  tables: Tables,
  id: string,
  settlement: { state: 'accepted' } | { state: 'refused'; code: string; reason: string },
): void {
  tables.settled.putSync(id, settlement);
  const counter = tables.counters.get(id);
  if (typeof counter === 'number') tables.waiting.removeSync([counter, id]);
}

/** Returns the channels whose logs grew. */
export function indexDocument(tables: Tables, change: Change): readonly Channel[] {
  const document = change.doc;
  if (document === undefined || change.id.startsWith('_design/')) return [];
  const before = tables.documents.get(change.id);
  // Within an epoch a winning revision that sorts lower is ignored [sync F1].
  if (before !== undefined && !revBelow(before.rev, change.rev)) return [];
  const settledEntries = settle(tables, document, before?.settledEntries ?? 0);
  if (change.id.startsWith('action:')) return [];

  const channels = change.deleted ? [] : [...channelsOf(document as Parameters<typeof channelsOf>[0])];
  const bodies = change.deleted ? [] : bodiesOf(document);
  const entry: DocumentEntry = {
    rev: change.rev,
    channels,
    rows: {},
    tags: Object.fromEntries(bodies.map((body) => [body.key, body.tag])),
    settledEntries,
  };
  const touched: Channel[] = [];
  for (const channel of new Set([...channels, ...Object.keys(before?.rows ?? {})])) {
    const row = before?.rows[channel];
    const holds = channels.includes(channel);
    if (!holds && row?.left === true) {
      entry.rows[channel] = row;
      continue;
    }
    if (row !== undefined) tables.log.removeSync([channel, row.seq]);
    const seq = nextSeq(tables, channel);
    touched.push(channel);
    const wasHeld = row !== undefined && row.left !== true;
    if (wasHeld && before !== undefined) {
      for (const audience of AUDIENCES)
        shiftDigest(tables, channel, audience, (state) => digestRemove(state, change.id, tagFor(before, audience)));
    }
    if (holds) {
      const entered = wasHeld ? row.entered : seq;
      entry.rows[channel] = { seq, entered, spans: row?.spans ?? [] };
      tables.log.putSync([channel, seq], { id: change.id, rev: change.rev });
      for (const audience of AUDIENCES)
        shiftDigest(tables, channel, audience, (state) => digestAdd(state, change.id, tagFor(entry, audience)));
    } else {
      const spans = closeSpan(row?.spans ?? [], row?.entered ?? seq, seq);
      entry.rows[channel] = { seq, entered: seq, spans, left: true };
      tables.log.putSync([channel, seq], { id: change.id, rev: change.rev, left: true, spans });
    }
  }
  for (const body of bodies) tables.bodies.putSync([change.id, body.key], Buffer.from(body.bytes));
  tables.documents.putSync(change.id, entry);
  return touched;
}

function closeSpan(spans: readonly [number, number][], entered: number, left: number): [number, number][] {
  const all: [number, number][] = [...spans, [entered, left]];
  while (all.length > MAX_SPANS) {
    const [first, second, ...rest] = all as [[number, number], [number, number], ...[number, number][]];
    all.splice(0, all.length, [first[0], second[1]], ...rest);
  }
  return all;
}
