/** What desks may write [sync G0–G7, V1]: one verdict a row, in order; nothing delays anything else [proof L4]. */
import { createHash } from 'node:crypto';
import { ACTION_SCHEMA, type Action, type StoredAction } from '../../shared/hotline/action.ts';
import { refusalText } from '../../shared/hotline/refusals.ts';
import { actionHash, canonicalBytes, hashHex } from '../../shared/sync/canonical.ts';
import { effectiveTime } from '../../shared/sync/effective-time.ts';
import { ActionStub, MAX_ACTION_BYTES, type BulkRow } from '../../shared/sync/wire.ts';
import type { Instant, PersonId, Sha256 } from '../../shared/hotline/ids.ts';
import type { Accounts, Session } from '../accounts/accounts.ts';
import { fitsCompiled } from '../authority/compiled-schemas.ts';
import type { Core, Logged } from '../core.ts';
import { GroupCommit } from './group-commit.ts';
import { Chains, Handshakes } from './handshakes.ts';
import { isPlain } from './plain-row.ts';
import { isDeskAction, unproved } from './proved-action.ts';
import { Quarantine, type Quarantined, type Times, type ToKeep } from './quarantine.ts';
import { Turns } from './turns.ts';

/** Requests within this time share a forced batch [sync G3]. */
const GROUP_MS = 5;

/** Actions that are judged at a time: more are judged no sooner, and everybody else would wait for all of them (600 desks come back at once). */
const MOST_JUDGED = 1000;

/** Signatures of so many rows are checked at once: handing them to other threads takes as long. */
const FEW = 2;

/** By the registering action: the number its desk had seen before the hub was restored [sync R2]. */
type SeenNumbers = Readonly<Record<string, string>>;

type Judged =
  | Readonly<{ take: Action; hash: Sha256 }>
  | Readonly<{ again: StoredAction & { _rev: string } }>
  | Readonly<{ keep: string; id: string }>
  | Readonly<{ wait: string; id: string }>;

type Asked = Readonly<{ ask: Action; hash: Sha256 }>;
type Read = Exclude<Judged, Readonly<{ take: Action }>> | Asked;

/** `earlier`: hashes of what was taken before it in the same request. */
function judgedBy({ ask, hash }: Asked, fault: string | undefined, earlier: ReadonlyMap<string, Sha256>): Judged {
  const twin = earlier.get(ask._id);
  if (twin !== undefined) return twin === hash ? { take: ask, hash } : { keep: 'conflict', id: ask._id };
  return fault === undefined ? { take: ask, hash } : { keep: fault, id: ask._id };
}

function idOf(raw: unknown): string {
  const id = typeof raw === 'object' && raw !== null ? (raw as { _id?: unknown })._id : undefined;
  return typeof id === 'string' ? id.slice(0, 200) : '';
}

/** In the place of what only a newer hub can read [sync V1]: it settles for `after`, and says what was sent. The action stays at the desk. */
function tooNewStub(raw: unknown): Readonly<Record<string, unknown>> {
  return { stub: 'tooNew', schema: (raw as { schema: number }).schema, hash: hashHex(canonicalBytes(raw)) };
}

export class Gate {
  readonly quarantine: Quarantine;
  readonly handshakes: Handshakes;
  readonly #core: Core;
  readonly #accounts: Accounts;
  readonly #chains: Chains;
  readonly #commit: GroupCommit<StoredAction, Logged>;
  readonly #turns = new Turns(MOST_JUDGED);
  /** Being judged or written now: a second copy in a parallel request waits for the first, whichever it is. */
  readonly #inFlight = new Set<string>();

