/** What waits for the authority [sync A1]: in the order of receipt, each after the one its replica names, and what could not be judged. */
import type { StoredAction } from '../../shared/hotline/action.ts';
import { millis } from '../../shared/hotline/calendar.ts';
import type { Instant, SubjectId } from '../../shared/hotline/ids.ts';

/** Tickets folded in one batch of writes. */
const BATCH = 300;
/** And actions, where they are many on a few. */
const MOST_ACTIONS = 1500;
/** An action waits this long for the one it names in `after` [sync A1]. */
const AFTER_WAIT_MS = 600_000;

export type Undecided = Readonly<{ action: string; ticket: SubjectId; receivedAt: Instant; error: string }>;

export class WaitingActions {
  readonly #isSettled: (id: string) => boolean;
  readonly #now: () => Instant;
  readonly #waiting = new Map<string, StoredAction>();
  #ordered = true;
  #highest = 0;
  readonly #aside = new Map<string, { action: StoredAction; error: string }>();
  /** Settled by this process and perhaps not yet indexed; the gate's quarantine settles here too [sync G4]. */
  readonly #settledHere = new Set<string>();

  constructor(isSettled: (id: string) => boolean, now: () => Instant) {
    this.#isSettled = isSettled;
    this.#now = now;
  }

  get size(): number {
    return this.#waiting.size;
  }

  has(id: string): boolean {
    return this.#waiting.has(id);
  }

  add(actions: readonly StoredAction[]): void {
    for (const action of actions) {
      if (action.received.counter < this.#highest) this.#ordered = false;
      this.#highest = Math.max(this.#highest, action.received.counter);
      this.#waiting.set(action._id, action);
    }
  }

  /** `indexed`: the feed knows it too, so that it need not be remembered here. */
  settle(id: string, indexed: boolean): void {
    this.#waiting.delete(id);
    this.#aside.delete(id);
    if (indexed) this.#settledHere.delete(id);
    else this.#settledHere.add(id);
  }

  /** A rule or the store failed on it: it stays unsettled, in nobody's way, until it is tried again. True: not said before. */
  setAside(action: StoredAction, error: unknown): boolean {
    const said = this.#aside.get(action._id)?.error;
    this.#waiting.delete(action._id);
    this.#aside.set(action._id, { action, error: String(error) });
    return said !== String(error);
  }

  tryAgain(): void {
    this.add([...this.#aside.values()].map(({ action }) => action));
  }

  get undecided(): readonly Undecided[] {
    return [...this.#aside.values()].map(({ action, error }) => ({
      action: action._id,
      ticket: action.ticket,
      receivedAt: action.received.at,
      error,
    }));
  }

  /** What can be decided now, by ticket, each in the order of receipt. */
  next(): ReadonlyMap<SubjectId, readonly StoredAction[]> {
    const byTicket = new Map<SubjectId, StoredAction[]>();
    const taken = new Set<string>();
    this.#order();
    for (const action of this.#waiting.values()) {
      // What waits behind a full batch is looked at when its turn comes: after three days offline it is a hundred thousand.
      if (byTicket.size >= BATCH || taken.size >= MOST_ACTIONS) break;
      if (this.#isSettled(action._id)) {
        this.settle(action._id, true);
        continue;
      }
      if (!this.#mayGo(action, taken)) continue;
      taken.add(action._id);
      byTicket.set(action.ticket, [...(byTicket.get(action.ticket) ?? []), action]);
    }
    return byTicket;
  }

  /** The waiting lie in the order of receipt: a map keeps the order in which its rows were put in. */
  #order(): void {
    if (this.#ordered) return;
    const sorted = [...this.#waiting].sort(([, a], [, b]) => a.received.counter - b.received.counter);
    this.#waiting.clear();
    for (const [id, action] of sorted) this.#waiting.set(id, action);
    this.#ordered = true;
  }

  #mayGo(action: StoredAction, taken: ReadonlySet<string>): boolean {
    const { after } = action;
    if (after === undefined || taken.has(after) || this.#settledHere.has(after) || this.#isSettled(after)) return true;
    return millis(this.#now()) - millis(action.received.at) >= AFTER_WAIT_MS;
  }
}
