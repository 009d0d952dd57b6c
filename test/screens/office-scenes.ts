/** The street office's screens: clerk, leader, signing on the spot; what is unsent, refused and rescued. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronDesk } from '../support/electron-desk.ts';
import { fillAction, offline, openTicket, saved, signIn, synced, tap } from '../support/electron-desk.ts';
import { OFFICE_B } from '../../sync-server/seed/people.ts';
import type { Camera } from './camera.ts';
import type { PhotoCity } from './city.ts';
import { as, back, closeForm, closePanel, firstOf, form, online, panel } from './steps.ts';

const CALLED = { choose: ['电话', '已接通'], text: { note: '已说明办理安排，诉求人同意周五前答复' } };
export const ESCALATION = {
  choose: ['超管理权限', '市级'],
  text: {
    done: '两次到现场，召集产权单位、物业和业主代表三方协调，未能达成一致',
    why: '涉及市级维修资金的动用，街道无权决定',
    ask: '请市里明确责任单位和资金渠道',
    interim: '已告知诉求人正在提请市里研究，五个工作日内再联系',
    citation: '派单目录：市级统筹事项',
  },
};

export async function signedOut(camera: Camera, city: PhotoCity, fresh: ElectronDesk, office: ElectronDesk): Promise<void> {
  await camera.shoot(fresh, 'online', 'enrolment');
  await fresh.page.getByTestId('enrol-code').fill('GD1.notacode');
  await fresh.page.getByTestId('enrol').click();
  await fresh.page.getByRole('alert').waitFor();
  await camera.shoot(fresh, 'online', 'enrolment-wrong-code');
  await camera.shoot(office, 'online', 'sign-in');
  await office.page.getByTestId('sign-in-person:diaodu1').click();
  await office.page.getByTestId('password').fill('not the password');
  await office.page.getByTestId('sign-in').click();
  await office.page.getByRole('alert').waitFor();
  await camera.shoot(office, 'online', 'sign-in-wrong-password');
  // Everybody's key is certified here, so that the leader can sign and all can get in without the hub.
  for (const login of ['lingdao1', 'diaodu2', 'diaodu1']) await online(city, office, login);
}

export async function clerkOnline(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  const { page } = desk;
  await camera.shoot(desk, 'online', 'clerk-board');
  await openTicket(desk, city.longest);
  await camera.shoot(desk, 'online', 'clerk-ticket-to-sign');
  await page.getByTestId('why-not').locator('summary').click();
  await camera.shoot(desk, 'online', 'clerk-ticket-why-not');
  await form(desk, 'proposeReturn');
  await camera.shoot(desk, 'online', 'clerk-form-return');
  await closeForm(desk);
  await tap(desk, 'sign', '签收');
  await camera.shoot(desk, 'online', 'clerk-ticket-signed');
  await form(desk, 'assign');
  await camera.shoot(desk, 'online', 'clerk-form-assign');
  await closeForm(desk);
  await form(desk, 'contact');
  await camera.shoot(desk, 'online', 'clerk-form-contact');
  await closeForm(desk);
  await fillAction(desk, 'contact', '联系诉求人', CALLED);
  await form(desk, 'proposeEscalation');
  await camera.shoot(desk, 'online', 'clerk-form-escalation');
  await closeForm(desk);
  await form(desk, 'submitResult');
  await page.locator('#field-clause').click();
  await camera.shoot(desk, 'online', 'clerk-form-result-clause');
  await page.getByText('14-1a 已解决或诉求人认可').click();
  await page.locator('#field-acceptance').waitFor();
  await camera.shoot(desk, 'online', 'clerk-form-result');
  await page.getByTestId('form-submit').click();
  await page.getByTestId('form-problem').waitFor();
  await camera.shoot(desk, 'online', 'clerk-form-result-missing');
  await closeForm(desk);
  await fillAction(desk, 'proposeEscalation', '申请提级', ESCALATION);
  await synced(desk);
  await camera.shoot(desk, 'online', 'clerk-ticket-leader-review');
  await page.getByTestId('leader-sign').click();
  await page.getByTestId('leader-password').waitFor();
  await camera.shoot(desk, 'online', 'clerk-leader-sign');
  await page.getByTestId('leader-sign-approve').click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await camera.shoot(desk, 'online', 'clerk-leader-sign-missing');
  await closePanel(desk);
  await firstOf(desk, 'toCheck');
  await form(desk, 'checkReport');
  await camera.shoot(desk, 'online', 'clerk-form-check-report');
  await closeForm(desk);
  await firstOf(desk, 'inReview');
  await camera.shoot(desk, 'online', 'clerk-in-review');
  await panel(desk, 'register', '登记诉求');
  await camera.shoot(desk, 'online', 'clerk-register');
  await closePanel(desk);
  await panel(desk, 'sync-centre', '同步中心');
  await camera.shoot(desk, 'online', 'clerk-sync-centre');
  await page.getByTestId('change-password').click();
  for (const [field, words] of [
    ['old-password', 'not the password'],
    ['new-password', 'another one of theirs'],
    ['new-password-again', 'another one of theirs'],
  ] as const)
    await page.getByTestId(field).fill(words);
  await page.getByTestId('save-password').click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await camera.shoot(desk, 'online', 'clerk-password-wrong');
  await page.getByRole('button', { name: /取\s*消/u }).click();
  await closePanel(desk);
}

export async function leaderOnline(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  await online(city, desk, 'lingdao1');
  await camera.shoot(desk, 'online', 'leader-signing-list');
  await firstOf(desk, 'toApprove');
  await camera.shoot(desk, 'online', 'leader-ticket');
  await form(desk, 'leaderApprove');
  await camera.shoot(desk, 'online', 'leader-form-approve');
  await closeForm(desk);
  await form(desk, 'leaderReturn');
  await camera.shoot(desk, 'online', 'leader-form-return');
  await closeForm(desk);
  await back(desk);
  const list = desk.page.getByTestId('signing-item').filter({ hasText: '退单申请' });
  await list.first().getByTestId('signing-return').click();
  await list.first().getByRole('alert').waitFor();
  await camera.shoot(desk, 'online', 'leader-signing-list-missing');
  const before = await list.count();
  await list.first().getByTestId('signing-approve').click();
  await saved(desk, '审核通过');
  await list.nth(before - 1).waitFor({ state: 'detached' });
  await synced(desk);
  await as(city, desk, 'diaodu1');
}

/** The hub is away: everything goes on, and says where it stands. */
export async function clerkOffline(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  const { page } = desk;
  await as(city, desk, 'diaodu1');
  await offline(desk);
  await camera.shoot(desk, 'offline', 'clerk-board');
  await firstOf(desk, 'toSign');
  await tap(desk, 'sign', '签收');
  await fillAction(desk, 'assign', '下派', { select: { person: '赵小燕' }, text: { opinion: '请今天到现场核实' } });
  await camera.shoot(desk, 'offline', 'clerk-ticket-unsent');
  await form(desk, 'contact');
  await camera.shoot(desk, 'offline', 'clerk-form-contact');
  await closeForm(desk);
  await openTicket(desk, city.longest);
  await page.getByTestId('leader-sign').click();
  await page.getByTestId('leader-password').fill(city.password);
  await camera.shoot(desk, 'offline', 'clerk-leader-sign');
  await page.getByTestId('leader-sign-approve').click();
  await saved(desk, '审核');
  await camera.shoot(desk, 'offline', 'clerk-ticket-signed-on-site');
  await panel(desk, 'sync-centre', '同步中心');
  await camera.shoot(desk, 'offline', 'clerk-sync-centre');
  await page.getByTestId('change-password').click();
  await page.getByTestId('old-password').waitFor();
  await camera.shoot(desk, 'offline', 'clerk-password');
  await page.getByRole('button', { name: /取\s*消/u }).click();
  await closePanel(desk);
  await as(city, desk, 'lingdao1');
  await camera.shoot(desk, 'offline', 'leader-signing-list');
  await as(city, desk, 'diaodu1');
}