  constructor(core: Core, accounts: Accounts) {
    this.#core = core;
    this.#accounts = accounts;
    this.quarantine = new Quarantine(core.store.private);
    this.handshakes = new Handshakes(core.store.private);
    this.#chains = new Chains(core.store.private, async (replica) => {
      const id = await core.feed.lastOf(replica);
      return id === undefined ? undefined : core.store.hotline.get<StoredAction>(id);
    });
    this.#commit = new GroupCommit((actions) => core.log(actions), GROUP_MS);
  }

  /** Actions that are being judged and written, or wait for it. */
  get load(): number {
    return this.#turns.load;
  }

  /** Judges, makes durable and answers each row. Throws only when the store fails: then nothing is answered `ok`. */
  take(docs: readonly unknown[], session: Session, seen: SeenNumbers = {}): Promise<readonly BulkRow[]> {
    return this.#turns.run(docs.length, () => this.#takeNow(docs, session, seen));
  }

  async #takeNow(docs: readonly unknown[], session: Session, seen: SeenNumbers): Promise<readonly BulkRow[]> {
    // Reserved before the log is asked, and until it has been written: between the two nobody else can write the same id.
    const reserved = new Set(docs.map(idOf).filter((id) => !this.#inFlight.has(id)));
    for (const id of reserved) this.#inFlight.add(id);
    try {
      return await this.#take(docs, session, reserved, seen);
    } finally {
      for (const id of reserved) this.#inFlight.delete(id);
    }
  }

  async #take(docs: readonly unknown[], session: Session, reserved: ReadonlySet<string>, seen: SeenNumbers): Promise<readonly BulkRow[]> {
    const known = await this.#core.store.hotline.getMany<StoredAction>(docs.map(idOf));
    const read = docs.map((raw, at): Read => {
      const id = idOf(raw);
      return reserved.has(id) ? this.#read(raw, known[at], session) : { wait: 'overload', id };
    });
    // Keys and signatures of all at once: of many, they are checked beside this thread.
    const few = read.length <= FEW;
    const faults = await Promise.all(
      read.map((one) => ('ask' in one ? unproved(one.ask, this.#accounts, this.#core.reference, few) : undefined)),
    );
    const judged: Judged[] = [];
    const stamped = new Map<string, StoredAction>();
    const hashes = new Map<string, Sha256>();
    for (const [at, one] of read.entries()) {
      const verdict = 'ask' in one ? judgedBy(one, faults[at], hashes) : one;
      judged.push(verdict);
      if (!('take' in verdict) || stamped.has(verdict.take._id)) continue;
      hashes.set(verdict.take._id, verdict.hash);
      stamped.set(verdict.take._id, await this.#stamp(verdict.take, verdict.hash, session, seen));
    }
    const at = this.#core.now();
    const kept = judged.flatMap((verdict, index) => {
      const code = 'keep' in verdict ? verdict.keep : 'wait' in verdict && verdict.wait === 'tooNew' ? 'tooNew' : undefined;
      if (code === undefined || !('id' in verdict)) return [];
      const body = code === 'tooNew' ? tooNewStub(docs[index]) : docs[index];
      return [{ action: verdict.id, body, person: session.person, device: session.device, at, code, reason: refusalText(code) }];
    });
    const fresh = [...stamped.values()];
    const [logged] = await Promise.all([this.#commit.add(fresh), this.keepAside(kept)]);
    // Another process wrote the id meanwhile: asked again, the desk is told by what is in the log.
    fresh.forEach((action, index) => {
      if (logged[index] === 'exists') stamped.delete(action._id);
    });
    for (const { action } of kept) this.#core.authority.settledElsewhere(action);
    return judged.map((verdict) => this.#answer(verdict, stamped));
  }

  /** What can be said of a row before its signature is checked. */
  #read(raw: unknown, known: (StoredAction & { _rev: string }) | undefined, session: Session): Read {
    const id = idOf(raw);
    if (!isPlain(raw)) return { keep: 'malformed', id };
    if (fitsCompiled(ActionStub, raw)) return known === undefined ? { keep: (raw as ActionStub).stub, id } : { again: known };
    const version = (raw as { schema?: unknown } | null)?.schema;
    if (typeof version === 'number' && version > ACTION_SCHEMA) return { wait: 'tooNew', id };
    if (!isDeskAction(raw)) return { keep: 'malformed', id };
    const bytes = canonicalBytes(raw);
    if (bytes.length > MAX_ACTION_BYTES) return { wait: 'tooLarge', id };
    // The envelope is closed: the canonical form of the whole is the one that `actionHash` covers.
    const hash = createHash('sha256').update(bytes).digest('hex') as Sha256;
    if (known !== undefined) return actionHash(known) === hash ? { again: known } : { keep: 'conflict', id };
    if (raw.device !== session.device) return { keep: 'wrongDevice', id };
    return { ask: raw, hash };
  }

  /** Into the quarantine [sync G4], with the times it would have been stamped with now: handshakes are kept for a while only. */
  async keepAside(items: readonly ToKeep[]): Promise<void> {
    const timed = items.map(async (item) =>
      isPlain(item.body) && isDeskAction(item.body) ? { ...item, times: await this.#times(item.body, item.at) } : item,
    );
    await this.quarantine.keep(await Promise.all(timed));
  }

  /**
   * Logs what was kept aside as it came then [sync G4]; whoever asks has proved it. `exists`: the log holds this id. Throws when the
   * store fails: then nothing was released.
   */
  async release(action: Action, { at, person, times }: Quarantined): Promise<Logged> {
    const beside = (await this.quarantine.all()).map(({ body }) => body as Partial<Action> | null);
    const kept = new Set(beside.flatMap((body) => (body?.replica === action.replica ? [body.n ?? 0] : [])));
    if ((await this.#core.store.hotline.get<object>(action._id)) !== undefined) return 'exists';
    await this.#chains.join(action, actionHash(action), at, kept);
    const stamp = times ?? (await this.#times(action, at));
    const carriedBy = person === action.actor || person === '' ? {} : { carriedBy: person as PersonId };
    const received = { at, counter: this.#core.nextCounter(), ...stamp, ...carriedBy };
    const [logged] = await this.#commit.add([{ ...action, received }]);
    return logged ?? 'exists';
  }

  async #times(action: Action, at: Instant): Promise<Times> {
    const shakes = await this.handshakes.of(action.replica);
    const device = await this.#accounts.device(action.device);
    const effective = effectiveTime(shakes, action.n, action.occurredAt, at, device?.enrolledAt);
    const confirmedAt = shakes.findLast((shake) => shake.lastN < action.n)?.hubTime;
    return {
      effectiveAt: effective.at,
      ...(effective.backfilled ? { backfilled: true } : {}),
      ...(confirmedAt === undefined ? {} : { confirmedAt }),
    };
  }

  async #stamp(action: Action, hash: Sha256, session: Session, seen: SeenNumbers): Promise<StoredAction> {
    const at = this.#core.now();
    const times = await this.#times(action, at);
    const seenNo = action.kind === 'register' && Object.hasOwn(seen, action._id) ? seen[action._id] : undefined;
    await this.#chains.extend(action.replica, action.n, action.prev, hash, at);
    return {
      ...action,
      received: {
        at,
        counter: this.#core.nextCounter(),
        ...times,
        ...(session.person === action.actor ? {} : { carriedBy: session.person }),
        ...(seenNo === undefined ? {} : { seenNo }),
      },
    };
  }

  #answer(verdict: Judged, stamped: ReadonlyMap<string, StoredAction>): BulkRow {
    if ('keep' in verdict) return { id: verdict.id, error: verdict.keep, reason: refusalText(verdict.keep), settled: true };
    if ('wait' in verdict) return { id: verdict.id, error: verdict.wait, reason: refusalText(verdict.wait), settled: false };
    const action = 'again' in verdict ? verdict.again : stamped.get(verdict.take._id);
    const id = 'again' in verdict ? verdict.again._id : verdict.take._id;
    if (action === undefined) return { id, error: 'overload', reason: refusalText('overload'), settled: false };
    return { ok: true, id, rev: 'again' in verdict ? verdict.again._rev : '1-', receivedAt: action.received.at, ...this.#state(id) };
  }

  /** [sync G2] */
  #state(id: string): Readonly<{ state: 'waiting' | 'accepted' | 'refused'; code?: string; reason?: string }> {
    const settlement = this.#core.feed.settlement(id);
    if (settlement === undefined) return { state: 'waiting' };
    return settlement;
  }
}
