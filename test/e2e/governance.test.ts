/**
 * What a unit keeps beside its tickets, on a real desk. 专项治理 and the 挂账 ledger (art. 19; F53): begun out of an early warning, told by the grid worker, ended by the
 * leader; what hangs is listed with its plan and review. Leave, who stands in and the hand-over (art. 7; F15). The handling card of the ticket's category (art. 10; F30), without a line.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TicketId } from '../../shared/hotline/ids.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { enrol, launchDesk, leave, offline, openTicket, saved, signIn, synced, type ElectronDesk } from '../support/electron-desk.ts';
import { PreparedCity } from '../support/prepared-city.ts';

const LAMPS = ['长白南路路灯不亮', '长白三街路灯不亮', '沈水路路灯不亮'];
const HUNG = '历史遗留产权问题，产权证没有办下来';
const PLAN = '原单位已撤销，待市里明确承接单位后集中办证。';
const TASK = '路灯不亮集中治理';
const CATEGORY = { code: '050103', path: ['城市建设', '市政道路', '路灯不亮'], version: 1 };

/** As the picker is typed into, in China's day. */
const TODAY = new Date(Date.now() + 8 * 3_600_000).toISOString().replace(/^(\d+)-0?(\d+)-0?(\d+).*$/u, '$1年$2月$3日');

let city: PreparedCity;
let office: ElectronDesk;
const lamps: TicketId[] = [];

async function look(name: string): Promise<void> {
  const folder = process.env['GRIDDESK_LOOK'];
  if (folder === undefined) return;
  for (const width of [1366, 420]) {
    await office.page.setViewportSize({ width, height: width === 420 ? 800 : 768 });
    await office.page.waitForTimeout(400);
    await office.page.screenshot({ path: join(folder, `${name}-${width}.png`), animations: 'disabled' });
  }
  await office.page.setViewportSize({ width: 1366, height: 768 });
}
async function as(login: string): Promise<void> {
  if ((await office.page.getByTestId('header-status').count()) > 0) await leave(office);
  await signIn(office, login, city.password);
  await synced(office);
}

beforeAll(async () => {
  city = await PreparedCity.open(0);
  city.present();
  for (const title of LAMPS)
    lamps.push(
      await city.inProgress(title, { category: CATEGORY, region: { district: '210102', street: OFFICE_A, grid: `${OFFICE_A}001001` } }),
    );
  for (const id of lamps.slice(0, 2)) await city.act('diaodu1', id, 'assign', { person: 'person:wangge1', opinion: '请现场查看' });
  await city.act('wangge1', lamps[1] as TicketId, 'acknowledge', {});
  await city.act('wangge1', lamps[1] as TicketId, 'report', { note: '已更换' });
  const hung = await city.inProgress(HUNG);
  await city.call(hung, 'reached');
  const of = await city.act('diaodu1', hung, 'proposeSuspension', {
    plan: PLAN,
    responsible: '王建国',
    reviewAt: new Date(Date.now() + 60 * 86_400_000).toISOString(),
    explanation: '已说明需由市里明确承接单位',
    told: { at: new Date().toISOString(), how: '电话' },
  });
  await city.act('lingdao1', hung, 'leaderApprove', { of });
  await city.act('duban1', hung, 'decideProposal', { of, grant: true, reason: '同意挂账，到期复核' });
  office = await launchDesk(join(city.dir, 'office'));
  await enrol(office, await city.hub.enrolmentCode(OFFICE_A));
});
afterAll(async () => {
  await office.app.close();
  await city.close();
});

test('F53 out of an early warning the clerk begins a task: title, grid and tickets are filled in, the rest is asked for', async () => {
  await as('diaodu1');
  const { page } = office;
  await look('board');
  await page.getByRole('button', { name: '发起专项治理：路灯不亮' }).first().click();
  const form = page.getByTestId('task-form');
  await expect.poll(() => page.getByTestId('task-title').inputValue()).toBe(TASK);
  await form.getByText('关联工单（3 件）').waitFor();
  await page.getByTestId('task-save').click();
  await form.getByRole('alert').getByText('请写明治理方案').waitFor();
  await page.getByTestId('task-plan').fill('一、逐杆夜查，列出清单。\n二、报养护单位三日内更换。\n三、更换后回访三户。');
  await page.locator('#task-responsible').fill('周海涛');
  await page.keyboard.press('Enter');
  await page.locator('#task-due').click();
  await page.getByText('1 个月后').click();
  await look('form');
  await page.getByTestId('task-save').click();
  await saved(office, '发起专项治理');
  await page.locator('[data-testid=task][data-state=open]').getByRole('heading', { name: TASK }).waitFor();
  await page.getByTestId('task-next').getByText('还没有进展').waitFor();
  await look('task');
});

test('F53 the ledger of what hangs: review, who answers for it, and the plan', async () => {
  const { page } = office;
  await page.getByRole('tab', { name: '挂账台账 1 件' }).click();
  const line = page.getByTestId('ledger-line');
  await line.getByText(PLAN).waitFor();
  await line.getByText('王建国').waitFor();
  await look('ledger');
  await line.getByRole('button', { name: HUNG }).click();
  await page.getByTestId('ticket-page').getByRole('heading', { name: HUNG }).waitFor();
});

