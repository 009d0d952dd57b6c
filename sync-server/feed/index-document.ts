/** Puts one change of the store into the index [sync F1]; runs inside a write transaction, so all its rows change at once. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { StoredAction } from '../../shared/hotline/action.ts';
import { AUDIENCES, type Audience } from '../../shared/hotline/roles.ts';
import { isSubjectId } from '../../shared/hotline/ids.ts';
import { unitFacts, type UnitFact } from '../../shared/hotline/measure-facts.ts';
import { provisionalYears } from '../../shared/hotline/recalculation.ts';
import { repeatKeys } from '../../shared/hotline/repeat.ts';
import type { HistoryEntry } from '../../shared/hotline/ticket-parts.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { channelsOf, type Channel } from '../../shared/sync/channels.ts';
import { digestTerm, digestWire, digestWith, digestWithout } from '../../shared/sync/digest.ts';
import { project } from '../../shared/sync/project.ts';
import { refusalLeavesAt } from '../../shared/sync/refusal-term.ts';
import type { RefusalDocument } from '../../shared/sync/wire.ts';
import type { Change, Document } from '../store/database.ts';
import { bodyKeys, bodyRow, tagFor } from './body-row.ts';
import { canonicalTexts } from './canonical-texts.ts';
import { noteLeft } from './left-rows.ts';
import { heldRow } from './log-rows.ts';
import { indexFacts } from './measure-tables.ts';
import type { BodyKey, DocumentEntry, Settlement, StoredDigests, Tables } from './tables.ts';

/** Spans kept a channel and document; older ones are merged into the first, which errs towards telling. */
const MAX_SPANS = 8;

/** CouchDB's order of revisions: generation, then hash. */
export function revBelow(a: string, b: string): boolean {
  const [genA, genB] = [Number.parseInt(a, 10), Number.parseInt(b, 10)];
  return genA === genB ? a < b : genA < genB;
}

type Body = Readonly<{ key: BodyKey; row: Buffer; tag: string }>;

function bodiesOf(document: Document, rev: string): readonly Body[] {
  const keys = bodyKeys(document._id);
  const texts = canonicalTexts(keys.map((key) => (key === '*' ? document : project(document, key))));
  return keys.map((key, at) => {
    const text = texts[at] ?? '';
    // The same bytes and tag as shared/'s, by the machine's own UTF-8 and SHA-256: three bodies of several KB a change.
    const tag = createHash('sha256').update(text, 'utf8').digest('hex');
    return { key, row: bodyRow(document._id, rev, tag, text), tag };
  });
}

/** What a document adds to the sum of a channel for each audience [sync P1]. */
type Terms = Readonly<Record<Audience, bigint>>;

function termsOf(id: string, entry: Pick<DocumentEntry, 'tags'>): Terms {
  const [person, office, city] = AUDIENCES.map((audience) => digestTerm(id, tagFor(entry, audience))) as [bigint, bigint, bigint];
  return { person, office, city };
}

/** One row a channel: what a document was goes out of the sums of all audiences and what it is goes in, in one write. */
function shiftDigests(tables: Tables, channel: Channel, out: Terms | undefined, into: Terms | undefined): void {
  if (out === undefined && into === undefined) return;
  const stored = tables.digests.get(channel);
  const shifted = AUDIENCES.map((audience) => {
    const { count = 0, sum = '0' } = stored?.[audience] ?? {};
    const before = { count, sum: BigInt(`0x${sum}`) };
    const without = out === undefined ? before : digestWithout(before, out[audience]);
    return [audience, digestWire(into === undefined ? without : digestWith(without, into[audience]))];
  });
  tables.digests.putSync(channel, Object.fromEntries(shifted) as StoredDigests);
}

function nextSeq(tables: Tables, channel: Channel): number {
  const seq = (tables.heads.get(channel) ?? 0) + 1;
  tables.heads.putSync(channel, seq);
  return seq;
}

