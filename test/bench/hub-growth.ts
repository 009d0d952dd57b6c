/** Cost against the city's size: hubs of growing cities side by side, one office of fixed size asked in each. */
import { cp, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { UnitCode } from '../../shared/hotline/ids.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { SHENYANG } from '../../sync-server/seed/shenyang.ts';
import { freePort, HubProcess } from '../support/hub-process.ts';
import { BareServer } from './bare-server.ts';
import { BenchCity } from './city.ts';
import { LoadDesk } from './load-desk.ts';
import { memoryMb } from './process-cost.ts';
import { median, pairedRatio, quantile } from './statistics.ts';
import { figure, table, times } from './table.ts';
import { SEED } from './workload.ts';

/** The asked office's own tickets: the same in every city. */
const OWN = 100;
const REQUESTS = 200;
/** Progress is told about this often, tickets. */
const TOLD = 50_000;

type Grown = Readonly<{ tickets: number; hub: HubProcess; desk: LoadDesk; since: string; bytes: number }>;
export type Growth = Readonly<{ cities: readonly Grown[]; bare: BareServer; stop: () => Promise<void> }>;
export type GrowthSample = Readonly<{ idle: readonly number[]; bare: number; start: readonly number[]; memory: readonly number[] }>;

async function folderBytes(path: string): Promise<number> {
  let sum = 0;
  for (const name of await readdir(path, { recursive: true })) {
    const info = await stat(join(path, name));
    if (info.isFile()) sum += info.blocks * 512;
  }
  return sum;
}

export async function openGrowth(dir: string, sizes: readonly number[], say: (line: string) => void): Promise<Growth> {
  const streets = SHENYANG.flatMap((district) => district.streets.map(([code]) => code as UnitCode)).filter((code) => code !== OFFICE_A);
  const cities: Grown[] = [];
  const working = join(dir, 'growing');
  let made = 0;
  for (const [at, tickets] of sizes.entries()) {
    say(`workload: a city of ${tickets} tickets`);
    const city = await BenchCity.open(working);
    if (at === 0) {
      await city.staff(OFFICE_A, 'clerk', 'reader', 1);
      await city.dispatch(OFFICE_A, OWN, SEED);
      made = OWN;
    }
    const share = 250;
    for (; made < tickets; made += share) {
      if (made % TOLD < share) say(`workload: ${made} tickets`);
      await city.register(streets[((made / share) % streets.length) | 0] as UnitCode, Math.min(share, tickets - made), SEED + made);
    }
    made = tickets;
    const [secret] = await city.secrets(OFFICE_A, 1);
    await city.close();
    const folder = join(dir, `city-${tickets}`);
    if (at < sizes.length - 1) await cp(working, folder, { recursive: true });
    else await rename(working, folder);
    const hub = new HubProcess(folder, await freePort());
    await hub.start();
    const desk = await LoadDesk.open(hub.address, secret ?? '', 'reader1');
    cities.push({ tickets, hub, desk, since: await desk.head(), bytes: await folderBytes(folder) });
  }
  const bare = await BareServer.start();
  return {
    cities,
    bare,
    async stop() {
      await bare.stop();
      for (const { hub, desk } of cities) {
        desk.close();
        await hub.stop();
      }
    },
  };
}

export async function growthOnce({ cities, bare }: Growth): Promise<GrowthSample> {
  await bare.put('idle', (await (cities[0] as Grown).desk.idle((cities[0] as Grown).since)).body);
  const idle: number[][] = cities.map(() => []);
  const limit: number[] = [];
  // Request by request in turn: what else this machine does weighs on all of them.
  for (let at = 0; at < REQUESTS; at += 1) {
    for (const [n, { desk, since }] of cities.entries()) idle[n]?.push((await desk.idle(since)).ms);
    limit.push((await bare.get('idle')).ms);
  }
  const memory: number[] = [];
  for (const { hub } of cities) memory.push((await memoryMb(hub.pid)).own);
  const start: number[] = [];
  for (const { hub } of cities) {
    await hub.stop();
    const started = performance.now();
    await hub.start();
    start.push(performance.now() - started);
  }
  return { idle: idle.map(median), bare: median(limit), start, memory };
}

export function growthTable({ cities }: Growth, samples: readonly GrowthSample[]): string {
  const first = samples.map((one) => one.idle[0] as number);
  const rows = cities.map(({ tickets, bytes }, n) => {
    const idle = samples.map((one) => one.idle[n] as number);
    return [
      tickets.toLocaleString('en-US'),
      figure(median(idle)),
      times(pairedRatio(idle, first)),
      times(
        pairedRatio(
          idle,
          samples.map((one) => one.bare),
        ),
      ),
      figure(median(samples.map((one) => one.start[n] as number))),
      figure(
        quantile(
          samples.map((one) => one.memory[n] as number),
          1,
        ),
      ),
      figure(bytes / 1e6),
    ];
  });
  return [
    `Growth: an idle request (nothing new, digests of ${OWN} tickets and the reference) of a clerk whose office has ${OWN} tickets in every city, while the city's others wait to be dispatched; start is from the process's start to its first answer.`,
    '',
    table(
      ['tickets in the city', 'idle request p50 ms', '÷ smallest city', '÷ bare server', 'hub start ms', 'own memory MB', 'disk MB'],
      rows,
    ),
  ].join('\n');
}
