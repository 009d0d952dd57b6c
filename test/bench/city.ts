/** A city made ready for a benchmark: every ticket came through the gate by signed actions, as in service. */
import type { Action } from '../../shared/hotline/action.ts';
import type { DeviceId, Instant, PersonId, TicketId, UnitCode } from '../../shared/hotline/ids.ts';
import type { Role } from '../../shared/hotline/roles.ts';
import { startHub, type RunningHub } from '../../sync-server/hub.ts';
import { CITY, SINCE } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD, seedCity } from '../../sync-server/seed/seed-city.ts';
import { SigningDesk } from '../../sync-server/seed/signing-desk.ts';
import type { Document } from '../../sync-server/store/database.ts';
import { letters, type Letter } from './workload.ts';

export const PASSWORD = DEMO_PASSWORD;
/** Actions a request, as a desk sends them. */
const BATCH = 200;

export class BenchCity {
  readonly hub: RunningHub;
  readonly #city: SigningDesk;
  readonly #desks = new Map<string, SigningDesk>();

  private constructor(hub: RunningHub, city: SigningDesk) {
    this.hub = hub;
    this.#city = city;
  }

  static async open(dataDir: string): Promise<BenchCity> {
    const hub = await startHub({ dataDir });
    if (hub.core.reference.people.size === 0) await seedCity(hub, { tickets: 'none' });
    return new BenchCity(hub, await signingDesk(hub, CITY, ['zuoxi1', 'paidan1']));
  }

  /** People of a unit, all with the demonstration's password: `<stem>1` to `<stem>n`. */
  async staff(unit: UnitCode, role: Role, stem: string, count: number): Promise<readonly string[]> {
    const logins = Array.from({ length: count }, (_, at) => `${stem}${at + 1}`);
    const people = logins.map((login) => ({
      _id: `person:${login}`,
      schema: 1,
      name: `测试${login}`,
      roles: [{ role, unit, from: SINCE }],
    }));
    await this.hub.core.store.hotline.write(people as unknown as readonly Document[]);
    await this.hub.core.feed.catchUp();
    await this.hub.accounts.setAccounts(
      logins.map((login) => ({ login, person: `person:${login}` as PersonId })),
      PASSWORD,
    );
    return logins;
  }

  /** Registered and dispatched to `unit`, in one revision each. */
  async dispatch(unit: UnitCode, count: number, seed: number): Promise<readonly Letter[]> {
    const next = letters(seed, unit);
    const made = Array.from({ length: count }, next);
    await this.#take(
      this.#city,
      made.flatMap(({ ticket, registration }) => [
        () => this.#city.action('person:zuoxi1' as PersonId, ticket, 'register', registration),
        () => this.#city.action('person:paidan1' as PersonId, ticket, 'dispatch', { unit, reason: '属地办理' }),
      ]),
    );
    return made;
  }

  /** Registered in `unit`'s street and not dispatched yet: what makes a city large in half the time. */
  async register(unit: UnitCode, count: number, seed: number): Promise<void> {
    const next = letters(seed, unit);
    await this.#take(
      this.#city,
      Array.from({ length: count }, next).map(
        ({ ticket, registration }) =>
          () =>
            this.#city.action('person:zuoxi1' as PersonId, ticket, 'register', registration),
      ),
    );
  }

  /** Signed by the office and commented on until a ticket's history has `entries`. */
  async lengthen(unit: UnitCode, login: string, tickets: readonly TicketId[], entries: number): Promise<void> {
    const desk = this.#desks.get(unit) ?? (await signingDesk(this.hub, unit, [login]));
    this.#desks.set(unit, desk);
    const actor = `person:${login}` as PersonId;
    for (let entry = 3; entry <= entries; entry += 1) {
      const [kind, body] = entry === 3 ? ['sign', {}] : ['comment', { text: `第${entry}条：已电话联系，约定现场查看时间。` }];
      await this.#take(
        desk,
        tickets.map((ticket) => () => desk.action(actor, ticket, kind as string, body as Record<string, unknown>)),
      );
    }
  }

  async #take(desk: SigningDesk, actions: readonly (() => Action)[]): Promise<void> {
    for (let at = 0; at < actions.length; at += BATCH) {
      const docs = actions.slice(at, at + BATCH).map((make) => make());
      const rows = await this.hub.gate.take(docs, {
        person: (docs[0] as Action).actor,
        device: desk.device,
        expiresAt: '' as Instant,
      });
      const refused = rows.find((row) => !('ok' in row));
      if (refused !== undefined) throw new Error(`the workload was not taken: ${JSON.stringify(refused)}`);
      await this.hub.core.authority.run();
    }
  }

  /** Enrolment secrets for devices of a unit. */
  async secrets(unit: UnitCode, count: number): Promise<readonly string[]> {
    const made: string[] = [];
    for (let at = 0; at < count; at += 1) made.push(await this.hub.accounts.newCode(unit));
    return made;
  }

  async close(): Promise<void> {
    await this.hub.close();
  }
}

async function signingDesk(hub: RunningHub, unit: UnitCode, logins: readonly string[]): Promise<SigningDesk> {
  const enrolled = await hub.accounts.enrol(await hub.accounts.newCode(unit), '测试数据');
  if (enrolled === undefined) throw new Error('a fresh code was refused');
  const desk = new SigningDesk(enrolled.device as DeviceId, hub.core.now);
  for (const login of logins) {
    const person = `person:${login}` as PersonId;
    await hub.accounts.certify(enrolled.device, person, desk.keyOf(person).point);
  }
  return desk;
}
