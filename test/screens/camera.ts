/** Takes one picture of a screen in each window size, and reads the screen as it does: what must never be on one fails the run. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright';
import { ROOT, type ElectronDesk } from '../support/electron-desk.ts';
import { GLOSSARY } from '../../shared/hotline/glossary.ts';

export type State = 'online' | 'offline' | 'empty';
type Size = Readonly<{ name: string; width: number; height: number }>;

export const DESKTOP: readonly Size[] = [
  { name: '1366x768', width: 1366, height: 768 },
  { name: '1920x1080', width: 1920, height: 1080 },
];
/** The narrowest window the desk allows: a grid worker's, held in one hand. */
export const NARROW: readonly Size[] = [{ name: '420x800', width: 420, height: 800 }];

const FOLDER = join(ROOT, 'build', 'screenshots');

/** Ids of the software in the visible text, and stored codes of the trade that are no words. */
const RAW_ID =
  /\b(?:ticket|action|person|unit|device|category|refusal|pack):[\w-]+|\bundefined\b|\bNaN\b|\[object|\b[0-9a-f]{64}\b|\d{4}-\d{2}-\d{2}T\d{2}/u;
const CODES = Object.values(GLOSSARY).flatMap((words) => Object.keys(words));
const CAMEL = CODES.filter((code) => /[a-z][A-Z]/u.test(code));

export class Camera {
  readonly problems: string[] = [];
  taken = 0;

  async shoot({ page }: ElectronDesk, state: State, screen: string, sizes: readonly Size[] = DESKTOP): Promise<void> {
    for (const { name, width, height } of sizes) {
      await page.setViewportSize({ width, height });
      await settled(page);
      await mkdir(join(FOLDER, name), { recursive: true });
      await page.screenshot({ path: join(FOLDER, name, `${state}-${screen}.png`), animations: 'disabled' });
      this.taken += 1;
      for (const found of await wrongOn(page)) this.problems.push(`${name} ${state}-${screen}: ${found}`);
    }
    for (const found of await barriers(page)) this.problems.push(`${state}-${screen}: ${found}`);
  }

  async failure({ page }: ElectronDesk, at: number): Promise<void> {
    await mkdir(FOLDER, { recursive: true });
    await page.screenshot({ path: join(FOLDER, `failure-${at}.png`) }).catch(() => undefined);
  }
}

/** Fonts are there, pictures are drawn, and what moves has come to rest. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const finite = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(finite.map((one) => one.finished));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

async function wrongOn(page: Page): Promise<readonly string[]> {
  const { text, wide, tall, cut } = await page.evaluate(() => ({
    text: document.body.innerText,
    wide: document.documentElement.scrollWidth - window.innerWidth,
    // The desk fills its window and its parts scroll: a second bar beside theirs is a mistake. A paper has pages.
    tall: document.querySelector('.desk')?.checkVisibility() !== true ? 0 : document.documentElement.scrollHeight - window.innerHeight,
    /** Words of buttons and labels that do not fit into them. */
    cut: [...document.querySelectorAll<HTMLElement>('button, .ant-tag, label, h1, h2, th')]
      .filter((one) => one.offsetParent !== null && one.scrollWidth > one.clientWidth + 2 && getComputedStyle(one).display !== 'inline')
      .filter((one) => getComputedStyle(one).textOverflow !== 'ellipsis')
      .map((one) => `${one.className} “${one.innerText.slice(0, 30)}”`),
  }));
  const words = text.split(/[^A-Za-z]+/u);
  return [
    ...(wide > 0 ? [`the page is ${wide} px wider than the window`] : []),
    ...(tall > 0 ? [`the page is ${tall} px taller than the window`] : []),
    ...cut.map((one) => `cut off: ${one}`),
    ...(RAW_ID.exec(text)
      ?.slice(0, 1)
      .map((one) => `raw id: ${one}`) ?? []),
    ...CAMEL.filter((code) => words.includes(code)).map((code) => `stored code: ${code}`),
  ];
}

type Axe = { run: (options: unknown) => Promise<{ violations: { id: string; help: string; nodes: { target: unknown[] }[] }[] }> };

/** WCAG A and AA by axe-core, which runs past the page's policy as a tester's tool does. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: Axe };
    const { violations } = await inPage.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}×, ${JSON.stringify(nodes[0]?.target)})`);
  });
  return found;
}
