/** A desk as the hub sees it, over HTTP to a hub in its own process: enrolled, signed in, signing; it stores nothing. */
import { Agent } from 'node:http';
import type { Action } from '../../shared/hotline/action.ts';
import type { DeviceId, PersonId, TicketId } from '../../shared/hotline/ids.ts';
import { toInstant } from '../../shared/hotline/calendar.ts';
import { SigningDesk } from '../../sync-server/seed/signing-desk.ts';
import { PASSWORD } from './city.ts';
import { ask, asked, reachedEnd, tailField, type Answered } from './wire.ts';

const PAGE = 'include_docs=true&left=true&limit=500';

export type Pulled = Readonly<{ pages: readonly Buffer[]; bytes: number; ms: number; since: string }>;

export class LoadDesk {
  readonly person: PersonId;
  readonly signing: SigningDesk;
  readonly #address: string;
  readonly #token: string;
  /** Its own connection, as a desk has. */
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 2 });
  #since = '0';

  private constructor(address: string, login: string, signing: SigningDesk, token: string) {
    this.#address = address;
    this.person = `person:${login}` as PersonId;
    this.signing = signing;
    this.#token = token;
  }

  static async open(address: string, secret: string, login: string): Promise<LoadDesk> {
    const enrolled = parsed<{ device: DeviceId; deviceSecret: string }>(
      await asked('POST', address, '/desk/enrol', { body: JSON.stringify({ secret, name: '压测设备' }) }),
    );
    const signing = new SigningDesk(enrolled.device, () => toInstant(Date.now()));
    const body = { ...enrolled, login, password: PASSWORD, publicKey: signing.keyOf(`person:${login}` as PersonId).point };
    const { device, deviceSecret, password, publicKey } = body;
    const session = parsed<{ token: string }>(
      await asked('POST', address, '/desk/session', { body: JSON.stringify({ device, deviceSecret, login, password, publicKey }) }),
    );
    return new LoadDesk(address, login, signing, session.token);
  }

  get(path: string): Promise<Answered> {
    return asked('GET', this.#address, path, { token: this.#token, agent: this.#agent });
  }

  /** Everything from the beginning to the end of the log. */
  async pull(): Promise<Pulled> {
    const started = performance.now();
    const pages: Buffer[] = [];
    let since = '0';
    for (;;) {
      const { body } = await this.get(`/desk/_changes?${PAGE}&since=${since}`);
      pages.push(body);
      since = tailField(body, 'last_seq') ?? since;
      if (reachedEnd(body)) break;
    }
    return { pages, bytes: pages.reduce((sum, page) => sum + page.length, 0), ms: performance.now() - started, since };
  }

  /** The end of the log as it is now; from where this desk was when it was last asked. */
  async head(): Promise<string> {
    for (;;) {
      const { body } = await this.get(`/desk/_changes?left=true&limit=2000&since=${this.#since}`);
      this.#since = tailField(body, 'last_seq') ?? this.#since;
      if (reachedEnd(body)) return this.#since;
    }
  }

  idle(since: string): Promise<Answered> {
    return this.get(`/desk/_changes?${PAGE}&since=${since}`);
  }

  /** A long poll; with many at once each needs a socket of the caller's agent. */
  poll(since: string, query = '', agent = this.#agent): Promise<Answered> {
    const path = `/desk/_changes?left=true&limit=2000&feed=longpoll&since=${since}${query}`;
    return asked('GET', this.#address, path, { token: this.#token, agent });
  }

  /** Resolves when the feed has shown `count` different documents after `since`. */
  async follow(since: string, count: number): Promise<void> {
    const seen = new Set<string>();
    let from = since;
    while (seen.size < count) {
      const page = parsed<{ results: readonly { id: string }[]; last_seq: string }>(await this.poll(from));
      for (const row of page.results) seen.add(row.id);
      from = page.last_seq;
    }
  }

  comment(ticket: TicketId, text: string): Action {
    return this.signing.action(this.person, ticket, 'comment', { text });
  }

  /** The request as it goes over the wire, made before the clock runs. */
  static request(actions: readonly Action[]): string {
    return JSON.stringify({ docs: actions });
  }

  /** Answered whatever the hub says: a storm is asked to wait. */
  trySend(request: string): Promise<Answered> {
    return ask('POST', this.#address, '/desk/_bulk_docs', { token: this.#token, body: request, agent: this.#agent });
  }

  async send(request: string): Promise<Answered> {
    const answer = await asked('POST', this.#address, '/desk/_bulk_docs', { token: this.#token, body: request, agent: this.#agent });
    if (answer.body.includes('"error"')) throw new Error(`an action was not taken: ${answer.body.toString('utf8').slice(0, 300)}`);
    return answer;
  }

  close(): void {
    this.#agent.destroy();
  }
}

export function parsed<T>(answer: Answered): T {
  return JSON.parse(answer.body.toString('utf8')) as T;
}
