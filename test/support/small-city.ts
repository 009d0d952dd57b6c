/** A seeded city on a real hub, in this process, with the few moves that tests of the protocol are told in. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { TicketId, UnitCode } from '../../shared/hotline/ids.ts';
import type { PersonDocument } from '../../shared/hotline/reference/documents.ts';
import type { Role } from '../../shared/hotline/roles.ts';
import type { HubOptions, RunningHub } from '../../sync-server/hub.ts';
import { CITY, OFFICE_A, SINCE } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD, seedCity } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import type { Document } from '../../sync-server/store/database.ts';
import { startHub } from './hub.ts';
import { WireDesk } from './wire-desk.ts';

/** A movable time, and a clock that acts only when it is told to. */
export type CityOptions = Pick<HubOptions, 'now' | 'clock' | 'couchdbUrl' | 'limits'> & Readonly<{ embedded?: true }>;

export class SmallCity {
  readonly dir: string;
  hub: RunningHub;
  readonly operator: WireDesk;
  readonly dispatcher: WireDesk;
  /** What the hub has told its log. */
  readonly errors: readonly unknown[];
  readonly #options: CityOptions;
  #titles = 0;
  #registeredAt = '';

  private constructor(
    dir: string,
    hub: RunningHub,
    errors: readonly unknown[],
    operator: WireDesk,
    dispatcher: WireDesk,
    options: CityOptions,
  ) {
    this.#options = options;
    this.dir = dir;
    this.errors = errors;
    this.hub = hub;
    this.operator = operator;
    this.dispatcher = dispatcher;
  }

  static async open(options: CityOptions = {}): Promise<SmallCity> {
    const dir = await mkdtemp(join(tmpdir(), 'griddesk-city-'));
    const errors: unknown[] = [];
    const hub = await startHub({ ...options, dataDir: join(dir, 'hub'), onError: (error) => errors.push(error) });
    await seedCity(hub, { tickets: 'none' });
    const operator = await WireDesk.open(hub, CITY, 'zuoxi1', DEMO_PASSWORD);
    const dispatcher = await WireDesk.open(hub, CITY, 'paidan1', DEMO_PASSWORD);
    return new SmallCity(dir, hub, errors, operator, dispatcher, options);
  }

  desk(unit: string, login: string): Promise<WireDesk> {
    return WireDesk.open(this.hub, unit, login, DEMO_PASSWORD);
  }

  /**
   * Each in a millisecond of its own: lists with the newest first have no order within one, and a fast machine is that fast. A time that
   * the test itself moves is left where it is.
   */
  async register(more: Record<string, unknown> = {}): Promise<TicketId> {
    this.#titles += 1;
    while (this.#options.now === undefined && this.hub.core.now() === this.#registeredAt) await setTimeout(1);
    this.#registeredAt = this.hub.core.now();
    const id = newTicketId();
    await this.operator.act(id, 'register', {
      source: 'phone',
      kind: 'help',
      title: `路灯不亮 ${this.#titles}`,
      content: '巷口路灯不亮',
      complainant: { kind: 'natural', name: '王女士', phone: '10000001' },
      region: { district: '210102', street: OFFICE_A },
      ...more,
    });
    return id;
  }

  /** Stops the hub and starts it on the same folder and port; desks sign in again by themselves. */
  async restart(): Promise<void> {
    await this.hub.close();
    await this.start();
  }

  /** Again on the same folder and port after `hub.close()`; on another store, when that is named. */
  async start(store: Pick<CityOptions, 'couchdbUrl'> = {}): Promise<void> {
    const port = Number(new URL(this.hub.address).port);
    this.hub = await startHub({ ...this.#options, ...store, dataDir: join(this.dir, 'hub'), port });
  }

  /** Registered and sent to an office. */
  async dispatched(unit: string = OFFICE_A, more: Record<string, unknown> = {}): Promise<TicketId> {
    const id = await this.register(more);
    await this.dispatch(id, unit);
    return id;
  }

  async dispatch(id: TicketId, unit: string): Promise<void> {
    await this.dispatcher.act(id, 'dispatch', { unit, reason: '属地办理' });
  }

  async recall(id: TicketId): Promise<void> {
    await this.dispatcher.act(id, 'recall', { reason: '派单有误' });
  }

  /** What the administration does when somebody changes their post. */
  async setRoles(login: string, roles: readonly (readonly [Role, string])[]): Promise<void> {
    const { hotline } = this.hub.core.store;
    const known = await hotline.get<PersonDocument>(`person:${login}`);
    const held = roles.map(([role, unit]) => ({ role, unit: unit as UnitCode, from: SINCE }));
    await hotline.write([{ ...known, roles: held } as unknown as Document]);
    await this.hub.core.feed.catchUp();
  }

  async close(): Promise<void> {
    await this.hub.close();
    await rm(this.dir, { recursive: true, force: true, maxRetries: 3 });
  }
}
