/** Figures of units for those who supervise, a leader's own, and what else the same caller asked (F14, F27, F44). */
import type { ElectronDesk } from '../support/electron-desk.ts';
import type { Camera } from './camera.ts';
import type { PhotoCity } from './city.ts';
import { as, closePanel, firstOf, online } from './steps.ts';

async function figures({ page }: ElectronDesk): Promise<void> {
  await page.getByTestId('figures').click();
  await page.locator('[data-testid$="-tickets"]').first().waitFor();
}

export async function figuresOfSupervisor(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  await online(city, desk, 'duban1');
  await figures(desk);
  await camera.shoot(desk, 'online', 'figures-units');
  await desk.page.locator('[data-testid$="-tickets"]').first().click();
  await desk.page.getByTestId('behind-back').waitFor();
  await camera.shoot(desk, 'online', 'figures-behind');
  await closePanel(desk);
}

export async function figuresOfLeader(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  await online(city, desk, 'lingdao1');
  await camera.shoot(desk, 'online', 'leader-header');
  await figures(desk);
  await camera.shoot(desk, 'online', 'figures-own');
  await closePanel(desk);
  await firstOf(desk, 'all');
  await desk.page.getByTestId('same-caller-ask').click();
  await desk.page.getByText('重新查找').waitFor();
  await desk.page.getByTestId('same-caller').scrollIntoViewIfNeeded();
  await camera.shoot(desk, 'online', 'same-caller');
}

export async function figuresOffline(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  await as(city, desk, 'duban1');
  await desk.page.getByTestId('figures').click();
  await camera.shoot(desk, 'offline', 'figures');
  await closePanel(desk);
}
