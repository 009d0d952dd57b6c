/**
 * The one place where actions become tickets [sync A1–A3]. Everything can be repeated: side documents first, with ids derived
 * from the action, the tickets' histories last. What the rules fail on is set aside, and stalls nobody [proof L4].
 */
import type { StoredAction } from '../../shared/hotline/action.ts';
import type { Instant, SubjectId, TicketId } from '../../shared/hotline/ids.ts';
import type { SideDocument } from '../../shared/hotline/matters/index.ts';
import { canonicalText } from '../../shared/sync/canonical.ts';
import type { Feed } from '../feed/feed.ts';
import type { Document, Stored } from '../store/database.ts';
import { StoreUnavailable } from '../store/couchdb-fetch.ts';
import type { Store } from '../store/store.ts';
import { foldOne, type Subject } from './fold.ts';
import { mendConflict } from './mend.ts';
import { districtOf, Numbers } from './numbers.ts';
import { WaitingActions, type Undecided } from './queue.ts';
import type { Reference } from './reference.ts';
import { refusalId, refusalOf } from './refusal.ts';
import { Rest } from './rest.ts';

export type AuthorityOptions = Readonly<{
  store: Store;
  feed: Pick<Feed, 'settlement' | 'waitingActions' | 'catchUp'>;
  reference: Reference;
  now: () => Instant;
  onError: (error: unknown) => void;
  /** For tests: how many waiting actions make it fold ahead of the index. */
  aheadFrom?: number;
}>;

type Batch = ReadonlyMap<SubjectId, readonly StoredAction[]>;
type Work = { subject: Subject | undefined; rev: string | undefined; changed: boolean; beside: SideDocument[]; refusals: Document[] };
/** A store that failed is asked again after this long at first, then twice that, up to the minute of the regular look [sync A3]. */
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

/** While so many wait, a batch is folded as the one before is put into the index. */
const AHEAD_FROM = 300;

type Claim = Readonly<{ number: string; ticket: TicketId }>;

export class Authority {
  readonly #options: AuthorityOptions;
  readonly #numbers: Numbers;
  readonly #queue: WaitingActions;
  readonly #rest = new Rest();
  #running: Promise<void> | undefined;
  /** The batch before is being put into the index. */
  #indexing: Promise<void> | undefined;
  /** Folded, and not known to be in the index. */
  readonly #unindexed: StoredAction[] = [];
  #closed = false;
  /** Tickets and matters with conflicting revisions [sync A5]. */
  readonly #conflicting = new Set<SubjectId>();
  #mended = 0;
  #retry: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;

  constructor(options: AuthorityOptions) {
    this.#options = options;
    this.#numbers = new Numbers(options.store.private);
    this.#queue = new WaitingActions((id) => options.feed.settlement(id) !== undefined, options.now);
  }

  /** Actions that the gate has just made durable. */
  accept(actions: readonly StoredAction[]): void {
    this.#rest.accepted();
    this.#queue.add(actions);
    this.#runSoon();
  }

  /** The index met conflicting revisions of a ticket or matter [sync A5]. */
  mend(id: SubjectId): void {
    this.#conflicting.add(id);
    this.#runSoon();
  }

