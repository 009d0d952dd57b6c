/**
 * The order of things on the wire [sync D5, D6]: urgent feed, outbox, feed, evidence; then one long poll, with the outbox beside it,
 * and evidence beside both: a photo on a bad line delays no word, and a hub that takes nothing still gives.
 */
import { CHAIN_START } from '../../shared/sync/canonical.ts';
import { HandshakeAnswer, WIRE_VERSION, type HandshakeRequest } from '../../shared/sync/wire.ts';
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import { Backoff } from './backoff.ts';
import type { DeskFeed } from './feed.ts';
import type { HubClient, HubFailure } from './hub-client.ts';
import type { Outbox } from './outbox.ts';
import { whyBusy } from './said.ts';
import { SingleFlight } from './single-flight.ts';

export type SignedIn = 'ok' | 'password' | 'chooseOwn' | 'network' | 'revoked';
export type LinkState = 'online' | 'offline' | 'passwordNeeded' | 'revoked';

export type LinkOptions = Readonly<{
  hub: HubClient;
  feed: DeskFeed;
  outbox: Outbox;
  now: () => number;
  random: () => number;
  chain: () => Promise<Readonly<{ replica: HandshakeRequest['replica']; n: number; hash: HandshakeRequest['lastHash'] }>>;
  evidence: () => Promise<void>;
  /** Tries for a session; `password`: the person's is needed; `chooseOwn`: and is one that an administrator has set. */
  signIn: () => Promise<SignedIn>;
  state: (state: LinkState, detail?: string) => void;
  /** Why the hub takes nothing now, in Chinese and with what happens next; nothing: it does again, or cannot be reached. */
  busy: (why: string | undefined) => void;
  drift: (ms: number) => void;
  /** The rescue goes up and everything here goes; false: not yet. */
  revoked: () => Promise<boolean>;
  wasRevoked: () => Promise<boolean>;
  log: (line: string) => void;
}>;

/** `sent` is asked about again this often [sync D2]. */
const AGAIN_MS = 3_600_000;
/** And soon at first: a ticket may leave before its acceptance was seen, and nobody should read 已送达 for an hour. */
const SOON_MS = 1000;
const DAY_MS = 86_400_000;
/** Between two repairs that did not lead to the hub's digests. */
const UNPROVED_MS = 5000;
/** A page that took so long to come is nearly never, a clock that was set is. */
const CLOCK_SET_MS = 120_000;
const OUTDATED_MS = 60_000;
const OUTDATED = '本机程序版本过旧，已停止接收新数据，您的记录照常发送。请联系管理员更新程序。';

