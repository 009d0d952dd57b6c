/** The administrator's page (F50, F51): what each section shows and does, by the same acts as the JSON routes, logged before they are done. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toInstant } from '../../shared/hotline/calendar.ts';
import type { SubjectId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { CITY, OFFICE_A } from '../../sync-server/seed/people.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { signedReference } from '../../sync-server/packs/reference-files.ts';
import { accessLines } from '../support/access-lines.ts';
import { AdminBrowser } from '../support/admin-browser.ts';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
let admin: AdminBrowser;
beforeAll(async () => {
  city = await SmallCity.open();
  admin = new AdminBrowser(() => city.hub);
  await admin.signIn(city.hub.adminPassword);
});
afterAll(() => city.close());

const PAGES = '/admin/pages';

async function lastActs(count: number): Promise<readonly unknown[]> {
  const lines = await accessLines(city.hub);
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ what, act }) => what === 'admin' && act !== 'log.view')
    .slice(-count)
    .map(({ act, of, reason }) => [act, of, reason]);
}

async function act(name: string, asked: Record<string, string>, fields: Record<string, string | readonly string[]> = {}): Promise<string> {
  const from = `${PAGES}/act/${name}?${new URLSearchParams(asked).toString()}`;
  const answer = await admin.send(from, `${PAGES}/act/${name}`, { ...asked, ...fields, reason: '核对后办理' });
  expect([name, answer.status]).toEqual([name, 303]);
  return (await admin.get(answer.headers.get('location') ?? '')).text;
}

test('F50 every section answers in Chinese, with one heading, captions and labels, and no id of the software', async () => {
  await city.dispatched();
  for (const path of ['', '/quarantine', '/trouble', '/people', '/units', '/devices', '/clients', '/packs', '/calendars', '/log']) {
    const { status, text } = await admin.get(path === '' ? '/admin' : PAGES + path);
    expect([path, status]).toEqual([path, 200]);
    expect(text.match(/<h1>/gu)).toHaveLength(1);
    expect(text.match(/<table>/gu)?.length ?? 0).toBe(text.match(/<caption>/gu)?.length ?? 0);
    expect(text).toContain('aria-current="page"');
    const words = text.replace(/<style>.*<\/style>/su, '').replace(/<[^>]+>/gu, ' ');
    expect(words).not.toMatch(/undefined|\[object|NaN|(?:person|unit|device|ticket|pack):|\d{4}-\d{2}-\d{2}T/u);
  }
});

test('F50 a person: added with a first password, looked for, given other roles, locked out and let in, disabled and let in again', async () => {
  const roles = { role1: 'clerk', unit1: OFFICE_A, role2: '', unit2: '', role3: '', unit3: '' };
  const page = await act('people', {}, { login: 'xinren3', name: '新<b>人', password: '一个很长的新口令', ...roles });
  expect(page).toContain('已新增人员');
  expect(page).toContain('新&#60;b&#62;人');
  await expect(city.desk(OFFICE_A, 'xinren3')).rejects.toThrow('could not sign in');
  expect((await admin.get(`${PAGES}/people?q=xinren3`)).text).toContain('共 1 人');
  const person = 'person:xinren3';
  await act('people/roles', { person }, { held: [], role1: 'leader', unit1: OFFICE_A });
  const history = (await admin.get(`${PAGES}/person?person=${person}`)).text;
  expect(history).toMatch(/分管领导/u);
  expect(city.hub.core.reference.people.get(person as never)?.roles).toHaveLength(2);
  expect(city.hub.people.rolesNow(city.hub.core.reference.people.get(person as never) as never).map(({ role }) => role)).toEqual([
    'leader',
  ]);
  await act('people/disable', { person, login: 'xinren3' });
  expect((await admin.get(`${PAGES}/person?person=${person}`)).text).toContain('已停用');
  await act('people/enable', { person, login: 'xinren3' });
  expect(await lastActs(4)).toEqual([
    ['people', person, '核对后办理'],
    ['people/roles', person, '核对后办理'],
    ['people/disable', person, '核对后办理'],
    ['people/enable', person, '核对后办理'],
  ]);
  const again = await admin.send(`${PAGES}/act/people`, `${PAGES}/act/people`, {
    login: 'xinren3',
    name: '又',
    password: '一个很长的新口令',
    reason: '重复',
  });
  expect([again.status, again.text.includes('该登录名已被使用')]).toEqual([400, true]);
});

test('F50 a code is shown once and enrols one device; a device is renamed, its keys lose trust, it is revoked, each after it was said what happens', async () => {
  const made = await admin.send(`${PAGES}/new-code`, `${PAGES}/new-code`, { unit: CITY });
  const code = /GD1\.[A-Za-z0-9_-]+/u.exec(made.text)?.[0] ?? '';
  expect(made.status).toBe(200);
  const { secret } = JSON.parse(Buffer.from(code.slice(4), 'base64url').toString()) as { secret: string };
  expect((await admin.get(`${PAGES}/devices`)).text).not.toContain(code);
  expect(await city.hub.accounts.enrol(secret, '窗口一')).toBeDefined();
  const clerk = await city.desk(OFFICE_A, 'diaodu2');
  const device = { device: clerk.device };
  await act('devices/rename', device, { name: '三楼窗口' });
  expect((await admin.get(`${PAGES}/devices`)).text).toContain('三楼窗口');
  const asked = await admin.get(`${PAGES}/act/devices/revoke?device=${clerk.device}`);
  expect(asked.text).toContain('“三楼窗口”');
  expect(asked.text).toContain('先把所有人未送达的记录和草稿送到隔离区');
  expect((await city.hub.accounts.device(clerk.device as never))?.revoked).toBeUndefined();
  await act('devices/keys', { ...device, person: 'person:diaodu2', trusted: 'false' });
  expect(await city.hub.accounts.keysOf(clerk.device as never, 'person:diaodu2' as never)).toEqual([]);
  await act('devices/revoke', device);
  expect((await city.hub.accounts.device(clerk.device as never))?.revoked).toBeDefined();
  // An act without a reason is none.
  const without = await admin.send(`${PAGES}/act/devices/sign-out?device=${clerk.device}`, `${PAGES}/act/devices/sign-out`, {
    ...device,
    reason: '  ',
  });
  expect(without.status).toBe(400);
});

test('F51 [G4] what was kept aside is shown after the look is recorded, released from the page, and told as done', async () => {
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  const device = { device: clerk.device, person: clerk.person };
  await act('devices/keys', { ...device, trusted: 'false' });
  const body = {
    source: 'walkIn',
    kind: 'consult',
    title: '<script>x</script>来访',
    content: '咨询',
    complainant: { kind: 'natural', phone: '13900001111' },
  };
  const action = clerk.action(newTicketId(), 'register', body);
  await clerk.send([action]);
  const id = (await city.hub.gate.quarantine.all()).find((one) => one.action === action._id)?._id ?? '';
  expect((await admin.get('/admin')).text).toContain('隔离区有 1 条记录待处理');
  const page = await admin.get(`${PAGES}/kept?id=${id}`);
  expect(page.text).not.toContain('13900001111');
  expect(page.text).toContain('现在不能放行');
  const { n } = await city.hub.accessLog.head();
  const looked = await admin.send(`${PAGES}/kept?id=${id}`, `${PAGES}/kept`, { id });
  expect(looked.text).toContain('13900001111');
  expect(looked.text).not.toContain('<script>');
  expect([(await city.hub.accessLog.head()).n, (await lastActs(1))[0]]).toEqual([n + 1, ['quarantine.view', id, undefined]]);
  await act('devices/keys', { ...device, trusted: 'true' });
  expect(await act('quarantine/release', { id })).toContain('已放行');
  await city.hub.core.authority.run();
  expect((await city.hub.core.store.hotline.get<Ticket>(action.ticket as SubjectId))?.no).toMatch(/^LN/u);
  expect((await admin.get('/admin')).text).not.toContain('条记录待处理');
});

test('F51 the access log is searched by person, ticket and day, page by page, and says when its chain is broken', async () => {
  const ticket = await city.dispatched();
  const no = (await city.hub.core.store.hotline.get<Ticket>(ticket))?.no ?? '';
  const at = city.hub.core.now();
  for (let count = 0; count < 60; count += 1)
    await city.hub.accessLog.append({ at, person: 'person:wangge1', device: '', what: 'view', of: ticket });
  const byTicket = await admin.get(`${PAGES}/log?ticket=${no}`);
  expect(byTicket.text.match(/<tr>/gu)).toHaveLength(51);
  const more = (/href="([^"]+before=[^"]+)"/u.exec(byTicket.text)?.[1] ?? '').replaceAll('&#38;', '&');
  // The look itself is an entry that names the ticket.
  const viewed = (text: string): number => text.match(/<td>查看工单<\/td>/gu)?.length ?? 0;
  expect([viewed(byTicket.text), viewed((await admin.get(more)).text)]).toEqual([49, 11]);
  expect(viewed((await admin.get(`${PAGES}/log?who=${encodeURIComponent('赵小燕')}`)).text)).toBe(49);
  expect((await admin.get(`${PAGES}/log?who=${encodeURIComponent('赵小燕')}&day=2020-01-01`)).text).toContain('没有符合的记录');
  expect(byTicket.text).toContain('首尾相接、未被改动');
  const { private: db } = city.hub.core.store;
  const last = (await db.withPrefix<{ of: string }>('access:')).at(-3);
  await db.write([{ ...last, _id: last?._id ?? '', of: '改过' }]);
  expect((await admin.get(`${PAGES}/log`)).text).toContain('与校验值不符');
  await db.write([{ ...(await db.get<{ of: string }>(last?._id ?? '')), _id: last?._id ?? '', of: last?.of ?? '' }]);
});

test('F05 a signed calendar comes in by file, with who signed it; a spoilt one does not', async () => {
  const day = { off: true, name: '假日' };
  const year = { year: 2031, title: '国办发明电〔2030〕1号', days: { '2031-01-01': day, '2031-05-01': day, '2031-10-01': day } };
  const [from, to] = [`${PAGES}/calendars`, `${PAGES}/calendar`];
  expect((await admin.upload(from, to, JSON.stringify(year))).status).toBe(303);
  const page = (await admin.get(from)).text;
  expect(page).toContain('已导入 2031 第 1 版');
  expect(page).toContain('本中心管理员（未签名）');
  const file = await signedReference(city.hub.core, city.hub.hubId, 'calendar:2031');
  const spoilt = { ...file, content: { ...file?.content, title: '改过的依据' } };
  const refused = await admin.upload(from, to, JSON.stringify(spoilt));
  expect([refused.status, /签名与[^<]+不符/u.test(refused.text)]).toEqual([400, true]);
  expect((await admin.upload(from, to, '不是')).status).toBe(400);
  expect((await admin.get(from)).text.match(/2031 年/gu)).toHaveLength(1);
});

test('X1 a client is allowed and stopped by account; a publisher is trusted', async () => {
  const allowed = await admin.send(`${PAGES}/client?allowed=true`, `${PAGES}/client`, { login: 'duban1', allowed: 'true', key: '' });
  expect(allowed.status).toBe(303);
  expect((await admin.get(`${PAGES}/clients`)).text).toContain('已允许 duban1');
  expect((await admin.send(`${PAGES}/client?allowed=false`, `${PAGES}/client`, { login: 'duban1', allowed: 'false' })).status).toBe(303);
  expect((await city.hub.accounts.credentials.get('duban1'))?.client).toBeUndefined();
  const publisher = { name: '省级平台', hubId: 'hub-LN', publicKey: 'A'.repeat(87) };
  expect((await admin.send(`${PAGES}/publisher`, `${PAGES}/publisher`, { ...publisher, publicKey: 'x' })).status).toBe(400);
  expect((await admin.send(`${PAGES}/publisher`, `${PAGES}/publisher`, publisher)).status).toBe(303);
  expect((await admin.get(`${PAGES}/packs`)).text).toContain('省级平台');
});

test('F50 the overview asks for hourly backups, as the timer and the handbook do, until there is one, and again after three hours without', async () => {
  let ahead = 0;
  const other = await SmallCity.open({ now: () => toInstant(Date.now() + ahead) });
  try {
    const browser = new AdminBrowser(() => other.hub);
    const overview = async (): Promise<string> => {
      await browser.signIn(other.hub.adminPassword);
      return (await browser.get('/admin')).text;
    };
    expect(await overview()).toMatch(/还没有做过备份。.*设为每小时任务/u);
    const authorization = `Basic ${Buffer.from(`admin:${other.hub.adminPassword}`).toString('base64')}`;
    expect((await fetch(`${other.hub.address}/admin/backup`, { headers: { authorization } })).status).toBe(200);
    ahead = 2 * 3_600_000;
    expect(await overview()).not.toContain('backup 命令');
    ahead = 4 * 3_600_000;
    expect(await overview()).toMatch(/三小时内没有备份。.*设为每小时任务/u);
  } finally {
    await other.close();
  }
});
