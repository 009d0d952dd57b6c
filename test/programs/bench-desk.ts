/** `npm run bench:desk [-- --quick --runs N --only pull,start,list,action --write --profile]`. A benchmark, not a test. */
import { serveCouch } from '../bench/couch-peer.ts';
import { actionsOnce, actionsText } from '../bench/desk-actions.ts';
import { filled, listOnce, listText, LOGIN, startOnce, startText, type ListSample, type StartSample } from '../bench/desk-list.ts';
import { pullRun, pullText, type PullSample } from '../bench/desk-pull.ts';
import { FULL, openDeskScene, QUICK, type DeskSizes } from '../bench/desk-scene.ts';
import { openWindow, signInTimed } from '../bench/desk-window.ts';
import { benchOptions, inFolder, publish, say, type BenchOptions } from '../bench/program.ts';

async function measure(dir: string, options: BenchOptions): Promise<void> {
  const base = options.quick ? QUICK : FULL;
  const sizes: DeskSizes = { ...base, runs: options.runs ?? base.runs };
  const wanted = (name: string): boolean => options.only.length === 0 || options.only.includes(name);
  const scene = await openDeskScene(dir, sizes, options.profile, say);
  const tables: string[] = [];
  try {
    if (wanted('pull')) {
      const samples: PullSample[] = [];
      for (let run = 1; run <= sizes.runs; run += 1) {
        samples.push(await pullRun(scene, run));
        say(`run ${run} of ${sizes.runs}: pull ${JSON.stringify(samples.at(-1))}`);
      }
      tables.push(pullText(scene, samples));
    }
    const held =
      wanted('start') || wanted('list') ? { small: await filled(scene, 'small'), large: await filled(scene, 'large') } : undefined;
    if (held !== undefined && wanted('start')) {
      const samples = { small: [] as StartSample[], large: [] as StartSample[] };
      for (let run = 1; run <= sizes.runs; run += 1) {
        for (const office of ['small', 'large'] as const) samples[office].push(await startOnce(scene, held[office], office, run));
        say(`run ${run} of ${sizes.runs}: start ${JSON.stringify([samples.small.at(-1), samples.large.at(-1)])}`);
      }
      tables.push(startText(scene, samples));
    }
    if (held !== undefined && wanted('list')) {
      const window = await openWindow(held.large);
      const samples: ListSample[] = [];
      await signInTimed(window, LOGIN.large);
      for (let run = 1; run <= sizes.runs; run += 1) samples.push(await listOnce(scene, window, run));
      await window.app.close();
      tables.push(listText(scene, samples));
    }
    if (wanted('action')) tables.push(actionsText(scene, await actionsOnce(scene)));
    const about = `Medians of ${sizes.runs} interleaved runs; real windows (Electron under Xvfb where there is no display, no GPU), hub and peer in processes of their own on the same machine.`;
    await publish('bench:desk', about, tables, options);
  } finally {
    await scene.stop();
  }
}

const options = benchOptions();
if (options.role === 'couch') serveCouch();
else await inFolder((dir) => measure(dir, options));