/** The ticket is sent elsewhere while this office works on it without a network: refused, kept without effect, and rescued. */
export async function clerkRefused(camera: Camera, city: PhotoCity, desk: ElectronDesk, cityDesk: ElectronDesk): Promise<void> {
  const { page } = desk;
  await online(city, desk, 'diaodu1');
  await online(city, cityDesk, 'paidan1');
  await firstOf(desk, 'toAssign');
  const title = await page.getByTestId('ticket-page').getByRole('heading', { level: 1 }).innerText();
  await desk.app.context().setOffline(true);
  await offline(desk);
  await writeFile(join(city.dir, 'photo.jpg'), await page.screenshot({ type: 'jpeg', quality: 60 }));
  await fillAction(desk, 'contact', '联系诉求人', CALLED);
  await fillAction(desk, 'recordWork', '现场处置记录', {
    text: { note: '到现场查看，已通知责任单位今晚清运' },
    file: join(city.dir, 'photo.jpg'),
  });
  await camera.shoot(desk, 'offline', 'clerk-ticket-photo');
  await fillAction(desk, 'proposeEscalation', '申请提级', ESCALATION);
  await form(desk, 'comment');
  await page.getByTestId('form-comment').locator('#field-text').fill('写了一半的说明：已约产权单位周四到场');
  await cityDesk.page.getByTestId('lookup').click();
  await cityDesk.page.getByTestId('lookup-text').fill(title);
  await cityDesk.page.getByTestId('lookup-search').click();
  await cityDesk.page.getByRole('row', { name: title }).click();
  await form(cityDesk, 'recall');
  await camera.shoot(cityDesk, 'online', 'dispatcher-form-recall');
  await cityDesk.page.locator('#field-reason').fill('应由南湖街道办理');
  await cityDesk.page.getByTestId('form-submit').click();
  await saved(cityDesk, '收回改派');
  await openTicket(cityDesk, title);
  await fillAction(cityDesk, 'dispatch', '派单', { select: { unit: OFFICE_B }, text: { reason: '改派' } });
  await synced(cityDesk);
  await desk.app.context().setOffline(false);
  await synced(desk);
  await page.getByTestId('ticket-left').getByText('该工单已移出本机').waitFor();
  await camera.shoot(desk, 'online', 'clerk-ticket-gone');
  await panel(desk, 'sync-centre', '同步中心');
  await page.locator('[data-testid=outbox-proposeEscalation][data-state=refused]').first().waitFor();
  await camera.shoot(desk, 'online', 'clerk-sync-centre-refused');
  await page.getByRole('tab', { name: /待找回/u }).click();
  await page.getByTestId('rescue-item').first().waitFor();
  await camera.shoot(desk, 'online', 'clerk-rescue');
  await page.getByRole('tab', { name: /动态/u }).click();
  await camera.shoot(desk, 'online', 'clerk-activity');
  await closePanel(desk);
  await back(desk);
}

