/** First pull of a fresh desk; in the same renderer, in the same run, PouchDB and raw IndexedDB with the same documents. */
import { join } from 'node:path';
import { enrol } from '../support/electron-desk.ts';
import type { DeskScene } from './desk-scene.ts';
import { firstPull, openWindow, profiled, signInTimed, type BenchWindow } from './desk-window.ts';
import type { InPage } from './page/in-page.ts';
import { median, pairedRatio } from './statistics.ts';
import { figure, table, times } from './table.ts';

declare const gridDeskBench: InPage;

/** Documents a batch of PouchDB’s replicator: large, so that requests are few, as in the desk’s own pages. */
const POUCH_BATCH = 1000;

export type PullSample = Readonly<{ desk: number; firstRow: number; pouch: number; raw: number }>;

async function peers({ page }: BenchWindow, scene: DeskScene, run: number): Promise<{ pouch: number; raw: number }> {
  const raw = await page.evaluate(([source, name]) => gridDeskBench.rawPull(source, name), [scene.couch, `raw-${run}`] as const);
  const pouch = await page.evaluate(([source, name, batch]) => gridDeskBench.pouchPull(source, name, batch), [
    `${scene.couch}/db`,
    `pouch-${run}`,
    POUCH_BATCH,
  ] as const);
  if (raw.documents !== scene.documents || pouch.documents !== scene.documents)
    throw new Error(`${scene.documents} documents, PouchDB took ${pouch.documents}, raw IndexedDB ${raw.documents}`);
  return { pouch: pouch.ms, raw: raw.ms };
}

/** The peers go first in every other run: neither side always finds the warmer renderer. */
export async function pullRun(scene: DeskScene, run: number): Promise<PullSample> {
  const window = await openWindow(join(scene.dir, `pull-${run}`));
  try {
    await enrol(window, scene.code('small'));
    const before = run % 2 === 0 ? await peers(window, scene, run) : undefined;
    const { pulled, firstRow } = await profiled(window, scene.profile ? `pull-${run}` : undefined, async () => {
      const row = signInTimed(window, 'diaodu1');
      const done = await firstPull(window);
      return { pulled: done.ms, firstRow: await row };
    });
    return { desk: pulled, firstRow, ...(before ?? (await peers(window, scene, run))) };
  } finally {
    await window.app.close();
  }
}

export function pullText(scene: DeskScene, samples: readonly PullSample[]): string {
  const of = (pick: (one: PullSample) => number): number[] => samples.map(pick);
  const desk = of((one) => one.desk);
  const row = (name: string, ms: number[]): string[] => [
    name,
    figure(median(ms)),
    figure((scene.documents * 1000) / median(ms)),
    times(pairedRatio(ms, desk)),
  ];
  return [
    `First pull: ${scene.documents} documents, ${scene.sizes.small} of them tickets, ${figure(scene.documentBytes)} bytes each on average. The desk writes with strict durability, checks each row against its schema, hashes it, proves the sum, and draws its list meanwhile; its first row is painted ${figure(median(of((one) => one.firstRow)))} ms after the click on sign-in (key made, session opened, first page drawn). PouchDB replicates (batches of ${POUCH_BATCH}, relaxed durability, its default) from a server of ours that answers \`_changes\` and \`_bulk_get\` from memory; raw IndexedDB puts parsed pages of 500 into one store, strictly.`,
    '',
    table(
      ['', 'ms', 'documents/s', '÷ desk'],
      [
        row('the desk, from its first request to 数据齐全', desk),
        row(
          'PouchDB 9, `idb`',
          of((one) => one.pouch),
        ),
        row(
          'raw IndexedDB',
          of((one) => one.raw),
        ),
      ],
    ),
  ].join('\n');
}
