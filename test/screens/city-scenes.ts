/** The city's screens: dispatching, returns, escalations, audit, callback, look-up; a first sync that is under way. */
import type { ElectronDesk } from '../support/electron-desk.ts';
import { offline, openTicket, signIn, synced } from '../support/electron-desk.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import type { Camera } from './camera.ts';
import type { PhotoCity } from './city.ts';
import { as, back, closeForm, closePanel, firstOf, form, online, panel } from './steps.ts';

/** A slow line: the first sync is seen at work, not imagined. */
async function firstSync(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  const line = await desk.page.context().newCDPSession(desk.page);
  await line.send('Network.enable');
  const speed = { offline: false, latency: 1500, downloadThroughput: 400_000, uploadThroughput: 400_000 };
  await line.send('Network.emulateNetworkConditions', speed);
  await signIn(desk, 'paidan1', city.password);
  await desk.page.locator('[data-testid=header-status][data-complete=false][data-link=online]').waitFor();
  await camera.shoot(desk, 'online', 'first-sync');
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await line.detach();
  await desk.page.locator('[data-testid=header-status][data-complete=true]').waitFor({ timeout: 120_000 });
  await synced(desk);
}

async function dispatching(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  const { page } = desk;
  await camera.shoot(desk, 'online', 'dispatcher-inbox');
  await page.getByTestId('filters').click();
  await page.getByTestId('filter-panel').waitFor();
  await camera.shoot(desk, 'online', 'dispatcher-filters');
  await page.getByTestId('filters').click();
  await page.getByLabel('查找工单').fill('路灯');
  await page.locator('.row').first().waitFor();
  await camera.shoot(desk, 'online', 'dispatcher-search');
  await openTicket(desk, city.longest);
  await camera.shoot(desk, 'online', 'dispatcher-ticket-longest');
  await form(desk, 'dispatch');
  await camera.shoot(desk, 'online', 'dispatcher-form-dispatch');
  await page.getByTestId('form-submit').click();
  await page.getByTestId('form-problem').waitFor();
  await camera.shoot(desk, 'online', 'dispatcher-form-dispatch-missing');
  const unit = page.locator('#field-unit');
  await unit.click();
  await unit.fill('长白');
  await page.locator('.ant-select-item-option').first().waitFor();
  await camera.shoot(desk, 'online', 'dispatcher-form-dispatch-unit');
  await unit.fill(OFFICE_A);
  await page.keyboard.press('Enter');
  const street = page.locator('#field-region');
  await street.click();
  await street.fill('长白');
  await page.keyboard.press('Enter');
  await page.getByTestId('form-dispatch').getByText('投诉', { exact: true }).click();
  await page.locator('#field-reason').fill('属地办理');
  await page.getByTestId('form-submit').click();
  await page.getByTestId('toast').first().waitFor();
  await page.locator('[data-testid=ticket-page][data-status=dispatched]').waitFor();
  await camera.shoot(desk, 'online', 'dispatcher-ticket-dispatched');
}

/** What an office's leader has signed waits for the city. */
async function returns(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  await online(city, desk, 'paidan1');
  await firstOf(desk, 'returns');
  await camera.shoot(desk, 'online', 'dispatcher-return');
  await form(desk, 'decideProposal');
  await camera.shoot(desk, 'online', 'dispatcher-form-decide-return');
  await closeForm(desk);
}

async function lookingUp(camera: Camera, desk: ElectronDesk): Promise<void> {
  const { page } = desk;
  await panel(desk, 'lookup', '联网查询');
  await camera.shoot(desk, 'online', 'dispatcher-lookup-start');
  await page.getByTestId('lookup-text').fill('路灯');
  await page.getByTestId('lookup-search').click();
  await page.getByRole('dialog').getByRole('row').nth(1).waitFor();
  await camera.shoot(desk, 'online', 'dispatcher-lookup');
  await page.getByTestId('lookup-text').fill('没有这样的工单');
  await page.getByTestId('lookup-search').click();
  await page.getByTestId('lookup-nothing').waitFor();
  await camera.shoot(desk, 'empty', 'dispatcher-lookup');
  await page.getByTestId('lookup-text').fill('小区');
  await page.getByTestId('lookup-search').click();
  await page.getByTestId('lookup-nothing').waitFor({ state: 'detached' });
  await page.getByRole('dialog').getByRole('row').nth(1).click();
  await page.getByTestId('ticket-page').waitFor();
  await camera.shoot(desk, 'online', 'dispatcher-lookup-ticket');
  await back(desk);
}

async function supervising(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  await online(city, desk, 'duban1');
  await camera.shoot(desk, 'online', 'supervisor-inbox');
  await firstOf(desk, 'escalations');
  await camera.shoot(desk, 'online', 'supervisor-escalation');
  await form(desk, 'decideProposal');
  await camera.shoot(desk, 'online', 'supervisor-form-decide');
  const box = desk.page.getByTestId('form-decideProposal');
  await box.getByText('同意', { exact: true }).click();
  await box.locator('#field-reason').fill('涉及市级资金，同意提级');
  await desk.page.getByTestId('form-submit').click();
  await desk.page.locator('[data-testid=ticket-page][data-status=escalated]').waitFor();
  await form(desk, 'upperResult');
  await camera.shoot(desk, 'online', 'supervisor-form-upper-result');
  await closeForm(desk);
  await firstOf(desk, 'toAudit');
  await camera.shoot(desk, 'online', 'supervisor-audit');
  await form(desk, 'auditResult');
  await camera.shoot(desk, 'online', 'supervisor-form-audit');
  await closeForm(desk);
}

async function answering(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  await online(city, desk, 'zuoxi1');
  await camera.shoot(desk, 'online', 'operator-inbox');
  await firstOf(desk, 'callback');
  await camera.shoot(desk, 'online', 'operator-callback');
  await form(desk, 'callback');
  await camera.shoot(desk, 'online', 'operator-form-callback');
  await closeForm(desk);
  await panel(desk, 'register', '登记诉求');
  await camera.shoot(desk, 'online', 'operator-register');
  await desk.page.getByTestId('register-save').click();
  await desk.page.getByText('请写明诉求内容').first().waitFor();
  await camera.shoot(desk, 'online', 'operator-register-missing');
  await closePanel(desk);
}

export async function cityMorning(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  await firstSync(camera, city, desk);
  await dispatching(camera, city, desk);
}

export async function cityAfternoon(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  await returns(camera, city, desk);
  await lookingUp(camera, desk);
  await supervising(camera, city, desk);
  await answering(camera, city, desk);
}

/** The same people without the hub: everything is there but the look-up, which says so. */
export async function cityOffline(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  for (const [login, name] of [
    ['zuoxi1', 'operator'],
    ['duban1', 'supervisor'],
    ['paidan1', 'dispatcher'],
  ] as const) {
    await as(city, desk, login);
    await offline(desk);
    await camera.shoot(desk, 'offline', `${name}-inbox`);
  }
  await firstOf(desk, 'toDispatch');
  await form(desk, 'dispatch');
  await camera.shoot(desk, 'offline', 'dispatcher-form-dispatch');
  await closeForm(desk);
  await panel(desk, 'lookup', '联网查询');
  await desk.page.getByTestId('lookup-text').fill('路灯');
  await desk.page.getByTestId('lookup-search').click();
  await desk.page.getByRole('dialog').getByRole('alert').waitFor();
  await camera.shoot(desk, 'offline', 'dispatcher-lookup');
  await closePanel(desk);
}
