/** F45 移送线索共享 on the real desk (art. 16): the city's supervisor makes the file and records its receipt; a district's sees no such button. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SharesAnswer } from '../../shared/exchange/referral-share.ts';
import { CITY } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { enrol, launchDesk, leave, signIn, synced, type ElectronDesk } from '../support/electron-desk.ts';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
let desk: ElectronDesk | undefined;
beforeEach(async () => {
  city = await SmallCity.open();
});
afterEach(async () => {
  await desk?.app.close();
  desk = undefined;
  await city.close();
});

async function look(name: string): Promise<void> {
  const folder = process.env['GRIDDESK_LOOK'];
  if (folder !== undefined) await desk?.page.screenshot({ path: join(folder, `${name}.png`) });
}

test('F45: the file of a period, its number, hash and key; the receipt is recorded once and stays; a district has no part in it', async () => {
  const id = await city.dispatched();
  const supervisor = await city.desk(CITY, 'duban1');
  for (const level of ['1', '2', '3']) await supervisor.act(id, 'supervise', { level, opinion: '请抓紧办理' });
  desk = await launchDesk(join(city.dir, 'desk'));
  const { page } = desk;
  await enrol(desk, await city.hub.enrolmentCode(CITY));
  await signIn(desk, 'duban1', DEMO_PASSWORD);
  await synced(desk);
  await page.getByTestId('figures').click();
  await page.getByTestId('figures-shares').click();
  const shares = page.getByTestId('referral-shares');
  await shares.getByText('还没有生成过共享文件').waitFor();
  await shares.getByTestId('share-make').click();
  await shares.getByText('请填写接收机关').waitFor();
  await shares.getByTestId('share-receiver').fill('市纪委监委');
  await shares.getByTestId('share-make').click();
  expect(await shares.getByTestId('share-made').innerText()).toContain('第 000001 号已生成，工单 1 件');
  await shares.getByTestId('receipt-000001').click();
  await look('share-receipt');
  await page.getByTestId('receipt-by').fill('张组长');
  await page.getByTestId('receipt-no').fill('回〔2026〕3号');
  await page.getByTestId('receipt-save').click();
  expect(await shares.getByTestId('received-000001').innerText()).toMatch(/^\d{4}-\d{2}-\d{2} 张组长，回〔2026〕3号$/u);
  const { body } = await supervisor.call<SharesAnswer>('GET', '/desk/referral-shares');
  expect(body.records).toMatchObject([{ no: '000001', receiver: '市纪委监委', receipt: { receivedBy: '张组长' } }]);
  for (const told of [body.records[0]?.sha256 ?? '?', body.fingerprint]) await shares.getByText(told).waitFor();
  expect(await shares.getByTestId('receipt-000001').count()).toBe(0);
  await look('share-list');
  await shares.getByTestId('shares-back').click();
  await page.getByTestId('figures-shares').waitFor();
  await page.keyboard.press('Escape');
  await leave(desk);
  await desk.app.close();

  desk = await launchDesk(join(city.dir, 'district'));
  await enrol(desk, await city.hub.enrolmentCode('210102' as never));
  await signIn(desk, 'quduban1', DEMO_PASSWORD);
  await synced(desk);
  await desk.page.getByTestId('figures').click();
  await desk.page.getByTestId('figures-export').waitFor();
  expect(await desk.page.getByTestId('figures-shares').count()).toBe(0);
});
