/**
 * The one place where actions become tickets [sync A1–A3]. Everything can be repeated: side documents first, with ids derived
 * from the action, the tickets' histories last. What the rules fail on is set aside, and stalls nobody [proof L4].
 */
import type { StoredAction } from '../../shared/hotline/action.ts';
import type { Instant, TicketId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Feed } from '../feed/feed.ts';
import type { Document, Stored } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { foldOne } from './fold.ts';
import { districtOf, Numbers } from './numbers.ts';
import { WaitingActions, type Undecided } from './queue.ts';
import type { Reference } from './reference.ts';
import { refusalId, refusalOf } from './refusal.ts';

export type AuthorityOptions = Readonly<{
  store: Store;
  feed: Pick<Feed, 'settlement' | 'waitingActions' | 'catchUp'>;
  reference: Reference;
  now: () => Instant;
  onError: (error: unknown) => void;
}>;

type Batch = ReadonlyMap<TicketId, readonly StoredAction[]>;
type Work = { ticket: Ticket | undefined; rev: string | undefined; changed: boolean };
type Claim = Readonly<{ number: string; ticket: TicketId }>;

export class Authority {
  readonly #options: AuthorityOptions;
  readonly #numbers: Numbers;
  readonly #queue: WaitingActions;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(options: AuthorityOptions) {
    this.#options = options;
    this.#numbers = new Numbers(options.store.private);
    this.#queue = new WaitingActions((id) => options.feed.settlement(id) !== undefined, options.now);
  }

  /** Actions that the gate has just made durable. */
  accept(actions: readonly StoredAction[]): void {
    this.#queue.add(actions);
    this.run().catch(this.#options.onError);
  }

  /** Looks for unsettled actions in the log, and at those set aside: at start and every minute [sync A3]. */
  async recover(): Promise<void> {
    const { store, feed } = this.#options;
    await feed.catchUp();
    this.#queue.tryAgain();
    const ids = feed.waitingActions(Number.MAX_SAFE_INTEGER).filter((id) => !this.#queue.has(id));
    const found = await store.hotline.getMany<StoredAction>(ids);
    this.#queue.add(found.flatMap((action) => (action === undefined ? [] : [withoutRev(action)])));
    await this.run();
  }

  /** Resolves when nothing that can be decided now waits. */
  run(): Promise<void> {
    return (this.#running ??= this.#drain());
  }

  async #drain(): Promise<void> {
    await Promise.resolve();
    try {
      while (!this.#closed) {
        const batch = this.#queue.next();
        if (batch.size === 0) return;
        await this.#fold(batch);
      }
    } finally {
      // In the same turn as the last look at the queue: what is accepted from now on starts another run.
      this.#running = undefined;
    }
  }

  /** The gate's quarantine settles for `after` too [sync G4]. */
  settledElsewhere(id: string): void {
    this.#queue.settle(id, false);
    this.run().catch(this.#options.onError);
  }

  async #fold(batch: Batch): Promise<void> {
    const { store, feed } = this.#options;
    const ids = [...batch.keys()];
    const actions = [...batch.values()].flat();
    const current = await store.hotline.getMany<Ticket>(ids);
    // A verdict is permanent [sync A2], also where the index does not know of it yet.
    const denied = await store.hotline.getMany<object>(actions.map(refusalId));
    const refused = new Set(actions.filter((_, at) => denied[at] !== undefined).map((action) => action._id));
    for (const action of actions) if (action.kind === 'register') await this.#numbers.prepare(districtOf(action.body), action.received.at);
    const refusals: Document[] = [];
    const claims: Claim[] = [];
    const works = new Map(ids.map((id, at) => [id, this.#work(current[at], batch.get(id) ?? [], refused, refusals, claims)]));
    if (!(await this.#numbers.claim(claims))) throw new Error('a claimed number was taken: another hub writes to this store');
    const said = await store.hotline.write(refusals);
    const unsaid = said.find((result) => !result.ok && result.error !== 'conflict');
    if (unsaid !== undefined) throw new Error(`the store did not take ${unsaid.id}`);
    const documents = [...works.values()]
      .filter((work) => work.changed && work.ticket !== undefined)
      .map((work) => ({ ...work.ticket, ...(work.rev === undefined ? {} : { _rev: work.rev }) }) as unknown as Document);
    const failed = new Map<string, string>();
    for (const result of await store.hotline.write(documents)) if (!result.ok) failed.set(result.id, result.error);
    for (const [id, some] of batch) for (const action of some) this.#settle(action, failed.get(id));
    await feed.catchUp();
    for (const action of actions) if (feed.settlement(action._id) !== undefined) this.#queue.settle(action._id, true);
  }

  /** One ticket's actions over what the store holds of it. */
  #work(
    stored: Stored<Ticket> | undefined,
    actions: readonly StoredAction[],
    refused: ReadonlySet<string>,
    refusals: Document[],
    claims: Claim[],
  ): Work {
    const { reference, now } = this.#options;
    const work: Work = { ticket: stored === undefined ? undefined : withoutRev(stored), rev: stored?._rev, changed: false };
    const known = new Set<string>([...refused, ...(stored?.history ?? []).map((entry) => entry.id)]);
    for (const action of actions) {
      if (known.has(action._id)) continue;
      try {
        const folded = foldOne(reference, work.ticket, action, () => {
          const number = this.#numbers.take(districtOf(action.body), action.received.at);
          claims.push({ number, ticket: action.ticket });
          return number;
        });
        if (folded.verdict.outcome === 'refuse' || folded.verdict.outcome === 'unknown')
          refusals.push(refusalOf(action, folded.verdict, now()));
        else {
          work.ticket = folded.ticket;
          work.changed = true;
        }
      } catch (error) {
        this.#setAside(action, error);
      }
    }
    return work;
  }

  #setAside(action: StoredAction, error: unknown): void {
    if (this.#queue.setAside(action, error)) this.#options.onError(error);
  }

  #settle(action: StoredAction, failure: string | undefined): void {
    // A conflict is folded again at once, from what is there now; a store that fails is asked again in a minute.
    if (failure === 'conflict') return;
    if (failure !== undefined) this.#setAside(action, new Error(`the store did not take ${action.ticket}: ${failure}`));
    else if (this.#queue.has(action._id)) this.#queue.settle(action._id, false);
  }

  /** Actions received and not settled. */
  get backlog(): number {
    return this.#queue.size;
  }

  /** What the rules or the store failed on, for the administrator. */
  get undecided(): readonly Undecided[] {
    return this.#queue.undecided;
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
