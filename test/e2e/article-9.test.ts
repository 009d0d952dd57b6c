/**
 * The six classes of art. 9 at the intake (F22–F29): each is walked through on a real desk against a real hub, from the registration
 * to what becomes of the ticket, and refused once for missing evidence (issue 4). One window at the city, one at a street's counter.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { CITY, OFFICE_A } from '../../sync-server/seed/people.ts';
import { enrol, fillAction, launchDesk, leave, openTicket, saved, signIn, synced, type ElectronDesk } from '../support/electron-desk.ts';
import { PreparedCity } from '../support/prepared-city.ts';

let city: PreparedCity;
let hall: ElectronDesk;
let counter: ElectronDesk;
let earlier: string;

beforeAll(async () => {
  // Long enough that its first contact is overdue on whatever day this runs.
  city = await PreparedCity.open(9);
  const id = await city.inProgress('路灯三天不亮');
  city.present();
  earlier = (await city.ticket(id)).no ?? '';
  hall = await launchDesk(`${city.dir}/hall`);
  counter = await launchDesk(`${city.dir}/counter`);
  await enrol(hall, await city.hub.enrolmentCode(CITY));
  await enrol(counter, await city.hub.enrolmentCode(OFFICE_A));
  await signIn(hall, 'zuoxi1', city.password);
  await signIn(counter, 'diaodu1', city.password);
  await Promise.all([hall, counter].map(synced));
});
afterAll(async () => {
  for (const desk of [hall, counter]) await desk.app.close().catch(() => undefined);
  await city.close();
});

/** A call or a visit is written down; the question that holds is pressed. */
async function take({ page }: ElectronDesk, title: string, question?: string): Promise<void> {
  await page.getByTestId('register').click();
  await page.getByTestId('register-title').fill(title);
  await page.getByTestId('register-content').fill(`${title}，来电反映。`);
  await page.getByRole('dialog').getByText('非紧急求助', { exact: true }).click();
  if (question !== undefined) await page.getByTestId(`intake-ask-${question}`).click();
}

async function fields({ page }: ElectronDesk, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.getByRole('dialog').locator(`#field-${name}`).fill(value);
}

async function refused({ page }: ElectronDesk, ...words: readonly string[]): Promise<void> {
  await page.getByTestId('register-save').click();
  for (const one of words) await page.getByTestId('register-problem').getByText(one).waitFor();
}

async function directory({ page }: ElectronDesk, name: string): Promise<void> {
  await page.locator('#intake-directory').click();
  await page.locator('.ant-select-item-option').getByText(name, { exact: true }).click();
}

/** Both actions are called saved, the panel is gone, and the hub has taken them. */
async function bothSaved(desk: ElectronDesk, second: string, title: string): Promise<Ticket> {
  await desk.page.getByTestId('register-save').click();
  await saved(desk, '登记');
  await saved(desk, second);
  await desk.page.getByRole('dialog').waitFor({ state: 'hidden' });
  await synced(desk);
  const all = await city.hub.core.store.hotline.withPrefix<Ticket>('ticket:');
  const found = all.find((one) => one.title === title);
  if (found === undefined) throw new Error(`${title} is not at the hub`);
  return found;
}

test('the usual case: none of the six questions costs a press', async () => {
  await take(hall, '建议增加健身器材');
  await hall.page.getByTestId('register-save').click();
  await saved(hall, '登记');
  // It still stands, and speaks for no second act.
  await expect(saved(hall, '登记', { timeout: 300 })).rejects.toThrow('Timeout 300ms');
  expect(await hall.page.getByTestId('toast').getByText('登记：已保存').count()).toBe(1);
  await hall.page.locator('[data-testid=ticket-page][data-status=registered]').waitFor();
});

test('9-1: the four numbers are named at once, and the services are told by a 通报单 that names its receiver', async () => {
  await take(hall, '老楼外墙正在掉落', '9-1');
  expect(await hall.page.getByTestId('emergency-numbers').locator('dt').allInnerTexts()).toEqual(['110', '119', '120', '122']);
  await hall.page.getByTestId('phone-script').getByText('老楼外墙正在掉落').waitFor();
  await hall.page.getByRole('dialog').getByLabel('联系电话').fill('13800004321');
  await refused(hall, '请选择通报单位', '请填写接收人');
  await hall.page.getByRole('dialog').getByText('消防救援机构', { exact: true }).click();
  await fields(hall, { receiver: '值班员 0317' });
  const ticket = await bothSaved(hall, '突发事件通报', '老楼外墙正在掉落');
  expect(ticket).toMatchObject({ status: 'registered', urgency: 'emergency', flags: { emergencyNotified: true } });
});

/** What a person would answer in the system's dialog, which no test can press. */
async function saveTo({ app }: ElectronDesk, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, path);
}

