/**
 * What this replica did and the hub has not settled [sync D2, G2]. The host's files are the truth; the collection remembers times
 * of receipt, is built again from the files at start, and may fail without harm: a full IndexedDB stops no work.
 */
import { BehaviorSubject } from 'rxjs';
import type { Action } from '../../shared/hotline/action.ts';
import type { ActionId, Instant, PersonId, SubjectId } from '../../shared/hotline/ids.ts';
import type { Host, SettledRecord } from '../../shared/host/contract.ts';
import { actionHash } from '../../shared/sync/canonical.ts';
import type { RulingDocument } from '../../shared/sync/ruling.ts';
import type { BulkRow } from '../../shared/sync/wire.ts';
import { toInstant } from '../../shared/hotline/calendar.ts';
import { erase, type OutboxRow, type Replicated } from './collections.ts';
import type { OutboxItem, OutboxState } from './door.ts';
import type { HubClient } from './hub-client.ts';
import { Sending, type SendResult } from './sending.ts';

/** Settled items kept in memory for the sync centre. */
const SETTLED_SHOWN = 500;
export class Outbox {
  readonly items = new BehaviorSubject<readonly OutboxItem[]>([]);
  readonly #byId = new Map<string, OutboxItem>();
  readonly #last = new Map<SubjectId, ActionId>();
  readonly #database: Replicated;
  readonly #host: Host;
  readonly #owner: PersonId;
  readonly #now: () => number;
  readonly #log: (line: string) => void;
  readonly #sending = new Sending((action, row) => this.#answered(action._id, row));

  constructor(database: Replicated, host: Host, owner: PersonId, now: () => number, log: (line: string) => void = () => undefined) {
    this.#database = database;
    this.#host = host;
    this.#owner = owner;
    this.#now = now;
    this.#log = log;
  }

