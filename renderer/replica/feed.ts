/** The desk's end of the feed [sync F2–F7, P2, P3]: pages, then the position; repair by digest; never from "now". */
import { Value } from 'typebox/value';
import { tagOf } from '../../shared/sync/canonical.ts';
import type { Audience } from '../../shared/hotline/roles.ts';
import { AUDIENCES } from '../../shared/hotline/roles.ts';
import { inFeedOrder } from '../../shared/sync/grants.ts';
import { decodePosition, encodePosition } from '../../shared/sync/position.ts';
import { project } from '../../shared/sync/project.ts';
import { BodiesAnswer, FeedPage, HeldAnswer, type Digest } from '../../shared/sync/wire.ts';
import { applyRows, dropRows, holdOnlyIn, narrowTo, prepareRows, type BeforeDrop, type Prepared } from './apply-rows.ts';
import { erase, readMeta, rowsStartingWith, writeMeta, type HeldRow, type Replicated } from './collections.ts';
import type { Held, Holding } from './held.ts';
import type { HubClient, HubFailure } from './hub-client.ts';

export type FeedState = {
  position: string | undefined;
  audience: Audience | undefined;
  grants: readonly string[];
  storeId: string | undefined;
  complete: boolean;
  dataAsOf: string | undefined;
  repairs: number;
  aside: number;
  /** What was held when the hub's digests were last equal to it. */
  proved: Readonly<Record<string, Digest>>;
};

export type FeedEvents = Readonly<{
  beforeDrop: BeforeDrop;
  upserted: (rows: readonly HeldRow[]) => Promise<void>;
  dropped: (ids: readonly string[]) => Promise<void>;
  progress: (got: number, of: number) => void;
  /** The store is another one: a restore [sync R1]. False: what it lacks could not be sent, ask again. */
  storeChanged: () => Promise<boolean>;
}>;

/** Rows a page: fewer after a cut, so that a line that breaks every few seconds still moves on [sync F7]. */
const LIMIT = 500;
const LEAST = 20;
/** Rows hashed before the window may draw again: about 30 ms. */
const RECOUNTED_AT_ONCE = 200;
/** Longer than the hub’s heartbeat, so that the hub ends a poll, not we. */
const POLL_SILENCE_MS = 40_000;

export type PullResult = Readonly<{ ok: true; end: boolean } | { ok: false; failure: HubFailure }>;
type PullMode = 'normal' | 'longpoll' | 'urgent';
type PageAnswer = HubFailure | Readonly<{ ok: true; value: FeedPage; rows: Prepared }>;
type Proof = Readonly<{ ok: true; proved: boolean } | { ok: false; failure: HubFailure }>;

export class DeskFeed {
  readonly state: FeedState = {
    position: undefined,
    audience: undefined,
    grants: [],
    storeId: undefined,
    complete: false,
    dataAsOf: undefined,
    repairs: 0,
    aside: 0,
    proved: {},
  };
  readonly #database: Replicated;
  readonly #held: Held;
  readonly #hub: HubClient;
  readonly #events: FeedEvents;
  #limit = LIMIT;
  #ahead: Readonly<{ since: string; answer: Promise<PageAnswer> }> | undefined;

  constructor(database: Replicated, held: Held, hub: HubClient, events: FeedEvents) {
    this.#database = database;
    this.#held = held;
    this.#hub = hub;
    this.#events = events;
  }