/** What a document says to the index. Everything that its content could break is done here, before the first write. */
export type Reading = Readonly<{
  channels: readonly Channel[];
  bodies: readonly Body[];
  /** The history, in order. */
  entries: readonly Pick<HistoryEntry, 'id' | 'noEffect'>[];
  refused?: Readonly<{ id: string; code: string; reason: string }>;
  received?: Readonly<{ counter: number; replica: string; n: number }>;
  /** When the clock looks at a ticket next [sync A4], or takes a refusal out of its channel [sync A2]. */
  wake?: string;
  /** Of each limit that is 暂定 the years it runs through. */
  provisional?: readonly (readonly [number, number])[];
  repeats?: Readonly<{ keys: readonly string[]; at: string; no: string }>;
  /** What a ticket says of units (hotline.md §8). */
  facts?: readonly UnitFact[];
  caller?: Readonly<{ hash: string; at: string }>;
  referral?: true;
}>;

/** By the ticket's own pack and the calendar; the index itself knows neither. */
export type WakeOf = (ticket: Ticket) => string | undefined;

/** A 密件 is nobody's earlier matter, nor is what was registered by mistake. */
function repeatsOf(ticket: Ticket): Reading['repeats'] {
  const keys = ticket.confidential === 'sealed' || ticket.status === 'void' ? [] : repeatKeys(ticket);
  return keys.length === 0 || ticket.no === undefined ? undefined : { keys, at: ticket.acceptedAt, no: ticket.no };
}

/** For whoever asks for the other matters of a caller, whatever these are about (F27). */
function callerOf({ confidential, status, complainant, acceptedAt }: Ticket): Reading['caller'] {
  const hash = confidential === 'sealed' || status === 'void' ? undefined : complainant.phoneHash;
  return hash === undefined ? undefined : { hash, at: acceptedAt };
}

/** Throws on a document that no rule can read: the tail says so and passes it over [proof L4]. */
export function readDocument(change: Change, wakeOf?: WakeOf): Reading | undefined {
  const document = change.doc;
  if (document === undefined || change.id.startsWith('_design/')) return undefined;
  if (change.id.startsWith('action:')) {
    const { received, replica, n } = document as unknown as StoredAction;
    const { counter } = received;
    if (!Number.isSafeInteger(counter)) throw new TypeError(`${change.id} has no place in the order of receipt`);
    return { channels: [], bodies: [], entries: [], received: { counter, replica, n } };
  }
  if (change.deleted) return { channels: [], bodies: [], entries: [] };
  const channels = channelsOf(document as Parameters<typeof channelsOf>[0]);
  const bodies = bodiesOf(document, change.rev);
  const { history } = document as unknown as Ticket;
  const entries = isSubjectId(change.id)
    ? history.map(({ id, noEffect }) => ({ id, ...(noEffect === undefined ? {} : { noEffect }) }))
    : [];
  if (!change.id.startsWith('refusal:')) {
    if (!change.id.startsWith('ticket:')) return { channels, bodies, entries };
    const ticket = document as unknown as Ticket;
    const wake = wakeOf?.(ticket);
    const repeats = repeatsOf(ticket);
    const caller = callerOf(ticket);
    return {
      channels,
      bodies,
      entries,
      provisional: provisionalYears(ticket),
      facts: unitFacts(ticket),
      ...(wake === undefined ? {} : { wake }),
      ...(repeats === undefined ? {} : { repeats }),
      ...(caller === undefined ? {} : { caller }),
      ...(ticket.flags.referralCandidate || (ticket.referrals?.length ?? 0) > 0 ? { referral: true as const } : {}),
    };
  }
  const refusal = document as unknown as RefusalDocument;
  const { action, code, reason, leftAt } = refusal;
  const wake = leftAt === undefined ? { wake: refusalLeavesAt(refusal) } : {};
  return { channels, bodies, entries, refused: { id: action._id, code, reason }, ...wake };
}

/** Marks what the change settles, and what still waits for the authority [sync A2, A3]; returns how many entries are seen. */
function settle(tables: Tables, id: string, reading: Reading, seen: number): number {
  const { entries, refused, received } = reading;
  // Kept without effect: the desk must not call it in force.
  for (const { id: entry, noEffect } of entries.slice(seen))
    settleAction(tables, entry, { state: 'accepted', ...(noEffect === undefined ? {} : { code: noEffect }) });
  if (refused !== undefined) settleAction(tables, refused.id, { state: 'refused', code: refused.code, reason: refused.reason });
  if (received !== undefined) {
    const { counter, replica, n } = received;
    if (counter > Number(tables.meta.get('counter') ?? 0)) tables.meta.putSync('counter', counter);
    if (tables.settled.get(id) === undefined) tables.waiting.putSync([counter, id], id);
    tables.counters.putSync(id, counter);
    if (n > (tables.chains.get(replica)?.n ?? 0)) tables.chains.putSync(replica, { n, id });
  }
  return entries.length;
}

