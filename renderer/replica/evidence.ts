/** Photos from the camera to the hub's confirmation [sync E1–E3]: the host keeps the bytes until then, whatever IndexedDB does. */
import { BehaviorSubject } from 'rxjs';
import type { Action } from '../../shared/hotline/action.ts';
import type { PersonId, Sha256 } from '../../shared/hotline/ids.ts';
import type { EvidenceClaim } from '../../shared/hotline/ticket-parts.ts';
import { EvidenceStatusAnswer } from '../../shared/sync/wire.ts';
import { hashHex } from '../../shared/sync/canonical.ts';
import type { Host } from '../../shared/host/contract.ts';
import type { OutboxItem } from './door.ts';
import type { EvidenceQueue, FileAbout, QueuedFile } from './evidence-queue.ts';
import type { HubClient } from './hub-client.ts';

function claims(action: Action): readonly EvidenceClaim[] {
  const { evidence } = action.body as { evidence?: readonly EvidenceClaim[] };
  return evidence ?? [];
}

/** The files that own actions name, each with its actions. */
export function filesNamedBy(items: readonly OutboxItem[]): ReadonlyMap<string, readonly OutboxItem[]> {
  const named = new Map<string, OutboxItem[]>();
  for (const item of items) for (const { hash } of claims(item.action)) named.set(hash, [...(named.get(hash) ?? []), item]);
  return named;
}

/** Asked about in one request. */
const ASKED = 50;
/** A file that the hub still lacks after a push is queued anew so often while the desk runs. */
const MOST_AGAIN = 3;

function keyOf({ actor, hash }: QueuedFile): string {
  return `${actor} ${hash}`;
}

export class Evidence {
  readonly progress = new BehaviorSubject<Readonly<{ waiting: number; confirmed: number }>>({ waiting: 0, confirmed: 0 });
  readonly #host: Host;
  readonly #owner: PersonId;
  readonly #queue: EvidenceQueue;
  readonly #confirmed = new Map<string, FileAbout>();
  readonly #again = new Map<string, number>();

  constructor(host: Host, owner: PersonId, queue: EvidenceQueue) {
    this.#host = host;
    this.#owner = owner;
    this.#queue = queue;
  }

  /** Files that an action names go into the queue; smallest first on the wire [sync D6]. */
  async enqueue(actions: readonly Action[]): Promise<void> {
    const mine = new Set((await this.#host.call('evidence.list', { owner: this.#owner })).hashes as string[]);
    const named = actions.flatMap((action) => claims(action).map((claim) => ({ action, claim })));
    const queued = new Set((await this.#queue.list()).map(keyOf));
    for (const { action, claim } of named.sort((a, b) => a.claim.size - b.claim.size)) {
      const about: FileAbout = { hash: claim.hash, ticket: action.ticket, action: action._id, actor: action.actor, device: action.device };
      if (!mine.has(claim.hash) || queued.has(keyOf(about)) || this.#confirmed.has(keyOf(about))) continue;
      const stored = await this.#host.call('evidence.get', { owner: this.#owner, hash: about.hash });
      // No room for one: the host keeps it, the others go.
      if (stored.ok) await this.#queue.put(about, stored.bytes).catch(() => undefined);
    }
    await this.#count();
  }

  async #waiting(): Promise<readonly FileAbout[]> {
    return (await this.#queue.list()).filter((file) => !this.#confirmed.has(keyOf(file)));
  }

  async #count(): Promise<void> {
    this.progress.next({ waiting: (await this.#waiting()).length, confirmed: this.#confirmed.size });
  }

  /** Pushes, asks what is confirmed, and prunes the queue; the host's copy stays while its ticket is held [sync E2]. */
  async push(hub: HubClient, stillHeld: (hash: string) => boolean): Promise<boolean> {
    for (let again = true; again;) {
      const waiting = await this.#waiting();
      if (waiting.length === 0) break;
      try {
        await this.#queue.push();
      } catch {
        return false;
      }
      again = false;
      for (let at = 0; at < waiting.length; at += ASKED) {
        const some = waiting.slice(at, at + ASKED);
        const files = some.map(({ actor, hash }) => ({ actor, hash }));
        const answer = await hub.request('POST', '/desk/evidence/status', EvidenceStatusAnswer, { files });
        if (!answer.ok) return false;
        for (const [index, file] of some.entries()) {
          if (answer.value.states[index] === 'confirmed') this.#confirmed.set(keyOf(file), file);
          else again = (await this.#sendAgain(file)) || again;
        }
      }
    }
    await this.release(stillHeld);
    await this.#count();
    return true;
  }

  /**
   * All was pushed and the hub has not got it whole: its copy was damaged, or is gone after a restore. The replicator has ticked it
   * off, so it is queued anew from the host's copy. False: it stays as it is, and is shown as not yet sent.
   */
  async #sendAgain(file: FileAbout): Promise<boolean> {
    const times = this.#again.get(keyOf(file)) ?? 0;
    if (times >= MOST_AGAIN) return false;
    this.#again.set(keyOf(file), times + 1);
    const stored = await this.#host.call('evidence.get', { owner: this.#owner, hash: file.hash });
    // A copy that went bad here cannot heal another.
    if (!stored.ok || hashHex(stored.bytes) !== file.hash) return false;
    await this.#queue.drop(file);
    await this.#queue.put(file, stored.bytes);
    return true;
  }

  /** A confirmed photo of a ticket that is no longer held leaves the device [sync D4, E3]. */
  async release(stillHeld: (hash: string) => boolean): Promise<void> {
    const waiting = new Set((await this.#waiting()).map((file) => file.hash));
    for (const file of this.#confirmed.values()) {
      if (stillHeld(file.hash)) continue;
      await this.#queue.drop(file);
      // A colleague's action may name the same bytes and not have sent them yet.
      if (!waiting.has(file.hash)) await this.#host.call('evidence.drop', { owner: this.#owner, hash: file.hash });
    }
  }

  /** The hub's store is another one [sync R1]: what is still queued here is asked about again. */
  storeChanged(): void {
    this.#confirmed.clear();
    this.#again.clear();
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