async function textOf(path: string): Promise<Readonly<{ pages: number; text: string }>> {
  const bytes = new Uint8Array(await readFile(path));
  expect(new TextDecoder().decode(bytes.subarray(0, 5))).toBe('%PDF-');
  const { totalPages, text } = await extractText(await getDocumentProxy(bytes), { mergePages: true });
  // Fonts of CJK share glyphs between a character and its radical; composed they are one again.
  return { pages: totalPages, text: text.normalize('NFKC') };
}

type Access = Readonly<{ what: string; of: string; person: string; field?: string }>;

test('F24 F51 the 通报单 is one page of PDF with what was told, and the hub knows who took it; unrecorded, nothing is made', async () => {
  const { page, userData } = hall;
  const all = await city.hub.core.store.hotline.withPrefix<Ticket>('ticket:');
  const { _id, no } = all.find((one) => one.title === '老楼外墙正在掉落') as Ticket;
  const path = join(city.dir, '通报单.pdf');
  await saveTo(hall, path);
  await page.getByTestId('print-notice').click();
  await page.getByTestId('paper-file').click();
  await page.getByTestId('toast').getByText('已登记，并保存为 通报单.pdf').waitFor();
  const { pages, text } = await textOf(path);
  expect(pages).toBe(1);
  for (const words of [no ?? '?', '突发事件通报单', '老楼外墙正在掉落', '值班员 0317', '电话通报稿']) expect(text).toContain(words);
  await vi.waitFor(async () => {
    const records = await city.hub.core.store.private.withPrefix<Access>('access:');
    expect(records).toContainEqual(expect.objectContaining({ what: 'export', of: _id, person: 'person:zuoxi1', field: 'content' }));
  }, 20_000);

  // As on a disk that takes no more records.
  const found = (await readdir(userData, { recursive: true })).find((one) => one.includes('zuoxi1') && one.endsWith('access'));
  const folder = join(userData, found ?? '?');
  await rename(folder, `${folder}.aside`);
  await writeFile(folder, '');
  await saveTo(hall, join(city.dir, '没有登记.pdf'));
  await page.getByTestId('paper-file').click();
  await page.getByTestId('paper-problem').getByText('未能登记，没有打印').waitFor();
  expect(existsSync(join(city.dir, '没有登记.pdf'))).toBe(false);
  await rm(folder);
  await rename(`${folder}.aside`, folder);
  await page.keyboard.press('Escape');
});

test('F51 the reporter’s number is on the preview only once the look is recorded', async () => {
  const { page, userData } = hall;
  const found = (await readdir(userData, { recursive: true })).find((one) => one.includes('zuoxi1') && one.endsWith('access'));
  const folder = join(userData, found ?? '?');
  await rename(folder, `${folder}.aside`);
  await writeFile(folder, '');
  await page.getByTestId('print-notice').click();
  const preview = page.getByRole('dialog');
  await preview.getByText('138****4321').first().waitFor();
  await page.getByTestId('paper-reporter').click();
  await preview.getByText('未能记录，暂不能显示').waitFor();
  expect(await preview.getByText('13800004321').count()).toBe(0);
  await rm(folder);
  await rename(`${folder}.aside`, folder);
  await page.getByTestId('paper-reporter').click();
  await preview.getByText('13800004321').first().waitFor();
  await vi.waitFor(async () => {
    const records = await city.hub.core.store.private.withPrefix<Access>('access:');
    expect(records).toContainEqual(expect.objectContaining({ what: 'reveal', person: 'person:zuoxi1', field: 'phone' }));
  }, 20_000);
  await page.keyboard.press('Escape');
});

test('9-1: a caller who was told a number is guided out with the number that was named', async () => {
  await take(hall, '邻居家冒烟', '9-1');
  await hall.page.getByText('已告知对方自行拨打，不再派单').click();
  await refused(hall, '请填写告知的渠道');
  await hall.page.getByLabel('已告知拨打 119').click();
  const ticket = await bothSaved(hall, '告知渠道', '邻居家冒烟');
  expect(ticket).toMatchObject({ status: 'guidedOut', closing: { evidence: { article: '9-1', channel: '119 火灾救援' } } });
});

test('9-2: what is missing and how it was told; the ticket waits, and says for what and until when', async () => {
  await take(hall, '申请临时救助', '9-2');
  await refused(hall, '请填写需补正的材料', '请填写通知方式和凭据');
  await hall.page.getByRole('button', { name: '身份证明' }).click();
  await hall.page.getByRole('button', { name: '授权委托书' }).click();
  await fields(hall, { notice: '通话中告知本人，并发短信' });
  const ticket = await bothSaved(hall, '通知补正', '申请临时救助');
  expect(ticket).toMatchObject({ status: 'awaitingMaterial', material: { list: '身份证明\n授权委托书' } });
  const waiting = hall.page.getByTestId('awaited-material');
  await waiting.getByText('授权委托书').waitFor();
  await waiting.getByText('前，剩').waitFor();
});