function settleAction(tables: Tables, id: string, settlement: Settlement): void {
  tables.settled.putSync(id, settlement);
  const counter = tables.counters.get(id);
  if (typeof counter === 'number') tables.waiting.removeSync([counter, id]);
}

/** Returns the channels whose logs grew. `today`: the day on which what leaves is noted to have left. */
export function indexDocument(
  tables: Tables,
  change: Change,
  today: number,
  reading: Reading | undefined = readDocument(change),
): readonly Channel[] {
  if (reading === undefined) return [];
  const before = tables.documents.get(change.id);
  // Within an epoch a winning revision that sorts lower is ignored [sync F1].
  if (before !== undefined && !revBelow(before.rev, change.rev)) return [];
  const settledEntries = settle(tables, change.id, reading, before?.settledEntries ?? 0);
  if (change.id.startsWith('action:')) return [];

  const { bodies } = reading;
  const measured = indexFacts(tables, change.id, before?.measured ?? [], reading.facts ?? []);
  const channels = [...reading.channels];
  const entry: DocumentEntry = {
    rev: change.rev,
    channels,
    rows: {},
    tags: Object.fromEntries(bodies.map((body) => [body.key, body.tag])),
    settledEntries,
    ...(reading.wake === undefined ? {} : { wake: reading.wake }),
    ...((reading.provisional ?? []).length === 0 ? {} : { provisional: true }),
    ...(reading.repeats === undefined ? {} : { repeats: { ...reading.repeats, keys: [...reading.repeats.keys] } }),
    ...(measured.length === 0 ? {} : { measured }),
    ...(reading.caller === undefined ? {} : { caller: reading.caller }),
    ...(reading.referral === undefined ? {} : { referral: true as const }),
  };
  if (!isDeepStrictEqual(before?.repeats, entry.repeats)) {
    for (const key of before?.repeats?.keys ?? []) tables.repeats.removeSync([key, before?.repeats?.at ?? '', change.id]);
    for (const key of entry.repeats?.keys ?? []) tables.repeats.putSync([key, entry.repeats?.at ?? '', change.id], entry.repeats?.no ?? '');
  }
  if (!isDeepStrictEqual(before?.caller, entry.caller)) {
    if (before?.caller !== undefined) tables.callers.removeSync([before.caller.hash, before.caller.at, change.id]);
    if (entry.caller !== undefined) tables.callers.putSync([entry.caller.hash, entry.caller.at, change.id], true);
  }
  if (entry.referral === true) tables.referrals.putSync(change.id, true);
  else if (before?.referral === true) tables.referrals.removeSync(change.id);
  if (before?.wake !== undefined && before.wake !== entry.wake) tables.wakes.removeSync([before.wake, change.id]);
  if (entry.wake !== undefined) tables.wakes.putSync([entry.wake, change.id], entry.rev);
  if (entry.provisional === true)
    tables.provisional.putSync(change.id, { rev: entry.rev, years: (reading.provisional ?? []).map(([from, to]) => [from, to]) });
  else if (before?.provisional === true) tables.provisional.removeSync(change.id);
  const touched: Channel[] = [];
  const was = before === undefined ? undefined : termsOf(change.id, before);
  const is = termsOf(change.id, entry);
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
    shiftDigests(tables, channel, wasHeld ? was : undefined, holds ? is : undefined);
    if (holds) {
      const entered = wasHeld ? row.entered : seq;
      entry.rows[channel] = { seq, entered, spans: row?.spans ?? [] };
      tables.log.putSync([channel, seq], heldRow(change.id, channels));
    } else {
      const spans = closeSpan(row?.spans ?? [], row?.entered ?? seq, seq);
      entry.rows[channel] = { seq, entered: seq, spans, left: true };
      tables.log.putSync([channel, seq], { id: change.id, spans });
      noteLeft(tables, today, channel, seq, change.id);
    }
  }
  for (const body of bodies) tables.bodies.putSync([change.id, body.key], body.row);
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
