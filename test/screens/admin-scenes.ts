/** 管理页: every section of the administrator's page on a city with real data, in a plain browser without anything of the desk's. */
import { join } from 'node:path';
import { _electron } from 'playwright';
import type { Camera } from './camera.ts';
import type { PhotoCity } from './city.ts';
import { electronDist } from '../../scripts/electron-runtime.mjs';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { ROOT, type ElectronDesk } from '../support/electron-desk.ts';
import { ADMIN_PASSWORD } from '../support/hub-process.ts';
import { openPerson, enrolNodeDesk, synced } from '../support/node-desk.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';

async function browser(city: PhotoCity): Promise<ElectronDesk> {
  const userData = join(city.dir, 'admin-browser');
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? electronDist() ?? '';
  const app = await _electron.launch({
    executablePath: join(dist, 'electron'),
    args: [join(ROOT, 'test', 'support', 'plain-browser', 'main.mjs')],
    env: {
      ...(process.env as Record<string, string>),
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      PLAIN_BROWSER_DATA: userData,
      PLAIN_BROWSER_URL: `${city.hub.address}/admin`,
    },
    timeout: 60_000,
  });
  const page = await app.firstWindow();
  page.setDefaultTimeout(30_000);
  return { app, page, userData };
}

async function json(city: PhotoCity, path: string, body?: object): Promise<unknown> {
  const authorization = `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}`;
  const answer = await fetch(`${city.hub.address}/admin/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
}

/** Acts of a real desk whose key lost trust for a while: what an administrator finds in the morning. */
async function keptAside(city: PhotoCity): Promise<void> {
  const { code } = (await json(city, 'codes', { unit: OFFICE_A })) as { code: string };
  const desk = await enrolNodeDesk(join(city.dir, 'kept'), code);
  const clerk = await openPerson(desk, 'person:diaodu1', city.password);
  await synced(clerk);
  const keys = { device: desk.device.device, person: 'person:diaodu1', reason: '核对密钥' };
  await json(city, 'devices/keys', { ...keys, trusted: false });
  for (const title of ['楼道灯不亮，来访反映', '咨询供暖缴费办法']) {
    const body = { source: 'walkIn', kind: 'consult', title, content: title, complainant: { kind: 'natural', phone: '13900001111' } };
    const done = await clerk.act({ ticket: newTicketId(), kind: 'register', body });
    if (!done.ok) throw new Error(done.message);
  }
  for (let waited = 0; clerk.status.value.refused < 2; waited += 1) {
    if (waited > 200) throw new Error('nothing was kept aside');
    await new Promise((done) => setTimeout(done, 100));
  }
  await clerk.close();
  await json(city, 'devices/keys', { ...keys, trusted: true });
}

/** The sections, an act before it is done, and after it. */
export async function adminScenes(camera: Camera, city: PhotoCity): Promise<void> {
  await keptAside(city);
  const desk = await browser(city);
  const { page } = desk;
  const shoot = (name: string): Promise<void> => camera.shoot(desk, 'online', `admin-${name}`);
  const section = async (name: string): Promise<void> => {
    await page.getByRole('navigation').getByRole('link', { name, exact: false }).first().click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  };
  const go = (name: string): Promise<void> => page.getByRole('main').getByRole('link', { name, exact: true }).first().click();
  const reason = (words: string): Promise<void> => page.getByLabel('理由').fill(words);
  const press = (name: string): Promise<void> => page.getByRole('main').getByRole('button', { name, exact: true }).click();
  try {
    await page.getByLabel('管理员密码').waitFor();
    await shoot('sign-in');
    await page.getByLabel('管理员密码').fill('不是密码');
    await press('登录');
    await page.getByRole('alert').waitFor();
    await shoot('sign-in-wrong');
    await page.getByLabel('管理员密码').fill(ADMIN_PASSWORD);
    await press('登录');
    await page.getByRole('heading', { level: 1, name: '概况' }).waitFor();
    await shoot('overview');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot('overview-night');
    await section('隔离区');
    await shoot('quarantine');
    await page.getByRole('main').getByRole('table').first().getByRole('link').first().click();
    await page.getByRole('heading', { name: '原文' }).waitFor();
    await shoot('kept-night');
    await page.emulateMedia({ colorScheme: 'light' });
    await press('查看原文');
    await page.locator('pre').waitFor();
    await go('放行');
    await reason('已电话与本人核实');
    await shoot('release');
    await press('放行');
    await page.getByRole('status').waitFor();
    await shoot('released');
    for (const [name, shot] of [
      ['未裁定与断号', 'trouble'],
      ['人员', 'people'],
      ['单位', 'units'],
      ['设备', 'devices'],
      ['第三方客户端', 'clients'],
      ['规则包', 'packs'],
      ['节假日日历', 'calendars'],
      ['访问记录', 'log'],
      ['管理员密码', 'password'],
    ] as const) {
      await section(name);
      await shoot(shot);
    }
    await section('人员');
    await page.getByLabel('姓名或登录名').fill('李敏');
    await press('查找');
    await go('李敏');
    await shoot('person');
    await go('调整岗位');
    await shoot('roles');
    await section('人员');
    await go('新增人员');
    await page.getByLabel('登录名').fill('diaodu1');
    await page.getByLabel('姓名').fill('李敏敏');
    await reason('新入职');
    await press('新增');
    await page.getByRole('alert').waitFor();
    await shoot('new-person-taken');
    await section('单位');
    await go('新增单位');
    await page.getByLabel('代码').fill(OFFICE_A);
    await page.getByLabel('名称').fill('长白岛街道');
    await reason('区划调整');
    await shoot('new-unit');
    await press('新增');
    await page.getByRole('alert').waitFor();
    await shoot('new-unit-taken');
    await section('单位');
    await page.getByRole('row', { name: '长白街道' }).getByRole('link', { name: '改名' }).click();
    await page.getByLabel('名称').fill('长白岛街道');
    await shoot('rename-unit');
    await section('设备');
    await page.getByRole('main').getByRole('table').first().getByRole('link').first().click();
    await shoot('device');
    await go('停用设备');
    await shoot('revoke');
    await section('设备');
    await go('生成注册码');
    await page.getByLabel('单位').selectOption(OFFICE_A);
    await press('生成');
    await page.locator('pre').waitFor();
    await shoot('new-code');
  } catch (error) {
    await camera.failure(desk, 99);
    throw error;
  } finally {
    await desk.app.close();
  }
}
