/** The order of things on the wire [sync D5, D6]: urgent feed, outbox, feed, evidence; then one long poll, with the outbox beside it. */
import { CHAIN_START } from '../../shared/sync/canonical.ts';
import { HandshakeAnswer, WIRE_VERSION, type HandshakeRequest } from '../../shared/sync/wire.ts';
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import { Backoff } from './backoff.ts';
import type { DeskFeed } from './feed.ts';
import type { HubAnswer, HubClient } from './hub-client.ts';
import type { Outbox } from './outbox.ts';

export type LinkState = 'online' | 'offline' | 'passwordNeeded' | 'revoked';
type Failure = Exclude<HubAnswer<never>, { ok: true }>;

export type LinkOptions = Readonly<{
  hub: HubClient;
  feed: DeskFeed;
  outbox: Outbox;
  now: () => number;
  random: () => number;
  chain: () => Promise<Readonly<{ replica: HandshakeRequest['replica']; n: number; hash: HandshakeRequest['lastHash'] }>>;
  evidence: () => Promise<void>;
  /** Tries for a session; false: the person's password is needed. */
  signIn: () => Promise<'ok' | 'password' | 'network' | 'revoked'>;
  state: (state: LinkState, detail?: string) => void;
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

export class Link {
  readonly #options: LinkOptions;
  readonly #backoff: Backoff;
  #abort = new AbortController();
  #closed = false;
  #connected = false;
  #again = 0;
  #recounted: number;
  #repairsTold = 0;
  #done: Promise<void> | undefined;
  #flushing: Promise<void> | undefined;
  #flushAgain = false;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #soonMs = SOON_MS;
  #askDue = false;
  #unproved = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
    this.#recounted = options.now();
  }

  start(): void {
    this.#done = this.#run();
  }

  /** New work or a person's wish: the outbox goes at once, and a wait ends. */
  nudge(): void {
    this.#backoff.wake();
    if (this.#connected) this.flush();
  }

  /** Network is back or the machine woke up: a long poll that hangs on a dead line is given up. */
  wake(): void {
    this.#backoff.wake();
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    let revoked = await this.#options.wasRevoked();
    while (!this.#closed) {
      this.#abort = new AbortController();
      try {
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

  async #cycle(): Promise<Failure | undefined> {
    const { feed, outbox, hub, state } = this.#options;
    if (!this.#connected) {
      const failure = await this.#connect();
      if (failure !== undefined) return failure;
    }
    if (this.#options.now() - this.#recounted > DAY_MS) {
      await feed.recount();
      this.#recounted = this.#options.now();
    }
    const page = await feed.pull(feed.state.complete ? 'longpoll' : 'normal', this.#abort.signal);
    if (!page.ok) return page.failure;
    this.#backoff.succeeded();
    state('online');
    const late = this.#options.now() - this.#again > AGAIN_MS;
    if (late) {
      this.#again = this.#options.now();
      const sent = await outbox.send(hub, true);
      if (!sent.ok) return sent.failure;
    }
    if (page.end) this.flush();
    this.#unproved = page.end && !feed.state.complete ? this.#unproved + 1 : 0;
    // Rows may change between a list and its bodies, and the next page settles it; what differs again is asked for more slowly.
    if (this.#unproved > 1) await this.#backoff.wait(UNPROVED_MS);
    return undefined;
  }

  async #connect(): Promise<Failure | undefined> {
    const { hub, feed, outbox, signIn } = this.#options;
    if (hub.token === undefined) {
      const signedIn = await signIn();
      if (signedIn === 'password') return { ok: false, kind: 'unauthorized' };
      if (signedIn === 'revoked') return { ok: false, kind: 'revoked' };
      if (signedIn === 'network') return { ok: false, kind: 'network', detail: 'no session' };
    }
    const failure = await this.#handshake();
    if (failure !== undefined) return failure;
    if (feed.state.position !== undefined) {
      const urgent = await feed.pull('urgent', this.#abort.signal);
      if (!urgent.ok) return urgent.failure;
    }
    this.#again = this.#options.now();
    const sent = await outbox.send(hub, true);
    if (!sent.ok) return sent.failure;
    // After a reconnect what is known may be old: pages until the end before the next long poll.
    feed.state.complete = false;
    this.#connected = true;
    return undefined;
  }

  async #handshake(): Promise<Failure | undefined> {
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
    drift(millis(answer.value.hubTime) - Math.round((sentAt + now()) / 2));
    return undefined;
  }

  /** The outbox and then the evidence, beside the long poll; one at a time. */
  flush(): void {
    if (this.#flushing !== undefined) {
      this.#flushAgain = true;
      return;
    }
    this.#flushing = this.#flush()
      .catch((error: unknown) => {
        this.#options.log(`flush: ${String(error)}`);
      })
      .finally(() => {
        this.#flushing = undefined;
        if (!this.#flushAgain || this.#closed) return;
        this.#flushAgain = false;
        this.flush();
      });
  }

  async #flush(): Promise<void> {
    const { outbox, hub } = this.#options;
    const asked = this.#askDue;
    this.#askDue = false;
    const sent = await outbox.send(hub, asked);
    if (!sent.ok) {
      this.#connected = false;
      this.#abort.abort();
      return;
    }
    this.#askSoon();
    await this.#options.evidence();
  }

  #askSoon(): void {
    const open = this.#options.outbox.unsettled.some((item) => item.state === 'sent');
    if (!open) this.#soonMs = SOON_MS;
    if (!open || this.#soon !== undefined || this.#closed) return;
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.#askDue = true;
      if (this.#connected) this.flush();
    }, this.#soonMs);
    this.#soonMs = Math.min(AGAIN_MS, this.#soonMs * 2);
  }

  /** [sync D4] Asked again until the rescue is answered or its time is over. */
  async #leave(): Promise<void> {
    this.#connected = false;
    this.#options.state('revoked');
    if (await this.#options.revoked()) this.#closed = true;
    else await this.#backoff.wait();
  }

  async #failed(failure: Failure): Promise<void> {
    if (this.#closed) return;
    const { state, hub } = this.#options;
    this.#connected = false;
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
    await this.#done;
    await this.#flushing;
  }
}
