/** F05 On the real desk: next year's calendar from a USB stick, by the system's dialog, without a line (art. 22; docs/adr/0008). */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrol, launchDesk, leave, signIn, synced, type ElectronDesk, look } from '../support/electron-desk.ts';
import { freePort, hubCommand, HubProcess } from '../support/hub-process.ts';

const FREE = (name: string) => ({ off: true, name });
const CALENDAR = {
  year: 2027,
  title: '关于2027年部分节假日安排的通知',
  days: {
    '2027-01-01': FREE('元旦'),
    '2027-05-01': FREE('劳动节'),
    '2027-10-01': FREE('国庆节'),
    '2027-10-09': { off: false, name: '国庆节' },
  },
};

let dir: string;
let hub: HubProcess;
let desk: ElectronDesk;
let password: string;
let file: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-reference-'));
  hub = new HubProcess(join(dir, 'hub'), await freePort());
  await hubCommand(['seed', '--data', hub.dataDir, '--port', String(hub.port), '--tickets', 'none']);
  await hub.start();
  const demo = JSON.parse(await readFile(join(hub.dataDir, 'demo.json'), 'utf8')) as { codes: { code: string }[]; password: string };
  password = demo.password;
  desk = await launchDesk(join(dir, 'desk'));
  await enrol(desk, demo.codes[0]?.code ?? '');
  await signIn(desk, 'diaodu1', password);
  await synced(desk);
  await leave(desk);
  // The desk is closed while the city takes the calendar, and has no line when it opens again.
  const from = join(dir, '2027.json');
  file = join(dir, '2027年日历.json');
  await writeFile(from, JSON.stringify(CALENDAR));
  await hubCommand(['calendar', from, '--hub', hub.address]);
  await hubCommand(['export-reference', 'calendar:2027', file, '--hub', hub.address]);
  await hub.stop();
  await signIn(desk, 'diaodu1', password);
});
afterAll(async () => {
  await desk.app.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** What a person would choose in the dialog, which no test can press. */
async function onTheStick(path: string): Promise<void> {
  await desk.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
}

test('[F05] a signed calendar is shown with its issuer, taken, and works at once; a spoilt one is refused with what to do', async () => {
  const { page } = desk;
  await page.getByTestId('sync-centre').click();
  await page.getByRole('tab', { name: '规则包与日历' }).click();
  const panel = page.getByRole('tabpanel');
  await panel.getByText('2022—2026 年', { exact: false }).waitFor();
  await look(desk, 'before');
  const spoilt = join(dir, '改过的日历.json');
  await writeFile(spoilt, (await readFile(file, 'utf8')).replace('元旦', '新年'));
  await onTheStick(spoilt);
  await panel.getByRole('button', { name: '从 U 盘导入文件…' }).click();
  await panel.getByText('签名与市级公钥不符', { exact: false }).waitFor();
  await look(desk, 'refused');
  await onTheStick(file);
  await panel.getByRole('button', { name: '从 U 盘导入文件…' }).click();
  const offered = panel.getByTestId('reference-offered');
  await offered.getByText('2027 年节假日日历 第 1 版').waitFor();
  await offered.getByText('放假 3 天，调休上班 1 天').waitFor();
  expect(await panel.getByText('签名与市级公钥不符', { exact: false }).count()).toBe(0);
  await look(desk, 'offered');
  await offered.getByRole('button', { name: '启用', exact: true }).click();
  await panel.getByText('2022—2027 年', { exact: false }).waitFor();
  await panel.getByTestId('reference-files').getByText('2027 年节假日日历 第 1 版').waitFor();
  await look(desk, 'taken');
});
