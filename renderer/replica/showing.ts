/** What a person sees of their tickets and matters [sync D3]: slim rows, views, reference and refusals, kept up as rows come and go. */
import { BehaviorSubject, combineLatest, from, switchMap, type Observable } from 'rxjs';
import type { Action } from '../../shared/hotline/action.ts';
import { decide } from '../../shared/hotline/decide.ts';
import { isMatterId, type SubjectId, type TicketId } from '../../shared/hotline/ids.ts';
import { decideMatter } from '../../shared/hotline/matters/fold-matter.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Verdict } from '../../shared/hotline/verdict.ts';
import type { RulingDocument } from '../../shared/sync/ruling.ts';
import type { RefusalDocument } from '../../shared/sync/wire.ts';
import { rowsStartingWith, type HeldRow } from './collections.ts';
import type { OutboxItem, Reference, RefusalView, SlimRow, TicketView } from './door.ts';
import { Matters, settleFrom } from './matters.ts';
import { referenceOf } from './reference.ts';
import type { ShowingParts } from './showing-parts.ts';
import { slimRow } from './slim-rows.ts';
import { contextAt, refusalView, viewOf, withoutRev } from './view.ts';

const REFERENCE = ['unit:', 'person:', 'category:', 'calendar:', 'pack:', 'article:', 'card:'];

export class Showing {
  readonly rows = new BehaviorSubject<ReadonlyMap<TicketId, SlimRow>>(new Map());
  readonly refusals = new BehaviorSubject<readonly RefusalView[]>([]);
  readonly reference = new BehaviorSubject<Reference>(referenceOf([]));
  readonly matters: Matters;
  /** Reference documents as the feed has brought them. */
  brought: readonly Readonly<{ _id: string }>[] = [];
  readonly #parts: ShowingParts;
  readonly #changed = new BehaviorSubject(0);
  readonly #slim = new Map<TicketId, SlimRow>();
  /** Once here and no more: what was registered on this desk is not shown again out of its own actions [proof L3]. */
  readonly #gone = new Set<TicketId>();
  #cleared = false;

  constructor(parts: ShowingParts) {
    this.#parts = parts;
    this.matters = new Matters(parts, () => this.reference.value);
  }

  /** `rows`: all that is held. */
  async load(rows: readonly HeldRow[]): Promise<void> {
    const { held, outbox } = this.#parts;
    await this.#reloadReference();
    // What was released and not settled when the desk was closed is asked about again.
    for (const row of rows) if (row.id.startsWith('ruling:') && row.aside !== true) await this.#rule(row.body as unknown as RulingDocument);
    for (const row of rows)
      if (row.id.startsWith('ticket:') && row.aside !== true) await this.refresh(row.id as TicketId, row.body as unknown as Ticket);
    for (const id of outbox.tickets()) {
      if (held.get(id) !== undefined || isMatterId(id)) continue;
      // Accepted and not here: it has left, or comes with the next page.
      if (outbox.onTicket(id).some((item) => item.action.kind === 'register' && item.state === 'accepted')) this.#gone.add(id);
      await this.refresh(id);
    }
    this.matters.load(rows);
    await this.#reloadRefusals();
    this.emit();
  }

  async upserted(rows: readonly HeldRow[]): Promise<void> {
    if (rows.some((row) => REFERENCE.some((prefix) => row.id.startsWith(prefix)))) await this.#reloadReference();
    for (const row of rows) {
      if (row.id.startsWith('ticket:')) {
        const ticket = row.body as unknown as Ticket;
        this.#gone.delete(ticket._id);
        await settleFrom(this.#parts.outbox, ticket.history, ticket.no);
        await this.refresh(ticket._id, ticket);
      }
      if (row.id.startsWith('refusal:')) await this.#settleRefused(row.body as unknown as RefusalDocument);
      if (row.id.startsWith('ruling:')) await this.#rule(row.body as unknown as RulingDocument);
    }
    await this.matters.upserted(rows);
    if (rows.some((row) => row.id.startsWith('refusal:'))) await this.#reloadRefusals();
    this.emit();
  }

  async dropped(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      if (!id.startsWith('ticket:')) continue;
      if (this.#parts.held.get(id) === undefined) this.#gone.add(id as TicketId);
      await this.refresh(id as TicketId);
    }
    this.matters.dropped(ids);
    if (ids.some((id) => id.startsWith('refusal:'))) await this.#reloadRefusals();
    if (ids.some((id) => REFERENCE.some((prefix) => id.startsWith(prefix)))) await this.#reloadReference();
    this.emit();
  }

  async #settleRefused(refusal: RefusalDocument): Promise<void> {
    await this.#parts.outbox.settle(refusal.action._id, 'refused', { code: refusal.code, reason: refusal.reason });
    await this.refresh(refusal.ticket);
  }

