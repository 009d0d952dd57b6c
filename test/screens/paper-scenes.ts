/** Papers and instructions (F13, F24): the leader's red list, a 批示 on its way, and what comes out of the printer. */
import type { ElectronDesk } from '../support/electron-desk.ts';
import { openTicket, synced } from '../support/electron-desk.ts';
import type { PreparedCity } from '../support/prepared-city.ts';
import { TITLES } from './article-matters.ts';
import { DESKTOP, NARROW, type Camera } from './camera.ts';
import { closeForm, closePanel, form, online } from './steps.ts';

type Stage = Readonly<{ camera: Camera; city: PreparedCity; office: ElectronDesk }>;

/** A4 without its margins, in CSS pixels. */
const PAPER = [{ name: 'A4', width: 658, height: 994 }] as const;

/** The print view is drawn only while something is printed: held open by a dialog that nobody answers yet. */
async function printed(camera: Camera, desk: ElectronDesk, screen: string): Promise<void> {
  const { app, page } = desk;
  await app.evaluate(({ app: electron, dialog }) => {
    dialog.showSaveDialog = () =>
      new Promise((resolve) => {
        electron.once('browser-window-blur', () => resolve({ canceled: true, filePath: '' }));
      });
  });
  await page.getByTestId('paper-file').click();
  await page.locator('.print-view').waitFor({ state: 'attached' });
  await page.emulateMedia({ media: 'print' });
  await camera.shoot(desk, 'online', `${screen}-print`, PAPER);
  await page.emulateMedia({ media: null });
  await page.setViewportSize({ width: 1366, height: 768 });
  await app.evaluate(({ app: electron }) => electron.emit('browser-window-blur'));
  await page.locator('.print-view').waitFor({ state: 'detached' });
}

export async function papersAndInstructions({ camera, city, office }: Stage): Promise<void> {
  const { page } = office;
  await online(city, office, 'lingdao1');
  await camera.shoot(office, 'online', 'leader-red-list');
  const red = page.getByTestId('red-item').filter({ hasText: TITLES.emergency });
  if (!(await red.isVisible())) await page.getByRole('button', { name: '显示其余' }).click();
  await red.getByTestId('red-instruct').click();
  await camera.shoot(office, 'online', 'leader-red-list-instruct');
  await red.getByRole('button', { name: '请立即到现场处置，处置情况即报。' }).click();
  await red.getByText('待落实').waitFor();
  await camera.shoot(office, 'online', 'leader-red-list-instructed');
  await page.getByTestId('weekly-brief').click();
  await page.getByTestId('paper-preview').waitFor();
  await camera.shoot(office, 'online', 'leader-weekly-brief');
  await printed(camera, office, 'leader-weekly-brief');
  await closePanel(office);
  await openTicket(office, TITLES.emergency);
  await page.getByTestId('print-notice').click();
  await page.getByTestId('paper-reporter').click();
  await camera.shoot(office, 'online', 'leader-emergency-notice');
  await printed(camera, office, 'leader-emergency-notice');
  await closePanel(office);
  await form(office, 'instruct');
  await camera.shoot(office, 'online', 'leader-form-instruct');
  await closeForm(office);
  await synced(office);
  await online(city, office, 'diaodu1');
  await openTicket(office, TITLES.emergency);
  await camera.shoot(office, 'online', 'clerk-instructed');
  await form(office, 'answerInstruction');
  await camera.shoot(office, 'online', 'clerk-form-answerInstruction');
  await closeForm(office);
  await form(office, 'notifyEmergency');
  await camera.shoot(office, 'online', 'clerk-form-notifyEmergency-told');
  await closeForm(office);
  await online(city, office, 'wangge1');
  await openTicket(office, TITLES.emergency);
  await camera.shoot(office, 'online', 'grid-instructed', [...DESKTOP, ...NARROW]);
  await page.setViewportSize({ width: 1366, height: 768 });
}
