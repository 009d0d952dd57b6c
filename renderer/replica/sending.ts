/**
 * How own actions go up [sync G5, D5]: in order, one request at a time, as many as the gate takes. Nothing but a failed transport
 * is ever retried, and what cannot be judged alone is passed by: nothing delays anything else [proof L4].
 */
import Type from 'typebox';
import { Check } from 'typebox/value';
import type { Action } from '../../shared/hotline/action.ts';
import { actionHash, canonicalBytes } from '../../shared/sync/canonical.ts';
import { BulkRow, MAX_ACTION_BYTES, MAX_BATCH_BYTES, type ActionStub } from '../../shared/sync/wire.ts';
import type { HubClient, HubFailure } from './hub-client.ts';

const BATCH = 100;
/** So many in a row that the hub does not answer for: then it is the hub, not they. */
const PASSED_BY = 3;

const BulkAnswer = Type.Array(Type.Unknown());

export type SendResult = Readonly<{ ok: true; sent: number } | { ok: false; failure: HubFailure }>;

export class Sending {
  readonly #answered: (action: Action, row: BulkRow) => Promise<void>;
  /** What the gate found too large: it goes as a stub from now on. */
  readonly #oversized = new Set<string>();
  /** Smaller after a failure, until a bad line or a bad item is no longer in the way of the others. */
  #size = BATCH;
  #running = false;

  constructor(answered: (action: Action, row: BulkRow) => Promise<void>) {
    this.#answered = answered;
  }

  async send(hub: HubClient, actions: readonly Action[], seen: Readonly<Record<string, string>> = {}): Promise<SendResult> {
    if (this.#running) return { ok: true, sent: 0 };
    this.#running = true;
    try {
      return await this.#sendAll(hub, actions, seen);
    } finally {
      this.#running = false;
    }
  }

  async #sendAll(hub: HubClient, actions: readonly Action[], seen: Readonly<Record<string, string>>): Promise<SendResult> {
    let sent = 0;
    let at = 0;
    let passed = 0;
    while (at < actions.length) {
      const docs = this.#batch(actions.slice(at, at + this.#size));
      const answer = await hub.request('POST', '/desk/_bulk_docs', BulkAnswer, { docs, ...numbersOf(docs, seen) });
      if (answer.ok) {
        for (const [index, row] of answer.value.entries()) await this.#judge(actions[at + index], row);
        at += docs.length;
        sent += docs.length;
        passed = 0;
        this.#size = Math.min(BATCH, this.#size * 2);
        continue;
      }
      this.#size = Math.max(1, Math.floor(docs.length / 2));
      if (answer.kind === 'network' || answer.kind === 'unauthorized' || answer.kind === 'revoked') return { ok: false, failure: answer };
      if (docs.length > 1) {
        if (answer.kind === 'busy') return { ok: false, failure: answer };
        continue;
      }
      const alone = actions[at]?._id ?? '';
      if (answer.kind === 'tooLarge' && !this.#oversized.has(alone)) {
        this.#oversized.add(alone);
        continue;
      }
      passed += 1;
      if (passed > PASSED_BY) return { ok: false, failure: answer };
      at += 1;
      if (at === actions.length && sent === 0) return { ok: false, failure: answer };
    }
    return { ok: true, sent };
  }

  /** As many as fit one request; an action over the gate's limit goes as a stub [sync G5]. */
  #batch(actions: readonly Action[]): readonly (Action | ActionStub)[] {
    const docs: (Action | ActionStub)[] = [];
    // The rest of the envelope, with a number for each.
    let room = MAX_BATCH_BYTES - 16 * 1024;
    for (const action of actions) {
      const bytes = canonicalBytes(action).length;
      const whole = bytes <= MAX_ACTION_BYTES && !this.#oversized.has(action._id);
      room -= Math.min(bytes, MAX_ACTION_BYTES);
      if (room < 0 && docs.length > 0) break;
      docs.push(whole ? action : stubOf(action, bytes));
    }
    return docs;
  }

  /** An answer that is none, or another's, leaves the action where it is: sent is said with the hub's own receipt only [sync D7]. */
  async #judge(action: Action | undefined, row: unknown): Promise<void> {
    if (action === undefined || !Check(BulkRow, row) || row.id !== action._id) return;
    if (!('ok' in row) && !row.settled && row.error === 'tooLarge') this.#oversized.add(action._id);
    await this.#answered(action, row);
  }
}

/** Of what was settled before a restore, the numbers it was given then [sync R2]. */
function numbersOf(
  docs: readonly Pick<Action, '_id'>[],
  seen: Readonly<Record<string, string>>,
): Readonly<{ seen?: Readonly<Record<string, string>> }> {
  const known = Object.fromEntries(docs.flatMap(({ _id }) => (seen[_id] === undefined ? [] : [[_id, seen[_id]]])));
  return Object.keys(known).length === 0 ? {} : { seen: known };
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
