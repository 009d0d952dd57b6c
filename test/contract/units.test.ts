/** F50 Units on the administrator's page: added under their district, renamed, in the access log before it is done, and sent to desks. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom, filter, timeout } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UnitCode } from '../../shared/hotline/ids.ts';
import { REFUSALS } from '../../shared/hotline/refusals.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { accessLines } from '../support/access-lines.ts';
import { AdminBrowser, tokenIn } from '../support/admin-browser.ts';
import { enrolNodeDesk, openPerson, synced } from '../support/node-desk.ts';
import { SmallCity } from '../support/small-city.ts';

const PAGES = '/admin/pages';
const NEW_STREET = '210102099' as UnitCode;
let city: SmallCity;
let dir: string;
let admin: AdminBrowser;
beforeAll(async () => {
  city = await SmallCity.open();
  dir = await mkdtemp(join(tmpdir(), 'griddesk-units-'));
  admin = new AdminBrowser(() => city.hub);
  await admin.signIn(city.hub.adminPassword);
});
afterAll(async () => {
  await city.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

function send(act: 'units' | 'units/rename', fields: Record<string, string>, reason = '区划调整'): ReturnType<AdminBrowser['send']> {
  const asked = fields['unit'] === undefined ? '' : `?unit=${fields['unit']}`;
  return admin.send(`${PAGES}/act/${act}${asked}`, `${PAGES}/act/${act}`, { ...fields, reason });
}

async function unitActs(): Promise<readonly unknown[]> {
  const lines = await accessLines(city.hub);
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ act }) => act === 'units' || act === 'units/rename')
    .map(({ act, of, reason }) => [act, of, reason]);
}

test('a street office is added under its district, reaches a desk that is online, is renamed there, and matters are sent to it', async () => {
  const desk = await enrolNodeDesk(join(dir, 'desk'), await city.hub.enrolmentCode(OFFICE_A));
  const replica = await openPerson(desk, 'person:diaodu1', DEMO_PASSWORD);
  await synced(replica);
  const named = (name: string): Promise<unknown> =>
    firstValueFrom(
      replica.reference.pipe(
        filter(({ units }) => units.get(NEW_STREET)?.name === name),
        timeout(20_000),
      ),
    );
  expect((await send('units', { code: NEW_STREET, name: ' 新设街道 ' })).status).toBe(303);
  await named('新设街道');
  const page = (await admin.get(`${PAGES}/units`)).text;
  expect(page).toContain('已新增单位');
  expect(page).toContain(NEW_STREET);
  expect((await send('units/rename', { unit: NEW_STREET, name: '新设二街道' })).status).toBe(303);
  await named('新设二街道');
  expect(await unitActs()).toEqual([
    ['units', `unit:${NEW_STREET}`, '区划调整'],
    ['units/rename', `unit:${NEW_STREET}`, '区划调整'],
  ]);
  expect((await admin.get(`${PAGES}/log`)).text).toContain('新增单位');
  await synced(replica);
  await replica.close();
  expect(
    await city.hub.people.create(
      { login: 'xinjie1', name: '新街', roles: [{ role: 'clerk', unit: NEW_STREET }], password: '第一个很长的口令' },
      'admin',
      '',
    ),
  ).toBeUndefined();
  const ticket = await city.dispatched(NEW_STREET);
  expect(await city.hub.core.store.hotline.get(ticket)).toMatchObject({ lead: NEW_STREET });
  expect(await verifyCore(city.hub.core)).toMatchObject({ tickets: 1, unequal: [], indexEqual: true });
});

test.each([
  ['badUnitCode', { code: '21010', name: '甲' }],
  ['badUnitCode', { code: 'city', name: '甲' }],
  ['badUnitCode', { code: 'dept-大写', name: '甲' }],
  ['unknownDistrict', { code: '999999001', name: '甲街道' }],
  ['unitTaken', { code: OFFICE_A, name: '甲街道' }],
  ['badUnitName', { code: '210102098', name: '  ' }],
  ['unitNameTaken', { code: '210102098', name: '长白街道' }],
] as const)(
  'what cannot be added is refused in Chinese, the form keeps what was typed, and nothing is written: %s %j',
  async (fault, fields) => {
    const before = city.hub.core.reference.units.size;
    const answer = await send('units', fields);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(REFUSALS[fault]);
    expect(answer.text).toContain(`value="${fields.code}"`);
    expect(city.hub.core.reference.units.size).toBe(before);
  },
);

test('a district and a department are added by their codes; a rename of what is not there, or to the same, is refused', async () => {
  expect((await send('units', { code: '210199', name: '新设区' })).status).toBe(303);
  expect((await send('units', { code: '210199001', name: '长白街道' })).status).toBe(303);
  expect((await send('units', { code: 'dept-parks', name: '园林部门' })).status).toBe(303);
  const { units } = city.hub.core.reference;
  expect(units.get('210199001' as UnitCode)).toMatchObject({ type: 'street', district: '210199', grids: [] });
  expect(units.get('dept-parks' as UnitCode)).toMatchObject({ type: 'department' });
  expect((await send('units/rename', { unit: '210102097', name: '乙' })).text).toContain(REFUSALS.unknownUnit);
  expect((await send('units/rename', { unit: 'dept-parks', name: '园林部门' })).text).toContain(REFUSALS.nothingChanged);
  const authorization = `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`;
  const json = await fetch(`${city.hub.address}/admin/units/rename`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ code: 'dept-parks', name: '园林绿化部门', reason: '更名' }),
  });
  expect(json.status).toBe(200);
  expect(units.get('dept-parks' as UnitCode)?.name).toBe('园林绿化部门');
});

test('[L4, F1] half a character in a name is refused by page and JSON alike: no document that the index cannot read is written', async () => {
  const { units } = city.hub.core.reference;
  const [before, errors] = [units.get(OFFICE_A)?.name, city.errors.length];
  const headers = {
    authorization: `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`,
    'content-type': 'application/json',
  };
  for (const name of ['\\ud800街道', '街道\\udc00', '\\udc00\\ud800']) {
    const body = `{"code":"${OFFICE_A}","name":"${name}","reason":"更名"}`;
    const json = await fetch(`${city.hub.address}/admin/units/rename`, { method: 'POST', headers, body });
    expect([json.status, await json.json()]).toEqual([400, { error: 'bad_request', reason: REFUSALS.malformed }]);
  }
  const token = tokenIn((await admin.get(`${PAGES}/act/units/rename?unit=${OFFICE_A}`)).text);
  const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const page = await fetch(`${city.hub.address}${PAGES}/act/units/rename`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: `{"token":"${token}","unit":"${OFFICE_A}","name":"\\ud800","reason":"更名"}`,
  });
  expect(page.status).toBe(400);
  expect(await page.text()).toContain(REFUSALS.malformed);
  const file = await admin.upload(`${PAGES}/packs`, `${PAGES}/pack`, '{"id":"SY","name":"\\ud800"}');
  expect([file.status, file.text.includes('不是 JSON 文件')]).toEqual([400, true]);
  await city.hub.core.feed.catchUp();
  expect([units.get(OFFICE_A)?.name, city.errors.length]).toEqual([before, errors]);
  // A whole one outside the first plane is a name like any.
  expect((await send('units/rename', { unit: 'dept-parks', name: '𠮷林部门' })).status).toBe(303);
});
