/** One person's replica on this device: composes feed, outbox, view, rescue and evidence behind the door. */
import { BehaviorSubject, map, type Observable } from 'rxjs';
import { toInstant } from '../../shared/hotline/calendar.ts';
import type { Instant, PersonId, Sha256, SubjectId, TicketId } from '../../shared/hotline/ids.ts';
import { beginsMatter } from '../../shared/hotline/matters/index.ts';
import type { EvidenceClaim } from '../../shared/hotline/ticket-parts.ts';
import type { Chain, DeviceRecord } from '../../shared/host/contract.ts';
import type { CallerAnswer, CallerQuery } from '../../shared/sync/caller-lookup.ts';
import { hashHex } from '../../shared/sync/canonical.ts';
import type { Static } from 'typebox';
import { Acting, type ActDraft } from './acting.ts';
import { databaseName, openCollections, rowsStartingWith, startingWith, type Replicated } from './collections.ts';
import type {
  FiguresDoor,
  PapersDoor,
  SharesDoor,
  ActOutcome,
  ActivityItem,
  Me,
  OutboxItem,
  PasswordOutcome,
  Replica,
  RescueItem,
  SyncStatus,
  TicketView,
  UnitMeasures,
} from './door.ts';
import { AccessRecords } from './access.ts';
import { Evidence, filesNamedBy } from './evidence.ts';
import { dropDraft, loadDraft, saveDraft } from './drafts.ts';
import { DeskFeed } from './feed.ts';
import { asSigner } from './on-site-signature.ts';
import { reportBroken } from './broken-files.ts';
import { Held } from './held.ts';
import { HubClient } from './hub-client.ts';
import { ImportedReference, isPackOrCalendar } from './imported-reference.ts';
import { Link } from './link.ts';
import { figuresDoor } from './figures.ts';
import { Lookups, type LookupQuery } from './lookups.ts';
import { Outbox } from './outbox.ts';
import { changeOwnPassword, signInAgain, type SignInAgain } from './own-password.ts';
import { papersDoor } from './papers.ts';
import { rescueBefore } from './rescue.ts';
import { resendMissing } from './restore.ts';
import { leaveRevoked, wasRevoked } from './revoked.ts';
import { AT_START, NOT_SAVED } from './said.ts';
import { sharesDoor } from './shares.ts';
import { Showing } from './showing.ts';
import { unitMeasures } from './unit-measures.ts';

export type ReplicaOptions = SignInAgain & Readonly<{ device: DeviceRecord; chain: Static<typeof Chain> }>;

export class LocalReplica implements Replica {
  readonly me: Me;
  readonly status: BehaviorSubject<SyncStatus>;
  readonly rows: Replica['rows'];
  readonly matters: Replica['matters'];
  readonly refusals: Replica['refusals'];
  readonly reference: Replica['reference'];
  readonly outbox: Observable<readonly OutboxItem[]>;
  readonly rescue: Observable<readonly RescueItem[]>;
  readonly activity: Observable<readonly ActivityItem[]>;
  readonly imported: ImportedReference;
  readonly #options: ReplicaOptions;
  readonly #database: Replicated;
  readonly #held = new Held();
  readonly #hub: HubClient;
  readonly #outbox: Outbox;
  readonly #feed: DeskFeed;
  readonly #evidence: Evidence;
  readonly #link: Link;
  readonly #lookups: Lookups;
  readonly figures: FiguresDoor;
  readonly shares: SharesDoor;
  readonly papers: PapersDoor;
  readonly #access: AccessRecords;
  readonly #showing: Showing;
  readonly #acting: Acting;
  #stopWake: () => void = () => undefined;
  #drafting: Promise<unknown> = Promise.resolve();

