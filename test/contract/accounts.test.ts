/** F50 [sync S1, G1, G6, proof L3]: passwords, lock-out, sessions that end at once everywhere, people with history, keys, codes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeviceId, PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import type { PersonDocument } from '../../shared/hotline/reference/documents.ts';
import { Accounts } from '../../sync-server/accounts/accounts.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import type { Database } from '../../sync-server/store/database.ts';
import { enrolNodeDesk, openPerson, synced, until } from '../support/node-desk.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

let city: SmallCity;
let dir: string;
beforeAll(async () => {
  city = await SmallCity.open();
  dir = await mkdtemp(join(tmpdir(), 'griddesk-accounts-'));
});
afterAll(async () => {
  await city.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

type Refused = Readonly<{ error: string; reason: string }>;

function ask(desk: WireDesk, login: string, password: string): Promise<Readonly<{ status: number; body: Refused }>> {
  return desk.call<Refused>('POST', '/desk/session', { device: desk.device, deviceSecret: desk.secret, login, password });
}

/** A long poll that has begun to wait, and how it will end. */
async function poll(desk: WireDesk): Promise<{ end: Promise<'answered' | 'ended'> }> {
  let page = await desk.page();
  while (page.pending > 0) page = await desk.page(page.last_seq);
  const before = city.hub.core.feed.waiting;
  const end = desk.raw('GET', `/desk/_changes?feed=longpoll&timeout=60000&since=${page.last_seq}`).then(
    ({ status }) => (status === 200 ? ('answered' as const) : ('ended' as const)),
    () => 'ended' as const,
  );
  await expect.poll(() => city.hub.core.feed.waiting).toBeGreaterThan(before);
  return { end };
}

test('F50 who changes their password must know the old one, stays signed in here and is signed out everywhere else at once', async () => {
  const here = await city.desk(OFFICE_A, 'diaodu2');
  const elsewhere = await city.desk(OFFICE_A, 'diaodu2');
  const change = (password: string, newPassword: string): Promise<Readonly<{ status: number; body: Refused }>> =>
    here.call<Refused>('POST', '/desk/password', { login: 'diaodu2', password, newPassword });
  expect(await change('不是这个', '一个新的长口令2026')).toMatchObject({ status: 403, body: { error: 'wrongOldPassword' } });
  expect(await change(DEMO_PASSWORD, '短')).toMatchObject({ status: 403, body: { error: 'passwordShort' } });
  expect(await change(DEMO_PASSWORD, 'diaodu2-2026')).toMatchObject({ status: 403, body: { error: 'passwordIsLogin' } });
  const { end } = await poll(elsewhere);
  expect(await change(DEMO_PASSWORD, '一个新的长口令2026')).toMatchObject({ status: 200 });
  expect(await end).toBe('ended');
  expect((await elsewhere.call('POST', '/desk/_bodies', { ids: [] })).status).toBe(401);
  expect((await here.call('POST', '/desk/_bodies', { ids: [] })).status).toBe(200);
  expect(await ask(elsewhere, 'diaodu2', DEMO_PASSWORD)).toMatchObject({ status: 401, body: { error: 'wrongLogin' } });
  expect((await ask(elsewhere, 'diaodu2', '一个新的长口令2026')).status).toBe(200);
});

test('F50 nobody changes a colleague’s password with their own session, and login names of others are not told apart', async () => {
  const here = await city.desk(OFFICE_A, 'wangge2');
  const other = await here.call<Refused>('POST', '/desk/password', {
    login: 'wangge3',
    password: DEMO_PASSWORD,
    newPassword: '别人的一个长口令',
  });
  const unknown = await here.call<Refused>('POST', '/desk/password', {
    login: 'nobody',
    password: DEMO_PASSWORD,
    newPassword: '别人的一个长口令',
  });
  expect(other).toEqual(unknown);
  expect(other).toMatchObject({ status: 403, body: { error: 'wrongOldPassword' } });
  expect((await ask(await city.desk(OFFICE_A, 'wangge3'), 'wangge3', DEMO_PASSWORD)).status).toBe(200);
});

test('F50 a hundred guesses at once are eight guesses', async () => {
  const desk = await city.desk(OFFICE_B, 'wangge4');
  const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => ask(desk, 'wangge4', `猜 ${at}`)));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(8);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(92);
});

