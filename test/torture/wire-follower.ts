/**
 * The feed as a desk follows it, kept in memory [sync F2–F6, P2, P3]: pages from the stored position, repair by digest, never from "now".
 * RxDB opens four desks a process; the others of a scene follow by this.
 */
import { Held } from '../../renderer/replica/held.ts';
import type { HubClient, HubFailure } from '../../renderer/replica/hub-client.ts';
import { tagOf } from '../../shared/sync/canonical.ts';
import { decodePosition, encodePosition } from '../../shared/sync/position.ts';
import { BodiesAnswer, FeedPage, HeldAnswer, type FeedRow } from '../../shared/sync/wire.ts';

type Body = Readonly<Record<string, unknown>>;

export class WireFollower {
  readonly held = new Held();
  readonly bodies = new Map<string, Body>();
  readonly #hub: HubClient;
  #position = '0';
  /** What it holds was as the hub's digests said, at the last page that reached the end. */
  proved = false;
  storeId: string | undefined;
  repairs = 0;

  constructor(hub: HubClient) {
    this.#hub = hub;
  }

  #take(rows: readonly unknown[]): void {
    for (const raw of rows) {
      const { id, in: channels = [], doc, deleted } = raw as FeedRow;
      if (channels.length === 0 || deleted === true) this.#drop(id);
      else if (doc !== undefined) {
        this.held.put(id, { tag: tagOf(doc), in: channels });
        this.bodies.set(id, doc);
      }
    }
  }

  #drop(id: string): void {
    this.held.drop(id);
    this.bodies.delete(id);
  }

  /** One page; a long poll once everything is proved. What failed is told. */
  async follow(signal: AbortSignal): Promise<HubFailure | undefined> {
    const feed = this.proved ? '&feed=longpoll' : '';
    const path = `/desk/_changes?include_docs=true&left=true&since=${this.#position}${feed}`;
    const answer = await this.#hub.request('GET', path, FeedPage, undefined, { silenceMs: 40_000, signal });
    if (!answer.ok) return answer;
    const { results, last_seq: last, digests, rewound, storeId } = answer.value;
    this.#take(results);
    if (rewound !== true) this.#position = last;
    if (digests === undefined) {
      this.proved = false;
      return undefined;
    }
    this.storeId = storeId;
    const wrong = rewound === true ? Object.keys(digests) : this.held.mismatches(digests);
    this.proved = wrong.length === 0;
    if (wrong.length > 0) this.repairs += 1;
    for (const channel of wrong) {
      const failure = await this.#repair(channel);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  async #repair(channel: string): Promise<HubFailure | undefined> {
    const list = await this.#hub.request('GET', `/desk/_held?channel=${encodeURIComponent(channel)}`, HeldAnswer);
    if (!list.ok) return list;
    const wanted = new Map(list.value.rows);
    const lacking = [...wanted].flatMap(([id, tag]) => {
      const own = this.held.get(id);
      return own?.tag === tag && own.in.includes(channel) ? [] : [id];
    });
    for (let at = 0; at < lacking.length; at += 500) {
      const bodies = await this.#hub.request('POST', '/desk/_bodies', BodiesAnswer, { ids: lacking.slice(at, at + 500) });
      if (!bodies.ok) return bodies;
      this.#take(bodies.value.results);
    }
    for (const [id, holding] of [...this.held.entries()]) {
      if (!holding.in.includes(channel) || wanted.has(id)) continue;
      const others = holding.in.filter((one) => one !== channel);
      if (others.length === 0) this.#drop(id);
      else this.held.put(id, { ...holding, in: others });
    }
    // The position of the snapshot the list came from, for this channel; those of an older epoch begin anew.
    const [before, listed] = [decodePosition(this.#position), decodePosition(list.value.last_seq)];
    if (listed === undefined) throw new Error('a position that cannot be read');
    const same = before?.epoch === listed.epoch && before.audience === listed.audience;
    this.#position = encodePosition({ ...listed, channels: { ...(same ? before.channels : {}), ...listed.channels } });
    return undefined;
  }
}
