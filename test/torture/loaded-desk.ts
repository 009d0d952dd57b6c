/** Who works: a desk whose person does one thing after the other, whatever becomes of the hub. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Subscription } from 'rxjs';
import type { SlimRow } from '../../renderer/replica/door.ts';
import type { LocalReplica } from '../../renderer/replica/replica.ts';
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { Audience } from '../../shared/hotline/roles.ts';
import type { Digest } from '../../shared/sync/wire.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import type { Ledger } from './ledger.ts';
import { Moves, type Move, type Post } from './moves.ts';

export interface LoadedDesk {
  readonly at: number;
  readonly post: Post;
  readonly person: PersonId;
  readonly audience: Audience;
  /** One move; false: nothing could be done just now. */
  move: () => Promise<boolean>;
  /** Everything done here is settled at the hub, files too, and what is held here was proved. */
  readonly settled: boolean;
  /** Asks at once. */
  nudge: () => void;
  /** For a message: what is still open. */
  readonly told: string;
  /** Channels in which what is held here is not what these digests say. */
  mismatches: (digests: Readonly<Record<string, Digest>>) => readonly string[];
  /** Whether the hub answers what it is asked for, now. */
  reads: () => Promise<boolean>;
  close: () => Promise<void>;
}

/** Between two moves, milliseconds. */
const PAUSE_MS = 250;

export async function worksUntil(desk: LoadedDesk, over: () => boolean, random: () => number): Promise<void> {
  while (!over()) {
    await desk.move();
    await delay(random() * 2 * PAUSE_MS);
  }
}

export const PHOTO_BYTES = 60_000;
/** With fewer matters before them people register more. */
const FEW = 8;

/** Whether to begin something new rather than to go on with one of these. */
export function begins(moves: Moves, count: number, random: () => number): boolean {
  return moves.mayRegister && (count === 0 || random() < (count < FEW ? 0.5 : 0.1));
}

/** The app's own replica and host on real files. */
export class RealDesk implements LoadedDesk {
  readonly at: number;
  readonly post: Post;
  readonly replica: LocalReplica;
  readonly #ledger: Ledger;
  readonly #random: () => number;
  readonly #moves: Moves;
  readonly #watching: Subscription;
  #rows: readonly SlimRow[] = [];

  constructor(at: number, post: Post, replica: LocalReplica, workers: readonly PersonId[], ledger: Ledger, random: () => number) {
    this.at = at;
    this.post = post;
    this.replica = replica;
    this.#ledger = ledger;
    this.#random = random;
    this.#moves = new Moves(post, workers, random);
    this.#watching = replica.rows.subscribe((rows) => {
      this.#rows = [...rows.values()];
    });
  }

  get person(): PersonId {
    return this.replica.me.id;
  }

  get audience(): Audience {
    return this.replica.me.audience;
  }

  async move(): Promise<boolean> {
    if (begins(this.#moves, this.#rows.length, this.#random)) return this.#act(newTicketId(), this.#moves.registration());
    const row = this.#rows[Math.floor(this.#random() * this.#rows.length)];
    if (row === undefined) return false;
    if (this.#random() < 0.05) await this.replica.reveal(row.id, 'phone');
    for (const move of this.#moves.on(row)) if (await this.#act(row.id, move)) return true;
    return false;
  }

  async #act(ticket: SlimRow['id'], { kind, body, photo }: Move): Promise<boolean> {
    const done = await this.replica.act({ ticket, kind, body: photo === true ? { ...body, evidence: [await this.#photo()] } : body });
    if (done.ok) this.#ledger.save(done.action, this.at);
    else if (done.code === 'io' || done.code === 'noRoom') throw new Error(`${this.post.login}: ${done.code} ${done.message}`);
    return done.ok;
  }

  async #photo(): Promise<object> {
    const bytes = new Uint8Array(randomBytes(PHOTO_BYTES));
    const added = await this.replica.addEvidence(bytes, { kind: 'process', name: '现场.jpg', type: 'image/jpeg' });
    if (!added.ok) throw new Error(`${this.post.login}: ${added.code}`);
    return added.claim;
  }

  get settled(): boolean {
    const { link, complete, unsent, sent, evidence } = this.replica.status.value;
    return link === 'online' && complete && unsent + sent + evidence.waiting === 0;
  }

  nudge(): void {
    if (this.replica.status.value.link !== 'online') this.replica.syncNow();
  }

  get told(): string {
    return `${this.post.login} ${JSON.stringify(this.replica.status.value)}`;
  }

  mismatches(digests: Readonly<Record<string, Digest>>): readonly string[] {
    return this.replica.holding.mismatches(digests);
  }

  reads(): Promise<boolean> {
    return Promise.resolve(this.replica.status.value.link === 'online');
  }

  async close(): Promise<void> {
    this.#watching.unsubscribe();
    await this.replica.close();
  }
}
