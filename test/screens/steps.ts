/** How a person gets about: lanes, forms, panels. Each step waits for what it leads to and fails when it is not there. */
import { leave, signIn, synced, type ElectronDesk } from '../support/electron-desk.ts';
import type { PhotoCity } from './city.ts';

/** Whoever knows the people's password: a photographed city, or one that was prepared. */
type Known = Pick<PhotoCity, 'password'>;

export async function as(city: Known, desk: ElectronDesk, login: string): Promise<void> {
  if ((await desk.page.getByTestId('header-status').count()) > 0) await leave(desk);
  await signIn(desk, login, city.password);
}

export async function online(city: Known, desk: ElectronDesk, login: string): Promise<void> {
  await as(city, desk, login);
  await synced(desk);
}

/** The first ticket of a lane, opened; the lane must hold one. */
export async function firstOf({ page }: ElectronDesk, lane: string): Promise<void> {
  await page.getByLabel('查找工单').fill('');
  await page.getByTestId(`lane-${lane}`).click();
  await page.locator('.row').first().click();
  await page.getByTestId('ticket-page').waitFor();
}

export async function back({ page }: ElectronDesk): Promise<void> {
  await page.getByTestId('back').click();
  await page.getByTestId('ticket-page').waitFor({ state: 'detached' });
}

export async function form({ page }: ElectronDesk, kind: string): Promise<void> {
  await page.getByTestId(`action-${kind}`).click();
  await page.getByTestId(`form-${kind}`).waitFor();
  await page.getByTestId(`form-${kind}`).scrollIntoViewIfNeeded();
}

export async function closeForm({ page }: ElectronDesk): Promise<void> {
  await page.getByTestId('form-cancel').click();
}

export async function panel({ page }: ElectronDesk, button: string, title: string): Promise<void> {
  await page.getByTestId(button).click();
  await page.getByRole('dialog').getByText(title).first().waitFor();
}

export async function closePanel({ page }: ElectronDesk): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}