test('[sync G6] who is disabled is out at once; what they had done before is judged by the roles they had then, and the grants are kept', async () => {
  const { people, accounts, core } = city.hub;
  const made = await people.create(
    { login: 'linshi1', name: '临时工', roles: [{ role: 'clerk', unit: OFFICE_B }], password: '第一个很长的口令' },
    'admin',
    '入职',
  );
  expect(made).toBeUndefined();
  const shared = await city.desk(OFFICE_B, 'diaodu3');
  await shared.chooseOwn('linshi1', '第一个很长的口令', '自己的很长的口令');
  const theirs = await poll(shared);
  const ticket = await city.dispatched(OFFICE_B);
  const { end } = theirs;
  await end;
  const act = (kind: string, body: Record<string, unknown>): ReturnType<typeof shared.action> =>
    shared.signing.action('person:linshi1' as PersonId, ticket, kind, body);
  const before = act('contact', { channel: 'call', result: 'reached' });
  const again = await poll(shared);
  expect(await people.disable('person:linshi1' as PersonId, 'admin', '离职')).toBeUndefined();
  expect(await again.end).toBe('ended');
  expect((await shared.call('POST', '/desk/_bodies', { ids: [] })).status).toBe(401);
  expect((await ask(shared, 'linshi1', '自己的很长的口令')).status).toBe(401);
  const after = act('contact', { channel: 'call', result: 'notReached' });
  // A colleague at the same device brings what lies there [sync G1].
  await shared.signIn('diaodu3', DEMO_PASSWORD);
  await shared.send([before, after]);
  await core.authority.run();
  await core.feed.catchUp();
  expect(core.feed.settlement(before._id)).toMatchObject({ state: 'accepted' });
  expect(core.feed.settlement(after._id)).toMatchObject({ state: 'refused' });
  const person = await core.store.hotline.get<PersonDocument>('person:linshi1');
  expect(person?.roles).toMatchObject([{ role: 'clerk', unit: OFFICE_B, to: expect.any(String) as string }]);
  expect(await people.grants('person:linshi1' as PersonId)).toMatchObject([
    { by: 'admin', reason: '入职', before: [] },
    { by: 'admin', reason: '离职', before: [{ role: 'clerk' }] },
  ]);
  expect((await accounts.logins()).map(({ login }) => login)).not.toContain('linshi1');
});

test('F50 a person is made once, of known units, and roles change without reaching back', async () => {
  const { people, core } = city.hub;
  const person = { login: 'xinren1', name: '新人', roles: [{ role: 'clerk' as const, unit: OFFICE_A }], password: '第一个很长的口令' };
  const nowhere = { ...person, roles: [{ role: 'clerk' as const, unit: 'dept-nowhere' as UnitCode }] };
  expect(await people.create(nowhere, 'admin', '')).toBe('unknownUnit');
  expect(await people.create({ ...person, login: 'a b' }, 'admin', '')).toBe('badLogin');
  expect(await people.create(person, 'admin', '')).toBeUndefined();
  expect(await people.create(person, 'admin', '')).toBe('loginTaken');
  const wanted = [{ role: 'leader' as const, unit: OFFICE_A }];
  expect(await people.setRoles('person:xinren1' as PersonId, wanted, 'admin', '升任')).toBeUndefined();
  expect(await people.setRoles('person:xinren1' as PersonId, wanted, 'admin', '')).toBe('nothingChanged');
  const stored = await core.store.hotline.get<PersonDocument>('person:xinren1');
  expect(stored?.roles.map(({ role, to }) => [role, to !== undefined])).toEqual([
    ['clerk', true],
    ['leader', false],
  ]);
  expect(stored?.roles[0]?.to).toBe(stored?.roles[1]?.from);
});

test('[sync G1] what comes with a withdrawn key is kept aside, signing in does not certify it again, and it is trusted again by hand', async () => {
  const desk = await city.desk(OFFICE_A, 'diaodu1');
  const ticket = await city.dispatched();
  const { devices } = city.hub.accounts;
  const clerk = 'person:diaodu1' as PersonId;
  expect(await devices.trustKeys(desk.device as DeviceId, clerk, false)).toBe(true);
  await desk.signIn('diaodu1', DEMO_PASSWORD);
  const [row] = await desk.send([desk.action(ticket, 'contact', { channel: 'call', result: 'reached' })]);
  expect(row).toMatchObject({ error: 'notCertified', settled: true });
  expect(await devices.trustKeys(desk.device as DeviceId, clerk, true)).toBe(true);
  await desk.act(ticket, 'contact', { channel: 'call', result: 'reached' });
});

test('F50 codes are listed without their secrets; one that was withdrawn enrols nothing', async () => {
  const { devices } = city.hub.accounts;
  const secret = await devices.newCode(OFFICE_A);
  const open = (await devices.codes()).filter((code) => code.usedAt === undefined);
  expect(JSON.stringify(open)).not.toContain(secret);
  const [mine] = open.filter(({ unit }) => unit === OFFICE_A).slice(-1);
  expect(await devices.withdrawCode(mine?.id ?? '')).toBe(true);
  for (const { id } of open) await devices.withdrawCode(id);
  expect(await devices.enrol(secret, '迟到的设备')).toBeUndefined();
});

