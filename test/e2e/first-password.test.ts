/** F50 On the real desk: a new colleague and one whose password was reset choose their own before they work, and get in with it offline. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { enrol, launchDesk, leave, offline, signIn, synced, type ElectronDesk, look } from '../support/electron-desk.ts';
import { adminPost, freePort, hubCommand, HubProcess } from '../support/hub-process.ts';

const GIVEN = '管理员给的口令1';
const OWN = '只有我知道的口令';
let dir: string;
let hub: HubProcess;
let desk: ElectronDesk;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-first-'));
  hub = new HubProcess(join(dir, 'hub'), await freePort());
  await hubCommand(['seed', '--data', hub.dataDir, '--port', String(hub.port), '--tickets', 'none']);
  await hub.start();
  const roles = [{ role: 'clerk', unit: OFFICE_A }];
  await adminPost(hub, '/admin/people', { login: 'xinshou1', name: '许新', roles, password: GIVEN, reason: '入职' });
  const { codes } = JSON.parse(await readFile(join(hub.dataDir, 'demo.json'), 'utf8')) as { codes: { code: string }[] };
  desk = await launchDesk(join(dir, 'desk'));
  await enrol(desk, codes[0]?.code ?? '');
});
afterAll(async () => {
  await desk.app.close();
  await hub.stop();
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** Where what is typed goes. */
async function focused(field: string): Promise<void> {
  await desk.page.locator(`input[data-testid=${field}]:focus`).waitFor();
}

test('the first sign-in asks for one’s own password, says what is wrong with it, and opens the desk with it, offline too', async () => {
  const { page } = desk;
  await page.getByTestId('sign-in-person:xinshou1').click();
  await page.getByTestId('password').fill(GIVEN);
  await page.getByTestId('sign-in').click();
  const form = page.getByTestId('choose-own');
  await form.getByText('许新，请设置本人密码').waitFor();
  await look(desk, 'choose-own');
  await focused('new-password');
  expect(await page.getByTestId('header-status').count()).toBe(0);
  const choose = async (next: string, again: string): Promise<void> => {
    await page.getByTestId('new-password').fill(next);
    await page.getByTestId('new-password-again').fill(again);
    await page.keyboard.press('Enter');
  };
  await choose(OWN, `${OWN}多`);
  await form.getByRole('alert').getByText('不一致').waitFor();
  await choose(GIVEN, GIVEN);
  await form.getByRole('alert').getByText('与原密码相同').waitFor();
  await look(desk, 'choose-own-same');
  await choose(OWN, OWN);
  await synced(desk);
  await leave(desk);
  await hub.stop();
  await signIn(desk, 'xinshou1', OWN);
  await offline(desk);
  await hub.start();
  await synced(desk);
});

test('a password that is reset during the work is asked for there, and replaced there', async () => {
  const { page } = desk;
  await adminPost(hub, '/admin/people/password', { login: 'xinshou1', password: '重置以后的口令9', reason: '忘记密码' });
  const dialog = page.getByRole('dialog');
  await page.getByTestId('password-again').click();
  // No hand leaves the keyboard: the cursor stands in the first field, and Enter sends.
  await focused('password-given');
  await page.keyboard.type('重置以后的口令9');
  await page.keyboard.press('Enter');
  await dialog.getByText('请设置本人密码').waitFor();
  await look(desk, 'choose-own-again');
  await focused('new-password');
  await page.keyboard.type('我又选的口令77');
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').getByText('不一致').waitFor();
  await page.getByTestId('new-password-again').fill('我又选的口令77');
  await page.keyboard.press('Enter');
  await synced(desk);
  await leave(desk);
  await signIn(desk, 'xinshou1', '我又选的口令77');
  await synced(desk);
});