/** Another office of the same city with nothing to do; a person who comes for the first time while the hub is away. */
export async function emptyOffice(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  for (const [login, name] of [
    ['lingdao2', 'leader'],
    ['wangge4', 'grid-worker'],
    ['diaodu3', 'clerk'],
  ] as const) {
    await online(city, desk, login);
    await camera.shoot(desk, 'empty', `${name}-inbox`);
  }
  await panel(desk, 'sync-centre', '同步中心');
  await camera.shoot(desk, 'empty', 'sync-centre');
  await desk.page.getByRole('tab', { name: /待找回/u }).click();
  await camera.shoot(desk, 'empty', 'rescue');
  await closePanel(desk);
  await desk.page.getByLabel('查找工单').fill('没有这样的工单');
  await desk.page.getByText('本机没有找到').waitFor();
  await camera.shoot(desk, 'empty', 'search');
}

export async function emptyCity(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  for (const [login, name] of [
    ['zuoxi1', 'operator'],
    ['duban1', 'supervisor'],
    ['paidan1', 'dispatcher'],
  ] as const) {
    await online(city, desk, login);
    await camera.shoot(desk, 'empty', `${name}-inbox`);
  }
}

export async function firstSignInWithoutHub(camera: Camera, city: PhotoCity, desk: ElectronDesk): Promise<void> {
  await desk.page.getByTestId('leave').click();
  await desk.page.getByTestId('sign-in-person:wangge5').click();
  await desk.page.getByTestId('password').fill(city.password);
  await desk.page.getByTestId('sign-in').click();
  await desk.page.getByRole('alert').waitFor();
  await camera.shoot(desk, 'offline', 'sign-in-first-time');
  await signIn(desk, 'diaodu3', city.password);
  await offline(desk);
}
