/** The desk in a browser, as `npm start` serves it where there is no display (architecture.md, "Running"). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright';
import { expect, test } from 'vitest';
import { electronDist } from '../../scripts/electron-runtime.mjs';
import { serveDemo } from '../../scripts/serve-demo.mjs';
import { offline, ROOT, signIn, synced, tap, type ElectronDesk } from '../support/electron-desk.ts';
import { freePort, hubCommand, HubProcess } from '../support/hub-process.ts';

const FIRST = '.row';

test('in a browser the same desk signs without the hub, survives a reload, and sends when the hub is back', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'griddesk-browser-'));
  const hub = new HubProcess(join(dir, 'hub'), await freePort());
  await hubCommand(['seed', '--data', hub.dataDir, '--port', String(hub.port)]);
  await hub.start();
  const screen = await serveDemo(join(ROOT, 'build', 'renderer'), join(hub.dataDir, 'demo.json'), 0);
  const app = await _electron.launch({
    executablePath: join(electronDist() ?? '', 'electron'),
    args: [join(ROOT, 'test', 'support', 'plain-browser', 'main.mjs')],
    env: { ...(process.env as Record<string, string>), PLAIN_BROWSER_DATA: join(dir, 'browser'), PLAIN_BROWSER_URL: screen.address },
    timeout: 60_000,
  });
  try {
    const page = await app.firstWindow();
    page.setDefaultTimeout(30_000);
    const desk: ElectronDesk = { app, page, userData: join(dir, 'browser') };
    await page.getByText('演示模式').waitFor();
    await page.getByText('演示：街道办公电脑（长白街道）').click();
    await page.getByTestId('enrol').click();
    const demoPassword = await page.evaluate(async () => ((await (await fetch('/demo.json')).json()) as { password: string }).password);
    await signIn(desk, 'diaodu1', demoPassword);
    await synced(desk);
    await page.getByTestId('lane-toSign').click();
    const title = (await page.locator(FIRST).first().getAttribute('data-title')) ?? '';
    await page.locator(FIRST).first().click();

    await hub.stop();
    await offline(desk);
    await tap(desk, 'sign', '签收');

    // F24 F51: printed without a line, by the browser's own dialog, and only what was recorded a moment before.
    await page.getByTestId('action-notifyEmergency').click();
    await page.getByRole('region', { name: '突发事件通报' }).getByTestId('print-notice').click();
    await page.getByTestId('paper-preview').waitFor();
    await page.evaluate(() => {
      window.print = () => {
        document.documentElement.dataset['printed'] = document.querySelector('.print-view')?.textContent ?? '';
      };
    });
    await page.getByTestId('paper-printer').click();
    await page.getByTestId('toast').getByText('已登记').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['printed'])).toContain(title);
    expect(await page.locator('.print-view').count()).toBe(0);
    expect(await page.getByTestId('paper-file').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByTestId('form-cancel').click();
    await page.reload();
    await signIn(desk, 'diaodu1', demoPassword);
    await page.getByTestId('header-unsent').getByText('未送达 1 件').waitFor();
    await page.getByLabel('查找工单').fill(title);
    await page.locator(`[data-title="${title}"]`).first().click();
    expect(await page.locator('[data-testid=timeline-entry-sign][data-state=saved]').count()).toBe(1);

    await hub.start();
    await synced(desk);
    await page.locator('[data-testid=ticket-page][data-status=inProgress]').waitFor();
  } finally {
    await app.close().catch(() => undefined);
    screen.close();
    await hub.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
});