  #runSoon(): void {
    const begins = this.#running === undefined;
    this.#start().catch((error: unknown) => {
      // Said once, by who began the run.
      if (begins) this.#failed(error);
      else this.retrySoon();
    });
  }

  #failed(error: unknown): void {
    this.#options.onError(error);
    this.retrySoon();
  }

  /** The store is away, or was unsure of what it took: the log is looked through again as soon as it answers. */
  retrySoon(): void {
    if (this.#closed || this.#retry !== undefined) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.recover().catch((again: unknown) => {
        this.#failed(again);
      });
    }, this.#retryMs);
    this.#retry.unref();
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }

  /** Looks for unsettled actions in the log, and at those set aside: at start and every minute [sync A3]. */
  async recover(): Promise<void> {
    const { store, feed } = this.#options;
    const before = this.#indexing;
    await feed.catchUp();
    // Whatever became of it, the index has taken it in.
    if (this.#indexing === before) this.#indexing = undefined;
    this.#queue.tryAgain();
    const ids = feed.waitingActions(Number.MAX_SAFE_INTEGER).filter((id) => !this.#queue.has(id));
    const found = await store.hotline.getMany<StoredAction>(ids);
    this.#queue.add(found.flatMap((action) => (action === undefined ? [] : [withoutRev(action)])));
    await this.#start();
  }

  /** Resolves when nothing that can be decided now waits. */
  run(): Promise<void> {
    this.#rest.end();
    return this.#start();
  }

  #start(): Promise<void> {
    return (this.#running ??= this.#drain());
  }

  async #drain(): Promise<void> {
    await Promise.resolve();
    try {
      while (!this.#closed) {
        await this.#mendAll();
        if (this.#queue.size > 0) await this.#rest.over();
        const batch = this.#queue.next();
        if (batch.size === 0 && this.#indexing !== undefined) {
          await this.#indexed();
          continue;
        }
        if (batch.size === 0) {
          this.#retryMs = FIRST_RETRY_MS;
          return;
        }
        const began = performance.now();
        await this.#fold(batch);
        this.#rest.after(performance.now() - began, this.#queue.size);
      }
    } finally {
      // In the same turn as the last look at the queue: what is accepted from now on starts another run.
      this.#running = undefined;
    }
  }

  /** The gate's quarantine settles for `after` too [sync G4]. */
  settledElsewhere(id: string): void {
    this.#queue.settle(id, false);
    this.#runSoon();
  }

  /** Before anything else is folded. What cannot be mended is said and stays as it is: the next change of it is a new try. */
  async #mendAll(): Promise<void> {
    const { store, reference, feed, onError } = this.#options;
    for (const id of [...this.#conflicting]) {
      try {
        if (await mendConflict(store.hotline, reference, id)) this.#mended += 1;
      } catch (error) {
        if (error instanceof StoreUnavailable) throw error;
        onError(error);
      }
      this.#conflicting.delete(id);
      await feed.catchUp();
    }
  }

  async #fold(batch: Batch): Promise<void> {
    const { store } = this.#options;
    const ids = [...batch.keys()];
    const actions = [...batch.values()].flat();
    // The one kind that looks other tickets up in the index: an earlier one on the same matter (F27).
    if (actions.some(({ kind }) => kind === 'register')) await this.#indexed();
    const current = await store.hotline.getMany<Subject>(ids);
    // A verdict is permanent [sync A2], also where the index does not know of it yet.
    const denied = await store.hotline.getMany<object>(actions.map(refusalId));
    const refused = new Set(actions.filter((_, at) => denied[at] !== undefined).map((action) => action._id));
    for (const action of actions) {
      if (action.kind !== 'register') continue;
      await this.#numbers.prepare(districtOf(action.body), action.received.at);
      if (action.received.seenNo !== undefined) await this.#numbers.keepSeen(action._id, action.ticket, action.received.seenNo);
    }
    const claims: Claim[] = [];
    const works = new Map(ids.map((id, at) => [id, this.#work(current[at], batch.get(id) ?? [], refused, claims)]));
    if (!(await this.#numbers.claim(claims))) throw new Error('a claimed number was taken: another hub writes to this store');
    const failed = await this.#writeBeside(works);
    // What was judged by a fold that did not come about is judged again.
    const standing = [...works].filter(([id]) => !failed.has(id)).map(([, work]) => work);
    const said = await store.hotline.write(standing.flatMap((work) => work.refusals));
    const unsaid = said.find((result) => !result.ok && result.error !== 'conflict');
    if (unsaid !== undefined) throw new Error(`the store did not take ${unsaid.id}`);
    const documents = standing
      .filter((work) => work.changed && work.subject !== undefined)
      .map((work) => ({ ...work.subject, ...(work.rev === undefined ? {} : { _rev: work.rev }) }) as unknown as Document);
    for (const result of await store.hotline.write(documents)) if (!result.ok) failed.set(result.id, result.error);
    for (const [id, some] of batch) for (const action of some) this.#settle(action, failed.get(id));
    await this.#indexed();
    this.#index(actions);
    // While few wait, more of them come together meanwhile: a small batch forces the disk as often as a large one.
    const few = this.#queue.size < (this.#options.aheadFrom ?? AHEAD_FROM);
    // What is made beside a subject is what other subjects' actions name; what failed is tried again over what is there by then.
    if (few || failed.size > 0 || standing.some((work) => work.beside.length > 0)) await this.#indexed();
  }

  /** While the next batch is folded: it waits for this one before it is put into the index itself. */
  #index(actions: readonly StoredAction[]): void {
    const { feed } = this.#options;
    this.#unindexed.push(...actions);
    const indexing = feed.catchUp().then(() => {
      for (const { _id } of this.#unindexed.splice(0)) if (feed.settlement(_id) !== undefined) this.#queue.settle(_id, true);
      if (this.#indexing === indexing) this.#indexing = undefined;
    });
    this.#indexing = indexing;
    // Said by who waits for it.
    indexing.catch(() => undefined);
  }

  /** The batch before is in the index. Throws why it is not. */
  async #indexed(): Promise<void> {
    const running = this.#indexing;
    try {
      await running;
    } catch (error) {
      if (this.#indexing === running) this.#indexing = undefined;
      throw error;
    }
  }

  /**
   * Documents that accepted actions make [sync A3]: created, never changed. One that is there already is right if it is the same;
   * another's means that the world has moved on, and its subject is folded again. Returns the subjects that failed, and why.
   */
  async #writeBeside(works: ReadonlyMap<SubjectId, Work>): Promise<Map<string, string>> {
    const { hotline } = this.#options.store;
    const failed = new Map<string, string>();
    const made = [...works].flatMap(([id, work]) => work.beside.map((document) => ({ id, document })));
    const written = await hotline.write(made.map(({ document }) => document as unknown as Document));
    for (const [at, { id, document }] of made.entries()) {
      const result = written[at];
      if (result?.ok === true) continue;
      const there = result?.error === 'conflict' ? await hotline.get<object>(document._id) : undefined;
      if (there === undefined || canonicalText(withoutRev(there)) !== canonicalText(document)) failed.set(id, result?.error ?? 'missing');
    }
    return failed;
  }

  /** The actions on one ticket or matter over what the store holds of it. */
  #work(stored: Stored<Subject> | undefined, actions: readonly StoredAction[], refused: ReadonlySet<string>, claims: Claim[]): Work {
    const { reference, now } = this.#options;
    const work: Work = {
      subject: stored === undefined ? undefined : withoutRev<Subject>(stored),
      rev: stored?._rev,
      changed: false,
      beside: [],
      refusals: [],
    };
    const known = new Set<string>([...refused, ...(stored?.history ?? []).map((entry) => entry.id)]);
    for (const action of actions) {
      if (known.has(action._id)) continue;
      try {
        const folded = foldOne(reference, work.subject, action, () => {
          const number = this.#numbers.take(action._id, districtOf(action.body), action.received.at);
          claims.push({ number, ticket: action.ticket as TicketId });
          return number;
        });
        if (folded.verdict.outcome === 'refuse' || folded.verdict.outcome === 'unknown')
          work.refusals.push(refusalOf(action, folded.verdict, now()));
        else {
          work.subject = folded.subject;
          work.beside.push(...(folded.beside ?? []));
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

  /** Tickets and matters that had conflicting revisions and were folded again, since the start. */
  get mended(): number {
    return this.#mended;
  }

  /** What the rules or the store failed on, for the administrator. */
  get undecided(): readonly Undecided[] {
    return this.#queue.undecided;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#rest.end();
    clearTimeout(this.#retry);
    await this.#running?.catch(() => undefined);
    await this.#indexed().catch(() => undefined);
  }
}

function withoutRev<T extends object>(stored: T): T {
  const { _rev: _dropped, ...rest } = stored as T & { _rev?: string };
  return rest as T;
}
