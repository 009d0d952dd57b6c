/** The channel index over the store's changes [sync F1], and what is read from it. */
import type { Instant, UnitCode } from '../../shared/hotline/ids.ts';
import type { Audience } from '../../shared/hotline/roles.ts';
import type { Figure, Period, UnitFigures } from '../../shared/hotline/unit-figures.ts';
import type { Channel } from '../../shared/sync/channels.ts';
import type { Position } from '../../shared/sync/position.ts';
import type { Digest } from '../../shared/sync/wire.ts';
import type { Change } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { bodyKey, bodyText } from './body-row.ts';
import { indexDocument, readDocument, type WakeOf } from './index-document.ts';
import { dumpIndex } from './index-dump.ts';
import { forgetLeft, mayHaveMissed } from './left-rows.ts';
import { figuresOf, ticketsBehind } from './measure-tables.ts';
import { digestsOf, hasNews, heldBy, readPage, type Page, type PageRequest } from './page.ts';
import type { PageText } from './page-text.ts';
import { clearTables, openTables, type Settlement, type Tables } from './tables.ts';
import { Waiters } from './waiters.ts';
import { refuseLater } from '../store/folder-format.ts';

const PAGE = 500;
/** Sorts behind every id. */
const LAST = '\uffff';
/** Of the tables and what they hold: an index of another format is built anew. Raise it with every change of either. */
export const FORMAT = 12;

export type FeedOptions = Readonly<{
  store: Store;
  path: string;
  newEpoch: () => string;
  /** Days since 1970 in UTC+8: for how long what left is told [sync F1]. */
  today: () => number;
  /** When the clock looks at a ticket next [sync A4]. */
  wakeOf?: WakeOf;
  /** Told of every document after it is indexed: the reference cache and the authority listen here. */
  onChange?: (change: Change) => void;
  onError: (error: unknown) => void;
}>;

type Asked = Readonly<{ resolve: () => void; reject: (error: unknown) => void }>;

export class Feed {
  readonly #options: FeedOptions;
  readonly #tables: Tables;
  readonly #waiters = new Waiters();
  /** Reference documents as they were last asked for: each request asks for its person. */
  readonly #parsed = new Map<string, Readonly<{ rev: string; document: unknown }>>();
  #running: Promise<void> | undefined;
  /** Who waits for a look at the store that has not begun yet. */
  #asked: Asked[] = [];
  /** The next look at the store begins with an empty index. */
  #anew = false;
  #whole = false;
  #released = false;
  #stop: (() => void) | undefined;
  #closed = false;

  private constructor(options: FeedOptions) {
    this.#options = options;
    this.#tables = openTables(options.path);
  }