  private constructor(options: ReplicaOptions, database: Replicated) {
    const { platform, device, me } = options;
    this.#options = options;
    this.#database = database;
    this.me = me;
    this.#hub = new HubClient(platform.fetch, device.hub);
    this.#lookups = new Lookups(this.#hub);
    this.figures = figuresDoor(this.#hub);
    this.shares = sharesDoor(this.#hub);
    this.#access = new AccessRecords({
      ...{ host: platform.host, owner: me.id, now: () => this.#now(), log: platform.log },
      recorded: () => {
        this.#link.nudge();
      },
    });
    this.papers = papersDoor({ host: platform.host, access: this.#access, tickets: () => this.#showing.all() });
    this.#outbox = new Outbox(database, platform.host, me.id, platform.now, platform.log);
    this.#showing = new Showing({
      database,
      held: this.#held,
      outbox: this.#outbox,
      me,
      now: () => this.#now(),
      drift: () => this.status.value.drift,
      log: platform.log,
      imported: () => this.imported.documents(),
    });
    this.imported = new ImportedReference(
      platform.host,
      () => this.#showing.brought.filter(isPackOrCalendar),
      () => this.#showing.imported(),
    );
    ({ rows: this.rows, refusals: this.refusals, reference: this.reference } = this.#showing);
    this.matters = this.#showing.matters.views;
    this.outbox = this.#outbox.items;
    this.#evidence = new Evidence(
      platform.host,
      me.id,
      platform.evidence(databaseName(device.hubId, me.id), device.hub, device.device, () => this.#hub.token),
    );
    this.#feed = new DeskFeed(database, this.#held, this.#hub, {
      beforeDrop: (ids) => this.#rescue(ids),
      upserted: (rows) => this.#showing.upserted(rows),
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
        this.#tell({ link }, detail);
      },
      busy: (hubBusy) => {
        if (hubBusy !== this.status.value.hubBusy) this.#tell({ hubBusy });
      },
      drift: (drift) => {
        this.#tell({ drift });
      },
      revoked: () => this.#leaveRevoked(),
      wasRevoked: () => wasRevoked(this.#database),
      log: platform.log,
    });
    this.#acting = new Acting({
      ...{ platform, device, me, chain: options.chain },
      ...{ outbox: this.#outbox, showing: this.#showing, lookups: this.#lookups },
      revoked: () => this.status.value.link === 'revoked',
      saved: () => {
        this.#link.nudge();
      },
    });
  }

  /** Opens from what is on this device; never waits for the network. */
  static async open(options: ReplicaOptions): Promise<LocalReplica> {
    const database = await openCollections(databaseName(options.device.hubId, options.me.id), options.platform.storage);
    const replica = new LocalReplica(options, database);
    try {
      await replica.#load();
    } catch (error) {
      // Left open it could not be opened a second time.
      await database.close();
      throw error;
    }
    replica.#link.start();
    replica.#stopWake = options.platform.onWake(() => {
      replica.#link.wake();
    });
    return replica;
  }

  async #load(): Promise<void> {
    await reportBroken(this.#database, await this.#outbox.load(), this.#options.platform, this.#now());
    const rows = await rowsStartingWith(this.#database);
    await this.#feed.load(rows);
    await this.imported.load();
    await this.#showing.load(rows.filter((row) => this.#held.get(row.id) !== undefined));
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
    return toInstant(this.#options.platform.now() + this.status.value.drift);
  }

  #tell(change: Partial<SyncStatus>, lastError?: string): void {
    const { dataAsOf, complete, repairs, aside } = this.#feed.state;
    const { lastError: before, ...last } = this.status.value;
    const error = change.link === undefined ? before : lastError;
    this.status.next({
      ...last,
      complete,
      repairs,
      aside,
      ...(dataAsOf === undefined ? {} : { dataAsOf: dataAsOf as Instant }),
      ...(error === undefined ? {} : { lastError: error }),
      ...change,
    });
  }

  async #dropped(ids: readonly string[]): Promise<void> {
    await this.#showing.dropped(ids);
    await this.#evidence.release((hash) => this.#holdsEvidence(hash));
  }

  async #leaveRevoked(): Promise<boolean> {
    const { platform, device } = this.#options;
    const gone = await leaveRevoked(platform, device, this.#hub, this.#database);
    if (!gone) return false;
    this.#showing.clear();
    this.#outbox.clear();
    this.#held.clear();
    this.#lookups.clear();
    this.#tell({ link: 'revoked', wiped: true });
    return true;
  }

  async #storeChanged(): Promise<boolean> {
    const asked = await resendMissing(this.#options.platform.host, this.me.id, this.#hub, this.#outbox);
    this.#evidence.storeChanged();
    this.#link.nudge();
    return asked;
  }

  #holdsEvidence(hash: string): boolean {
    const items = filesNamedBy(this.#outbox.items.value).get(hash) ?? [];
    return items.some((item) => this.#held.get(item.action.ticket) !== undefined);
  }

  /** Evidence, and what was looked at: beside the words of people, which come first. */
  async #sendEvidence(): Promise<void> {
    await this.#access.send(this.#hub);
    await this.#evidence.enqueue(this.#outbox.items.value.map((item) => item.action));
    await this.#evidence.push(this.#hub, (hash) => this.#holdsEvidence(hash));
  }

  ticket(id: TicketId): Observable<TicketView | undefined> {
    return this.#showing.watch(id);
  }

  act(draft: ActDraft): Promise<ActOutcome> {
    return this.#acting.act(draft);
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

  async dropEvidence(hash: string): Promise<void> {
    if (filesNamedBy(this.#outbox.items.value).has(hash)) return;
    const drafts = await this.#database.own.find({ selector: startingWith('draft:') }).exec();
    // The form that lets go of it has it in its own draft until the next keystroke is kept.
    if (drafts.filter((draft) => JSON.stringify(draft.toMutableJSON().value).includes(hash)).length > 1) return;
    await this.#options.platform.host.call('evidence.drop', { owner: this.me.id, hash: hash as Sha256 });
  }

  async evidence(ticket: TicketId, hash: string): Promise<Uint8Array | undefined> {
    return (await this.#evidence.local(hash)) ?? (await this.#hub.bytes(`/desk/evidence/body/${encodeURIComponent(ticket)}/${hash}`));
  }

  reveal(ticket: TicketId, field: 'name' | 'phone'): Promise<boolean> {
    return this.#access.record('reveal', [{ ticket, field }]);
  }

  /** On a ticket that has left meanwhile it goes where the others went: to rescue [sync D4]. */
  saveDraft(ticket: SubjectId, kind: string, body: Record<string, unknown>): Promise<void> {
    const kept = this.#keepDraft(ticket, kind, body);
    this.#drafting = Promise.allSettled([this.#drafting, kept]);
    return kept;
  }

  async #keepDraft(ticket: SubjectId, kind: string, body: Record<string, unknown>): Promise<void> {
    await saveDraft(this.#database, { ticket, kind, body, at: this.#now() });
    const here = this.#held.get(ticket) !== undefined || this.#showing.isListed(ticket) || this.#lookups.known(ticket) !== undefined;
    // What is only being begun has not been here yet, and cannot have left.
    if (!here && kind !== 'register' && !beginsMatter(kind)) await this.#rescue([ticket]);
  }

  #rescue(ids: readonly string[]): Promise<void> {
    const newId = this.#options.platform.ulid;
    return rescueBefore({ database: this.#database, outbox: this.#outbox, at: this.#now(), newId }, ids);
  }

  loadDraft(ticket: SubjectId, kind: string): Promise<Record<string, unknown> | undefined> {
    return loadDraft(this.#database, ticket, kind);
  }

  dropDraft(ticket: SubjectId, kind: string): Promise<void> {
    return dropDraft(this.#database, ticket, kind);
  }

  lookup(query: LookupQuery): ReturnType<Replica['lookup']> {
    return this.#lookups.search(query);
  }

  sameCaller(id: TicketId): ReturnType<Replica['sameCaller']> {
    return this.#lookups.sameCaller(id);
  }

  ticketsOfCaller(query: CallerQuery): Promise<CallerAnswer | undefined> {
    return this.#lookups.ofCaller(query);
  }

  async lookupTicket(id: TicketId): Promise<TicketView | undefined> {
    const ticket = await this.#lookups.one(id);
    return ticket === undefined ? undefined : this.#showing.fold(ticket, id);
  }

  unitMeasures(): Promise<UnitMeasures> {
    return unitMeasures(this.#database, this.me.unit, this.#now());
  }

  syncNow(): void {
    this.#link.nudge();
    this.#link.wake();
  }

  changePassword(old: string, next: string): Promise<PasswordOutcome> {
    const online = this.status.value.link === 'online';
    return changeOwnPassword({ ...this.#options, hub: this.#hub, online }, old, next);
  }

  async giveToken(password: string, own?: string): ReturnType<Replica['giveToken']> {
    const given = await signInAgain(this.#options, this.#hub, password, own);
    this.#link.nudge();
    return given;
  }

  /** For tests and the self-check: whether this replica equals the hub's digests [proof L2]. */
  get holding(): Held {
    return this.#held;
  }

  /** For tests that spoil what lies on the disk. */
  get forTests(): Readonly<{ database: Replicated }> {
    return { database: this.#database };
  }

  /** The key is shut first, and no request is waited for: whoever sits down next begins with a closed drawer. */
  async close(): Promise<void> {
    this.#stopWake();
    await this.#options.platform.host.call('vault.lock', { person: this.me.id });
    const closed = this.#link.close();
    this.#evidence.stop();
    try {
      await closed;
      await this.#evidence.close();
      // The last words of whoever leaves are typed while they leave.
      await this.#drafting;
    } finally {
      await this.#database.close();
    }
  }
}
