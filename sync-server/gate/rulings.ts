/**
 * An administrator's decision of what the gate kept aside [sync G4] (docs/adr/0016). Released, it goes to the authority as it came in
 * its time, if its signature holds; dismissed, it stays kept, with the reason. The people concerned are told on their desks. Each step
 * can be repeated: the log first, then what is told, the trace in the kept document last.
 */
import type { Action, StoredAction } from '../../shared/hotline/action.ts';
import type { PersonId, Sha256 } from '../../shared/hotline/ids.ts';
import { rolesAt } from '../../shared/hotline/standing.ts';
import { actionHash, canonicalBytes, hashHex } from '../../shared/sync/canonical.ts';
import type { RulingDocument } from '../../shared/sync/ruling.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Core } from '../core.ts';
import type { Document, Stored } from '../store/database.ts';
import { writeWhole } from '../store/write-whole.ts';
import type { Gate } from './gate.ts';
import { isPlain } from './plain-row.ts';
import { DESK_ACTION, isDeskAction, unproved } from './proved-action.ts';
import { decisionOf, waitsForUpdate, type Decision, type Quarantined } from './quarantine.ts';

/** Why something can never, or not yet, be released; `alreadyReleased`: a verdict is permanent [sync A2]. */
export type RulingFault =
  'keptBroken' | 'keptStub' | 'keptWaits' | 'keptConflict' | 'keptNoKey' | 'keptUnsigned' | 'keptNobody' | 'alreadyReleased';
export type Ruled = 'done' | 'unknown' | RulingFault;

const UNPROVED = { notCertified: 'keptNoKey', badSignature: 'keptUnsigned', forbidden: 'keptNobody' } as const;

/** A stub says the hash of what it stands for; what has no canonical form has none. */
function hashOf(body: unknown): Sha256 | undefined {
  if (typeof body !== 'object' || body === null || !isPlain(body)) return undefined;
  const { stub, hash } = body as { stub?: unknown; hash?: unknown };
  return typeof stub === 'string' && typeof hash === 'string' ? (hash as Sha256) : hashHex(canonicalBytes(body));
}

function isStub(body: unknown): boolean {
  return typeof (body as { stub?: unknown } | null)?.stub === 'string';
}

export class Rulings {
  readonly #core: Core;
  readonly #accounts: Accounts;
  readonly #gate: Gate;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(core: Core, accounts: Accounts, gate: Gate) {
    this.#core = core;
    this.#accounts = accounts;
    this.#gate = gate;
  }

  /** One decision after another: released and dismissed at once it would be both. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #logged(id: string): Promise<Stored<StoredAction> | undefined> {
    return this.#core.store.hotline.get<StoredAction>(id);
  }

  /** `undefined`: it can be released now. */
  async whyNot(item: Quarantined): Promise<RulingFault | undefined> {
    if (waitsForUpdate(item)) return 'keptWaits';
    if (isStub(item.body)) return 'keptStub';
    if (!isPlain(item.body) || !isDeskAction(item.body)) return 'keptBroken';
    const known = await this.#logged(item.body._id);
    if (known !== undefined && actionHash(known) !== actionHash(item.body)) return 'keptConflict';
    const fault = await unproved(item.body, this.#accounts, this.#core.reference);
    return fault === undefined ? undefined : UNPROVED[fault];
  }

  /** Released again it is released once: an action has one body and one verdict [sync G2, A2]. */
  release(id: string, by: string, reason: string): Promise<Ruled> {
    return this.#inTurn(async () => {
      const item = await this.#gate.quarantine.get(id);
      if (item === undefined) return 'unknown';
      const fault = await this.whyNot(item);
      if (fault !== undefined) return fault;
      const action = item.body as Action;
      if ((await this.#gate.release(action, item)) === 'exists') {
        // Its desk may have sent it again meanwhile, or it was released before a crash.
        const known = await this.#logged(action._id);
        if (known === undefined || actionHash(known) !== actionHash(action)) return 'keptConflict';
      }
      await this.#settle(item, { outcome: 'released', at: this.#core.now(), by, reason });
      return 'done';
    });
  }

  dismiss(id: string, by: string, reason: string): Promise<Ruled> {
    return this.#inTurn(async () => {
      const item = await this.#gate.quarantine.get(id);
      if (item === undefined) return 'unknown';
      if (waitsForUpdate(item)) return 'keptWaits';
      const known = isPlain(item.body) && isDeskAction(item.body) ? await this.#logged(item.body._id) : undefined;
      const released = known !== undefined && actionHash(known) === actionHash(item.body as Action);
      if (released || decisionOf(item)?.outcome === 'released') return 'alreadyReleased';
      await this.#settle(item, { outcome: 'dismissed', at: this.#core.now(), by, reason });
      return 'done';
    });
  }

  async #settle(item: Stored<Quarantined>, decision: Decision): Promise<void> {
    await this.#tell(item, decision);
    await this.#gate.quarantine.decide(item, decision);
  }

  /** Who brought it, and its actor where the device is the actor's too: a name alone proves nothing. */
  async peopleOf({ body, person, device }: Quarantined): Promise<readonly PersonId[]> {
    const actor = (body as { actor?: unknown } | null)?.actor;
    const named = typeof actor === 'string' && actor !== person ? (actor as PersonId) : undefined;
    const known = named === undefined ? undefined : this.#core.reference.people.get(named);
    const unit = (await this.#accounts.device(device as never))?.unit;
    const works = rolesAt(known, this.#core.now()).some((role) => role.unit === unit);
    const here = known !== undefined && (works || (await this.#accounts.devices.keysEver(device as never, known._id)).length > 0);
    const brought = this.#core.reference.people.has(person as PersonId) ? [person as PersonId] : [];
    return here ? [...brought, known._id] : brought;
  }

  async #tell(item: Quarantined, { outcome, at, reason }: Decision): Promise<void> {
    const hash = hashOf(item.body);
    const people = await this.peopleOf(item);
    if (hash === undefined || people.length === 0 || !DESK_ACTION.test(item.action ?? '')) return;
    const { hotline } = this.#core.store;
    const _id = item._id.replace('quarantine:', 'ruling:');
    const known = await hotline.get<RulingDocument>(_id);
    if (known?.outcome === outcome) return;
    const ruling: RulingDocument = {
      _id,
      schema: 1,
      action: item.action as RulingDocument['action'],
      hash,
      people: [...people],
      outcome,
      ...(outcome === 'dismissed' ? { reason } : {}),
      receivedAt: item.at,
      at,
    };
    await writeWhole(hotline, [{ ...ruling, ...(known === undefined ? {} : { _rev: known._rev }) } as unknown as Document]);
    await this.#core.feed.catchUp();
  }
}
