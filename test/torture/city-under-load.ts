/** A real hub in a process of its own, real desks that work on it, and the ledger of all they did: what every scene begins with. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PersonId } from '../../shared/hotline/ids.ts';
import { CITY, OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import type { LogHead } from '../../sync-server/log-proof/canonical-form.ts';
import { adminGet, adminPost, freePort, hubCommand, HubProcess } from '../support/hub-process.ts';
import { enrolNodeDesk, openPerson } from '../support/node-desk.ts';
import { nodeEvidence } from '../support/node-evidence.ts';
import { Ledger } from './ledger.ts';
import { RealDesk, worksUntil, type LoadedDesk } from './loaded-desk.ts';
import type { Post } from './moves.ts';
import { WireDeskAtWork } from './wire-desk-at-work.ts';

export type SceneOptions = Readonly<{ dir: string; desks: number; random: () => number; say: (line: string) => void }>;

/** RxDB opens no more databases of three collections in one process. */
const MOST_REAL = 4;
const FIRST_PASSWORD = 'Torture-2026-first';
const PASSWORD = 'Torture-2026-desks';
const ROLES = [
  ['operator', CITY, OFFICE_A],
  ['clerk', OFFICE_A, OFFICE_A],
  ['gridWorker', OFFICE_A, OFFICE_A],
  ['dispatcher', CITY, OFFICE_A],
  ['clerk', OFFICE_B, OFFICE_B],
  ['gridWorker', OFFICE_B, OFFICE_B],
  ['leader', OFFICE_A, OFFICE_A],
  ['operator', CITY, OFFICE_B],
] as const;

/** Whose desk is the `at`th: every role of two offices and the city, again and again. */
function postOf(at: number): Post {
  const [role, unit, street] = ROLES[at % ROLES.length] ?? ROLES[0];
  return { login: `xunlian${at + 1}`, role, unit, street };
}

export class CityUnderLoad {
  readonly dir: string;
  hub: HubProcess;
  readonly ledger = new Ledger();
  readonly desks: LoadedDesk[] = [];
  /** Heads of the access log that were kept outside the hub. */
  readonly heads: LogHead[] = [];
  readonly say: (line: string) => void;
  readonly random: () => number;
  #over = false;
  #working: Promise<unknown> | undefined;

  private constructor({ dir, random, say }: SceneOptions, hub: HubProcess) {
    this.dir = dir;
    this.hub = hub;
    this.random = random;
    this.say = say;
  }

  /** `hub`: one with other surroundings, not started yet. */
  static async open(options: SceneOptions, hub?: HubProcess): Promise<CityUnderLoad> {
    await mkdir(options.dir, { recursive: true });
    const running = hub ?? new HubProcess(join(options.dir, 'hub'), await freePort());
    const city = new CityUnderLoad(options, running);
    await hubCommand(['seed', '--data', running.dataDir, '--port', String(running.port), '--tickets', 'none'], running.env);
    await running.start();
    try {
      const posts = Array.from({ length: options.desks }, (_, at) => postOf(at));
      for (const { login, role, unit } of posts)
        await adminPost(running, '/admin/people', {
          login,
          name: login,
          roles: [{ role, unit }],
          password: FIRST_PASSWORD,
          reason: '演练',
        });
      for (const [at, post] of posts.entries()) city.desks.push(await city.#openDesk(at, post, posts));
      await city.settled();
    } catch (error) {
      await city.close();
      throw error;
    }
    return city;
  }

  async #openDesk(at: number, post: Post, posts: readonly Post[]): Promise<LoadedDesk> {
    const { code } = await adminPost<{ code: string }>(this.hub, '/admin/codes', { unit: post.unit });
    const workers = posts
      .filter(({ role, unit }) => role === 'gridWorker' && unit === post.unit)
      .map(({ login }) => `person:${login}` as PersonId);
    if (at >= MOST_REAL) {
      const parts = { at, post, workers, ledger: this.ledger, random: this.random, firstPassword: FIRST_PASSWORD, password: PASSWORD };
      return WireDeskAtWork.open(parts, this.hub.address, code);
    }
    const fetching = this.ledger.listening;
    const enrolled = await enrolNodeDesk(join(this.dir, `desk-${at}`), code, { fetch: fetching });
    const desk = {
      ...enrolled,
      platform: {
        ...enrolled.platform,
        log: () => undefined,
        evidence: ((_name, hub, device, token) =>
          nodeEvidence(hub, device, token, (document) => document, fetching)) as typeof enrolled.platform.evidence,
      },
    };
    const replica = await openPerson(desk, `person:${post.login}`, FIRST_PASSWORD, PASSWORD);
    return new RealDesk(at, post, replica, workers, this.ledger, this.random);
  }

  /** Everybody works until `rest`. */
  work(): void {
    this.#over = false;
    this.#working = Promise.all(this.desks.map((desk) => worksUntil(desk, () => this.#over, this.random)));
    // Its failure is the scene's, when it is awaited in `rest`.
    this.#working.catch(() => undefined);
  }

  async rest(): Promise<void> {
    this.#over = true;
    await this.#working;
  }

  /** Another folder behind the same address: desks notice by the store's id. */
  async startAnew(dataDir: string): Promise<HubProcess> {
    this.hub = new HubProcess(dataDir, this.hub.port);
    await this.hub.start();
    return this.hub;
  }

  /** Kept outside the hub, as an administrator does daily. */
  async keepHead(): Promise<void> {
    this.heads.push(await adminGet<LogHead>(this.hub, '/admin/access-log/head'));
  }

  /** Everything is at the hub and seen; asks at once instead of after the back-off, as a person with 立即同步 does. */
  async settled(ms = 120_000): Promise<void> {
    const asking = setInterval(() => {
      for (const desk of this.desks) desk.nudge();
    }, 2000);
    const deadline = Date.now() + ms;
    try {
      // Twice: what one sends last reaches the others after it.
      for (let calm = 0; calm < 3;) {
        const open = this.desks.filter((desk) => !desk.settled);
        calm = open.length === 0 ? calm + 1 : 0;
        if (Date.now() > deadline) throw new Error(`not settled: ${open.map(({ told }) => told).join('\n')}`);
        await delay(200);
      }
    } finally {
      clearInterval(asking);
    }
  }

  async close(): Promise<void> {
    this.#over = true;
    await this.#working?.catch(() => undefined);
    for (const desk of this.desks) await desk.close().catch(() => undefined);
    await this.hub.stop('SIGKILL');
  }
}
