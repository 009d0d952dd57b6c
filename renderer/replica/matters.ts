/** Matters without a ticket (docs/adr/0009) as a person sees them [sync D3]: the hub's copy folded with own unsettled actions. */
import { BehaviorSubject } from 'rxjs';
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import { isMatterId, type ActionId, type MatterId, type SubjectId } from '../../shared/hotline/ids.ts';
import { applyMatter, decideMatter } from '../../shared/hotline/matters/fold-matter.ts';
import { beginsMatter, type Matter } from '../../shared/hotline/matters/index.ts';
import type { HistoryEntry } from '../../shared/hotline/ticket-parts.ts';
import type { HeldRow } from './collections.ts';
import type { MatterView, Reference } from './door.ts';
import type { Outbox } from './outbox.ts';
import type { ShowingParts } from './showing-parts.ts';
import { contextAt } from './view.ts';

/** Settled when seen in the history [sync D2]; `no` is the ticket's, for its registration [sync R2]. */
export async function settleFrom(outbox: Outbox, history: readonly HistoryEntry[], no?: string): Promise<void> {
  for (const entry of history) {
    const kept = {
      ...(entry.noEffect === undefined ? {} : { code: entry.noEffect }),
      ...(entry.kind !== 'register' || no === undefined ? {} : { no }),
    };
    if (outbox.get(entry.id) !== undefined) await outbox.settle(entry.id, 'accepted', { receivedAt: entry.receivedAt, ...kept });
  }
}

export class Matters {
  /** Few, so all of them are kept in memory. */
  readonly views = new BehaviorSubject<ReadonlyMap<MatterId, MatterView>>(new Map());
  readonly #parts: ShowingParts;
  readonly #reference: () => Reference;
  readonly #bases = new Map<MatterId, Matter>();
  readonly #shown = new Map<MatterId, MatterView>();
  /** Once here and no more: not shown again out of its own actions [proof L3]. */
  readonly #gone = new Set<MatterId>();

  constructor(parts: ShowingParts, reference: () => Reference) {
    this.#parts = parts;
    this.#reference = reference;
  }

  load(rows: readonly HeldRow[]): void {
    for (const row of rows) if (isMatterId(row.id) && row.aside !== true) this.#bases.set(row.id, matterOf(row));
    const own = [...this.#parts.outbox.tickets()].filter(isMatterId);
    for (const id of new Set([...this.#bases.keys(), ...own])) this.refresh(id);
    this.emit();
  }

  async upserted(rows: readonly HeldRow[]): Promise<void> {
    for (const row of rows) {
      if (!isMatterId(row.id)) continue;
      const matter = matterOf(row);
      this.#gone.delete(row.id);
      this.#bases.set(row.id, matter);
      await settleFrom(this.#parts.outbox, matter.history);
      this.refresh(row.id);
    }
    this.emit();
  }

  dropped(ids: readonly string[]): void {
    for (const id of ids.filter(isMatterId)) {
      if (this.#parts.held.get(id) !== undefined) continue;
      this.#bases.delete(id);
      this.#gone.add(id);
      this.refresh(id);
    }
    this.emit();
  }

  /** One that cannot be shown keeps no other from being shown. */
  refresh(id: MatterId): void {
    try {
      const view = this.view(id);
      if (view === undefined) this.#shown.delete(id);
      else this.#shown.set(id, view);
    } catch (error) {
      this.#shown.delete(id);
      this.#parts.log(`not shown: ${String(error)}`);
    }
  }

  view(id: MatterId): MatterView | undefined {
    const { outbox, drift, now, me } = this.#parts;
    const own = outbox.onTicket(id);
    let matter = this.#bases.get(id);
    if (matter === undefined && (this.#gone.has(id) || !own.some(({ action }) => beginsMatter(action.kind)))) return undefined;
    const known = new Set(matter?.history.map((entry) => entry.id));
    for (const { action, state } of own) {
      if (known.has(action._id) || state === 'refused' || state === 'quarantined') continue;
      const context = contextAt(this.#reference(), toInstant(millis(action.occurredAt) + drift()), me.audience);
      const verdict = decideMatter(matter, action, context);
      // As on a ticket: what will be refused has no effect on what is shown.
      if (verdict.outcome === 'refuse') continue;
      matter = applyMatter(matter, action, context, verdict.outcome === 'noEffect' ? verdict.code : undefined);
    }
    if (matter === undefined) return undefined;
    return {
      matter,
      own: new Map(own.map((item) => [item.action._id as ActionId, item])),
      context: contextAt(this.#reference(), now(), me.audience),
    };
  }

  isHere(id: SubjectId): boolean {
    return isMatterId(id) && this.#shown.has(id);
  }

  emit(): void {
    this.views.next(new Map(this.#shown));
  }

  /** The device is wiped [sync D4]. */
  clear(): void {
    this.#bases.clear();
    this.#shown.clear();
    this.emit();
  }
}

function matterOf(row: HeldRow): Matter {
  const { _rev: _dropped, ...matter } = row.body;
  return matter as unknown as Matter;
}
