/**
 * What this replica did and the hub has not settled [sync D2, G2, G5, D5]. The host's files are the truth; this collection is
 * built again from them at start. Sent in order, one request at a time; nothing delays anything else [proof L4].
 */
import { BehaviorSubject } from 'rxjs';
import Type from 'typebox';
import type { Action } from '../../shared/hotline/action.ts';
import type { ActionId, Instant, PersonId, TicketId } from '../../shared/hotline/ids.ts';
import type { Host, SettledRecord } from '../../shared/host/contract.ts';
import { actionHash, canonicalBytes } from '../../shared/sync/canonical.ts';
import { BulkRow, MAX_ACTION_BYTES, MAX_BATCH_BYTES, type ActionStub } from '../../shared/sync/wire.ts';
import { toInstant } from '../../shared/hotline/calendar.ts';
import { erase, type Replicated } from './collections.ts';
import type { OutboxItem, OutboxState } from './door.ts';
import type { HubAnswer, HubClient } from './hub-client.ts';

/** Settled items kept in memory for the sync centre. */
const SETTLED_SHOWN = 500;
const BATCH = 100;

const BulkAnswer = Type.Array(Type.Unknown());
type Failure = Exclude<HubAnswer<never>, { ok: true }>;
export type SendResult = Readonly<{ ok: true; sent: number } | { ok: false; failure: Failure }>;

export class Outbox {
  readonly items = new BehaviorSubject<readonly OutboxItem[]>([]);
  readonly #byId = new Map<string, OutboxItem>();
  readonly #last = new Map<TicketId, ActionId>();
  readonly #database: Replicated;
  readonly #host: Host;
  readonly #owner: PersonId;
  readonly #now: () => number;
  /** What the gate found too large: it goes as a stub from now on [sync G5]. */
  readonly #oversized = new Set<string>();
  #sending = false;

  constructor(database: Replicated, host: Host, owner: PersonId, now: () => number) {
    this.#database = database;
    this.#host = host;
    this.#owner = owner;
    this.#now = now;
  }