test('9-3: the directory names the authority and the words; without a channel nothing is guided out', async () => {
  await take(hall, '对处罚决定不服', '9-3');
  await refused(hall, '请填写告知的渠道', '请填写向诉求人的说明');
  await directory(hall, '行政复议');
  const ticket = await bothSaved(hall, '告知渠道', '对处罚决定不服');
  // What has ended leaves the desk, and is looked at online.
  await hall.page.getByTestId('gone-lookup').click();
  await hall.page.locator('[data-testid=ticket-page][data-status=guidedOut]').waitFor();
  await hall.page.getByTestId('ticket-facts').getByText('行政复议机构').waitFor();
  expect(ticket).toMatchObject({ status: 'guidedOut', closing: { evidence: { article: '9-3' } } });
  expect(ticket.disposal.publicReply).toContain('行政复议机构（公共法律服务热线 12348）');
});

test('9-4: the earlier number is asked for, and its progress is there to be told', async () => {
  await take(hall, '又来反映路灯不亮', '9-4');
  await refused(hall, '请填写此前工单编号');
  await fields(hall, { reference: earlier });
  // The city's desk keeps what waits for the city; the office has this one.
  await hall.page.getByTestId('earlier-lookup').click();
  await hall.page.getByTestId('earlier-progress').getByText('承办单位正在办理').waitFor();
  await hall.page.getByTestId('earlier-tell').click();
  const ticket = await bothSaved(hall, '告知渠道', '又来反映路灯不亮');
  expect(ticket).toMatchObject({ status: 'guidedOut', closing: { evidence: { article: '9-4', reference: earlier } } });
  expect(ticket.links.earlier).toContain(earlier);
  expect(ticket.disposal.publicReply).toContain('路灯三天不亮');
});

test('9-5: market and social channels stand ready', async () => {
  await take(hall, '家里电表跳闸', '9-5');
  await refused(hall, '请填写告知的渠道');
  await directory(hall, '供电');
  const ticket = await bothSaved(hall, '告知渠道', '家里电表跳闸');
  expect(ticket).toMatchObject({ status: 'guidedOut', closing: { evidence: { article: '9-5', channel: '供电企业客服（95598）' } } });
});

test('9-6: the words of persuasion name the consequence, and are not left out', async () => {
  await take(hall, '要求公开邻居住址', '9-6');
  await fields(hall, { explanation: '' });
  await refused(hall, '请填写向诉求人的说明');
  await fields(hall, { explanation: '已劝导：他人住址受法律保护，非法获取须承担法律责任。' });
  const ticket = await bothSaved(hall, '告知渠道', '要求公开邻居住址');
  expect(ticket).toMatchObject({ status: 'guidedOut', closing: { evidence: { article: '9-6' } } });
});

test('what can be answered at once is answered, and ends there', async () => {
  await take(hall, '咨询居住证办理地点', 'answer');
  await refused(hall, '请填写答复内容');
  await fields(hall, { answer: '到居住地派出所办理，带身份证和租房合同。' });
  const ticket = await bothSaved(hall, '直接答复', '咨询居住证办理地点');
  expect(ticket).toMatchObject({ status: 'directAnswered' });
});

test('a walk-in at the street: the office proposes the channel, its leader signs, the city grants', async () => {
  await take(counter, '来访咨询民间借贷纠纷', '9-5');
  await refused(counter, '请填写告知的渠道');
  await directory(counter, '民间纠纷');
  const proposed = await bothSaved(counter, '建议告知渠道', '来访咨询民间借贷纠纷');
  expect(proposed).toMatchObject({ status: 'inProgress', origin: OFFICE_A });
  await counter.page.getByTestId('awaited-proposal').getByText('等分管领导签批').waitFor();
  const of = proposed.proposals[0]?.id;
  await city.act('lingdao1', proposed._id, 'leaderApprove', { of });
  await city.act('duban1', proposed._id, 'decideProposal', { of, grant: true, reason: '同意告知' });
  await counter.page.locator('[data-testid=ticket-page][data-status=guidedOut]').waitFor();
});

test('F13 the leader’s red list: one tap is a 批示 that the clerk finds at the top of the ticket and answers; the week on one paper', async () => {
  const { page } = counter;
  const title = '路灯三天不亮';
  await synced(counter);
  await leave(counter);
  await signIn(counter, 'lingdao1', city.password);
  await synced(counter);
  const red = page.getByTestId('red-item').filter({ hasText: title });
  await red.getByTestId('red-instruct').click();
  await red.getByRole('button', { name: '请今日内办结。' }).click();
  await saved(counter, '批示');
  await red.getByText('待落实').waitFor();
  await page.getByTestId('weekly-brief').click();
  await page.getByTestId('paper-preview').getByRole('row', { name: title }).first().waitFor();
  await page.keyboard.press('Escape');
  await synced(counter);
  await leave(counter);
  await signIn(counter, 'diaodu1', city.password);
  await synced(counter);
  await openTicket(counter, title);
  await page.getByTestId('awaited-instruction').getByText('请今日内办结。').waitFor();
  await fillAction(counter, 'answerInstruction', '批示回复', { text: { text: '已派维修队，今晚修复' } });
  await page.getByTestId('awaited-instruction').waitFor({ state: 'detached' });
});