test('[sync G3] what the store does not take is not answered as done', async () => {
  const real = city.hub.core.store.accounts;
  const refusing: Database = Object.assign(Object.create(real) as Database, {
    write: (documents: readonly { _id: string }[]) =>
      Promise.resolve(documents.map(({ _id }) => ({ ok: false, id: _id, error: 'conflict' }))),
  });
  for (const name of ['get', 'getMany', 'withPrefix'] as const) Object.assign(refusing, { [name]: real[name].bind(real) });
  const accounts = new Accounts(refusing, city.hub.core.now, city.hub.onError, city.hub.limits);
  await expect(accounts.newCode(OFFICE_A)).rejects.toThrow('did not take');
  await expect(accounts.setAccount('wangge3', 'person:wangge3' as PersonId, '又一个很长的口令')).rejects.toThrow('did not take');
  const desk = await city.desk(OFFICE_A, 'wangge3');
  await expect(accounts.signIn(desk.device as DeviceId, desk.secret, 'wangge3', DEMO_PASSWORD)).rejects.toThrow('did not take');
  // The wrong password is counted durably, or not answered.
  await expect(accounts.signIn(desk.device as DeviceId, desk.secret, 'wangge3', '错')).rejects.toThrow('did not take');
});

test('F50 the desk: refused without a line; the new password opens it offline; another device takes it up and loses nothing', async () => {
  const at = (name: string): Promise<Awaited<ReturnType<typeof enrolNodeDesk>>> =>
    city.hub.enrolmentCode(OFFICE_B).then((code) => enrolNodeDesk(join(dir, name), code));
  const [first, second] = [await at('first'), await at('second')];
  const there = await openPerson(second, 'person:lingdao2', DEMO_PASSWORD);
  await synced(there);
  second.network.up = false;
  there.syncNow();
  await until(there, (status) => status.link === 'offline');
  const id = newTicketId();
  const body = { source: 'walkIn', kind: 'consult', title: '来访咨询', content: '咨询低保', complainant: { kind: 'natural' } };
  await city.hub.people.setRoles(
    'person:lingdao2' as PersonId,
    [
      { role: 'leader', unit: OFFICE_B },
      { role: 'clerk', unit: OFFICE_B },
    ],
    'admin',
    '兼任',
  );
  const saved = await there.act({ ticket: id, kind: 'register', body });
  await there.close();

  const here = await openPerson(first, 'person:lingdao2', DEMO_PASSWORD);
  await synced(here);
  first.network.up = false;
  here.syncNow();
  await until(here, (status) => status.link === 'offline');
  expect(await here.changePassword(DEMO_PASSWORD, '领导的一个新长口令')).toMatchObject({
    ok: false,
    message: expect.stringContaining('需要联网') as string,
  });
  first.network.up = true;
  here.syncNow();
  await synced(here);
  expect(await here.changePassword('错的', '领导的一个新长口令')).toMatchObject({
    ok: false,
    message: expect.stringContaining('原密码不正确') as string,
  });
  expect(await here.changePassword(DEMO_PASSWORD, '领导的一个新长口令')).toEqual({ ok: true });
  await here.close();
  first.network.up = false;
  await expect(openPerson(first, 'person:lingdao2', DEMO_PASSWORD)).rejects.toThrow('密码不正确');
  await (await openPerson(first, 'person:lingdao2', '领导的一个新长口令')).close();

  // The other device still knows the old password only, and says what to do.
  await expect(openPerson(second, 'person:lingdao2', '领导的一个新长口令')).rejects.toThrow('联网后再登录');
  second.network.up = true;
  const back = await openPerson(second, 'person:lingdao2', '领导的一个新长口令');
  await synced(back);
  if (saved.ok) await expect.poll(async () => (await city.hub.core.store.hotline.get(id)) !== undefined).toBe(true);
  await back.close();
  second.network.up = false;
  await (await openPerson(second, 'person:lingdao2', '领导的一个新长口令')).close();
});

// The last one: desks of other tests know the hub before its restart.
test('F50 a login that rests goes on resting after a restart, is seen by the administrator, and is free when they lift it', async () => {
  const desk = await city.desk(OFFICE_A, 'wangge1');
  for (let at = 0; at < 8; at += 1) expect((await ask(desk, 'wangge1', `错 ${at}`)).status).toBe(401);
  expect(await ask(desk, 'wangge1', DEMO_PASSWORD)).toMatchObject({ status: 429 });
  await city.restart();
  expect(await ask(desk, 'wangge1', DEMO_PASSWORD)).toMatchObject({ status: 429 });
  // On another device of the office the person works on: a colleague cannot shut them out.
  await city.desk(OFFICE_A, 'wangge1');
  const mine = async () => (await city.hub.accounts.wrongPasswords.lockOuts()).filter(({ login }) => login === 'wangge1');
  const [lock] = await mine();
  expect(lock).toMatchObject({ login: 'wangge1', device: desk.device, count: 8 });
  expect(await city.hub.accounts.wrongPasswords.lift(lock?.id ?? '')).toBe(true);
  expect((await ask(desk, 'wangge1', DEMO_PASSWORD)).status).toBe(200);
  expect(await mine()).toEqual([]);
});
