/**
 * A city whose matters have been moved on before anybody sits down at a desk, by signed actions through the real gate, some of them
 * weeks ago: the hub's clock is the test's until `present()`. For walks that need thirty days of attempts or an expired notice.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toInstant } from '../../shared/hotline/calendar.ts';
import type { ActionId, Instant, TicketId, UnitCode } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { startHub, type RunningHub } from '../../sync-server/hub.ts';
import { OFFICE_A, PEOPLE, personId } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD, seedCity } from '../../sync-server/seed/seed-city.ts';
import { newTicketId, SigningDesk } from '../../sync-server/seed/signing-desk.ts';

const DAY_MS = 86_400_000;

export class PreparedCity {
  readonly dir: string;
  readonly hub: RunningHub;
  readonly password = DEMO_PASSWORD;
  readonly #desks = new Map<UnitCode, SigningDesk>();
  readonly #clock: { at: number | undefined };

  private constructor(dir: string, hub: RunningHub, clock: { at: number | undefined }) {
    this.dir = dir;
    this.hub = hub;
    this.#clock = clock;
  }

  /** `daysAgo`: where the clock stands at first. */
  static async open(daysAgo: number): Promise<PreparedCity> {
    const dir = await mkdtemp(join(tmpdir(), 'griddesk-prepared-'));
    const clock = { at: Date.now() - daysAgo * DAY_MS };
    const hub = await startHub({ dataDir: join(dir, 'hub'), now: () => toInstant(clock.at ?? Date.now()) });
    await seedCity(hub, { tickets: 'none' });
    return new PreparedCity(dir, hub, clock);
  }

  /** Forwards only: the hub's stamps grow. */
  ago(days: number): void {
    this.#clock.at = Date.now() - days * DAY_MS;
  }

  /** From here on the clock is everybody's. */
  present(): void {
    this.#clock.at = undefined;
  }

  async #desk(unit: UnitCode): Promise<SigningDesk> {
    const known = this.#desks.get(unit);
    if (known !== undefined) return known;
    const { accounts, core } = this.hub;
    const enrolled = await accounts.enrol(await accounts.newCode(unit), '备件');
    if (enrolled === undefined) throw new Error('a fresh code was refused');
    const desk = new SigningDesk(enrolled.device, core.now);
    for (const { login, unit: own } of PEOPLE)
      if (own === unit) await accounts.certify(enrolled.device, personId(login), desk.keyOf(personId(login)).point);
    this.#desks.set(unit, desk);
    return desk;
  }

  /** One action of a person, taken, settled and accepted; else the reason is thrown. */
  async act(login: string, ticket: TicketId, kind: string, body: Record<string, unknown>): Promise<ActionId> {
    const unit = PEOPLE.find((one) => one.login === login)?.unit;
    if (unit === undefined) throw new Error(`nobody is called ${login}`);
    const desk = await this.#desk(unit);
    const action = desk.action(personId(login), ticket, kind, body);
    const [row] = await this.hub.gate.take([action], { person: personId(login), device: desk.device, expiresAt: '' as Instant });
    if (row === undefined || !('ok' in row)) throw new Error(`${kind}: ${JSON.stringify(row)}`);
    await this.hub.core.authority.run();
    await this.hub.core.feed.catchUp();
    const settled = this.hub.core.feed.settlement(action._id);
    if (settled?.state !== 'accepted') throw new Error(`${kind}: ${JSON.stringify(settled)}`);
    return action._id;
  }

  async register(title: string, more: Record<string, unknown> = {}): Promise<TicketId> {
    const id = newTicketId();
    const body = {
      source: 'phone',
      kind: 'complaint',
      title,
      content: `${title}，请尽快处理。`,
      complainant: { kind: 'natural', name: '田女士', phone: '10012345678' },
      region: { district: '210102', street: OFFICE_A },
      ...more,
    };
    // What is left open is absent, as from a form.
    await this.act('zuoxi1', id, 'register', JSON.parse(JSON.stringify(body)) as Record<string, unknown>);
    return id;
  }

  /** Registered, sent to street A and signed there. */
  async inProgress(title: string, more: Record<string, unknown> = {}): Promise<TicketId> {
    const id = await this.register(title, more);
    await this.act('paidan1', id, 'dispatch', { unit: OFFICE_A, reason: '属地办理' });
    await this.act('diaodu1', id, 'sign', {});
    return id;
  }

  async call(id: TicketId, result: 'reached' | 'notReached' | 'refused'): Promise<void> {
    await this.act('diaodu1', id, 'contact', { channel: 'call', result });
  }

  async ticket(id: TicketId): Promise<Ticket> {
    const found = await this.hub.core.store.hotline.get<Ticket>(id);
    if (found === undefined) throw new Error(`${id} is not at the hub`);
    return found;
  }

  async close(): Promise<void> {
    await this.hub.close();
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
