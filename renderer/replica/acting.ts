/** From a draft to an action on the disk [sync D2]: judged by what is seen here, signed and forced by the host, shown at once. */
import type { Static } from 'typebox';
import { ACTION_SCHEMA, type Action } from '../../shared/hotline/action.ts';
import { toInstant } from '../../shared/hotline/calendar.ts';
import type { ActionId } from '../../shared/hotline/ids.ts';
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { ActionDraft, Chain, DeviceRecord, HostResult } from '../../shared/host/contract.ts';
import type { ActOutcome, Me, Replica } from './door.ts';
import type { Lookups } from './lookups.ts';
import type { Outbox } from './outbox.ts';
import type { Platform } from './platform.ts';
import { NOT_SAVED } from './said.ts';
import type { Showing } from './showing.ts';

export type ActDraft = Parameters<Replica['act']>[0];

export type ActingParts = Readonly<{
  platform: Platform;
  device: DeviceRecord;
  me: Me;
  chain: Static<typeof Chain>;
  outbox: Outbox;
  showing: Showing;
  lookups: Lookups;
  revoked: () => boolean;
  /** Something waits to be sent. */
  saved: () => void;
}>;

export class Acting {
  readonly #parts: ActingParts;
  /** One after the other: the second of two taps sees what the first has done. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ActingParts) {
    this.#parts = parts;
  }

  act(draft: ActDraft): Promise<ActOutcome> {
    const done = this.#last.then(() => this.#act(draft));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #act(draft: ActDraft): Promise<ActOutcome> {
    const { platform, me, outbox, showing } = this.#parts;
    // Its rescue is sent once [sync D4]: what is written after it would go with the wipe.
    if (this.#parts.revoked()) return { ok: false, code: 'revoked', message: refusalText('revoked') };
    let saved: HostResult<'actions.append'>;
    try {
      const prepared = await this.#prepare(draft);
      if ('message' in prepared) return prepared;
      saved = await platform.host.call('actions.append', { owner: me.id, draft: prepared });
    } catch (error) {
      platform.log(`act: ${String(error)}`);
      return { ok: false, code: 'io', message: NOT_SAVED.io };
    }
    if (!saved.ok) return { ok: false, code: saved.code, message: NOT_SAVED[saved.code] };
    try {
      await outbox.add(saved.action);
      await showing.refresh(draft.ticket);
      showing.emit();
    } catch (error) {
      // On the disk already. What fails from there on must neither hold the form nor let anybody do it a second time.
      platform.log(`shown later: ${String(error)}`);
    }
    this.#parts.saved();
    return { ok: true, action: saved.action };
  }

  /** Judged by what is seen here; the hub decides for good. A fact without effect is still a fact, and is kept (hotline.md §2). */
  async #prepare(draft: ActDraft): Promise<ActionDraft | Extract<ActOutcome, { ok: false }>> {
    const { platform, device, me, chain, outbox, showing, lookups } = this.#parts;
    const { ticket, kind, body } = draft;
    const after = outbox.lastOn(ticket);
    const prepared = {
      _id: `action:${platform.ulid()}` as ActionId,
      schema: ACTION_SCHEMA,
      ticket,
      kind,
      actor: draft.actor ?? me.id,
      device: device.device,
      ...(after === undefined ? {} : { after }),
      occurredAt: toInstant(platform.now()),
      body,
    };
    const { replica, hash: prev } = chain;
    const unsigned = { ...prepared, replica, n: 1, prev, sig: '' } as Action;
    const verdict = await showing.verdictOn(unsigned, lookups.known(ticket));
    return verdict.outcome === 'refuse' ? { ok: false, code: verdict.code, message: refusalText(verdict.code, verdict.detail) } : prepared;
  }
}
