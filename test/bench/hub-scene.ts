/** What every part of bench:hub works with: one hub in its own process, a bare server beside it, desks on the wire. */
import { join } from 'node:path';
import type { TicketId } from '../../shared/hotline/ids.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { freePort, HubProcess } from '../support/hub-process.ts';
import { BareServer } from './bare-server.ts';
import { BenchCity } from './city.ts';
import { LoadDesk } from './load-desk.ts';
import { SEED } from './workload.ts';

export type HubSizes = Readonly<{
  runs: number;
  /** Tickets of the office that is pulled. */
  pulled: number;
  /** Tickets that are worked on, each with `entries` of history. */
  worked: number;
  entries: number;
  /** Desks that send single actions, and how many each. */
  singles: Readonly<{ desks: number; each: number }>;
  waiters: readonly number[];
  /** Desks that come back at once, and how many actions each. */
  storm: Readonly<{ desks: number; each: number }>;
  cities: readonly number[];
}>;

export const FULL: HubSizes = {
  runs: 5,
  pulled: 20_000,
  worked: 20_000,
  entries: 10,
  singles: { desks: 64, each: 40 },
  waiters: [200, 1000, 3000],
  storm: { desks: 600, each: 300 },
  cities: [10_000, 100_000],
};
export const QUICK: HubSizes = {
  runs: 1,
  pulled: 400,
  worked: 200,
  entries: 4,
  singles: { desks: 8, each: 10 },
  waiters: [20],
  storm: { desks: 4, each: 20 },
  cities: [300, 900],
};

export type HubScene = Readonly<{
  sizes: HubSizes;
  hub: HubProcess;
  bare: BareServer;
  pullers: readonly LoadDesk[];
  workers: readonly LoadDesk[];
  worked: readonly TicketId[];
  /** Enrolment codes of the desks of the storm: taken when it is measured. */
  stormSecrets: readonly string[];
  /** Mean bytes of a ticket as the pulling desk is sent it. */
  ticketBytes: number;
  stop: () => Promise<void>;
}>;

/** Desks that pull at the same time. */
export const PULLERS = 4;

export type SceneOptions = Readonly<{ sizes: HubSizes; storm: boolean; nodeArgs: readonly string[]; say: (line: string) => void }>;

export async function openScene(dir: string, { sizes, storm, nodeArgs, say }: SceneOptions): Promise<HubScene> {
  const dataDir = join(dir, 'hub');
  say(`workload: ${sizes.pulled} tickets to pull, ${sizes.worked} to work on with ${sizes.entries} entries each`);
  const city = await BenchCity.open(dataDir);
  const pullerLogins = await city.staff(OFFICE_A, 'clerk', 'reader', PULLERS);
  const workerLogins = await city.staff(OFFICE_B, 'clerk', 'writer', sizes.singles.desks);
  if (storm) await city.staff(OFFICE_B, 'clerk', 'storm', sizes.storm.desks);
  await city.dispatch(OFFICE_A, sizes.pulled, SEED);
  const worked = (await city.dispatch(OFFICE_B, sizes.worked, SEED + 1)).map((letter) => letter.ticket);
  await city.lengthen(OFFICE_B, 'writer1', worked, sizes.entries);
  const readerSecrets = await city.secrets(OFFICE_A, PULLERS);
  const writerSecrets = await city.secrets(OFFICE_B, workerLogins.length);
  const stormSecrets = storm ? await city.secrets(OFFICE_B, sizes.storm.desks) : [];
  await city.close();
  const hub = new HubProcess(dataDir, await freePort(), nodeArgs);
  await hub.start();
  const open = (logins: readonly string[], secrets: readonly string[]): Promise<LoadDesk[]> =>
    Promise.all(logins.map((login, at) => LoadDesk.open(hub.address, secrets[at] ?? '', login)));
  const pullers = await open(pullerLogins, readerSecrets);
  const workers = await open(workerLogins, writerSecrets);
  const bare = await BareServer.start();
  return {
    sizes,
    hub,
    bare,
    pullers,
    workers,
    worked,
    stormSecrets,
    ticketBytes: await meanTicketBytes(pullers[0] as LoadDesk),
    async stop() {
      for (const desk of [...pullers, ...workers]) desk.close();
      await bare.stop();
      await hub.stop();
    },
  };
}

async function meanTicketBytes(desk: LoadDesk): Promise<number> {
  let [bytes, count] = [0, 0];
  for (const page of (await desk.pull()).pages) {
    const { results } = JSON.parse(page.toString('utf8')) as { results: readonly { id: string; doc?: unknown }[] };
    for (const row of results) {
      if (!row.id.startsWith('ticket:')) continue;
      bytes += Buffer.byteLength(JSON.stringify(row.doc));
      count += 1;
    }
  }
  return bytes / count;
}