  /** From the rows as stored, with the tags they were stored with: the list waits for this. The link recounts behind it. */
  async load(rows: readonly HeldRow[]): Promise<void> {
    const stored = await readMeta<Partial<FeedState>>(this.#database, 'feed');
    if (stored !== undefined) Object.assign(this.state, stored);
    this.#held.replace(rows.map((row) => [row.id, row]));
    await this.#sweep(rows);
    // A browser engine may have lost rows and kept this record: what is not as it was proved is not complete [sync F7].
    this.state.complete &&= this.#held.mismatches(this.state.proved).length === 0;
  }

  /** Tags and sums again from what is stored [sync P1]: before the first page and daily. The window stays awake meanwhile. */
  async recount(): Promise<void> {
    const rows = await rowsStartingWith(this.#database);
    const counted: [string, Holding][] = [];
    for (const row of rows) {
      counted.push([row.id, { tag: tagOf(row.body), in: row.in, aside: row.aside }]);
      if (counted.length % RECOUNTED_AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    this.#held.replace(counted);
    await this.#sweep(rows);
  }

  /** A stop in the middle of a removal leaves an empty row, which is in no channel. */
  async #sweep(rows: readonly HeldRow[]): Promise<void> {
    const blank = rows.filter((row) => row.in.length === 0).map((row) => row.id);
    await erase(this.#database, 'documents', blank);
    for (const id of blank) this.#held.drop(id);
  }

  async #save(): Promise<void> {
    await writeMeta(this.#database, 'feed', Value.Clone(this.state) as unknown as Record<string, unknown>);
  }

  /** One request: a page, or a long poll that ends with one. */
  async pull(mode: PullMode, signal: AbortSignal): Promise<PullResult> {
    const answer = await this.#page(mode, this.state.position ?? '0', signal);
    if (!answer.ok) {
      if (answer.kind === 'network' && !signal.aborted) this.#limit = Math.max(LEAST, Math.floor(this.#limit / 2));
      return { ok: false, failure: answer };
    }
    this.#limit = Math.min(LIMIT, this.#limit * 2);
    const page = answer.value;
    if (mode === 'normal' && page.digests === undefined && page.rewound !== true) this.#askAhead(page.last_seq, signal);
    await this.#regrant(page.grants, page.audience);
    await this.#apply(answer.rows);
    if (mode === 'urgent') return { ok: true, end: false };
    // The page first, then the position: applying a row twice changes nothing [sync D1].
    if (page.rewound !== true) this.state.position = page.last_seq;
    const end = page.digests !== undefined;
    if (!end) {
      this.state.complete = false;
      this.#events.progress(this.#held.size, this.#held.size + page.pending);
    } else {
      const repaired = await this.#prove(page.digests ?? {}, page.rewound === true);
      if (!repaired.ok) return repaired;
      const other = page.storeId !== undefined && page.storeId !== this.state.storeId;
      if (other && (await this.#events.storeChanged())) this.state.storeId = page.storeId;
      this.state.dataAsOf = page.hubTime;
      // 数据齐全 is said only when the digests match [sync F7].
      this.state.complete = repaired.proved;
      if (repaired.proved) this.state.proved = this.#held.digests(Object.keys(page.digests ?? {}));
    }
    await this.#save();
    return { ok: true, end };
  }

  /** A page that was asked for while the one before was written down. One from before a reconnect is asked for again. */
  async #page(mode: PullMode, since: string, signal: AbortSignal): Promise<PageAnswer> {
    const ahead = mode === 'normal' && this.#ahead?.since === since ? await this.#ahead.answer : undefined;
    this.#ahead = undefined;
    return ahead?.ok === true ? ahead : this.#ask(mode, since, signal);
  }

  #askAhead(since: string, signal: AbortSignal): void {
    this.#ahead = { since, answer: this.#ask('normal', since, signal) };
  }

  /** A page ahead is checked and hashed while the one before is being written. */
  async #ask(mode: PullMode, since: string, signal: AbortSignal): Promise<PageAnswer> {
    const more = { normal: '', longpoll: '&feed=longpoll', urgent: '&only=urgent' }[mode];
    const path = `/desk/_changes?include_docs=true&left=true&limit=${this.#limit}&since=${since}${more}`;
    const answer = await this.#hub.request('GET', path, FeedPage, undefined, { silenceMs: POLL_SILENCE_MS, signal });
    return answer.ok ? { ...answer, rows: prepareRows(answer.value.results) } : answer;
  }

  async #apply(rows: Prepared): Promise<void> {
    const left = await applyRows(this.#database, this.#held, rows, this.#events.beforeDrop);
    this.state.aside = this.#held.aside + rows.nameless;
    if (rows.good.length > 0) await this.#events.upserted(rows.good);
    const gone = [...left, ...rows.aside.map((row) => row.id)];
    if (gone.length > 0) await this.#events.dropped(gone);
  }

  /** [sync C3, F4] A narrower audience first projects what is held; a grant that is gone takes its documents along. */
  async #regrant(grants: readonly string[], audience: Audience): Promise<void> {
    const before = this.state.audience;
    if (before !== undefined && AUDIENCES.indexOf(audience) < AUDIENCES.indexOf(before)) await this.#narrowAudience(audience);
    this.state.audience = audience;
    if (this.state.grants.some((channel) => !grants.includes(channel))) {
      const gone = await narrowTo(this.#database, this.#held, grants, this.#events.beforeDrop);
      if (gone.length > 0) await this.#events.dropped(gone);
    }
    this.state.grants = [...grants];
  }

  async #narrowAudience(audience: Audience): Promise<void> {
    const changed: HeldRow[] = [];
    const unreadable: string[] = [];
    for (const row of await rowsStartingWith(this.#database, 'ticket:')) {
      // What cannot be read cannot be narrowed: it goes, and the next digest asks for the narrower copy.
      if (row.aside === true) {
        unreadable.push(row.id);
        continue;
      }
      const body = project(row.body as HeldRow['body'] & { _id: string }, audience);
      changed.push({ ...row, body, tag: tagOf(body) });
    }
    await this.#database.documents.bulkUpsert(changed);
    for (const row of changed) this.#held.put(row.id, row);
    await dropRows(this.#database, this.#held, unreadable, this.#events.beforeDrop);
    await this.#events.upserted(changed);
  }

  /** [sync P2, P3] */
  async #prove(digests: NonNullable<FeedPage['digests']>, rewound: boolean): Promise<Proof> {
    const wrong = rewound ? Object.keys(digests) : this.#held.mismatches(digests);
    if (wrong.length === 0) return { ok: true, proved: true };
    this.state.complete = false;
    if (!rewound || this.#held.size > 0) this.state.repairs += 1;
    let proved = true;
    for (const channel of inFeedOrder(wrong)) {
      const repaired = await this.#repair(channel);
      if (!repaired.ok) return repaired;
      proved &&= repaired.proved;
    }
    return { ok: true, proved };
  }

  /** The channel's list, what lacks fetched, what is too much dropped, the list's own position adopted [sync P3]. */
  async #repair(channel: string): Promise<Proof> {
    const list = await this.#hub.request('GET', `/desk/_held?channel=${encodeURIComponent(channel)}`, HeldAnswer);
    if (!list.ok) return { ok: false, failure: list };
    const wanted = new Map(list.value.rows);
    const lacking = [...wanted].filter(([id, tag]) => {
      const own = this.#held.get(id);
      return own?.tag !== tag || !own.in.includes(channel);
    });
    const beyond = [...this.#held.entries()].filter(([id, holding]) => holding.in.includes(channel) && !wanted.has(id));
    for (let at = 0; at < lacking.length;) {
      const ids = lacking.slice(at, at + this.#limit).map(([id]) => id);
      const bodies = await this.#hub.request('POST', '/desk/_bodies', BodiesAnswer, { ids });
      if (!bodies.ok) {
        if (bodies.kind === 'network') this.#limit = Math.max(LEAST, Math.floor(this.#limit / 2));
        return { ok: false, failure: bodies };
      }
      at += ids.length;
      await this.#apply(prepareRows(bodies.value.results.map((row) => ({ seq: '', ...(row as object) }))));
      this.#events.progress(at, lacking.length);
    }
    const gone: string[] = [];
    for (const [id, holding] of beyond) {
      const others = holding.in.filter((one) => one !== channel);
      if (others.length === 0) gone.push(id);
      else await holdOnlyIn(this.#database, this.#held, id, others);
    }
    await dropRows(this.#database, this.#held, gone, this.#events.beforeDrop);
    if (gone.length > 0) await this.#events.dropped(gone);
    this.#adopt(list.value.last_seq);
    await this.#save();
    const own = this.#held.digest(channel);
    return { ok: true, proved: own.count === list.value.digest.count && own.sum === list.value.digest.sum };
  }

  #adopt(seq: string): void {
    const adopted = decodePosition(seq);
    if (adopted === undefined) return;
    const before = this.state.position === undefined ? undefined : decodePosition(this.state.position);
    const same = before?.epoch === adopted.epoch && before.audience === adopted.audience;
    this.state.position = encodePosition({
      ...(same ? before : {}),
      ...adopted,
      channels: { ...(same ? before.channels : {}), ...adopted.channels },
    });
  }
}
