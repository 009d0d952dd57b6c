/** Suggestions and possible duplicates on the real desk (F06, F18, F27): shown with their reasons, taken by one press, never unasked. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrol, launchDesk, leave, openTicket, saved, signIn, synced, type ElectronDesk, look } from '../support/electron-desk.ts';
import { freePort, hubCommand, HubProcess } from '../support/hub-process.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';

const TITLE = '烧烤店油烟直接进窗户';
/** The number of the demonstration's matter about the barbecue, written another way. */
const SAME_PHONE = '+86 100-1002-3757';

/** Of the demonstration's first matter, which is at its office: the operator's device does not hold it. */
const CALLED_BEFORE = '100 1000 0000';

let dir: string;
let hub: HubProcess;
let desk: ElectronDesk;
let password: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-suggestions-'));
  hub = new HubProcess(join(dir, 'hub'), await freePort());
  await hubCommand(['seed', '--data', hub.dataDir, '--port', String(hub.port), '--tickets', 'demo']);
  await hub.start();
  const demo = JSON.parse(await readFile(join(hub.dataDir, 'demo.json'), 'utf8')) as { codes: { code: string }[]; password: string };
  password = demo.password;
  desk = await launchDesk(join(dir, 'desk'));
  await enrol(desk, demo.codes[3]?.code ?? '');
});
afterAll(async () => {
  await desk.app.close();
  await hub.stop();
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

test('[F27] during the call the operator is told what the number called about lately, also what no device of the city holds', async () => {
  const { page } = desk;
  await signIn(desk, 'zuoxi1', password);
  await synced(desk);
  await page.getByTestId('register').click();
  const form = page.getByRole('dialog');
  await form.getByTestId('register-title').fill('再问上次的事');
  await form.getByLabel('联系电话').fill(CALLED_BEFORE);
  const called = form.getByTestId('caller-tickets');
  await called.getByRole('heading', { name: '该号码近 90 日还有 1 件' }).waitFor();
  expect(await called.getByRole('listitem').innerText()).toMatch(/LN\d{6}-\d{8}-\d{6}[\s\S]*长白街道[\s\S]*室温只有/);
  await look(desk, 'register-caller');
  await form.getByLabel('联系电话').fill('13900000099');
  await called.waitFor({ state: 'detached' });
  await form.getByLabel('联系电话').fill(CALLED_BEFORE);
  await called.getByRole('button', { name: '同一事项，告知进展' }).click();
  await form.getByTestId('earlier-lookup').click();
  await form.getByTestId('earlier-progress').waitFor();
  await form.getByTestId('intake-back').click();
  await form.getByTestId('earlier-progress').waitFor({ state: 'detached' });
  await called.getByRole('button', { name: /^LN/ }).click();
  await page
    .getByTestId('ticket-page')
    .getByRole('heading', { name: /室温只有/ })
    .waitFor();
  await leave(desk);
});

test('[F27] the operator is shown it while typing, and one press makes it the earlier number of art. 9(4)', async () => {
  const { page } = desk;
  await signIn(desk, 'zuoxi1', password);
  await synced(desk);
  await page.getByTestId('register').click();
  const form = page.getByRole('dialog');
  await form.getByTestId('register-title').fill(TITLE);
  await form.getByTestId('register-content').fill('楼下烧烤店没有油烟净化，夜里两点还在营业，烟进卧室。');
  await form.getByLabel('联系电话').fill(SAME_PHONE);
  await form.getByLabel('事发地址').fill('和平区长白街道长白三街19号');
  await form.getByText('投诉', { exact: true }).click();
  const beside = form.getByTestId('possible-duplicates');
  await beside.getByText('同一电话').waitFor();
  await form.getByTestId('street-suggestions').waitFor();
  // However much is proposed: what is to be pressed stays in sight on a small screen, at the top of the form and anywhere in it.
  const before = page.viewportSize() ?? { width: 1366, height: 768 };
  await page.setViewportSize({ width: 1366, height: 768 });
  for (const field of ['register-title', 'street-suggestions']) {
    await form.getByTestId(field).scrollIntoViewIfNeeded();
    const box = await form.getByTestId('register-save').boundingBox();
    expect((box?.y ?? 9999) + (box?.height ?? 0), field).toBeLessThanOrEqual(768);
  }
  await look(desk, 'register');
  await page.setViewportSize(before);
  await beside.getByRole('button', { name: '同一事项，告知进展' }).first().click();
  await form.getByTestId('earlier-progress').waitFor();
  await look(desk, 'register-same');
  await form.getByTestId('intake-back').click();
  await form.getByTestId('earlier-progress').waitFor({ state: 'detached' });
});

test('[F18] [F06] category and street are proposed with reasons; nothing is filled in until it is pressed', async () => {
  const { page } = desk;
  const form = page.getByRole('dialog');
  const category = form.getByTestId('category-suggestions').getByRole('button', { name: /餐饮油烟/ });
  const street = form.getByTestId(`suggest-street-${OFFICE_A}`);
  expect(await category.innerText()).toMatch(/写到“[^”]*油烟/);
  expect(await street.innerText()).toMatch(/和平区长白街道\n写到“.*长白街道.*”/);
  expect([await category.getAttribute('aria-pressed'), await street.getAttribute('aria-pressed')]).toEqual(['false', 'false']);
  await category.click();
  await street.click();
  expect([await category.getAttribute('aria-pressed'), await street.getAttribute('aria-pressed')]).toEqual(['true', 'true']);
  await look(desk, 'register-taken');
  await form.getByTestId('register-save').click();
  await saved(desk, '登记');
  await synced(desk);
  await leave(desk);
});

test('[F27] the dispatcher sees the other one beside it, with number, state and why, and can open it', async () => {
  const { page } = desk;
  await signIn(desk, 'paidan1', password);
  await synced(desk);
  await openTicket(desk, TITLE);
  const beside = page.getByTestId('possible-duplicates');
  await beside.waitFor();
  await look(desk, 'ticket');
  const first = beside.getByRole('listitem').first();
  expect(await first.innerText()).toMatch(/LN\d{6}-\d{8}-\d{6}[\s\S]*已受理·待派单[\s\S]*烧烤店[\s\S]*同一电话/);
  await first.getByRole('button').click();
  await page
    .getByTestId('ticket-page')
    .getByRole('heading', { name: /烧烤店凌晨两点/ })
    .waitFor();
  await openTicket(desk, TITLE);
});

test('[F18] [F19] the unit is proposed with its reason, and the dispatch by it holds', async () => {
  const { page } = desk;
  await page.getByTestId('action-dispatch').click();
  const form = page.getByTestId('form-dispatch');
  const category = form.getByTestId('category-suggestions').getByRole('button', { name: /餐饮油烟/ });
  await category.waitFor();
  expect(await category.getAttribute('aria-pressed')).toBe('true');
  const unit = form.getByTestId(`suggest-unit-${OFFICE_A}`);
  expect(await unit.innerText()).toMatch(/长白街道\n工单区划属该街道/);
  expect(await unit.getAttribute('aria-pressed')).toBe('false');
  await look(desk, 'dispatch');
  await unit.click();
  await form.getByTestId('form-submit').click();
  await page.locator('[data-testid=ticket-page][data-status=dispatched]').waitFor();
  await page.getByTestId('ticket-page').getByText('餐饮油烟').first().waitFor();
});
