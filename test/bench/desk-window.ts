/** A real window with the clocks inside it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchDesk, ROOT, type ElectronDesk } from '../support/electron-desk.ts';
import { PASSWORD } from './city.ts';
import type { InPage } from './page/in-page.ts';

declare const gridDeskBench: InPage;

export type BenchWindow = ElectronDesk & Readonly<{ spawnedAt: number }>;

export async function openWindow(userData: string): Promise<BenchWindow> {
  // By the debugger: the page's own policy lets no other script in.
  const script = await readFile(join(ROOT, 'build', 'test', 'in-page.js'), 'utf8');
  const spawnedAt = Date.now();
  const desk = await launchDesk(userData);
  await desk.page.evaluate(script);
  return { ...desk, spawnedAt };
}

/** Milliseconds from the process's start to the painted sign-in or enrolment form. */
export async function formShown(window: BenchWindow): Promise<number> {
  const at = await window.page.evaluate(() => gridDeskBench.shown('[data-testid=sign-in], [data-testid=enrol]'));
  return at - window.spawnedAt;
}

/** Signs in; from the click to the first painted row, where there are rows. */
export async function signInTimed({ page }: BenchWindow, login: string): Promise<number> {
  await page.getByTestId(`sign-in-person:${login}`).click();
  await page.getByTestId('password').fill(PASSWORD);
  const rows = page.evaluate(() => gridDeskBench.clickTo('[data-testid^=row-]'));
  await page.getByTestId('sign-in').click();
  return (await rows).ms;
}

export function firstPull({ page }: BenchWindow): Promise<Readonly<{ ms: number }>> {
  return page.evaluate(() => gridDeskBench.firstPull());
}

/** A sampled profile of the renderer while `work` runs, for chrome://inspect or speedscope. */
export async function profiled<T>(window: BenchWindow, name: string | undefined, work: () => Promise<T>): Promise<T> {
  if (name === undefined) return work();
  const session = await window.page.context().newCDPSession(window.page);
  await session.send('Profiler.enable');
  await session.send('Profiler.start');
  const done = await work();
  const { profile } = await session.send('Profiler.stop');
  await session.detach();
  const folder = join(tmpdir(), 'griddesk-profiles');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
  return done;
}
