/** One person's replica on this device: composes feed, outbox, view, rescue and evidence behind the door. */
import { BehaviorSubject, combineLatest, from, map, switchMap, type Observable } from 'rxjs';
import { ACTION_SCHEMA, type Action } from '../../shared/hotline/action.ts';
import { toInstant } from '../../shared/hotline/calendar.ts';
import { decide } from '../../shared/hotline/decide.ts';
import type { ActionId, Instant, PersonId, Sha256, TicketId } from '../../shared/hotline/ids.ts';
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { EvidenceClaim } from '../../shared/hotline/ticket-parts.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Chain, DeviceRecord } from '../../shared/host/contract.ts';
import { hashHex } from '../../shared/sync/canonical.ts';
import type { RefusalDocument } from '../../shared/sync/wire.ts';
import type { Static } from 'typebox';
import { databaseName, openCollections, startingWith, type HeldRow, type Replicated } from './collections.ts';
import type {
  ActOutcome,
  ActivityItem,
  Me,
  OutboxItem,
  Reference,
  RefusalView,
  Replica,
  RescueItem,
  SlimRow,
  SyncStatus,
  TicketView,
} from './door.ts';
import { Evidence, filesNamedBy } from './evidence.ts';
import { dropDraft, loadDraft, saveDraft } from './drafts.ts';
import { DeskFeed } from './feed.ts';
import { asSigner } from './on-site-signature.ts';
import { Held } from './held.ts';
import { HubClient } from './hub-client.ts';
import { Link } from './link.ts';
import { Lookups, type LookupQuery } from './lookups.ts';
import { Outbox } from './outbox.ts';
import type { Platform } from './platform.ts';
import { referenceOf } from './reference.ts';
import { rescueBefore } from './rescue.ts';
import { resendMissing } from './restore.ts';
import { leaveRevoked, wasRevoked } from './revoked.ts';
import { AT_START, NOT_SAVED } from './said.ts';
import { slimRow } from './slim-rows.ts';
import { contextAt, refusalView, viewOf, withoutRev } from './view.ts';

export type ReplicaOptions = Readonly<{
  platform: Platform;
  device: DeviceRecord;
  me: Me;
  chain: Static<typeof Chain>;
  /** Signs in at the hub with the password kept in memory, once; see session.ts. */
  signIn: (hub: HubClient) => Promise<'ok' | 'password' | 'network' | 'revoked'>;
  givePassword: (password: string) => void;
}>;

export class LocalReplica implements Replica {
  readonly me: Me;
  readonly status: BehaviorSubject<SyncStatus>;
  readonly rows = new BehaviorSubject<ReadonlyMap<TicketId, SlimRow>>(new Map());
  readonly refusals = new BehaviorSubject<readonly RefusalView[]>([]);
  readonly reference = new BehaviorSubject<Reference>(referenceOf([]));
  readonly outbox: Observable<readonly OutboxItem[]>;
  readonly rescue: Observable<readonly RescueItem[]>;
  readonly activity: Observable<readonly ActivityItem[]>;
  readonly #options: ReplicaOptions;
  readonly #database: Replicated;
  readonly #held = new Held();
  readonly #hub: HubClient;
  readonly #outbox: Outbox;
  readonly #feed: DeskFeed;
  readonly #evidence: Evidence;
  readonly #link: Link;
  readonly #lookups: Lookups;
  readonly #changed = new BehaviorSubject(0);
  #stopWake: () => void = () => undefined;
  #slim = new Map<TicketId, SlimRow>();