test('F53 the worker of the grid sees it and tells progress; on the ticket the task is named', async () => {
  await synced(office);
  await as('wangge2');
  expect(await office.page.getByTestId('governance-card').count()).toBe(0);
  await as('wangge1');
  const { page } = office;
  await page.getByTestId('governance-card').getByText(TASK).waitFor();
  await look('worker-board');
  await page.getByTestId('header-governance').click();
  await page.getByText('另有 1 件不在本机').waitFor();
  await page.getByTestId('task-do-note').click();
  await page.getByTestId('task-note').fill('夜查十二杆，四杆不亮，杆号已报养护单位。');
  await look('worker');
  await page.getByTestId('task-note-save').click();
  await saved(office, '治理进展');
  await page.keyboard.press('Escape');
  await synced(office);
  await as('diaodu1');
  await openTicket(office, LAMPS[0] ?? '');
  await page.getByTestId('ticket-governance').getByText(TASK).waitFor();
  await page.getByTestId('ticket-governance').scrollIntoViewIfNeeded();
  await look('ticket');
});

test('F53 the leader reads what was told and ends it with a result', async () => {
  await as('lingdao1');
  const { page } = office;
  await page.getByRole('button', { name: '查看专项治理：路灯不亮' }).waitFor();
  await look('leader');
  await page.getByTestId('governance-open').click();
  await page.getByTestId('task').getByText('夜查十二杆').first().waitFor();
  await page.getByTestId('task-do-finish').click();
  await page.getByText('还有 3 件关联工单没有办结').waitFor();
  await page.getByText('问题已解决').click();
  await page.getByTestId('task-result').fill('更换四盏，夜查正常，三户回访满意。');
  await look('finish');
  await page.getByTestId('task-finish-save').click();
  await saved(office, '办结专项治理');
  await page.getByText('已办结 1 项').click();
  await page.locator('[data-testid=task][data-state=done]').getByText('更换四盏').first().waitFor();
  await look('done');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await synced(office);
});

test('F15 who goes on leave is recorded with who stands in; their tasks pass on in one step, what stays is said; the board tells who is away', async () => {
  await as('diaodu1');
  const { page } = office;
  await page.getByTestId('unit').click();
  const panel = page.getByRole('dialog');
  await panel.getByTestId('duty-change').click();
  await panel.locator('#duty-contact').fill('周海涛');
  await page.keyboard.press('Enter');
  await panel.getByTestId('duty-phone').fill('打办公室');
  await panel.getByTestId('duty-save').click();
  await panel.getByText('请填电话号码').waitFor();
  await panel.getByTestId('duty-phone').fill('024-23001234');
  await look('unit-contact');
  await panel.getByTestId('duty-save').click();
  await saved(office, '填写单位档案');
  await panel.locator('#deputy-wangge1').fill('孙立新');
  await page.keyboard.press('Enter');
  await saved(office, '代岗安排');
  await panel.getByTestId('leave-begin').click();
  await panel.getByTestId('leave-save').click();
  await panel.getByText('请选择休假人').first().waitFor();
  await panel.locator('#leave-person').fill('赵小燕');
  await page.keyboard.press('Enter');
  for (const id of ['leave-from', 'leave-to']) {
    await panel.locator(`#${id}`).fill(TODAY);
    await page.keyboard.press('Enter');
  }
  await panel.getByText('病假', { exact: true }).click();
  await panel.getByText('孙立新（网格员）').first().waitFor();
  await look('unit-leave-form');
  await panel.getByTestId('leave-save').click();
  await saved(office, '登记休假');
  await panel.getByTestId('leave-do-hand-over').click();
  await panel
    .getByTestId('hand-over-moves')
    .getByText(LAMPS[0] ?? '')
    .waitFor();
  await panel.getByTestId('hand-over-left').getByText('请先核报').waitFor();
  await look('unit-hand-over');
  await panel.getByTestId('hand-over-save').click();
  await saved(office, '移交 1 件');
  await panel.getByText('没有要移交的任务。').waitFor();
  await look('unit-panel');
  await page.keyboard.press('Escape');
  await page.getByTestId('away-card').getByText('孙立新代岗').waitFor();
  await look('unit-board');
  await openTicket(office, LAMPS[2] ?? '');
  await page.getByTestId('action-assign').click();
  const form = page.getByTestId('form-assign');
  await form.locator('#field-person').fill('赵小燕');
  await page.keyboard.press('Enter');
  await form.getByTestId('away-hint').getByText('孙立新代岗').waitFor();
  await look('unit-assign');
  await form.getByTestId('take-deputy').click();
  await form.getByTestId('form-submit').click();
  await saved(office, '下派');
  await synced(office);
  await as('wangge2');
  await page.getByTestId('standing-in').getByText('您正在为赵小燕代岗').waitFor();
  await page
    .locator(`[data-title="${LAMPS[0] ?? ''}"]`)
    .first()
    .waitFor();
  await look('unit-worker');
  expect((await city.ticket(lamps[0] as TicketId)).assignment).toMatchObject({ person: 'person:wangge2', by: 'person:diaodu1' });
  await page.getByTestId('unit').click();
  await page.getByRole('dialog').getByText('您没有登记休假。').waitFor();
  await look('unit-worker-panel');
  await page.keyboard.press('Escape');
});

test('F30 without a line the ticket shows how its category is handled: steps, basis, proof, reply, and its own limits', async () => {
  await as('diaodu1');
  await city.hub.close();
  const { page } = office;
  await offline(office);
  await openTicket(office, LAMPS[0] ?? '');
  const card = page.getByTestId('handling-card');
  await card.getByText('办理要点：市政道路').waitFor();
  await card.getByText('《城市道路管理条例》第二十三条').waitFor();
  await card.getByText('按井盖字样').waitFor();
  await card.getByLabel('本件时限').getByText('办理 5 个工作日').waitFor();
  await card.getByText('感谢您及时告知').waitFor();
  await card.scrollIntoViewIfNeeded();
  await look('card');
  await card.getByRole('button', { name: '复制答复' }).click();
  await page.getByTestId('toast').getByText('已复制').first().waitFor();
});
