/**
 * A real desk in a real window that is killed in the middle of a person's work [proof 7]. An entry counts as confirmed when its
 * form has closed, which the screen does only after 已保存; each must be in the timeline after the next start, and at last at the hub.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoredAction } from '../../shared/hotline/action.ts';
import { openCore } from '../../sync-server/core.ts';
import { enrol, kill, launchDesk, openTicket, saved, signIn, synced, type ElectronDesk } from '../support/electron-desk.ts';
import { freePort, hubCommand, HubProcess } from '../support/hub-process.ts';
import { seeded } from './random.ts';

export type DeskTorture = Readonly<{ dir: string; rounds: number; seed: number; say: (line: string) => void }>;
export type DeskReport = Readonly<{
  rounds: number;
  confirmed: number;
  /** Confirmed, and not in the timeline after the next start. */
  missingAtStart: readonly string[];
  /** Confirmed, and not in the hub's log at the end. */
  missingAtHub: readonly string[];
}>;

const TITLE = '楼道堆物影响通行';

async function registerOne(desk: ElectronDesk): Promise<void> {
  await desk.page.getByTestId('register').click();
  await desk.page.getByTestId('register-title').fill(TITLE);
  await desk.page.getByTestId('register-content').fill('三单元楼道堆放杂物，老人通行不便。');
  await desk.page.getByText('投诉', { exact: true }).click();
  await desk.page.getByTestId('register-save').click();
  await saved(desk, '登记');
}

/** Writes comments until the window is gone; `said` hears of each that was confirmed. */
async function write(desk: ElectronDesk, round: number, confirmed: string[], said: (count: number) => void): Promise<void> {
  // Taken now: the handle of a window that is gone answers nothing.
  const child = desk.app.process();
  for (let at = 0; ; at += 1) {
    const text = `第${round}轮第${at}条补充`;
    try {
      await desk.page.getByTestId('action-comment').click();
      const form = desk.page.getByTestId('form-comment');
      await form.locator('textarea, input').first().fill(text);
      await form.getByTestId('form-submit').click();
      await form.waitFor({ state: 'detached' }).catch(async (error: unknown) => {
        // What the form says tells why it stayed.
        const busy = await form.getByTestId('form-submit').getAttribute('class');
        throw new Error(
          `${String(error)}\n${await form.innerText()}\nbutton: ${String(busy)}; typed: ${await form.locator('textarea, input').first().inputValue()}`,
        );
      });
    } catch (error) {
      if (child.killed || desk.page.isClosed()) return;
      throw error;
    }
    confirmed.push(text);
    said(at + 1);
  }
}

export async function tortureDesk(options: DeskTorture): Promise<DeskReport> {
  const random = seeded(options.seed);
  const hub = new HubProcess(join(options.dir, 'hub'), await freePort());
  await hubCommand(['seed', '--data', hub.dataDir, '--port', String(hub.port), '--tickets', 'none']);
  await hub.start();
  const demo = JSON.parse(await readFile(join(hub.dataDir, 'demo.json'), 'utf8')) as { codes: { code: string }[]; password: string };
  const confirmed: string[] = [];
  const missingAtStart: string[] = [];
  let desk = await launchDesk(join(options.dir, 'desk'));
  try {
    await enrol(desk, demo.codes[0]?.code ?? '');
    await signIn(desk, 'diaodu1', demo.password);
    await synced(desk);
    await registerOne(desk);
    for (let round = 1; round <= options.rounds; round += 1) {
      // Every third round without a hub: nothing but this disk keeps the work.
      if (round % 3 === 0) await hub.stop();
      await openTicket(desk, TITLE);
      // In the middle of the second, third or fourth: however slow the machine, something was confirmed before.
      const enough = 2 + Math.floor(random() * 3);
      let goOn = (): void => undefined;
      const reached = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const writing = write(desk, round, confirmed, (count) => {
        if (count === enough) goOn();
      });
      await Promise.race([reached, writing]);
      await delay(random() * 600);
      await kill(desk);
      await writing;
      if (round % 3 === 0) await hub.start();
      desk = await launchDesk(desk.userData);
      await signIn(desk, 'diaodu1', demo.password);
      await openTicket(desk, TITLE);
      await desk.page.getByTestId('timeline-entry-register').waitFor();
      const shown = (await desk.page.getByTestId('timeline-entry-comment').allInnerTexts()).join('\n');
      missingAtStart.push(...confirmed.filter((text) => !shown.includes(text)));
      options.say(`round ${round}: ${confirmed.length} confirmed, ${missingAtStart.length} missing after the start`);
    }
    await synced(desk);
  } finally {
    await desk.app.close().catch(() => undefined);
    await hub.stop();
  }
  const core = await openCore({ dataDir: hub.dataDir });
  try {
    const logged = (await core.store.hotline.withPrefix<StoredAction>('action:')).map((action) => String(action.body['text']));
    return {
      rounds: options.rounds,
      confirmed: confirmed.length,
      missingAtStart,
      missingAtHub: confirmed.filter((text) => !logged.includes(text)),
    };
  } finally {
    await core.close();
  }
}