  private constructor(options: ReplicaOptions, database: Replicated) {
    const { platform, device, me } = options;
    this.#options = options;
    this.#database = database;
    this.me = me;
    this.#hub = new HubClient(platform.fetch, device.hub);
    this.#lookups = new Lookups(this.#hub);
    this.#outbox = new Outbox(database, platform.host, me.id, platform.now);
    this.outbox = this.#outbox.items;
    this.#evidence = new Evidence(
      platform.host,
      me.id,
      platform.evidence(databaseName(device.hubId, me.id), device.hub, device.device, () => this.#hub.token),
    );
    this.#feed = new DeskFeed(database, this.#held, this.#hub, {
      beforeDrop: (ids) => this.#rescue(ids),
      upserted: (rows) => this.#upserted(rows),
      dropped: (ids) => this.#dropped(ids),
      progress: (got, of) => {
        this.#tell({ progress: { got, of } });
      },
      storeChanged: () => this.#storeChanged(),
    });
    this.status = new BehaviorSubject<SyncStatus>(AT_START);
    // A person finds only their own text [sync D4]; what a leader signed here is the leader's.
    this.rescue = database.own
      .find({ selector: startingWith('rescue:'), sort: [{ id: 'asc' }] })
      .$.pipe(
        map((docs) =>
          docs
            .map((doc) => doc.toMutableJSON().value as unknown as RescueItem)
            .filter((item) => item.action === undefined || item.action.actor === me.id),
        ),
      );
    this.activity = database.own
      .find({ selector: startingWith('activity:'), sort: [{ id: 'desc' }], limit: 200 })
      .$.pipe(map((docs) => docs.map((doc) => doc.toMutableJSON().value as unknown as ActivityItem)));
    this.#link = new Link({
      hub: this.#hub,
      feed: this.#feed,
      outbox: this.#outbox,
      now: platform.now,
      random: platform.random,
      chain: async () => (await platform.host.call('actions.unsettled', { owner: me.id })).chain,
      evidence: () => this.#sendEvidence(),
      signIn: () => options.signIn(this.#hub),
      state: (link, detail) => {
        this.#tell({ link, ...(detail === undefined ? {} : { lastError: detail }) });
      },
      drift: (drift) => {
        this.#tell({ drift });
      },
      revoked: () => leaveRevoked(platform, device, this.#hub, this.#database),
      wasRevoked: () => wasRevoked(this.#database),
      log: platform.log,
    });
  }

  /** Opens from what is on this device; never waits for the network. */
  static async open(options: ReplicaOptions): Promise<LocalReplica> {
    const database = await openCollections(databaseName(options.device.hubId, options.me.id), options.platform.storage);
    const replica = new LocalReplica(options, database);
    await replica.#load();
    replica.#link.start();
    replica.#stopWake = options.platform.onWake(() => {
      replica.#link.wake();
    });
    return replica;
  }

  async #load(): Promise<void> {
    const broken = await this.#outbox.load();
    if (broken.length > 0) this.#options.platform.log(`action files that cannot be read: ${broken.join(', ')}`);
    await this.#feed.load();
    await this.#reloadReference();
    for (const doc of await this.#documents('ticket:'))
      await this.#reslim(doc.id as TicketId, doc.toMutableJSON().body as unknown as Ticket);
    for (const id of this.#outbox.tickets()) if (this.#held.get(id) === undefined) await this.#reslim(id);
    await this.#reloadRefusals();
    this.#emitRows();
    this.#outbox.items.subscribe((items) => {
      this.#tell({
        unsent: items.filter((item) => item.state === 'saved').length,
        sent: items.filter((item) => item.state === 'sent').length,
        refused: items.filter((item) => item.state === 'refused' || item.state === 'quarantined').length,
      });
    });
    this.#evidence.progress.subscribe((evidence) => {
      this.#tell({ evidence });
    });
  }

  #now(): Instant {
    return toInstant(this.#options.platform.now() + (this.status?.value.drift ?? 0));
  }

  #tell(change: Partial<SyncStatus>): void {
    const { dataAsOf, complete, repairs, aside } = this.#feed.state;
    this.status.next({
      ...this.status.value,
      complete,
      repairs,
      aside,
      ...(dataAsOf === undefined ? {} : { dataAsOf: dataAsOf as Instant }),
      ...change,
    });
  }

  async #documents(prefix: string) {
    const docs = await this.#database.documents.find({ selector: startingWith(prefix) }).exec();
    return docs.filter((doc) => doc.aside !== true);
  }

  async #base(id: TicketId): Promise<Ticket | undefined> {
    const doc = await this.#database.documents.findOne(id).exec();
    return doc === null || doc.aside === true ? undefined : withoutRev(doc.toMutableJSON().body);
  }

  async #reslim(id: TicketId, known?: Ticket): Promise<void> {
    const own = this.#outbox.onTicket(id);
    const base = known === undefined ? await this.#base(id) : withoutRev(known as unknown as Record<string, unknown>);
    // A matter that has left is gone from the lists, with own work on it: that is in rescue. One born here has no base yet.
    const born = base !== undefined || own.some((item) => item.action.kind === 'register' && item.state !== 'accepted');
    const shown =
      own.length === 0 ? base : viewOf(base, own, this.reference.value, this.#now(), this.status.value.drift, this.me.audience)?.ticket;
    const row =
      born && shown !== undefined
        ? slimRow(shown, own.filter((item) => item.state === 'saved' || item.state === 'sent').length, this.#contextNow(shown).pack)
        : undefined;
    if (row === undefined) this.#slim.delete(id);
    else this.#slim.set(id, row);
  }

  #emitRows(): void {
    this.rows.next(new Map(this.#slim));
    this.#changed.next(this.#changed.value + 1);
  }

  async #upserted(rows: readonly HeldRow[]): Promise<void> {
    if (rows.some((row) => /^(unit|person|category|calendar|pack):/u.test(row.id))) await this.#reloadReference();
    for (const row of rows) {
      if (row.id.startsWith('ticket:')) await this.#settleFrom(row.body as unknown as Ticket);
      if (row.id.startsWith('refusal:')) await this.#settleRefused(row.body as unknown as RefusalDocument);
      if (row.id.startsWith('ticket:')) await this.#reslim(row.id as TicketId, row.body as unknown as Ticket);
    }
    if (rows.some((row) => row.id.startsWith('refusal:'))) await this.#reloadRefusals();
    this.#emitRows();
  }

  /** Settled when seen in the history [sync D2]. */
  async #settleFrom(ticket: Ticket): Promise<void> {
    for (const entry of ticket.history) {
      const item = this.#outbox.get(entry.id);
      if (item !== undefined && item.state !== 'accepted')
        await this.#outbox.settle(entry.id, 'accepted', { receivedAt: entry.receivedAt });
    }
  }

  async #settleRefused(refusal: RefusalDocument): Promise<void> {
    await this.#outbox.settle(refusal.action._id, 'refused', { code: refusal.code, reason: refusal.reason });
    await this.#reslim(refusal.ticket);
  }

  async #dropped(ids: readonly string[]): Promise<void> {
    for (const id of ids) if (id.startsWith('ticket:')) await this.#reslim(id as TicketId);
    if (ids.some((id) => id.startsWith('refusal:'))) await this.#reloadRefusals();
    this.#emitRows();
    await this.#evidence.release((hash) => this.#holdsEvidence(hash));
  }

  async #reloadReference(): Promise<void> {
    const docs = await Promise.all(['unit:', 'person:', 'category:', 'calendar:', 'pack:'].map((prefix) => this.#documents(prefix)));
    this.reference.next(referenceOf(docs.flat().map((doc) => doc.toMutableJSON().body as unknown as { _id: string })));
  }

  async #reloadRefusals(): Promise<void> {
    const views = (await this.#documents('refusal:')).map((doc) => refusalView(doc.toMutableJSON().body));
    this.refusals.next(views.sort((a, b) => (a.at < b.at ? 1 : -1)));
  }

  async #storeChanged(): Promise<boolean> {
    const asked = await resendMissing(this.#options.platform.host, this.me.id, this.#hub, this.#outbox);
    this.#link.nudge();
    return asked;
  }

  #holdsEvidence(hash: string): boolean {
    const item = filesNamedBy(this.#outbox.items.value).get(hash);
    return item !== undefined && this.#held.get(item.action.ticket) !== undefined;
  }

  async #sendEvidence(): Promise<void> {
    await this.#evidence.enqueue([...filesNamedBy(this.#outbox.items.value).values()].map((item) => item.action));
    await this.#evidence.push(this.#hub, (hash) => this.#holdsEvidence(hash));
  }

  ticket(id: TicketId): Observable<TicketView | undefined> {
    return combineLatest([this.#changed, this.reference]).pipe(switchMap(() => from(this.#view(id))));
  }

  #shown(base: Ticket | undefined, id: TicketId): TicketView | undefined {
    return viewOf(base, this.#outbox.onTicket(id), this.reference.value, this.#now(), this.status.value.drift, this.me.audience);
  }

  async #view(id: TicketId): Promise<TicketView | undefined> {
    return this.#shown(await this.#base(id), id);
  }

  async act(draft: Readonly<{ ticket: TicketId; kind: string; body: Record<string, unknown>; actor?: PersonId }>): Promise<ActOutcome> {
    const view = (await this.#view(draft.ticket)) ?? this.#shown(this.#lookups.known(draft.ticket), draft.ticket);
    const actor = draft.actor ?? this.me.id;
    const after = this.#outbox.lastOn(draft.ticket);
    const prepared = {
      _id: `action:${this.#options.platform.ulid()}` as ActionId,
      schema: ACTION_SCHEMA,
      ticket: draft.ticket,
      kind: draft.kind,
      actor,
      device: this.#options.device.device,
      ...(after === undefined ? {} : { after }),
      occurredAt: toInstant(this.#options.platform.now()),
      body: draft.body,
    };
    const context = view?.context ?? this.#contextNow();
    const verdict = decide(
      view?.ticket,
      { ...prepared, replica: this.#options.chain.replica, n: 1, prev: this.#options.chain.hash, sig: '' } as Action,
      context,
    );
    // A fact without effect is still a fact, and is kept (hotline.md §2).
    if (verdict.outcome === 'refuse') {
      return { ok: false, code: verdict.code, message: refusalText(verdict.code, verdict.detail) };
    }
    const saved = await this.#options.platform.host.call('actions.append', { owner: this.me.id, draft: prepared });
    if (!saved.ok) return { ok: false, code: saved.code, message: NOT_SAVED[saved.code] };
    await this.#outbox.add(saved.action);
    await this.#reslim(draft.ticket);
    this.#emitRows();
    this.#link.nudge();
    return { ok: true, action: saved.action };
  }

  #contextNow(ticket?: Ticket) {
    return contextAt(this.reference.value, this.#now(), this.me.audience, ticket);
  }

  asSigner(person: PersonId, password: string, work: () => Promise<ActOutcome>): Promise<ActOutcome> {
    return asSigner(this.#options.platform.host, this.me.id, person, password, work);
  }

  async addEvidence(bytes: Uint8Array, about: Omit<EvidenceClaim, 'hash' | 'size'>): ReturnType<Replica['addEvidence']> {
    const hash = hashHex(bytes) as Sha256;
    const stored = await this.#options.platform.host.call('evidence.put', { owner: this.me.id, hash, bytes });
    if (!stored.ok)
      return { ok: false, code: stored.code, message: stored.code === 'noRoom' ? NOT_SAVED.noRoom : '照片未能保存，请重新选择。' };
    return { ok: true, claim: { ...about, hash, size: bytes.length } };
  }

  async evidence(ticket: TicketId, hash: string): Promise<Uint8Array | undefined> {
    return (await this.#evidence.local(hash)) ?? (await this.#hub.bytes(`/desk/evidence/body/${encodeURIComponent(ticket)}/${hash}`));
  }

  /** On a ticket that has left meanwhile it goes where the others went: to rescue [sync D4]. */
  async saveDraft(ticket: TicketId, kind: string, body: Record<string, unknown>): Promise<void> {
    await saveDraft(this.#database, { ticket, kind, body, at: this.#now() });
    const here = this.#held.get(ticket) !== undefined || this.#slim.has(ticket) || this.#lookups.known(ticket) !== undefined;
    if (!here) await this.#rescue([ticket]);
  }

  #rescue(ids: readonly string[]): Promise<void> {
    const newId = this.#options.platform.ulid;
    return rescueBefore({ database: this.#database, outbox: this.#outbox, at: this.#now(), newId }, ids);
  }

  loadDraft(ticket: TicketId, kind: string): Promise<Record<string, unknown> | undefined> {
    return loadDraft(this.#database, ticket, kind);
  }

  dropDraft(ticket: TicketId, kind: string): Promise<void> {
    return dropDraft(this.#database, ticket, kind);
  }

  lookup(query: LookupQuery): ReturnType<Replica['lookup']> {
    return this.#lookups.search(query);
  }

  async lookupTicket(id: TicketId): Promise<TicketView | undefined> {
    const ticket = await this.#lookups.one(id);
    return ticket === undefined ? undefined : this.#shown(ticket, id);
  }

  syncNow(): void {
    this.#link.nudge();
    this.#link.wake();
  }

  async giveToken(password: string): Promise<boolean> {
    this.#options.givePassword(password);
    const done = await this.#options.signIn(this.#hub);
    this.#link.nudge();
    return done === 'ok';
  }

  /** For tests and the self-check: whether this replica equals the hub's digests [proof L2]. */
  get holding(): Held {
    return this.#held;
  }

  async close(): Promise<void> {
    this.#stopWake();
    await this.#link.close();
    await this.#evidence.close();
    await this.#database.close();
    await this.#options.platform.host.call('vault.lock', { person: this.me.id });
  }
}
