/** 单位档案 (F15): whom to call at a unit, a leave, who stands in, the hand-over; and how it shows where the work is assigned. */
import { toInstant, dayOf, civilDate } from '../../shared/hotline/calendar.ts';
import { saved, synced, type ElectronDesk } from '../support/electron-desk.ts';
import type { Camera } from './camera.ts';
import { back, closeForm, closePanel, firstOf, form } from './steps.ts';

/** As the clerk, who is signed in and online. */
export async function unitOnline(camera: Camera, desk: ElectronDesk): Promise<void> {
  const { page } = desk;
  const panel = page.getByRole('dialog');
  const pick = async (field: string, words: string): Promise<void> => {
    await panel.locator(field).fill(words);
    await page.keyboard.press('Enter');
  };
  await page.getByTestId('unit').click();
  await panel.getByTestId('duty-change').waitFor();
  await camera.shoot(desk, 'empty', 'unit');
  await panel.getByTestId('duty-change').click();
  await pick('#duty-contact', '周海涛');
  await panel.getByTestId('duty-phone').fill('024-23001234');
  await camera.shoot(desk, 'online', 'unit-contact');
  await panel.getByTestId('duty-save').click();
  await saved(desk, '填写单位档案');
  await pick('#deputy-wangge1', '孙立新');
  await saved(desk, '代岗安排');
  await panel.getByTestId('leave-begin').click();
  await pick('#leave-person', '赵小燕');
  const today = civilDate(dayOf(toInstant(Date.now())));
  for (const id of ['#leave-from', '#leave-to']) await pick(id, today);
  await panel.getByText('病假', { exact: true }).click();
  await camera.shoot(desk, 'online', 'unit-leave-form');
  await panel.getByTestId('leave-save').click();
  await saved(desk, '登记休假');
  await panel.getByTestId('leave-do-hand-over').click();
  await panel.getByTestId('hand-over-moves').waitFor();
  await camera.shoot(desk, 'online', 'unit-hand-over');
  await closePanel(desk);
  await back(desk);
  await page.getByTestId('away-card').waitFor();
  await camera.shoot(desk, 'online', 'unit-away-on-board');
  await synced(desk);
  await firstOf(desk, 'toAssign');
  await form(desk, 'assign');
  await page.locator('#field-person').fill('赵小燕');
  await page.keyboard.press('Enter');
  await page.getByTestId('away-hint').waitFor();
  await camera.shoot(desk, 'online', 'unit-assign-away');
  await closeForm(desk);
}
