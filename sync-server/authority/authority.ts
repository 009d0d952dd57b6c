/**
 * The one place where actions become tickets [sync A1–A3]. Everything can be repeated: side documents first, with ids derived
 * from the action, the tickets' histories last.
 */
import type { StoredAction } from '../../shared/hotline/action.ts';
import { millis } from '../../shared/hotline/calendar.ts';
import type { Instant, TicketId } from '../../shared/hotline/ids.ts';
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Verdict } from '../../shared/hotline/verdict.ts';
import type { RefusalDocument } from '../../shared/sync/wire.ts';
import type { Feed } from '../feed/feed.ts';
import type { Document, Stored } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { foldOne } from './fold.ts';
import { Numbers } from './numbers.ts';
import type { Reference } from './reference.ts';

/** Tickets folded in one batch of writes. */
const BATCH = 300;
/** An action waits this long for the one it names in `after` [sync A1]. */
const AFTER_WAIT_MS = 600_000;
/** The city's own division, where a ticket has none yet. */
const CITY_DIVISION = '210100';

export type AuthorityOptions = Readonly<{
  store: Store;
  feed: Feed;
  reference: Reference;
  now: () => Instant;
  onError: (error: unknown) => void;
}>;

type Work = { ticket: Ticket | undefined; rev: string | undefined; changed: boolean };

export class Authority {
  readonly #options: AuthorityOptions;
  readonly #numbers: Numbers;
  readonly #queue = new Map<string, StoredAction>();
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(options: AuthorityOptions) {
    this.#options = options;
    this.#numbers = new Numbers(options.store.private);
  }

  /** Actions that the gate has just made durable. */
  accept(actions: readonly StoredAction[]): void {
    for (const action of actions) this.#queue.set(action._id, action);
    this.run().catch(this.#options.onError);
  }

  /** Looks for unsettled actions in the log: at start and every minute [sync A3]. */
  async recover(): Promise<void> {
    const ids = this.#options.feed.waitingActions(Number.MAX_SAFE_INTEGER).filter((id) => !this.#queue.has(id));
    const found = await this.#options.store.hotline.getMany<StoredAction>(ids);
    for (const action of found) if (action !== undefined) this.#queue.set(action._id, withoutRev(action));
    await this.run();
  }

  /** Resolves when nothing that can be decided now waits. */
  run(): Promise<void> {
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #drain(): Promise<void> {
    while (!this.#closed) {
      const batch = this.#next();
      if (batch.size === 0) return;
      await this.#fold(batch);
    }
  }

  /** What can be decided now, by ticket, each in the order of receipt. */
  #next(): Map<TicketId, StoredAction[]> {
    const byTicket = new Map<TicketId, StoredAction[]>();
    const ready = [...this.#queue.values()].sort((a, b) => a.received.counter - b.received.counter);
    const taken = new Set<string>();
    for (const action of ready) {
      if (this.#options.feed.settlement(action._id) !== undefined) {
        this.#queue.delete(action._id);
        continue;
      }
      if (!byTicket.has(action.ticket) && byTicket.size >= BATCH) continue;
      if (!this.#mayGo(action, taken)) continue;
      taken.add(action._id);
      byTicket.set(action.ticket, [...(byTicket.get(action.ticket) ?? []), action]);
    }
    return byTicket;
  }

  #mayGo(action: StoredAction, taken: ReadonlySet<string>): boolean {
    const { after } = action;
    if (after === undefined || taken.has(after) || this.#settledHere.has(after)) return true;
    if (this.#options.feed.settlement(after) !== undefined) return true;
    return millis(this.#options.now()) - millis(action.received.at) >= AFTER_WAIT_MS;
  }

  /** Settled by this process and perhaps not yet indexed; the gate's quarantine settles here too [sync G4]. */
  readonly #settledHere = new Set<string>();

  settledElsewhere(id: string): void {
    this.#settledHere.add(id);
    this.run().catch(this.#options.onError);
  }

  async #fold(batch: ReadonlyMap<TicketId, readonly StoredAction[]>): Promise<void> {
    const { store, reference, feed } = this.#options;
    const ids = [...batch.keys()];
    const current = await store.hotline.getMany<Ticket>(ids);
    for (const actions of batch.values()) {
      for (const action of actions) if (action.kind === 'register') await this.#numbers.prepare(districtOf(action), action.received.at);
    }
    const refusals: Document[] = [];
    const claims: { number: string; ticket: TicketId }[] = [];
    const works = new Map<TicketId, Work>();
    ids.forEach((id, at) => {
      const stored: Stored<Ticket> | undefined = current[at];
      const work: Work = { ticket: stored === undefined ? undefined : withoutRev(stored), rev: stored?._rev, changed: false };
      const known = new Set(stored?.history.map((entry) => entry.id as string));
      for (const action of batch.get(id) ?? []) {
        if (known.has(action._id)) continue;
        const folded = foldOne(reference, work.ticket, action, () => {
          const number = this.#numbers.take(districtOf(action), action.received.at);
          claims.push({ number, ticket: id });
          return number;
        });
        if (folded.verdict.outcome === 'refuse' || folded.verdict.outcome === 'unknown') {
          refusals.push(refusalOf(action, folded.verdict, this.#options.now()));
          continue;
        }
        work.ticket = folded.ticket;
        work.changed = true;
        known.add(action._id);
      }
      works.set(id, work);
    });
    if (!(await this.#numbers.claim(claims))) throw new Error('a claimed number was taken: another hub writes to this store');
    await store.hotline.write(refusals);
    const documents = [...works.values()]
      .filter((work) => work.changed && work.ticket !== undefined)
      .map((work) => ({ ...work.ticket, ...(work.rev === undefined ? {} : { _rev: work.rev }) }) as unknown as Document);
    const written = await store.hotline.write(documents);
    const failed = new Set(written.filter((result) => !result.ok).map((result) => result.id));
    for (const [id, actions] of batch) {
      // A conflict is folded again from what is there now.
      if (failed.has(id)) continue;
      for (const action of actions) {
        this.#queue.delete(action._id);
        this.#settledHere.add(action._id);
      }
    }
    await feed.catchUp();
    for (const actions of batch.values())
      for (const action of actions) if (feed.settlement(action._id) !== undefined) this.#settledHere.delete(action._id);
  }

  /** Actions received and not settled. */
  get backlog(): number {
    return this.#queue.size;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running?.catch(() => undefined);
  }
}

function withoutRev<T extends object>(stored: T): T {
  const { _rev: _dropped, ...rest } = stored as T & { _rev?: string };
  return rest as T;
}

function districtOf(action: StoredAction): string {
  const region = action.body['region'] as { district?: string; street?: string } | undefined;
  return region?.district ?? region?.street?.slice(0, 6) ?? CITY_DIVISION;
}

/** [sync A2] The whole action and the reason, in the actor's own channel; its id derives from the action [sync A3]. */
function refusalOf(action: StoredAction, verdict: Extract<Verdict, { outcome: 'refuse' | 'unknown' }>, at: Instant): Document {
  const { received: _received, ...envelope } = action;
  const detail = verdict.outcome === 'refuse' ? verdict.detail : undefined;
  const refusal: RefusalDocument = {
    _id: `refusal:${action._id.slice('action:'.length)}`,
    schema: 1,
    action: envelope,
    actor: action.actor,
    ticket: action.ticket,
    code: verdict.code,
    reason: refusalText(verdict.code, detail),
    at,
  };
  return refusal as unknown as Document;
}