  /** Opens the index, rebuilds it if it is another store's or ahead of it [sync F1], and catches up before it answers. */
  static async open(options: FeedOptions): Promise<Feed> {
    const feed = new Feed(options);
    const { meta } = feed.#tables;
    try {
      refuseLater('index', meta.get('format'), FORMAT);
    } catch (error) {
      await feed.#tables.root.close();
      throw error;
    }
    const sequence = await options.store.hotline.sequence();
    const known = meta.get('sequence');
    // A cluster's sequences are opaque [sync S2]; one of another kind is another store's, which was moved here whole [sync X3].
    const ahead = typeof known === 'number' && typeof sequence === 'number' && sequence < known;
    const foreign = known !== 0 && typeof known !== typeof sequence;
    if (meta.get('format') !== FORMAT || meta.get('store') !== options.store.id || ahead || foreign) feed.#begin();
    await feed.catchUp();
    feed.#stop = options.store.hotline.watch(() => {
      feed.catchUp().catch(options.onError);
    });
    return feed;
  }

  #begin(): void {
    clearTables(this.#tables);
    this.#tables.meta.putSync('format', FORMAT);
    this.#tables.meta.putSync('epoch', this.#options.newEpoch());
    this.#tables.meta.putSync('store', this.#options.store.id);
    this.#tables.meta.putSync('sequence', 0);
  }

  /**
   * Throws the index away and builds it again with a new epoch; desks prove themselves by digest [sync F6]. Until it is whole
   * nothing is read from it: a desk that repaired itself by half an index would drop the other half.
   */
  rebuild(): Promise<void> {
    this.#anew = true;
    this.#whole = false;
    return this.catchUp();
  }

  /** Whether the index is whole; else readers are asked to come again. */
  get ready(): boolean {
    return this.#whole;
  }

  /** Resolves when everything the store held at the call is in the index, whatever is written meanwhile. */
  catchUp(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject });
      this.#running ??= this.#tail();
    });
  }

  /** Looks at the store until nobody asks; each is answered by the first look that began after the asking. */
  async #tail(): Promise<void> {
    await Promise.resolve();
    while (this.#asked.length > 0) {
      const asked = this.#asked;
      this.#asked = [];
      try {
        await this.#look();
        for (const { resolve } of asked) resolve();
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    // In the same turn as the last look at who asks: who asks from now on starts another tail.
    this.#running = undefined;
  }

  async #look(): Promise<void> {
    if (this.#closed) return;
    if (this.#anew) this.#begin();
    this.#anew = false;
    let more = true;
    while (more && !this.#closed) more = await this.#take();
    if (!this.#anew) this.#whole = true;
  }

  /** One page of the store's changes; false at their end. */
  async #take(): Promise<boolean> {
    const { store, wakeOf, onChange, onError } = this.#options;
    const page = await store.hotline.changes(this.#tables.meta.get('sequence') ?? 0, PAGE);
    if (this.#closed) return false;
    const read = page.changes.flatMap((change) => {
      try {
        return [{ change, reading: readDocument(change, wakeOf) }];
      } catch (error) {
        onError(new Error(`${change.id} was passed over by the index`, { cause: error }));
        return [];
      }
    });
    const touched = new Set<Channel>();
    const today = this.#options.today();
    // A callback that throws would commit what it had written: a child transaction is taken back whole.
    await this.#tables.root.childTransaction(() => {
      for (const { change, reading } of read)
        for (const channel of indexDocument(this.#tables, change, today, reading)) touched.add(channel);
      this.#tables.meta.putSync('sequence', page.last);
    });
    for (const change of page.changes) onChange?.(change);
    this.#waiters.wake(touched);
    return page.changes.length >= PAGE;
  }

  get epoch(): string {
    return String(this.#tables.meta.get('epoch'));
  }

  /** The highest receipt counter seen: orders actions over the hub's whole life. */
  get counter(): number {
    return Number(this.#tables.meta.get('counter') ?? 0);
  }

  start(audience: Audience): Position {
    return { epoch: this.epoch, audience, channels: {} };
  }

  /** At the end of every channel: what a client asks for that wants only news [sync X1]. */
  end(grants: readonly Channel[], audience: Audience): Position {
    return { ...this.start(audience), channels: Object.fromEntries(grants.map((one) => [one, this.#tables.heads.get(one) ?? 0])) };
  }

  /** The revision a document has in the index, whoever may see it; nothing where the index knows none. */
  revisionOf(id: string): string | undefined {
    return this.#tables.documents.get(id)?.rev;
  }

  /** Adds the rows of a page to `into`. */
  page(request: PageRequest, into: PageText): Page {
    return readPage(this.#tables, request, into);
  }

  hasNews(position: Position, grants: readonly Channel[], urgentOnly: boolean): boolean {
    return hasNews(this.#tables, position, grants, urgentOnly);
  }

  /** A position beyond a channel's head: the log was rewound [sync F6]. */
  isAhead(position: Position): boolean {
    return Object.entries(position.channels).some(([channel, seq]) => seq > (this.#tables.heads.get(channel) ?? 0));
  }

  /** Older than the rows of leaving that are kept [sync F1, F6]. */
  mayHaveMissed(position: Position): boolean {
    return mayHaveMissed(this.#tables, position);
  }

  /** Forgets what left 100 days ago; between two pieces others are read and written. */
  async forgetLeft(): Promise<void> {
    let more = true;
    while (more && !this.#closed) more = await forgetLeft(this.#tables, this.#options.today());
  }

  wait(channels: readonly Channel[], wake: () => void): () => void {
    return this.#waiters.add(channels, wake);
  }

  /** The hub stops: who waits is answered with what there is, and nobody waits any more. */
  release(): void {
    this.#released = true;
    this.#waiters.wakeAll();
  }

  get released(): boolean {
    return this.#released;
  }

  get waiting(): number {
    return this.#waiters.size;
  }

  digests(grants: readonly Channel[], audience: Audience): Readonly<Record<Channel, Digest>> {
    return digestsOf(this.#tables, grants, audience);
  }

  /** [sync P3] The list of one channel, and the position of the snapshot that it comes from. */
  held(
    channel: Channel,
    audience: Audience,
  ): Readonly<{ rows: readonly (readonly [string, string])[]; position: Position; digest: Digest }> {
    const seq = this.#tables.heads.get(channel) ?? 0;
    const digest = digestsOf(this.#tables, [channel], audience)[channel] ?? { count: 0, sum: '0000000000000000' };
    return {
      rows: heldBy(this.#tables, channel, audience),
      position: { epoch: this.epoch, audience, channels: { [channel]: seq } },
      digest,
    };
  }

  /** A row of `_bodies`: absent where none of the grants holds it. */
  body(id: string, grants: readonly Channel[], audience: Audience): string | undefined {
    const entry = this.#tables.documents.get(id);
    const within = entry?.channels.filter((channel) => grants.includes(channel)) ?? [];
    if (entry === undefined || within.length === 0) return undefined;
    const row = this.#tables.bodies.get([id, bodyKey(id, audience)]);
    return row === undefined ? undefined : `{"in":${JSON.stringify(within)},${row.toString('utf8')}`;
  }

  /** A reference document as of the same snapshot as a page read in this turn [sync F3]; nothing where it is deleted. */
  reference<T>(id: string): T | undefined {
    const entry = this.#tables.documents.get(id);
    if (entry === undefined || entry.channels.length === 0) return undefined;
    const known = this.#parsed.get(id);
    if (known?.rev === entry.rev) return known.document as T;
    const text = bodyText(this.#tables, id, entry, 'person');
    if (text === undefined) return undefined;
    const document = JSON.parse(text) as T;
    this.#parsed.set(id, { rev: entry.rev, document });
    return document;
  }

  /** The channels that hold a document now. */
  channelsOf(id: string): readonly Channel[] {
    return this.#tables.documents.get(id)?.channels ?? [];
  }

  /** Actions that the authority has not settled, in the order of their receipt. */
  waitingActions(limit: number): readonly string[] {
    return [...this.#tables.waiting.getRange({ limit })].map((row) => row.value);
  }

  /** Tickets and refusals that the clock is to look at now, with their revisions, but for those that were seen at this revision [sync A2, A4]. */
  dueDocuments(now: string, seen: ReadonlyMap<string, string>, limit: number): readonly (readonly [id: string, rev: string])[] {
    const due: (readonly [string, string])[] = [];
    for (const { key, value } of this.#tables.wakes.getRange()) {
      const [at, id] = key;
      if (at > now || due.length >= limit) break;
      if (seen.get(id) !== value) due.push([id, value]);
    }
    return due;
  }

  /** Tickets with a 暂定 limit all of whose years fit, with their revisions. */
  provisionalTickets(fits: (years: readonly [number, number]) => boolean): readonly (readonly [id: string, rev: string])[] {
    const found: (readonly [string, string])[] = [];
    for (const { key, value } of this.#tables.provisional.getRange()) if (value.years.some(fits)) found.push([key, value.rev]);
    return found;
  }

  /** Numbers of the tickets with one of these keys accepted in a span, the oldest first (`shared/hotline/repeat.ts`). */
  ticketsWith(keys: readonly string[], since: string, until: string): readonly string[] {
    const found = new Map<string, string>();
    for (const key of keys)
      for (const row of this.#tables.repeats.getRange({ start: [key, since], end: [key, until, LAST] })) found.set(row.value, row.key[1]);
    return [...found].toSorted(([, a], [, b]) => (a < b ? -1 : 1)).map(([no]) => no);
  }

  /** The figures of a unit (hotline.md §8): from sums, whatever the city has grown to. */
  figures(unit: UnitCode, period: Period, now: Instant): UnitFigures {
    return figuresOf(this.#tables, unit, period, now);
  }

  ticketsBehind(unit: UnitCode, period: Period, figure: Figure, now: Instant): readonly string[] {
    return ticketsBehind(this.#tables, unit, period, figure, now);
  }

  /** Tickets of one caller, the latest accepted first (F27); all, or of those accepted since then. */
  ticketsOfCaller(hash: string, since = ''): readonly string[] {
    return [...this.#tables.callers.getRange({ start: [hash, since], end: [hash, LAST] })].map(({ key }) => key[2]).toReversed();
  }

  /** Tickets that were referred or are candidates for it (F45). */
  referralTickets(): readonly string[] {
    return [...this.#tables.referrals.getKeys()];
  }

  /** The id of a replica's last action in the log, whatever was written before the call. */
  async lastOf(replica: string): Promise<string | undefined> {
    await this.catchUp();
    return this.#tables.chains.get(replica)?.id;
  }

  settlement(id: string): Settlement | undefined {
    return this.#tables.settled.get(id);
  }

  dump(): Iterable<readonly unknown[]> {
    return dumpIndex(this.#tables);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stop?.();
    await this.#running;
    await this.#tables.root.close();
  }
}
