/**
 * The city's clock [sync A4]: an actor with the hub's key and a chain of its own (hotline.md §2). It makes what the pure schedule
 * says is due, logs it like any action, and keeps nothing: ids derive from ticket, limit and due, so a hub that was down, or runs
 * it twice, says each thing once.
 */
import { ACTION_SCHEMA, type StoredAction } from '../../shared/hotline/action.ts';
import { clockActionId, dueActs, type ClockAct } from '../../shared/hotline/clock-schedule.ts';
import type { ActionId, DeviceId, ReplicaId, Sha256 } from '../../shared/hotline/ids.ts';
import { CLOCK } from '../../shared/hotline/oversight.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { CHAIN_START, actionHash } from '../../shared/sync/canonical.ts';
import type { Core } from '../core.ts';
import { hubSigner } from '../hub-signer.ts';
import { duplicateActs } from './duplicates.ts';
import { isRefusal, takeOutRefusals } from './old-refusals.ts';
import type { Ready } from './ready.ts';
import { Recalculation } from './recalculation.ts';

/** Its chain, apart from the import's. */
export const CLOCK_REPLICA = 'clock' as ReplicaId;
/** Tickets looked at in one go. */
const BATCH = 200;

function ready(ticket: Ticket, act: ClockAct): Ready {
  return { id: clockActionId(ticket._id, act) as ActionId, ticket: ticket._id, kind: act.kind, body: act.body, at: act.at };
}

export class CityClock {
  readonly #core: Core;
  #running: Promise<number> | undefined;
  #closed = false;

  readonly #recalculation: Recalculation;

  constructor(core: Core) {
    this.#core = core;
    this.#recalculation = new Recalculation(core);
  }

  /** Makes everything that is due now; resolves with how many acts were logged. One run at a time. */
  run(): Promise<number> {
    return (this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    }));
  }

  async #run(): Promise<number> {
    const core = this.#core;
    await core.authority.run();
    await core.feed.catchUp();
    // First: whoever is overdue only by a guess is not urged.
    let made = await this.#recalculate();
    /** What was looked at in this run, by its revision: an act may bring the next one, nothing else is asked twice. */
    const seen = new Map<string, string>();
    while (!this.#closed) {
      const due = core.feed.dueDocuments(core.now(), seen, BATCH);
      if (due.length === 0) return made;
      for (const [id, rev] of due) seen.set(id, rev);
      const ids = due.map(([id]) => id);
      await takeOutRefusals(core, ids.filter(isRefusal));
      made += await this.#log(await this.#actsOn(ids.filter((id) => !isRefusal(id))));
    }
    return made;
  }

  async #recalculate(): Promise<number> {
    let made = 0;
    try {
      while (!this.#closed) {
        const acts = await this.#recalculation.acts();
        if (acts === undefined) break;
        made += await this.#log(acts);
      }
    } catch (error) {
      this.#recalculation.again();
      throw error;
    }
    return made;
  }

  async #actsOn(ids: readonly string[]): Promise<readonly Ready[]> {
    const { store, reference, now } = this.#core;
    const at = now();
    const tickets = (await store.hotline.getMany<Ticket>(ids)).filter((one) => one !== undefined);
    const own = tickets.flatMap((ticket) =>
      dueActs(ticket, at, { pack: reference.pack(ticket.rulePack), calendar: reference.calendar }).map((act) => ready(ticket, act)),
    );
    return [...own, ...(await duplicateActs(this.#core.store, tickets))];
  }

  async #log(acts: readonly Ready[]): Promise<number> {
    const { store, feed, authority, nextCounter, now, log } = this.#core;
    const known = await store.hotline.getMany<object>(acts.map((one) => one.id));
    const fresh = acts.filter((_one, at) => known[at] === undefined);
    if (fresh.length === 0) return 0;
    const sign = await hubSigner(store.private);
    const lastId = await feed.lastOf(CLOCK_REPLICA);
    const last = lastId === undefined ? undefined : await store.hotline.get<StoredAction>(lastId);
    let n = last?.n ?? 0;
    let prev: Sha256 = last === undefined ? CHAIN_START : actionHash(last);
    const actions = fresh.map((one): StoredAction => {
      const at = now();
      n += 1;
      const action = sign({
        _id: one.id,
        schema: ACTION_SCHEMA,
        ticket: one.ticket,
        kind: one.kind,
        actor: CLOCK,
        device: 'hub' as DeviceId,
        replica: CLOCK_REPLICA,
        n,
        prev,
        occurredAt: one.at,
        body: { ...one.body },
      });
      prev = actionHash(action);
      return { ...action, received: { at, counter: nextCounter(), effectiveAt: one.at < at ? one.at : at } };
    });
    await log(actions);
    await authority.run();
    await feed.catchUp();
    return actions.length;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running?.catch(() => undefined);
  }
}
