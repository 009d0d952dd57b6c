/** Start, list and search of a desk that holds its tickets already. */
import { join } from 'node:path';
import { enrol, synced } from '../support/electron-desk.ts';
import type { DeskScene } from './desk-scene.ts';
import { firstPull, formShown, openWindow, profiled, signInTimed, type BenchWindow } from './desk-window.ts';
import type { InPage } from './page/in-page.ts';
import { median, percentiles, type Percentiles } from './statistics.ts';
import { figure, table } from './table.ts';

declare const gridDeskBench: InPage;

type Office = 'small' | 'large';
export type StartSample = Readonly<{ form: number; rows: number }>;
export type ListSample = Readonly<{ lanes: readonly number[]; strokes: readonly number[] }>;

export const LOGIN = { small: 'diaodu2', large: 'diaodu3' } as const;

/** A desk with everything on it, closed again; gives its folder. */
export async function filled(scene: DeskScene, office: Office): Promise<string> {
  const window = await openWindow(join(scene.dir, `held-${office}`));
  await enrol(window, scene.code(office));
  await signInTimed(window, LOGIN[office]);
  await firstPull(window);
  await synced(window);
  await window.app.close();
  return window.userData;
}

export async function startOnce(scene: DeskScene, userData: string, office: Office, run: number): Promise<StartSample> {
  const window = await openWindow(userData);
  try {
    const form = await formShown(window);
    const rows = await profiled(window, scene.profile ? `start-${office}-${run}` : undefined, () => signInTimed(window, LOGIN[office]));
    return { form, rows };
  } finally {
    await window.app.close();
  }
}

/** Each stroke leaves another list; the last ones find a handful among all. */
const QUERIES = ['路灯', '室温长期', '污水 沈水路', '外墙瓷砖', '电梯 三好街1', '消防通道 八十岁', '青年大街20', '门禁 文化路'];

async function timed({ page }: BenchWindow, type: 'click' | 'input', act: () => Promise<void>): Promise<number[]> {
  await page.evaluate((event) => {
    gridDeskBench.arm(event);
  }, type);
  await act();
  const ms = await page.evaluate(() => gridDeskBench.armed());
  return ms === null ? [] : [ms];
}

/** Lanes are clicked and queries typed letter by letter, as a person does. */
export async function listOnce(scene: DeskScene, window: BenchWindow, run: number): Promise<ListSample> {
  const { page } = window;
  return profiled(window, scene.profile ? `list-${run}` : undefined, async () => {
    const lanes: number[] = [];
    for (const lane of ['toAssign', 'all', 'overdue', 'all', 'inReview', 'toSign'])
      lanes.push(...(await timed(window, 'click', () => page.getByTestId(`lane-${lane}`).click())));
    const strokes: number[] = [];
    const search = page.getByLabel('查找工单');
    for (let at = 0; strokes.length < scene.sizes.strokes; at += 1) {
      await search.fill('');
      await search.focus();
      for (const letter of QUERIES[at % QUERIES.length] ?? '') {
        if (letter === ' ') await page.keyboard.insertText(letter);
        else strokes.push(...(await timed(window, 'input', () => page.keyboard.insertText(letter))));
      }
    }
    return { lanes, strokes };
  });
}

export function startText(scene: DeskScene, samples: Readonly<Record<Office, readonly StartSample[]>>): string {
  const row = (office: Office): string[] => {
    const own = samples[office];
    const form = own.map((one) => one.form);
    const rows = own.map((one) => one.rows);
    return [scene.sizes[office].toLocaleString('en-US'), figure(median(form)), figure(median(rows)), figure(median(form) + median(rows))];
  };
  return [
    'Start: a new process with everything held (files in the page cache): from its start to the painted sign-in form, and from the click on 登录 (scrypt, key, replica read from IndexedDB) to the painted rows. Tags and sums are counted again behind the list.',
    '',
    table(['tickets held', 'process → form ms', 'click → rows ms', 'both ms'], [row('small'), row('large')]),
  ].join('\n');
}

export function listText(scene: DeskScene, samples: readonly ListSample[]): string {
  const row = (name: string, { p50, p95, most }: Percentiles): string[] => [name, figure(p50), figure(p95), figure(most)];
  return [
    `List and search with ${scene.sizes.large.toLocaleString('en-US')} tickets held: from the click, or the letter typed, to the last paint that changed the list.`,
    '',
    table(
      ['', 'p50 ms', 'p95 ms', 'most ms'],
      [
        row('another lane', percentiles(samples.flatMap((one) => one.lanes))),
        row('a letter in the search box', percentiles(samples.flatMap((one) => one.strokes))),
      ],
    ),
  ].join('\n');
}
