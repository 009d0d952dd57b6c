/**
 * 网上评价 (art. 15; F42) into the log: an action of `system:public` with the hub's key and a chain of its own. Its id derives from the
 * matter and the answer that is rated, so that it can be given once and no more, however often it is asked.
 */
import { ACTION_SCHEMA, type StoredAction } from '../../shared/hotline/action.ts';
import { mayRate, PUBLIC, roundsPassed } from '../../shared/hotline/actions/rate.ts';
import type { ActionId, DeviceId, ReplicaId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { actionHash, CHAIN_START } from '../../shared/sync/canonical.ts';
import type { Core } from '../core.ts';
import { hubSigner } from '../hub-signer.ts';

const PUBLIC_REPLICA = 'public' as ReplicaId;

export type Rating = Readonly<{ solved: string; satisfiedResult: string; satisfiedProcess: string }>;

export class Ratings {
  readonly #core: Core;
  /** One after the other: each link of the chain follows the one before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(core: Core) {
    this.#core = core;
  }

  /** Durable when it resolves. False: nothing there may be rated now. */
  give(ticket: Ticket, rating: Rating): Promise<boolean> {
    const done = this.#last.then(() => this.#give(ticket, rating));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #give(ticket: Ticket, rating: Rating): Promise<boolean> {
    const { store, feed, now, nextCounter, log, authority } = this.#core;
    if (mayRate(ticket) !== undefined) return false;
    const id = `action:public:${ticket._id}:${roundsPassed(ticket)}` as ActionId;
    // Given and not yet folded.
    if ((await store.hotline.get(id)) !== undefined) return false;
    const sign = await hubSigner(store.private);
    const lastId = await feed.lastOf(PUBLIC_REPLICA);
    const last = lastId === undefined ? undefined : await store.hotline.get<StoredAction>(lastId);
    const at = now();
    const action = sign({
      _id: id,
      schema: ACTION_SCHEMA,
      ticket: ticket._id,
      kind: 'rate',
      actor: PUBLIC,
      device: 'hub' as DeviceId,
      replica: PUBLIC_REPLICA,
      n: (last?.n ?? 0) + 1,
      prev: last === undefined ? CHAIN_START : actionHash(last),
      occurredAt: at,
      body: { ...rating },
    });
    await log([{ ...action, received: { at, counter: nextCounter(), effectiveAt: at } }]);
    await authority.run();
    await feed.catchUp();
    return true;
  }
}
