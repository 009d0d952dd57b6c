/** The grid worker's screens, wide and at the narrowest window, with and without signal. */
import type { ElectronDesk } from '../support/electron-desk.ts';
import { fillAction, offline, tap } from '../support/electron-desk.ts';
import { DESKTOP, NARROW, type Camera } from './camera.ts';
import type { PhotoCity } from './city.ts';
import { as, back, closeForm, closePanel, firstOf, form, online, panel } from './steps.ts';

const ALL = [...DESKTOP, ...NARROW];

export async function gridOnline(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  await online(city, desk, 'wangge1');
  await camera.shoot(desk, 'online', 'grid-inbox', ALL);
  await firstOf(desk, 'mine');
  await camera.shoot(desk, 'online', 'grid-ticket', ALL);
  for (const kind of ['contact', 'recordWork', 'report', 'cannot']) {
    await form(desk, kind);
    await camera.shoot(desk, 'online', `grid-form-${kind}`, ALL);
    await closeForm(desk);
  }
  await back(desk);
  await panel(desk, 'register', '登记诉求');
  await camera.shoot(desk, 'online', 'grid-register', ALL);
  await closePanel(desk);
}

export async function gridOffline(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  await as(city, desk, 'wangge1');
  await offline(desk);
  await camera.shoot(desk, 'offline', 'grid-inbox', ALL);
  await firstOf(desk, 'mine');
  await tap(desk, 'acknowledge', '接单');
  await tap(desk, 'arrive', '到场');
  await fillAction(desk, 'contact', '联系诉求人', { choose: ['电话', '未接通'] });
  await camera.shoot(desk, 'offline', 'grid-ticket', ALL);
  await panel(desk, 'sync-centre', '同步中心');
  await camera.shoot(desk, 'offline', 'grid-sync-centre', ALL);
  await closePanel(desk);
}