  /** From the files, with what the collection remembers. Returns files that could not be read. */
  async load(): Promise<readonly string[]> {
    const { actions, broken } = await this.#host.call('actions.unsettled', { owner: this.#owner });
    const { records } = await this.#host.call('actions.settled', { owner: this.#owner });
    const old = records.length - SETTLED_SHOWN;
    // What an administrator may still decide stays, however old it is.
    for (const record of records.filter(({ outcome }, at) => at >= old || outcome === 'quarantined'))
      this.#byId.set(record.action._id, settledItem(record));
    const remembered = await this.#remembered();
    for (const action of actions) {
      const row = remembered.get(action._id);
      const receivedAt = row?.receivedAt as Instant | undefined;
      this.#byId.set(action._id, {
        action,
        state: row?.state === 'sent' ? 'sent' : 'saved',
        ...(receivedAt === undefined ? {} : { receivedAt }),
      });
    }
    for (const item of this.#ordered()) this.#last.set(item.action.ticket, item.action._id);
    this.#emit();
    return broken;
  }

  async #remembered(): Promise<ReadonlyMap<string, OutboxRow>> {
    try {
      return new Map((await this.#database.outbox.find().exec()).map((doc) => [doc.id, doc.toMutableJSON()]));
    } catch (error) {
      this.#log(`outbox: ${String(error)}`);
      return new Map();
    }
  }

  #ordered(): OutboxItem[] {
    return [...this.#byId.values()].sort((a, b) => a.action.n - b.action.n);
  }

  #emit(): void {
    this.items.next(this.#ordered());
  }

  /** The replica's previous action on a ticket [sync A1]. */
  lastOn(ticket: SubjectId): ActionId | undefined {
    return this.#last.get(ticket);
  }

  get(id: string): OutboxItem | undefined {
    return this.#byId.get(id);
  }

  /** Own actions on a ticket that may still be missing in the hub's copy [sync D3]. */
  onTicket(ticket: SubjectId): readonly OutboxItem[] {
    return this.#ordered().filter((item) => item.action.ticket === ticket);
  }

  tickets(): ReadonlySet<SubjectId> {
    return new Set([...this.#byId.values()].map((item) => item.action.ticket));
  }

  /** The host has forced it to disk: only now may a screen say 已保存. */
  async add(action: Action): Promise<void> {
    this.#byId.set(action._id, { action, state: 'saved' });
    this.#last.set(action.ticket, action._id);
    this.#emit();
    await this.#remember(action._id);
  }

  async #remember(id: string): Promise<void> {
    const item = this.#byId.get(id);
    if (item === undefined) return;
    const { action, state, receivedAt, code, reason } = item;
    await this.#harmless(() =>
      this.#database.outbox.upsert({
        id,
        n: action.n,
        state,
        action: { ...action },
        ...(receivedAt === undefined ? {} : { receivedAt }),
        ...(code === undefined ? {} : { code }),
        ...(reason === undefined ? {} : { reason }),
      }),
    );
  }

  async #harmless(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log(`outbox: ${String(error)}`);
    }
  }

  /** Settled for good: the file moves first, so that a crash between settles it again. */
  async settle(
    id: string,
    outcome: 'accepted' | 'refused' | 'quarantined',
    about: Readonly<{ code?: string; reason?: string; receivedAt?: Instant; no?: string }> = {},
  ): Promise<void> {
    const item = this.#byId.get(id);
    if (item === undefined || item.state === outcome) return;
    const receivedAt = about.receivedAt ?? item.receivedAt;
    const told = {
      ...(about.code === undefined ? {} : { code: about.code.slice(0, 40) }),
      ...(about.reason === undefined ? {} : { reason: about.reason.slice(0, 400) }),
      ...(receivedAt === undefined ? {} : { receivedAt }),
      ...(about.no === undefined ? {} : { no: about.no }),
    };
    const record: SettledRecord = { action: item.action, outcome, settledAt: toInstant(this.#now()), ...told };
    const moved = await this.#host.call('actions.settle', { owner: this.#owner, record });
    if (!moved.ok && moved.code !== 'unknown') return;
    this.#byId.set(id, { action: item.action, state: outcome, ...told });
    this.#emit();
    await this.#harmless(() => erase(this.#database, 'outbox', [id]));
  }

  /**
   * An administrator's ruling of what the gate kept aside [sync G4], by the very body. Released, it is as sent as it was when the hub
   * received it, and is asked about until the authority has settled it; its file stays as it is until then.
   */
  async ruled({ action: id, hash, outcome, receivedAt, reason = '', at }: RulingDocument): Promise<void> {
    const item = this.#byId.get(id);
    if (item?.state !== 'quarantined' || actionHash(item.action) !== hash) return;
    if (outcome === 'released') {
      this.#byId.set(id, { action: item.action, state: 'sent', receivedAt });
      this.#emit();
      return;
    }
    if (item.dismissed?.at === at) return;
    const { action, state: _state, ...about } = item;
    const dismissed = { at, reason };
    const record: SettledRecord = { action, outcome: 'quarantined', settledAt: toInstant(this.#now()), ...about, dismissed };
    const kept = await this.#host.call('actions.settle', { owner: this.#owner, record });
    if (!kept.ok && kept.code !== 'unknown') return;
    this.#byId.set(id, { ...item, dismissed });
    this.#emit();
  }

  get unsettled(): readonly OutboxItem[] {
    return this.#ordered().filter((item) => item.state === 'saved' || item.state === 'sent');
  }

  /** Sends what is saved, and with `again` what is sent but unsettled [sync D2] or too new for the hub [sync V1]: at each reconnect and hourly. */
  send(hub: HubClient, again: boolean): Promise<SendResult> {
    const waiting = this.unsettled.filter((item) => again || (item.state === 'saved' && item.code !== 'tooNew'));
    return this.#sending.send(
      hub,
      waiting.map((item) => item.action),
      Object.fromEntries(waiting.flatMap(({ action, no }) => (no === undefined ? [] : [[action._id, no]]))),
    );
  }

  async #answered(id: string, row: BulkRow): Promise<void> {
    const item = this.#byId.get(id);
    // The feed may have settled it while this answer was on its way.
    if (item === undefined || (item.state !== 'saved' && item.state !== 'sent')) return;
    if (!('ok' in row)) {
      if (row.settled) await this.settle(id, 'quarantined', { code: row.error, reason: row.reason });
      else this.#update(id, { code: row.error, reason: row.reason });
      return;
    }
    if (row.state === 'waiting') this.#update(id, { state: 'sent', receivedAt: row.receivedAt });
    else {
      const told = {
        receivedAt: row.receivedAt,
        ...(row.code === undefined ? {} : { code: row.code }),
        ...(row.reason === undefined ? {} : { reason: row.reason }),
      };
      await this.settle(id, row.state, told);
    }
    await this.#rememberUnsettled(id);
  }

  async #rememberUnsettled(id: string): Promise<void> {
    const state = this.#byId.get(id)?.state;
    if (state === 'saved' || state === 'sent') await this.#remember(id);
  }

  #update(id: string, change: Readonly<{ state?: OutboxState; receivedAt?: Instant; code?: string; reason?: string }>): void {
    const item = this.#byId.get(id);
    if (item === undefined) return;
    this.#byId.set(id, { ...item, ...change });
    this.#emit();
  }

  /** After a restore at the hub [sync R1]: what is settled here and missing there is on its way again. */
  async resend(ids: readonly string[]): Promise<void> {
    const { records } = await this.#host.call('actions.settled', { owner: this.#owner });
    const missing = new Set(ids);
    for (const { action, no } of records) {
      const state = this.#byId.get(action._id)?.state;
      if (!missing.has(action._id) || state === 'saved' || state === 'sent') continue;
      this.#byId.set(action._id, { action, state: 'saved', ...(no === undefined ? {} : { no }) });
    }
    this.#emit();
  }

  /** The device is wiped [sync D4]. */
  clear(): void {
    this.#byId.clear();
    this.#last.clear();
    this.#emit();
  }
}

function settledItem(record: SettledRecord): OutboxItem {
  const { action, outcome, code, reason, receivedAt, dismissed } = record;
  return {
    action,
    state: outcome,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    ...(receivedAt === undefined ? {} : { receivedAt }),
    ...(dismissed === undefined ? {} : { dismissed }),
  };
}
