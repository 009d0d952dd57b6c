/**
 * A client that follows `/desk/_changes` by the rules and does nothing else: rows into a map, documents out of it when no
 * remaining channel holds them [sync F4, F5], repair by digest [sync P3]. What it holds must be what the hub says.
 */
import type { HeldAnswer } from '../../shared/sync/wire.ts';
import { tagOf } from '../../shared/sync/canonical.ts';
import type { Page, WireDesk } from './wire-desk.ts';

type Holding = { tag: string; in: readonly string[] };

export class FollowingClient {
  readonly held = new Map<string, Holding>();
  /** Every id any answer has named, whether held or left. */
  readonly named = new Set<string>();
  repairs = 0;
  readonly #desk: WireDesk;
  readonly #limit: number;
  #since = '0';
  #grants: readonly string[] = [];

  constructor(desk: WireDesk, limit: number) {
    this.#desk = desk;
    this.#limit = limit;
  }

  get position(): string {
    return this.#since;
  }

  /** One page; true at the end of the log. */
  async page(): Promise<boolean> {
    const page = await this.#desk.page(this.#since, `&limit=${this.#limit}`);
    this.#regrant(page.grants);
    for (const row of page.results) {
      this.named.add(row.id);
      if (row.in?.length === 0) this.held.delete(row.id);
      else if (row.doc !== undefined) this.held.set(row.id, { tag: tagOf(row.doc), in: row.in ?? [] });
    }
    if (page.rewound === true) await this.#repair(page);
    else this.#since = page.last_seq;
    return page.digests !== undefined;
  }

  async follow(): Promise<void> {
    while (!(await this.page()));
  }

  #regrant(grants: readonly string[]): void {
    if (this.#grants.every((channel) => grants.includes(channel))) {
      this.#grants = grants;
      return;
    }
    this.#grants = grants;
    for (const [id, holding] of this.held) {
      const remaining = holding.in.filter((channel) => grants.includes(channel));
      if (remaining.length === 0) this.held.delete(id);
      else this.held.set(id, { ...holding, in: remaining });
    }
  }

  async #repair(page: Page): Promise<void> {
    this.repairs += 1;
    this.held.clear();
    const positions: string[] = [];
    for (const channel of Object.keys(page.digests ?? {})) {
      const list = (await this.#desk.call<HeldAnswer>('GET', `/desk/_held?channel=${encodeURIComponent(channel)}`)).body;
      for (const [id, tag] of list.rows) {
        this.named.add(id);
        this.held.set(id, { tag, in: [...(this.held.get(id)?.in ?? []), channel] });
      }
      positions.push(list.last_seq);
    }
    const parts = positions.map((text) => JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/'))) as { channels: object });
    const joined = { ...parts[0], channels: Object.assign({}, ...parts.map((part) => part.channels)) as object };
    this.#since = btoa(JSON.stringify(joined)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  }

  /** `id tag`, sorted. */
  snapshot(): readonly string[] {
    return [...this.held].map(([id, { tag }]) => `${id} ${tag}`).sort();
  }

  /** The same by the hub's own lists, channel by channel. */
  async hubSnapshot(): Promise<readonly string[]> {
    const rows = new Set<string>();
    const { grants } = await this.#desk.page('0', '&limit=1');
    for (const channel of grants) {
      const list = (await this.#desk.call<HeldAnswer>('GET', `/desk/_held?channel=${encodeURIComponent(channel)}`)).body;
      for (const [id, tag] of list.rows) rows.add(`${id} ${tag}`);
    }
    return [...rows].sort();
  }
}
