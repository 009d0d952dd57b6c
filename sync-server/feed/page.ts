/** One page of a desk's changes feed [sync F2, F3, F5]. */
import type { Audience } from '../../shared/hotline/roles.ts';
import type { Channel } from '../../shared/sync/channels.ts';
import { inFeedOrder } from '../../shared/sync/grants.ts';
import type { Position } from '../../shared/sync/position.ts';
import type { Digest } from '../../shared/sync/wire.ts';
import { bodyKey, rowMembers, tagFor } from './body-row.ts';
import { channelsIn, channelsText, hasLeft, idOf, NONE, Within, type LeftRow, type LogRow } from './log-rows.ts';
import type { PageText } from './page-text.ts';
import { positionTexts } from './position-text.ts';
import type { Tables } from './tables.ts';

export type PageRequest = Readonly<{
  position: Position;
  grants: readonly Channel[];
  limit: number;
  includeDocs: boolean;
  /** Rows for documents that left, and `in` on every row [sync F5]. */
  left: boolean;
  /** `only=urgent` */
  urgentOnly: boolean;
}>;

export type Page = Readonly<{
  /** How many rows were added. */
  count: number;
  position: Position;
  pending: number;
  /** Only where the page reaches the end of the log [sync P2]. */
  digests?: Readonly<Record<Channel, Digest>>;
}>;

/**
 * Whether a desk at `since` may hold by this channel what the row says has left: else the id is never named [sync F5]. A desk in
 * its first pages has a position older than what it was sent: what had left when they `began` it never held.
 */
function heldAt(row: LeftRow, since: number, began: number): boolean {
  return row.spans.some(([entered, left]) => entered <= since && since < left && left > began);
}

/** The head at which a channel's first pages began, while they last. */
function firstPages(tables: Tables, { position, grants }: PageRequest): Record<Channel, number> {
  const begun: Record<Channel, number> = {};
  for (const channel of grants) {
    const since = position.channels[channel] ?? 0;
    const began = since === 0 ? (tables.heads.get(channel) ?? 0) : (position.begun?.[channel] ?? 0);
    if (since < began) begun[channel] = began;
  }
  return begun;
}

function positionAt(position: Position, seqs: Readonly<Record<Channel, number>>, begins: Readonly<Record<Channel, number>>): Position {
  const { epoch, audience } = position;
  const begun = Object.fromEntries(Object.entries(begins).filter(([channel, began]) => (seqs[channel] ?? 0) < began));
  return { epoch, audience, channels: { ...seqs }, ...(Object.keys(begun).length === 0 ? {} : { begun }) };
}

/** Adds the row that begins so, its `in` and the rest; false where the index knows nothing more of it. */
function addRow(into: PageText, tables: Tables, request: PageRequest, row: LogRow, within: Within, start: string): boolean {
  const { left, includeDocs } = request;
  const { audience } = request.position;
  const id = idOf(row);
  // What a channel holds is sent as it lies in the index: of thousands of documents nothing else is read.
  const entry = hasLeft(row) || !includeDocs ? tables.documents.get(id) : undefined;
  const channels = within.of(hasLeft(row) ? channelsText(entry?.channels ?? []) : channelsIn(row));
  const opening = left ? `${start}"in":${channels},` : start;
  if (includeDocs && channels !== NONE) {
    const body = tables.bodies.getBinaryFast([id, bodyKey(id, audience)]);
    if (body === undefined) return false;
    into.add(opening);
    into.addBytes(body);
    return true;
  }
  if (entry === undefined) return false;
  const rest = channels === NONE ? ',"deleted":true' : `,"tag":"${tagFor(entry, audience)}"`;
  into.add(`${opening}${rowMembers(id, entry.rev)}${rest}}`);
  return true;
}

/**
 * Adds the page's rows to `into`, with a comma and a new line between them. Synchronous, and the index is written in synchronous
 * transactions: the page is one snapshot, grants included.
 */
