/** A desk reduced to its wire: signs like a real one, speaks HTTP like a real one, and keeps nothing. For tests of the protocol. */
import type { Action } from '../../shared/hotline/action.ts';
import type { PersonId, SubjectId, UnitCode } from '../../shared/hotline/ids.ts';
import type { BulkRow, FeedPage, FeedRow } from '../../shared/sync/wire.ts';
import type { RunningHub } from '../../sync-server/hub.ts';
import { SigningDesk, signAction } from '../../sync-server/seed/signing-desk.ts';

export type Page = Omit<FeedPage, 'results'> & Readonly<{ results: readonly FeedRow[] }>;
export type Answer<T> = Readonly<{ status: number; body: T }>;

export class WireDesk {
  readonly person: PersonId;
  readonly device: string;
  readonly secret: string;
  readonly signing: SigningDesk;
  readonly #hub: RunningHub;
  #token = '';

  private constructor(hub: RunningHub, person: PersonId, device: string, secret: string) {
    this.#hub = hub;
    this.person = person;
    this.device = device;
    this.secret = secret;
    this.signing = new SigningDesk(device as never, hub.core.now);
  }

  /** Enrolled at `unit`, signed in as `login`, with a certified key. */
  static async open(hub: RunningHub, unit: string, login: string, password: string): Promise<WireDesk> {
    const enrolled = await hub.accounts.enrol(await hub.accounts.newCode(unit as UnitCode), '测试设备');
    if (enrolled === undefined) throw new Error('a fresh code was refused');
    const desk = new WireDesk(hub, `person:${login}` as PersonId, enrolled.device, enrolled.deviceSecret);
    await desk.signIn(login, password);
    return desk;
  }

  /** The session of now, for requests that a test writes itself. */
  get token(): string {
    return this.#token;
  }

  async signIn(login: string, password: string): Promise<void> {
    const publicKey = this.signing.keyOf(`person:${login}` as PersonId).point;
    const body = { device: this.device, deviceSecret: this.secret, login, password, publicKey };
    const answer = await this.call<{ token: string }>('POST', '/desk/session', body);
    if (answer.status !== 200) throw new Error(`${login} could not sign in: ${JSON.stringify(answer.body)}`);
    this.#token = answer.body.token;
  }

  /** At the first sign-in with a password that an administrator has set (F50); then signed in with the person's own. */
  async chooseOwn(login: string, given: string, own: string): Promise<void> {
    await this.signIn(login, given);
    const answer = await this.call('POST', '/desk/password', { login, password: given, newPassword: own });
    if (answer.status !== 200) throw new Error(`${login} could not choose a password: ${JSON.stringify(answer.body)}`);
    await this.signIn(login, own);
  }

  async call<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<Answer<T>> {
    const { status, text } = await this.raw(method, path, body === undefined ? undefined : JSON.stringify(body));
    return { status, body: (text.trim() === '' ? undefined : JSON.parse(text)) as T };
  }

  /** The body as it is: also what no `JSON.stringify` would write. */
  async raw(method: 'GET' | 'POST' | 'PUT', path: string, body?: string): Promise<Readonly<{ status: number; text: string }>> {
    const response = await fetch(this.#hub.address + path, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, text: await response.text() };
  }

  action(ticket: SubjectId, kind: string, body: Record<string, unknown>): Action {
    return this.signing.action(this.person, ticket, kind, body);
  }

  /** The same envelope with another content, signed by its actor all the same. */
  resigned({ sig: _sig, ...rest }: Action): Action {
    return signAction(this.signing.keyOf(rest.actor), rest);
  }

  async send(docs: readonly unknown[]): Promise<readonly BulkRow[]> {
    return (await this.call<readonly BulkRow[]>('POST', '/desk/_bulk_docs', { docs })).body;
  }

  /** Sends one action and waits until the authority has settled it and the index knows. */
  async act(ticket: SubjectId, kind: string, body: Record<string, unknown>): Promise<Action> {
    const action = this.action(ticket, kind, body);
    const [row] = await this.send([action]);
    if (row === undefined || !('ok' in row)) throw new Error(`${kind}: ${JSON.stringify(row)}`);
    await this.#hub.core.authority.run();
    await this.#hub.core.feed.catchUp();
    const settled = this.#hub.core.feed.settlement(action._id);
    if (settled?.state !== 'accepted') throw new Error(`${kind}: ${JSON.stringify(settled)}`);
    return action;
  }

  async page(since = '0', query = ''): Promise<Page> {
    return (await this.call<Page>('GET', `/desk/_changes?include_docs=true&left=true&since=${since}${query}`)).body;
  }
}