  /** From the files, with what the collection remembers of times of receipt. Returns files that could not be read. */
  async load(): Promise<readonly string[]> {
    const { actions, broken } = await this.#host.call('actions.unsettled', { owner: this.#owner });
    const { records } = await this.#host.call('actions.settled', { owner: this.#owner });
    for (const record of records.slice(-SETTLED_SHOWN)) this.#byId.set(record.action._id, settledItem(record));
    const remembered = new Map((await this.#database.outbox.find().exec()).map((doc) => [doc.id, doc.toMutableJSON()]));
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

  #ordered(): OutboxItem[] {
    return [...this.#byId.values()].sort((a, b) => a.action.n - b.action.n);
  }

  #emit(): void {
    this.items.next(this.#ordered());
  }

  /** The replica's previous action on a ticket [sync A1]. */
  lastOn(ticket: TicketId): ActionId | undefined {
    return this.#last.get(ticket);
  }

  get(id: string): OutboxItem | undefined {
    return this.#byId.get(id);
  }

  /** Own actions on a ticket that may still be missing in the hub's copy [sync D3]. */
  onTicket(ticket: TicketId): readonly OutboxItem[] {
    return this.#ordered().filter((item) => item.action.ticket === ticket);
  }

  tickets(): ReadonlySet<TicketId> {
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
    await this.#database.outbox.upsert({
      id,
      n: action.n,
      state,
      action: { ...action },
      ...(receivedAt === undefined ? {} : { receivedAt }),
      ...(code === undefined ? {} : { code }),
      ...(reason === undefined ? {} : { reason }),
    });
  }

  /** Settled for good: the file moves first, so that a crash between settles it again. */
  async settle(
    id: string,
    outcome: 'accepted' | 'refused' | 'quarantined',
    about: Readonly<{ code?: string; reason?: string; receivedAt?: Instant }> = {},
  ): Promise<void> {
    const item = this.#byId.get(id);
    if (item === undefined || item.state === outcome) return;
    const receivedAt = about.receivedAt ?? item.receivedAt;
    const told = {
      ...(about.code === undefined ? {} : { code: about.code.slice(0, 40) }),
      ...(about.reason === undefined ? {} : { reason: about.reason.slice(0, 400) }),
      ...(receivedAt === undefined ? {} : { receivedAt }),
    };
    const record: SettledRecord = { action: item.action, outcome, settledAt: toInstant(this.#now()), ...told };
    const moved = await this.#host.call('actions.settle', { owner: this.#owner, record });
    if (!moved.ok && moved.code !== 'unknown') return;
    this.#byId.set(id, { action: item.action, state: outcome, ...told });
    this.#emit();
    await erase(this.#database, 'outbox', [id]);
  }

  get unsettled(): readonly OutboxItem[] {
    return this.#ordered().filter((item) => item.state === 'saved' || item.state === 'sent');
  }

  /** Sends what is saved, and with `again` what is sent but unsettled [sync D2]: at each reconnect and hourly. */
  async send(hub: HubClient, again: boolean): Promise<SendResult> {
    if (this.#sending) return { ok: true, sent: 0 };
    this.#sending = true;
    try {
      return await this.#sendAll(hub, again);
    } finally {
      this.#sending = false;
    }
  }

  async #sendAll(hub: HubClient, again: boolean): Promise<SendResult> {
    const waiting = this.unsettled.filter((item) => item.state === 'saved' || again).map((item) => item.action._id);
    let size = BATCH;
    let sent = 0;
    let at = 0;
    while (at < waiting.length) {
      const docs = this.#batch(waiting.slice(at, at + size));
      const answer = await hub.request('POST', '/desk/_bulk_docs', BulkAnswer, { docs });
      if (!answer.ok) {
        if (answer.kind === 'tooLarge' && docs.length > 1) {
          size = Math.max(1, Math.floor(docs.length / 2));
          continue;
        }
        const alone = waiting[at] ?? '';
        if (answer.kind === 'tooLarge' && !this.#oversized.has(alone)) {
          this.#oversized.add(alone);
          continue;
        }
        return { ok: false, failure: answer };
      }
      for (const [index, row] of answer.value.entries()) await this.#answered(waiting[at + index] ?? '', row as BulkRow);
      at += docs.length;
      sent += docs.length;
      size = Math.min(BATCH, size * 2);
    }
    return { ok: true, sent };
  }

  /** As many as fit one request; an action over the gate's limit goes as a stub [sync G5]. */
  #batch(ids: readonly string[]): readonly (Action | ActionStub)[] {
    const docs: (Action | ActionStub)[] = [];
    let room = MAX_BATCH_BYTES - 1024;
    for (const id of ids) {
      const item = this.#byId.get(id);
      if (item === undefined) continue;
      const bytes = canonicalBytes(item.action).length;
      const whole = bytes <= MAX_ACTION_BYTES && !this.#oversized.has(id);
      const doc = whole ? item.action : stubOf(item.action, bytes);
      room -= Math.min(bytes, MAX_ACTION_BYTES);
      if (room < 0 && docs.length > 0) break;
      docs.push(doc);
    }
    return docs;
  }

  /** One verdict: nothing but a failed transport is ever retried, and no row waits for another. */
  async #answered(id: string, row: BulkRow): Promise<void> {
    const item = this.#byId.get(id);
    if (item === undefined) return;
    if (!('ok' in row)) {
      if (row.settled) await this.settle(id, 'quarantined', { code: row.error, reason: row.reason });
      else {
        if (row.error === 'tooLarge') this.#oversized.add(id);
        this.#update(id, { code: row.error, reason: row.reason });
      }
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

  /** After a restore at the hub [sync R1]: what is settled here and missing there is sent again. */
  async resend(ids: readonly string[]): Promise<void> {
    const { records } = await this.#host.call('actions.settled', { owner: this.#owner });
    for (const record of records) {
      if (ids.includes(record.action._id)) this.#byId.set(record.action._id, { action: record.action, state: 'saved' });
    }
    this.#emit();
  }
}

function settledItem(record: SettledRecord): OutboxItem {
  const { action, outcome, code, reason, receivedAt } = record;
  return {
    action,
    state: outcome,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    ...(receivedAt === undefined ? {} : { receivedAt }),
  };
}

function stubOf(action: Action, bytes: number): ActionStub {
  return {
    _id: action._id,
    stub: 'tooLarge',
    hash: actionHash(action),
    ticket: action.ticket,
    actor: action.actor,
    replica: action.replica,
    n: action.n,
    bytes,
  };
}