export function readPage(tables: Tables, request: PageRequest, into: PageText): Page {
  const { position, grants } = request;
  const order = inFeedOrder(grants).filter((channel) => !request.urgentOnly || channel.startsWith('urgent:'));
  const seqs: Record<Channel, number> = {};
  for (const channel of grants) seqs[channel] = position.channels[channel] ?? 0;
  const begins = firstPages(tables, request);
  const within = new Within(grants);
  let count = 0;
  const seen = new Set<string>();
  let full = false;
  for (const channel of order) {
    if (full) break;
    const since = seqs[channel] ?? 0;
    const began = begins[channel] ?? 0;
    // What an idle request and a woken desk mostly meet: a channel without news costs one look.
    if ((tables.heads.get(channel) ?? 0) <= since) continue;
    let textAt: ((seq: number) => string) | undefined;
    const range = tables.log.getRange({ start: [channel, since + 1], end: [channel, Number.MAX_SAFE_INTEGER] });
    for (const { key, value } of range) {
      if (count >= request.limit) {
        full = true;
        break;
      }
      const seq = key[1];
      // A position forgets where a channel's first pages began when they are over.
      if ((seqs[channel] ?? 0) < began && seq >= began) textAt = undefined;
      seqs[channel] = seq;
      const id = idOf(value);
      if (seen.has(id)) continue;
      if (hasLeft(value) && (!request.left || !heldAt(value, since, began))) continue;
      textAt ??= positionTexts(positionAt(position, seqs, begins), channel);
      if (!addRow(into, tables, request, value, within, `${count === 0 ? '' : ',\n'}{"seq":"${textAt(seq)}",`)) continue;
      seen.add(id);
      count += 1;
    }
    // Rows passed over at the end of the log are passed for good: the head is behind the desk.
    if (!full) seqs[channel] = Math.max(seqs[channel] ?? 0, tables.heads.get(channel) ?? 0);
  }
  const reached = positionAt(position, seqs, begins);
  if (full) return { count, position: reached, pending: pendingAfter(tables, seqs) };
  return { count, position: reached, pending: 0, ...(request.urgentOnly ? {} : { digests: digestsOf(tables, grants, position.audience) }) };
}

/** O(the desk's channels): an upper bound; a channel not begun counts what it holds. */
function pendingAfter(tables: Tables, seqs: Readonly<Record<Channel, number>>): number {
  let pending = 0;
  for (const [channel, seq] of Object.entries(seqs)) {
    if (seq === 0) pending += tables.digests.get(channel)?.city.count ?? 0;
    else pending += Math.max(0, (tables.heads.get(channel) ?? 0) - seq);
  }
  return pending;
}

const EMPTY: Digest = { count: 0, sum: '0000000000000000' };

export function digestsOf(tables: Tables, grants: readonly Channel[], audience: Audience): Readonly<Record<Channel, Digest>> {
  return Object.fromEntries(grants.map((channel) => [channel, tables.digests.get(channel)?.[audience] ?? EMPTY]));
}

/** Whether anything lies behind a position: what a long poll asks before it waits. */
export function hasNews(tables: Tables, position: Position, grants: readonly Channel[], urgentOnly: boolean): boolean {
  return grants.some((channel) => {
    if (urgentOnly && !channel.startsWith('urgent:')) return false;
    return (tables.heads.get(channel) ?? 0) > (position.channels[channel] ?? 0);
  });
}

/** [sync P3] What a channel holds for an audience. */
export function heldBy(tables: Tables, channel: Channel, audience: Audience): readonly (readonly [id: string, tag: string])[] {
  const held: [string, string][] = [];
  for (const { value } of tables.log.getRange({ start: [channel, 0], end: [channel, Number.MAX_SAFE_INTEGER] })) {
    if (hasLeft(value)) continue;
    const id = idOf(value);
    const entry = tables.documents.get(id);
    if (entry !== undefined) held.push([id, tagFor(entry, audience)]);
  }
  return held;
}
