/** [G5] On the real desk: the hub's disk is full, and the person reads why nothing goes up, that it is safe here, and that it goes by itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub, type RunningHub } from '../../sync-server/hub.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD, seedCity } from '../../sync-server/seed/seed-city.ts';
import { enrol, launchDesk, signIn, synced, tap, type ElectronDesk, look } from '../support/electron-desk.ts';

let dir: string;
let hub: RunningHub;
let desk: ElectronDesk;
let floor = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-hub-full-'));
  hub = await startHub({ dataDir: join(dir, 'hub'), freeSpaceFloor: () => floor, onError: () => undefined });
  await seedCity(hub, { tickets: 'demo' });
  desk = await launchDesk(join(dir, 'desk'));
  await enrol(desk, await hub.enrolmentCode(OFFICE_A));
  await signIn(desk, 'diaodu1', DEMO_PASSWORD);
  await synced(desk);
});
afterAll(async () => {
  await desk.app.close();
  await hub.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

test('the reason and what happens next are in sight, in the banner and in the sync centre, until there is room again', async () => {
  const { page } = desk;
  floor = Number.MAX_SAFE_INTEGER;
  await page.getByTestId('lane-toSign').click();
  await page.locator('.row').first().click();
  await page.getByTestId('ticket-page').waitFor();
  await tap(desk, 'sign', '签收');
  const banner = page.getByTestId('hub-busy-banner');
  await banner.waitFor();
  await look(desk, 'hub-full');
  expect(await banner.innerText()).toMatch(/服务器暂不收件.*磁盘空间不足.*已保存在本机.*自动续传.*未送达 1 件/su);
  await page.getByTestId('sync-centre').click();
  await page.getByRole('dialog').getByText('服务器暂不收件的原因').waitFor();
  await look(desk, 'hub-full-centre');
  await page.keyboard.press('Escape');
  floor = 0;
  await synced(desk);
  await banner.waitFor({ state: 'detached' });
});
