/** One action: on the own screen, accepted, and on another desk of the office; real windows, one clock. */
import { join } from 'node:path';
import { enrol, openTicket, synced } from '../support/electron-desk.ts';
import type { DeskScene } from './desk-scene.ts';
import { firstPull, openWindow, signInTimed, type BenchWindow } from './desk-window.ts';
import type { InPage } from './page/in-page.ts';
import { percentiles, type Percentiles } from './statistics.ts';
import { figure, table } from './table.ts';

declare const gridDeskBench: InPage;

export type ActionSample = Readonly<{ own: number; accepted: number; other: number }>;

const SIGNED = '[data-testid=timeline-entry-sign]';
const ACCEPTED = `${SIGNED}[data-state=accepted]`;

async function desk(scene: DeskScene, folder: string, login: string): Promise<BenchWindow> {
  const window = await openWindow(join(scene.dir, folder));
  await enrol(window, scene.code('small'));
  await signInTimed(window, login);
  await firstPull(window);
  await synced(window);
  return window;
}

/** Titles that occur once: the same one is opened on both desks. */
function unique(titles: readonly string[]): readonly string[] {
  const count = new Map<string, number>();
  for (const title of titles) count.set(title, (count.get(title) ?? 0) + 1);
  return titles.filter((title) => count.get(title) === 1);
}

export async function actionsOnce(scene: DeskScene): Promise<readonly ActionSample[]> {
  const own = await desk(scene, 'pair-1', 'diaodu1');
  const other = await desk(scene, 'pair-2', 'diaodu2');
  const samples: ActionSample[] = [];
  try {
    for (const title of unique(scene.titles).slice(0, scene.sizes.actions)) {
      await openTicket(own, title);
      await openTicket(other, title);
      const there = other.page.evaluate((selector) => gridDeskBench.shown(selector), SIGNED);
      const [here, accepted] = [SIGNED, ACCEPTED].map((selector) =>
        own.page.evaluate((wanted) => gridDeskBench.clickTo(wanted), selector),
      ) as [ReturnType<InPage['clickTo']>, ReturnType<InPage['clickTo']>];
      await own.page.getByTestId('action-sign').click();
      const first = await here;
      samples.push({ own: first.ms, accepted: (await accepted).ms, other: (await there) - first.clickedAt });
    }
  } finally {
    await own.app.close();
    await other.app.close();
  }
  return samples;
}

export function actionsText(scene: DeskScene, samples: readonly ActionSample[]): string {
  const row = (name: string, { p50, p95, most }: Percentiles): string[] => [name, figure(p50), figure(p95), figure(most)];
  return [
    `An action (签收) on one of two desks that hold ${scene.sizes.small.toLocaleString('en-US')} tickets each, ${samples.length} times: from the click to the paint. On the own screen it is shown when it is on the disk.`,
    '',
    table(
      ['click →', 'p50 ms', 'p95 ms', 'most ms'],
      [
        row('in the own timeline, 已保存', percentiles(samples.map((one) => one.own))),
        row('已采纳 on the own screen', percentiles(samples.map((one) => one.accepted))),
        row("in another desk's timeline", percentiles(samples.map((one) => one.other))),
      ],
    ),
  ].join('\n');
}
