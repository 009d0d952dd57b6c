/** 督办考核 on the real desk (art. 7, 15; F08, F14, F44): the supervisor compares units and opens what is behind a figure. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CITY, OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
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

test('F14 F44: the table of units, what is behind a figure, and the ticket itself; a leader sees one unit, a clerk no such screen', async () => {
  const [here, there] = [await city.dispatched(), await city.dispatched(OFFICE_B)];
  const supervisor = await city.desk(CITY, 'duban1');
  await supervisor.act(there, 'supervise', { level: '1', opinion: '请抓紧' });
  desk = await launchDesk(join(city.dir, 'desk'));
  const { page } = desk;
  await enrol(desk, await city.hub.enrolmentCode(CITY));
  await signIn(desk, 'duban1', DEMO_PASSWORD);
  await synced(desk);
  await page.getByTestId('figures').click();
  await page.getByTestId(`figure-${OFFICE_A}-tickets`).waitFor();
  expect(await page.getByTestId(`figure-${OFFICE_A}-tickets`).textContent()).toBe('1');
  await page.getByTestId(`figure-${OFFICE_B}-supervisions`).click();
  await page.getByTestId(`behind-${there}`).click();
  await page.getByTestId('ticket-page').waitFor();
  await leave(desk);
  await desk.app.close();

  desk = await launchDesk(join(city.dir, 'office'));
  await enrol(desk, await city.hub.enrolmentCode(OFFICE_A));
  await signIn(desk, 'lingdao1', DEMO_PASSWORD);
  await synced(desk);
  await desk.page.getByTestId('figures').click();
  await desk.page.getByTestId(`figure-${OFFICE_A}-tickets`).click();
  await desk.page.getByTestId(`behind-${here}`).waitFor();
  await desk.page.getByTestId('behind-back').click();
  await desk.page.getByTestId(`figure-${OFFICE_A}-tickets`).waitFor();
  expect(
    await desk.page.locator('[data-testid^="figure-"]').evaluateAll((all) => all.map((one) => one.getAttribute('data-testid'))),
  ).toEqual([`figure-${OFFICE_A}-tickets`]);
  await desk.page.keyboard.press('Escape');
  await leave(desk);
  await signIn(desk, 'diaodu1', DEMO_PASSWORD);
  await synced(desk);
  expect(await desk.page.getByTestId('figures').count()).toBe(0);
});
