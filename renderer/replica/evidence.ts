/** Photos from the camera to the hub's confirmation [sync E1–E3]: the host keeps the bytes until then, whatever IndexedDB does. */
import Type from 'typebox';
import { BehaviorSubject } from 'rxjs';
import type { Action } from '../../shared/hotline/action.ts';
import type { PersonId, Sha256 } from '../../shared/hotline/ids.ts';
import type { EvidenceClaim } from '../../shared/hotline/ticket-parts.ts';
import type { Host } from '../../shared/host/contract.ts';
import type { OutboxItem } from './door.ts';
import type { EvidenceQueue } from './evidence-queue.ts';
import type { HubClient } from './hub-client.ts';

const Status = Type.Record(Type.String(), Type.Unknown());

function claims(action: Action): readonly EvidenceClaim[] {
  const { evidence } = action.body as { evidence?: readonly EvidenceClaim[] };
  return evidence ?? [];
}

/** The files that own actions name, each with the action. */
export function filesNamedBy(items: readonly OutboxItem[]): ReadonlyMap<string, OutboxItem> {
  return new Map(items.flatMap((item) => claims(item.action).map((claim) => [claim.hash, item] as const)));
}

export class Evidence {
  readonly progress = new BehaviorSubject<Readonly<{ waiting: number; confirmed: number }>>({ waiting: 0, confirmed: 0 });
  readonly #host: Host;
  readonly #owner: PersonId;
  readonly #queue: EvidenceQueue;
  readonly #confirmed = new Set<string>();

  constructor(host: Host, owner: PersonId, queue: EvidenceQueue) {
    this.#host = host;
    this.#owner = owner;
    this.#queue = queue;
  }

  /** Files that an action names go into the queue; smallest first on the wire [sync D6]. */
  async enqueue(actions: readonly Action[]): Promise<void> {
    const mine = new Set((await this.#host.call('evidence.list', { owner: this.#owner })).hashes as string[]);
    const named = actions.flatMap((action) => claims(action).map((claim) => ({ action, claim })));
    const queued = new Set(await this.#queue.list());
    for (const { action, claim } of named.sort((a, b) => a.claim.size - b.claim.size)) {
      if (!mine.has(claim.hash) || queued.has(claim.hash) || this.#confirmed.has(claim.hash)) continue;
      const stored = await this.#host.call('evidence.get', { owner: this.#owner, hash: claim.hash });
      if (!stored.ok) continue;
      const about = { hash: claim.hash, ticket: action.ticket, action: action._id, actor: action.actor, device: action.device };
      // No room for one: the host keeps it, the others go.
      await this.#queue.put(about, stored.bytes).catch(() => undefined);
    }
    await this.#count();
  }

  async #count(): Promise<void> {
    const waiting = (await this.#queue.list()).filter((hash) => !this.#confirmed.has(hash)).length;
    this.progress.next({ waiting, confirmed: this.#confirmed.size });
  }

  /** Pushes, asks what is confirmed, and prunes the queue; the host's copy stays while its ticket is held [sync E2]. */
  async push(hub: HubClient, stillHeld: (hash: string) => boolean): Promise<boolean> {
    const waiting = (await this.#queue.list()).filter((hash) => !this.#confirmed.has(hash));
    if (waiting.length > 0) {
      try {
        await this.#queue.push();
      } catch {
        return false;
      }
      for (let at = 0; at < waiting.length; at += 50) {
        const hashes = waiting.slice(at, at + 50);
        const answer = await hub.request('GET', `/desk/evidence/status?hashes=${hashes.join(',')}`, Status);
        if (!answer.ok) return false;
        for (const hash of hashes) if (answer.value[hash] === 'confirmed') this.#confirmed.add(hash);
      }
    }
    await this.release(stillHeld);
    await this.#count();
    return true;
  }

  /** A confirmed photo of a ticket that is no longer held leaves the device [sync D4, E3]. */
  async release(stillHeld: (hash: string) => boolean): Promise<void> {
    for (const hash of this.#confirmed) {
      if (stillHeld(hash)) continue;
      await this.#queue.drop(hash);
      await this.#host.call('evidence.drop', { owner: this.#owner, hash: hash as Sha256 });
    }
  }

  async local(hash: string): Promise<Uint8Array | undefined> {
    const stored = await this.#host.call('evidence.get', { owner: this.#owner, hash: hash as Sha256 });
    return stored.ok ? stored.bytes : undefined;
  }

  stop(): void {
    this.#queue.stop();
  }

  close(): Promise<void> {
    return this.#queue.close();
  }
}
