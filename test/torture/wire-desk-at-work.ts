/**
 * A desk reduced to its wire, at work: signs, sends until it is answered, asks until it is settled, sends again what a restored store lacks
 * [sync R1], brings its files up until they are confirmed [sync E2]. Its memory is its disk: the scenes harm the hub, not these.
 */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import Type from 'typebox';
import { HubClient, type HubAnswer, type HubFailure } from '../../renderer/replica/hub-client.ts';
import { chooseOwnPassword } from '../../renderer/replica/own-password.ts';
import type { Action } from '../../shared/hotline/action.ts';
import type { PersonId, TicketId } from '../../shared/hotline/ids.ts';
import type { Audience } from '../../shared/hotline/roles.ts';
import { toInstant } from '../../shared/hotline/calendar.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import {
  BulkRow,
  EvidenceStatusAnswer,
  FeedPage,
  HandshakeAnswer,
  SessionAnswer,
  WIRE_VERSION,
  type Digest,
} from '../../shared/sync/wire.ts';
import { SigningDesk, newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { evidenceOf } from '../support/evidence-push.ts';
import type { Ledger } from './ledger.ts';
import { begins, PHOTO_BYTES, type LoadedDesk } from './loaded-desk.ts';
import { Moves, type Post } from './moves.ts';
import { WireFollower } from './wire-follower.ts';

const Enrolled = Type.Object({ device: Type.String(), deviceSecret: Type.String() }, { additionalProperties: true });
const SignedIn = Type.Object({ token: Type.String(), audience: Type.Optional(Type.String()) }, { additionalProperties: true });
const Anything = Type.Unknown();
const Rows = Type.Array(BulkRow);
const Missing = Type.Record(Type.String(), Type.Unknown());

/** Actions a request. */
const BATCH = 50;
const RETRY_MS = 200;
export type AtWork = Readonly<{
  at: number;
  post: Post;
  workers: readonly PersonId[];
  ledger: Ledger;
  random: () => number;
  firstPassword: string;
  /** The person's own. */
  password: string;
}>;
type File = Readonly<{ name: { device: string; actor: string; hash: string }; bytes: Buffer; action: Action }>;

export class WireDeskAtWork implements LoadedDesk {
  readonly at: number;
  readonly post: Post;
  readonly person: PersonId;
  readonly follower: WireFollower;
  readonly #hub: HubClient;
  readonly #signing: SigningDesk;
  readonly #deviceSecret: string;
  readonly #password: string;
  readonly #ledger: Ledger;
  readonly #moves: Moves;
  readonly #random: () => number;
  /** Not answered `ok`, answered and not settled, settled. */
  readonly #saved = new Map<string, Action>();
  readonly #sent = new Map<string, Action>();
  readonly #done = new Map<string, Action>();
  readonly #files = new Map<string, File>();
  /** The store that all of `#done` is in. */
  #storeId: string | undefined;
  #asked = new AbortController();
  #closed = false;
  readonly #loops: readonly Promise<void>[];

  private constructor(parts: AtWork, hub: HubClient, enrolled: Readonly<{ device: string; deviceSecret: string }>) {
    this.at = parts.at;
    this.post = parts.post;
    this.person = `person:${parts.post.login}` as PersonId;
    this.#hub = hub;
    this.follower = new WireFollower(hub);
    this.#signing = new SigningDesk(enrolled.device as never, () => toInstant(Date.now()));
    this.#deviceSecret = enrolled.deviceSecret;
    this.#password = parts.password;
    this.#ledger = parts.ledger;
    this.#random = parts.random;
    this.#moves = new Moves(parts.post, parts.workers, parts.random);
    this.#loops = [this.#loop(() => this.#follow()), this.#loop(() => this.#send())];
  }

  /** `code`: of enrolment, `GD1.…`. */
  static async open(parts: AtWork, address: string, code: string): Promise<WireDeskAtWork> {
    const hub = new HubClient(parts.ledger.listening, address);
    const { secret } = JSON.parse(Buffer.from(code.slice(4), 'base64url').toString('utf8')) as { secret: string };
    const enrolled = await hub.request('POST', '/desk/enrol', Enrolled, { secret, name: '演练设备' });
    if (!enrolled.ok) throw new Error(`${parts.post.login}: ${JSON.stringify(enrolled)}`);
    const { post, firstPassword, password } = parts;
    const { device, deviceSecret } = enrolled.value;
    const session = { device, deviceSecret, login: post.login, password: firstPassword };
    const signIn = (): Promise<HubAnswer<SessionAnswer>> => hub.request('POST', '/desk/session', SessionAnswer, session);
    const chosen = await chooseOwnPassword({ hub, login: post.login, signIn }, firstPassword, password);
    if (!chosen.ok) throw new Error(`${post.login}: ${chosen.message}`);
    return new WireDeskAtWork(parts, hub, enrolled.value);
  }

  get audience(): Audience {
    return this.post.role === 'gridWorker' ? 'person' : this.post.unit === 'city' ? 'city' : 'office';
  }

  async move(): Promise<boolean> {
    const tickets = [...this.follower.bodies].filter(([id]) => id.startsWith('ticket:'));
    if (begins(this.#moves, tickets.length, this.#random)) return this.#act(newTicketId(), this.#moves.registration());
    const [id, body] = tickets[Math.floor(this.#random() * tickets.length)] ?? [];
    if (id === undefined) return false;
    const { status, region, assignment } = body as unknown as Ticket;
    const [move] = this.#moves.on({ status, street: region?.street, assignmentState: assignment?.state });
    return move === undefined ? false : this.#act(id as TicketId, move);
  }

  #act(ticket: TicketId, { kind, body, photo }: ReturnType<Moves['registration']>): boolean {
    const bytes = photo === true ? randomBytes(PHOTO_BYTES) : undefined;
    const hash = bytes === undefined ? '' : createHash('sha256').update(bytes).digest('hex');
    const claim = { hash, kind: 'process', name: '现场.jpg', type: 'image/jpeg', size: PHOTO_BYTES };
    const action = this.#signing.action(this.person, ticket, kind, bytes === undefined ? body : { ...body, evidence: [claim] });
    this.#saved.set(action._id, action);
    if (bytes !== undefined) this.#files.set(hash, { name: { device: action.device, actor: action.actor, hash }, bytes, action });
    this.#ledger.save(action, this.at);
    return true;
  }

  async #loop(once: () => Promise<HubFailure | undefined>): Promise<void> {
    while (!this.#closed) {
      const failure = await once().catch((error: unknown): HubFailure => ({ ok: false, kind: 'network', detail: String(error) }));
      if (failure === undefined) continue;
      if (failure.kind === 'unauthorized') this.#hub.token = undefined;
      this.follower.proved = false;
      await delay(failure.kind === 'busy' ? Math.min(1000, failure.retryAfterMs) : RETRY_MS);
    }
  }

  async #signIn(): Promise<HubFailure | undefined> {
    if (this.#hub.token !== undefined) return undefined;
    const body = {
      device: this.#signing.device,
      deviceSecret: this.#deviceSecret,
      login: this.post.login,
      password: this.#password,
      publicKey: this.#signing.keyOf(this.person).point,
    };
    const answer = await this.#hub.request('POST', '/desk/session', SignedIn, body);
    if (!answer.ok) return answer;
    this.#hub.token = answer.value.token;
    const { n, hash } = this.#signing.head;
    const shake = { deviceTime: toInstant(Date.now()), replica: this.#signing.replica, lastN: n, lastHash: hash, wire: WIRE_VERSION };
    const shaken = await this.#hub.request('POST', '/desk/handshake', HandshakeAnswer, { ...shake, repairs: 0, aside: 0 });
    return shaken.ok ? undefined : shaken;
  }

  async #follow(): Promise<HubFailure | undefined> {
    if (this.#hub.token === undefined) return (await this.#signIn()) ?? undefined;
    this.#asked = new AbortController();
    return this.follower.follow(this.#asked.signal);
  }

  async #send(): Promise<HubFailure | undefined> {
    if (this.#hub.token === undefined) {
      await delay(50);
      return undefined;
    }
    const failure = (await this.#resend()) ?? (await this.#sendActions());
    return failure ?? this.#sendFile();
  }

  /** [sync R1] */
  async #resend(): Promise<HubFailure | undefined> {
    const { storeId } = this.follower;
    if (storeId === undefined || storeId === this.#storeId) return undefined;
    if (this.#storeId !== undefined) {
      const ids = [...this.#done.keys(), ...this.#sent.keys()];
      const answer = await this.#hub.request('POST', '/desk/_revs_diff', Missing, Object.fromEntries(ids.map((id) => [id, ['1']])));
      if (!answer.ok) return answer;
      for (const id of Object.keys(answer.value)) {
        const action = this.#done.get(id) ?? this.#sent.get(id);
        this.#done.delete(id);
        this.#sent.delete(id);
        if (action !== undefined) this.#saved.set(id, action);
      }
      for (const { name, action, bytes } of this.#everyFile) this.#files.set(name.hash, { name, action, bytes });
    }
    this.#storeId = storeId;
    return undefined;
  }

  async #sendActions(): Promise<HubFailure | undefined> {
    const docs = [...this.#saved.values(), ...this.#sent.values()].sort((a, b) => a.n - b.n).slice(0, BATCH);
    await delay(docs.length === 0 || this.#saved.size === 0 ? RETRY_MS : 20);
    if (docs.length === 0) return undefined;
    const answer = await this.#hub.request('POST', '/desk/_bulk_docs', Rows, { docs });
    if (!answer.ok) return answer;
    for (const row of answer.value) {
      const action = this.#saved.get(row.id) ?? this.#sent.get(row.id);
      if (action === undefined) continue;
      const settled = 'ok' in row ? row.state !== 'waiting' : row.settled;
      if (!('ok' in row) && !settled) continue;
      this.#saved.delete(row.id);
      this.#sent.delete(row.id);
      (settled ? this.#done : this.#sent).set(row.id, action);
    }
    return undefined;
  }

  readonly #everyFile: File[] = [];

  /** One a turn, after its action: chunks, then the closing document, then the question. */
  async #sendFile(): Promise<HubFailure | undefined> {
    const [hash, file] = [...this.#files].find(([, { action }]) => !this.#saved.has(action._id)) ?? [];
    if (hash === undefined || file === undefined) return undefined;
    const { chunk, file: closing } = evidenceOf(() => file.bytes);
    for (const document of [chunk(file.name as never, 0), closing(file.name as never, file.action.ticket, file.action._id)]) {
      const pushed = await this.#hub.request('POST', '/desk/evidence/_bulk_docs', Anything, { docs: [document], new_edits: false });
      if (!pushed.ok) return pushed;
    }
    const asked = await this.#hub.request('POST', '/desk/evidence/status', EvidenceStatusAnswer, {
      files: [{ actor: file.name.actor, hash }],
    });
    if (!asked.ok) return asked;
    if (asked.value.states[0] !== 'confirmed') return undefined;
    this.#files.delete(hash);
    if (!this.#everyFile.includes(file)) this.#everyFile.push(file);
    return undefined;
  }

  get settled(): boolean {
    return this.follower.proved && this.#storeId === this.follower.storeId && this.#saved.size + this.#sent.size + this.#files.size === 0;
  }

  /** It never waits long. */
  nudge(): void {
    if (!this.follower.proved) this.#asked.abort();
  }

  get told(): string {
    const { proved, repairs } = this.follower;
    const counts = { saved: this.#saved.size, sent: this.#sent.size, files: this.#files.size };
    return `${this.post.login} ${JSON.stringify({ proved, repairs, signedIn: this.#hub.token !== undefined, ...counts })}`;
  }

  mismatches(digests: Readonly<Record<string, Digest>>): readonly string[] {
    return this.follower.held.mismatches(digests);
  }

  async reads(): Promise<boolean> {
    return (await this.#hub.request('GET', '/desk/_changes?include_docs=true&limit=20&since=0', FeedPage)).ok;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#asked.abort();
    this.#hub.close();
    await Promise.all(this.#loops);
  }
}
