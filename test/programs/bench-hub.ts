/**
 * `npm run bench:hub [-- --quick --runs N --only pull,peers,gate,authority,wake,growth,storm --cities 10000,1000000 --write --profile]`. A
 * benchmark, not a test.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveBare } from '../bench/bare-server.ts';
import { authorityOnce, authorityTable, gateOnce, gateTable, type AuthoritySample, type GateSample } from '../bench/hub-actions.ts';
import { growthOnce, growthTable, openGrowth, type GrowthSample } from '../bench/hub-growth.ts';
import { pullOnce, pullTable } from '../bench/hub-pull.ts';
import { openPeers, peersOnce, peersTable, type PeerSample } from '../bench/hub-peers.ts';
import { FULL, openScene, QUICK, type HubSizes } from '../bench/hub-scene.ts';
import { openStorm, stormOnce, stormTable, type StormSample } from '../bench/hub-storm.ts';
import { wakeAll, wakeTable, type WakeSample } from '../bench/hub-wake.ts';
import { atRest } from '../bench/process-cost.ts';
import { benchOptions, inFolder, publish, say, type BenchOptions } from '../bench/program.ts';

type Part = Readonly<{ name: string; once: (run: number) => Promise<void>; told: () => string }>;

async function measure(dir: string, options: BenchOptions): Promise<void> {
  const base = options.quick ? QUICK : FULL;
  const cities = options.cities.length > 0 ? options.cities : base.cities;
  const sizes: HubSizes = { ...base, cities, runs: options.runs ?? base.runs };
  const wanted = (name: string): boolean => options.only.length === 0 || options.only.includes(name);
  const profiles = join(tmpdir(), 'griddesk-profiles');
  // As the service runs it (deploy/).
  const nodeArgs = ['--max-semi-space-size=64', ...(options.profile ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [])];
  const parts: Part[] = [];
  const last: Part[] = [];
  const stops: (() => Promise<void>)[] = [];
  let hub: number | undefined;
  try {
    if (['pull', 'peers', 'gate', 'authority', 'wake', 'storm'].some(wanted)) {
      const scene = await openScene(dir, { sizes, storm: wanted('storm'), nodeArgs, say });
      stops.push(scene.stop);
      hub = scene.hub.pid;
      if (wanted('peers')) {
        const peer = await openPeers(dir, scene);
        stops.push(async () => void peer.stop());
        const beside: PeerSample[] = [];
        parts.push({ name: 'peers', once: async () => void beside.push(await peersOnce(scene, peer)), told: () => peersTable(beside) });
      }
      if (wanted('storm')) {
        let storm: StormSample | undefined;
        // Once, after everything else: it leaves the tickets longer than it found them.
        last.push({
          name: 'storm',
          once: async () => void (storm = await stormOnce(scene, await openStorm(scene, scene.stormSecrets))),
          told: () => (storm === undefined ? '' : stormTable(scene, storm)),
        });
      }
      const pulls: Awaited<ReturnType<typeof pullOnce>>[] = [];
      const gates: GateSample[] = [];
      const folds: AuthoritySample[] = [];
      const wakes: (readonly WakeSample[])[] = [];
      parts.push(
        { name: 'pull', once: async () => void pulls.push(await pullOnce(scene)), told: () => pullTable(scene, pulls) },
        { name: 'gate', once: async (run) => void gates.push(await gateOnce(scene, run)), told: () => gateTable(scene, gates) },
        {
          name: 'authority',
          once: async (run) => void folds.push(await authorityOnce(scene, run)),
          told: () => authorityTable(scene, folds),
        },
        { name: 'wake', once: async (run) => void wakes.push(await wakeAll(scene, run)), told: () => wakeTable(scene, wakes) },
      );
    }
    if (wanted('growth')) {
      const growth = await openGrowth(dir, sizes.cities, say);
      stops.push(growth.stop);
      const grown: GrowthSample[] = [];
      parts.push({ name: 'growth', once: async () => void grown.push(await growthOnce(growth)), told: () => growthTable(growth, grown) });
    }
    const chosen = parts.filter((part) => wanted(part.name));
    for (let run = 1; run <= sizes.runs; run += 1) {
      for (const part of chosen) {
        await atRest(hub);
        await part.once(run);
        say(`run ${run} of ${sizes.runs}: ${part.name}`);
      }
    }
    for (const part of last) {
      await atRest(hub);
      await part.once(1);
      say(part.name);
    }
    const about = `Medians of ${sizes.runs} interleaved runs; hub, bare server and load each in a process of their own on the same machine, each part begun with the hub at rest; the hub with --max-semi-space-size=64, as in deploy/.`;
    await publish(
      'bench:hub',
      about,
      [...chosen, ...last].map((part) => part.told()),
      options,
    );
  } finally {
    for (const stop of stops) await stop();
    if (options.profile) say(`profiles of the hub: ${profiles}`);
  }
}

const options = benchOptions();
if (options.role === 'bare') serveBare();
else await inFolder((dir) => measure(dir, options));