  async #rule(ruling: RulingDocument): Promise<void> {
    await this.#parts.outbox.ruled(ruling);
    const ruled = this.#parts.outbox.get(ruling.action);
    if (ruled !== undefined) await this.refresh(ruled.action.ticket);
  }

  async #documents(prefix: string): Promise<readonly HeldRow[]> {
    const rows = await rowsStartingWith(this.#parts.database, prefix);
    return rows.filter((row) => row.aside !== true);
  }

  async #base(id: TicketId): Promise<Ticket | undefined> {
    if (this.#cleared) return undefined;
    const doc = await this.#parts.database.documents.findOne(id).exec();
    return doc === null || doc.aside === true ? undefined : withoutRev(doc.toMutableJSON().body);
  }

  /** Here by the hub's copy, or born here and not yet come back from the hub. */
  #isHere(id: TicketId, base: Ticket | undefined, own: readonly OutboxItem[]): boolean {
    if (base !== undefined) return true;
    return own.some(({ action, state }) => action.kind === 'register' && (state !== 'accepted' || !this.#gone.has(id)));
  }

  /** The row of a ticket anew. One that cannot be shown keeps no other from being shown. */
  async refresh(id: SubjectId, known?: Ticket): Promise<void> {
    if (isMatterId(id)) {
      this.matters.refresh(id);
      return;
    }
    const own = this.#parts.outbox.onTicket(id);
    try {
      const base = known === undefined ? await this.#base(id) : withoutRev(known as unknown as Record<string, unknown>);
      const shown = !this.#isHere(id, base, own) ? undefined : own.length === 0 ? base : this.fold(base, id)?.ticket;
      if (shown === undefined) this.#slim.delete(id);
      else {
        const unsettled = own.filter((item) => item.state === 'saved' || item.state === 'sent').length;
        this.#slim.set(id, slimRow(shown, unsettled, this.context(shown).pack));
      }
    } catch (error) {
      this.#slim.delete(id);
      this.#parts.log(`not shown: ${String(error)}`);
    }
  }

  emit(): void {
    this.rows.next(new Map(this.#slim));
    this.matters.emit();
    this.#changed.next(this.#changed.value + 1);
  }

  async #reloadReference(): Promise<void> {
    const rows = await Promise.all(REFERENCE.map((prefix) => this.#documents(prefix)));
    this.brought = rows.flat().map((row) => row.body as unknown as { _id: string });
    const ids = new Set(this.brought.map((one) => one._id));
    // What came by hand lies under what the feed has brought (docs/adr/0008).
    this.reference.next(referenceOf([...this.#parts.imported().filter((one) => !ids.has(one._id)), ...this.brought]));
  }

  /** Something was brought by hand. */
  async imported(): Promise<void> {
    await this.#reloadReference();
    this.emit();
  }

  async #reloadRefusals(): Promise<void> {
    const views = (await this.#documents('refusal:')).map((row) => refusalView(row.body));
    this.refusals.next(views.sort((a, b) => (a.at < b.at ? 1 : -1)));
  }

  context(ticket?: Ticket) {
    return contextAt(this.reference.value, this.#parts.now(), this.#parts.me.audience, ticket);
  }

  /** A base with own actions on it folded in. */
  fold(base: Ticket | undefined, id: TicketId): TicketView | undefined {
    const { outbox, now, drift, me } = this.#parts;
    return viewOf(base, outbox.onTicket(id), this.reference.value, now(), drift(), me.audience);
  }

  async view(id: TicketId): Promise<TicketView | undefined> {
    const base = await this.#base(id);
    return this.#isHere(id, base, this.#parts.outbox.onTicket(id)) ? this.fold(base, id) : undefined;
  }

  /** Every ticket that is listed, as it is shown: for what is counted over all of them. */
  async all(): Promise<readonly Ticket[]> {
    const bases = new Map((await this.#documents('ticket:')).map((row) => [row.id, withoutRev(row.body)]));
    return [...this.#slim.keys()].flatMap((id) => {
      const base = bases.get(id);
      const shown = this.#parts.outbox.onTicket(id).length === 0 ? base : this.fold(base, id)?.ticket;
      return shown ?? [];
    });
  }

  watch(id: TicketId): Observable<TicketView | undefined> {
    return combineLatest([this.#changed, this.reference]).pipe(switchMap(() => from(this.view(id))));
  }

  /** By what is seen here; the hub decides for good. `lookedUp`: of a ticket that this device does not hold [sync Q1]. */
  async verdictOn(action: Action, lookedUp: Ticket | undefined): Promise<Verdict> {
    const id = action.ticket;
    if (isMatterId(id)) {
      const view = this.matters.view(id);
      return decideMatter(view?.matter, action, view?.context ?? this.context());
    }
    const view = (await this.view(id)) ?? (lookedUp === undefined ? undefined : this.fold(lookedUp, id));
    return decide(view?.ticket, action, view?.context ?? this.context());
  }

  isListed(id: SubjectId): boolean {
    return isMatterId(id) ? this.matters.isHere(id) : this.#slim.has(id);
  }

  /** The device is wiped [sync D4]: nothing stays in memory either. */
  clear(): void {
    this.#cleared = true;
    this.#slim.clear();
    this.matters.clear();
    this.refusals.next([]);
    this.reference.next(referenceOf([]));
    this.emit();
  }
}