export class Link {
  readonly #options: LinkOptions;
  readonly #backoff: Backoff;
  #abort = new AbortController();
  #closed = false;
  #connected = false;
  #again = 0;
  /** Never yet: before the first page. */
  #recounted = Number.NEGATIVE_INFINITY;
  #repairsTold = 0;
  #done: Promise<void> | undefined;
  readonly #flushing: SingleFlight;
  readonly #evidence: SingleFlight;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #soonMs = SOON_MS;
  #askDue = false;
  #unproved = 0;
  #drift = 0;
  #outdated = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
    this.#flushing = new SingleFlight(() => this.#flush(), options.log);
    this.#evidence = new SingleFlight(() => options.evidence(), options.log);
  }

  start(): void {
    this.#done = this.#run();
  }

  /** New work or a person's wish: the outbox goes at once, and a wait ends. */
  nudge(): void {
    this.#backoff.wake();
    if (this.#connected) this.flush();
  }

  /** Network is back or the machine woke up: what hangs on a dead line is given up, and asked for again at once [sync D5]. */
  wake(): void {
    this.#backoff.wake();
    this.#abort.abort();
    this.#options.hub.giveUp();
  }

  async #run(): Promise<void> {
    let revoked: boolean | undefined;
    while (!this.#closed) {
      this.#abort = new AbortController();
      try {
        revoked ??= await this.#options.wasRevoked();
        if (revoked) {
          await this.#leave();
          continue;
        }
        const failure = await this.#cycle();
        revoked = failure?.kind === 'revoked';
        if (failure !== undefined && !revoked) await this.#failed(failure);
      } catch (error) {
        // A bug or a full disk: said, and tried again from the stored position.
        this.#options.log(`sync: ${String(error)}`);
        await this.#failed({ ok: false, kind: 'network', detail: String(error) });
      }
    }
  }

  async #cycle(): Promise<HubFailure | undefined> {
    const { feed, state } = this.#options;
    if (!this.#connected) {
      const failure = await this.#connect();
      if (failure !== undefined) return failure;
    }
    if (Math.abs(this.#options.now() - this.#recounted) > DAY_MS) {
      await feed.recount();
      this.#recounted = this.#options.now();
    }
    if (this.#outdated) return this.#sendOnly();
    const page = await feed.pull(feed.state.complete ? 'longpoll' : 'normal', this.#abort.signal);
    if (!page.ok) return page.failure;
    this.#backoff.succeeded();
    state('online');
    // A clock that was set back is late too.
    if (Math.abs(this.#options.now() - this.#again) > AGAIN_MS) {
      this.#again = this.#options.now();
      this.#askDue = true;
    }
    if (page.end) this.flush();
    if (page.end && this.#clockWasSet()) this.#connected = false;
    this.#unproved = page.end && !feed.state.complete ? this.#unproved + 1 : 0;
    // Rows may change between a list and its bodies, and the next page settles it; what differs again is asked for more slowly.
    if (this.#unproved > 1) await this.#backoff.wait(UNPROVED_MS);
    return undefined;
  }

  /** [sync V1] Older than the hub's minimum: what is done here still goes up, nothing new comes down. */
  async #sendOnly(): Promise<undefined> {
    this.#options.state('online', OUTDATED);
    this.flush();
    await this.#backoff.wait(OUTDATED_MS);
    this.#connected = false;
  }

  /** The hub counts by handshakes whose clock is right (hotline.md §7): another clock, another handshake. */
  #clockWasSet(): boolean {
    const { feed, now } = this.#options;
    const { dataAsOf } = feed.state;
    return dataAsOf !== undefined && Math.abs(millis(dataAsOf as Instant) - now() - this.#drift) > CLOCK_SET_MS;
  }

  async #connect(): Promise<HubFailure | undefined> {
    const { hub, feed, outbox, signIn } = this.#options;
    if (hub.token === undefined) {
      const signedIn = await signIn();
      if (signedIn === 'password' || signedIn === 'chooseOwn') return { ok: false, kind: 'unauthorized' };
      if (signedIn === 'revoked') return { ok: false, kind: 'revoked' };
      if (signedIn === 'network') return { ok: false, kind: 'network', detail: 'no session' };
    }
    const failure = await this.#handshake();
    if (failure !== undefined) return failure;
    if (feed.state.position !== undefined) {
      const urgent = await this.#urgent();
      if (urgent !== undefined) return urgent;
    }
    this.#again = this.#options.now();
    const sent = await outbox.send(hub, true);
    if (sent.ok) this.#options.busy(undefined);
    else if (!this.#waitsForTheGate(sent.failure)) return sent.failure;
    // After a reconnect what is known may be old: pages until the end before the next long poll.
    feed.state.complete = false;
    this.#connected = true;
    return undefined;
  }

  async #handshake(): Promise<HubFailure | undefined> {
    const { hub, feed, now, drift } = this.#options;
    const chain = await this.#options.chain();
    const sentAt = now();
    const repairs = feed.state.repairs - this.#repairsTold;
    const request: HandshakeRequest = {
      deviceTime: toInstant(sentAt),
      replica: chain.replica,
      lastN: chain.n,
      lastHash: chain.n === 0 ? CHAIN_START : chain.hash,
      ...(feed.state.position === undefined ? {} : { since: feed.state.position }),
      wire: WIRE_VERSION,
      repairs: Math.max(0, repairs),
      aside: feed.state.aside,
    };
    const answer = await hub.request('POST', '/desk/handshake', HandshakeAnswer, request);
    if (!answer.ok) return answer;
    this.#repairsTold = feed.state.repairs;
    this.#drift = millis(answer.value.hubTime) - Math.round((sentAt + now()) / 2);
    this.#outdated = answer.value.wireMin > WIRE_VERSION;
    drift(this.#drift);
    return undefined;
  }

  /** What cannot be stored here, a full IndexedDB, keeps nobody's work from going up. */
  async #urgent(): Promise<HubFailure | undefined> {
    try {
      const urgent = await this.#options.feed.pull('urgent', this.#abort.signal);
      return urgent.ok ? undefined : urgent.failure;
    } catch (error) {
      this.#options.log(`urgent: ${String(error)}`);
      return undefined;
    }
  }

  /** The outbox and then the evidence, beside the long poll. */
  flush(): void {
    if (!this.#closed) this.#flushing.go();
  }

  async #flush(): Promise<void> {
    const { outbox, hub } = this.#options;
    const asked = this.#askDue;
    this.#askDue = false;
    const sent = await outbox.send(hub, asked);
    if (!sent.ok) {
      this.#askDue ||= asked;
      if (this.#waitsForTheGate(sent.failure)) return;
      this.#connected = false;
      this.#abort.abort();
      return;
    }
    this.#options.busy(undefined);
    this.#askSoon();
    this.#evidence.go();
  }

  /** A gate that takes nothing now [sync G5] is asked again when it says; the feed goes on meanwhile. */
  #waitsForTheGate(failure: HubFailure): boolean {
    if (failure.kind !== 'busy' && failure.kind !== 'refused' && failure.kind !== 'tooLarge') return false;
    if (failure.kind === 'busy') this.#options.busy(whyBusy(failure.reason));
    this.#later(failure.kind === 'busy' ? Math.max(SOON_MS, failure.retryAfterMs) : UNPROVED_MS, false);
    return true;
  }

  #askSoon(): void {
    const open = this.#options.outbox.unsettled.some((item) => item.state === 'sent');
    if (!open) this.#soonMs = SOON_MS;
    if (!open || this.#soon !== undefined) return;
    this.#later(this.#soonMs, true);
    this.#soonMs = Math.min(AGAIN_MS, this.#soonMs * 2);
  }

  #later(ms: number, ask: boolean): void {
    if (this.#closed) return;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.#askDue ||= ask;
      if (this.#connected) this.flush();
    }, ms);
  }

  /** [sync D4] Asked again until the rescue is answered or its time is over. */
  async #leave(): Promise<void> {
    this.#connected = false;
    this.#options.state('revoked');
    if (await this.#options.revoked()) this.#closed = true;
    else await this.#backoff.wait();
  }

  async #failed(failure: HubFailure): Promise<void> {
    if (this.#closed) return;
    const { state, hub } = this.#options;
    this.#connected = false;
    // Given up by us, to begin anew: whether there is a line is seen at once.
    if (failure.kind === 'network' && this.#abort.signal.aborted) return;
    this.#options.busy(failure.kind === 'busy' ? whyBusy(failure.reason) : undefined);
    if (failure.kind === 'unauthorized') {
      hub.token = undefined;
      state('passwordNeeded');
    } else state('offline', failure.kind === 'network' ? failure.detail : failure.kind);
    await this.#backoff.wait(failure.kind === 'busy' ? failure.retryAfterMs : 0);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#soon);
    this.#abort.abort();
    this.#backoff.wake();
    this.#options.hub.close();
    await Promise.all([this.#flushing.end(), this.#evidence.end(), this.#done]);
  }
}
