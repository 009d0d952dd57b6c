/** F50: who has a password from the administrator chooses their own before anything else, and no key is made or certified until then. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from '../../renderer/replica/session.ts';
import type { DeviceId, PersonId } from '../../shared/hotline/ids.ts';
import { MUST_CHANGE_PASSWORD } from '../../shared/sync/wire.ts';
import { buildServer } from '../../sync-server/http/server.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { enrolNodeDesk, openPerson, synced, until, type NodeDesk } from '../support/node-desk.ts';
import { SmallCity } from '../support/small-city.ts';

const GIVEN = '管理员给的口令1';
const OWN = '只有我知道的口令';
let city: SmallCity;
let dir: string;
beforeAll(async () => {
  city = await SmallCity.open();
  dir = await mkdtemp(join(tmpdir(), 'griddesk-first-'));
});
afterAll(async () => {
  await city.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

type Said = Readonly<{ error: string; reason: string }>;
type Session = Readonly<{ token: string; code?: string }>;

async function newClerk(login: string): Promise<PersonId> {
  const roles = [{ role: 'clerk' as const, unit: OFFICE_B }];
  expect(await city.hub.people.create({ login, name: login, roles, password: GIVEN }, 'admin', '入职')).toBeUndefined();
  return `person:${login}` as PersonId;
}

async function nodeDesk(name: string): Promise<NodeDesk> {
  return enrolNodeDesk(join(dir, name), await city.hub.enrolmentCode(OFFICE_B));
}

test('every route of a desk but the change itself refuses with a stable code, also after a restart; then all is open, in the same session', async () => {
  await newClerk('xinshou1');
  const desk = await city.desk(OFFICE_B, 'diaodu3');
  const ask = (password: string): Promise<Readonly<{ status: number; body: Session }>> =>
    desk.call<Session>('POST', '/desk/session', { device: desk.device, deviceSecret: desk.secret, login: 'xinshou1', password });
  const seeded = await desk.call<Session>('POST', '/desk/session', {
    ...{ device: desk.device, deviceSecret: desk.secret, login: 'diaodu3', password: DEMO_PASSWORD },
  });
  expect(seeded.body.code).toBeUndefined();
  const first = await ask(GIVEN);
  expect(first).toMatchObject({ status: 200, body: { code: MUST_CHANGE_PASSWORD } });
  const as = async (method: string, path: string, body?: unknown): Promise<Readonly<{ status: number; body: Said }>> => {
    const headers = { authorization: `Bearer ${first.body.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const answer = await fetch(city.hub.address + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Said };
  };
  const open = new Set(['/desk/enrol', '/desk/session', '/desk/password', '/desk/rescue']);
  const { app, routes } = await buildServer(city.hub as never);
  await app.close();
  const asked = routes
    .filter(({ path }) => path.startsWith('/desk') && !open.has(path))
    .flatMap(({ methods, path, body }) => methods.map((method) => ({ method, path, body })));
  expect(asked.length).toBeGreaterThan(20);
  const refusedBy = async (): Promise<readonly string[]> => {
    const others: string[] = [];
    for (const { method, path } of asked) {
      if (method === 'HEAD') continue;
      const answer = await as(method, path.replace(/:[a-z]+/giu, 'x'), method === 'GET' ? undefined : {});
      if (answer.status === 403 && answer.body.error === MUST_CHANGE_PASSWORD) continue;
      others.push(`${method} ${path}: ${answer.status}`);
    }
    return others;
  };
  // What does not fit the schema is refused before anybody is asked who they are; everything else by the code.
  expect((await refusedBy()).filter((one) => !one.endsWith(': 400'))).toEqual([]);
  const bulk = await as('POST', '/desk/_bulk_docs', { docs: [] });
  expect(bulk).toMatchObject({ status: 403, body: { error: MUST_CHANGE_PASSWORD, reason: expect.stringContaining('管理员') as string } });
  for (const [path, body] of [
    ['/desk/_bodies', { ids: [] }],
    ['/desk/evidence/status', { files: [] }],
  ] as const)
    expect(await as('POST', path, body)).toMatchObject({ status: 403, body: { error: MUST_CHANGE_PASSWORD } });
  await city.restart();
  expect(await as('GET', '/desk/_changes')).toMatchObject({ status: 403, body: { error: MUST_CHANGE_PASSWORD } });

  const change = (password: string, newPassword: string): Promise<Readonly<{ status: number; body: Said }>> =>
    as('POST', '/desk/password', { login: 'xinshou1', password, newPassword });
  expect(await change(GIVEN, GIVEN)).toMatchObject({ status: 403, body: { error: 'passwordSame' } });
  expect(await change('错', OWN)).toMatchObject({ status: 403, body: { error: 'wrongOldPassword' } });
  expect((await as('GET', '/desk/_changes')).status).toBe(403);
  expect((await change(GIVEN, OWN)).status).toBe(200);
  expect((await as('GET', '/desk/_changes')).status).toBe(200);
  expect((await ask(GIVEN)).status).toBe(401);
  const own = await ask(OWN);
  expect(own.status).toBe(200);
  expect(own.body.code).toBeUndefined();
});

test('a key that comes with the administrator’s password is not certified: what it signs stays out', async () => {
  const person = await newClerk('xinshou2');
  const desk = await city.desk(OFFICE_B, 'diaodu3');
  await desk.signIn('xinshou2', GIVEN);
  expect(await city.hub.accounts.keysOf(desk.device as DeviceId, person)).toEqual([]);
  await desk.chooseOwn('xinshou2', GIVEN, OWN);
  expect(await city.hub.accounts.keysOf(desk.device as DeviceId, person)).toHaveLength(1);
});

test('a client of the CouchDB API is refused with the same code until its person has chosen', async () => {
  await newClerk('xinshou3');
  await city.hub.accounts.allowClient('xinshou3', true, OFFICE_B);
  const asClient = async (password: string): Promise<Readonly<{ status: number; error?: string }>> => {
    const authorization = `Basic ${Buffer.from(`xinshou3:${password}`).toString('base64')}`;
    const answer = await fetch(`${city.hub.address}/desk/_changes`, { headers: { authorization } });
    return { status: answer.status, ...((await answer.json()) as { error?: string }) };
  };
  expect(await asClient(GIVEN)).toMatchObject({ status: 403, error: MUST_CHANGE_PASSWORD });
  await (await city.desk(OFFICE_B, 'diaodu3')).chooseOwn('xinshou3', GIVEN, OWN);
  expect((await asClient(GIVEN)).status).toBe(401);
  expect((await asClient(OWN)).status).toBe(200);
});

test('the desk asks for one’s own before it makes a key; with it the person gets in, works, and gets in again without a line', async () => {
  const person = await newClerk('xinshou4');
  const desk = await nodeDesk('first');
  expect(await signIn(desk.platform, desk.device, person, GIVEN)).toEqual({ ok: false, chooseOwn: true, message: '' });
  expect((await desk.host.call('vault.people', {})).people).toEqual([]);
  expect(await signIn(desk.platform, desk.device, person, GIVEN, '短')).toMatchObject({ ok: false, chooseOwn: true });
  expect(await signIn(desk.platform, desk.device, person, GIVEN, GIVEN)).toMatchObject({
    ok: false,
    chooseOwn: true,
    message: expect.stringContaining('相同') as string,
  });
  const replica = await openPerson(desk, person, GIVEN, OWN);
  await synced(replica);
  const id = newTicketId();
  const body = { source: 'walkIn', kind: 'consult', title: '来访咨询', content: '咨询低保', complainant: { kind: 'natural' } };
  expect(await replica.act({ ticket: id, kind: 'register', body })).toMatchObject({ ok: true });
  await expect.poll(async () => (await city.hub.core.store.hotline.get(id)) !== undefined).toBe(true);
  await replica.close();
  desk.network.up = false;
  await (await openPerson(desk, person, OWN)).close();
  await expect(openPerson(desk, person, GIVEN)).rejects.toThrow('密码不正确');
});

test('after a reset the person goes on offline with the old password, and chooses anew when there is a line: nothing of theirs is lost', async () => {
  const person = await newClerk('xinshou5');
  const desk = await nodeDesk('reset');
  const before = await openPerson(desk, person, GIVEN, OWN);
  await synced(before);
  expect(await city.hub.accounts.resetPassword('xinshou5', '重置后的口令9')).toBe(true);
  await until(before, ({ link }) => link === 'passwordNeeded');
  const id = newTicketId();
  const body = { source: 'walkIn', kind: 'consult', title: '重置之后', content: '咨询低保', complainant: { kind: 'natural' } };
  expect(await before.act({ ticket: id, kind: 'register', body })).toMatchObject({ ok: true });
  // In the middle of work: the new one is asked for where the password is, and the link comes back.
  expect(await before.giveToken('重置后的口令9')).toMatchObject({ ok: false, chooseOwn: true });
  expect(before.status.value.link).toBe('passwordNeeded');
  expect(await before.giveToken('重置后的口令9', '短')).toMatchObject({ ok: false, chooseOwn: true });
  expect(await before.giveToken('重置后的口令9', '我又选的口令77')).toEqual({ ok: true });
  await synced(before);
  await expect.poll(async () => (await city.hub.core.store.hotline.get(id)) !== undefined).toBe(true);
  await before.close();
  desk.network.up = false;
  await (await openPerson(desk, person, '我又选的口令77')).close();

  // At the sign-in screen: reset again while nobody was here.
  expect(await city.hub.accounts.resetPassword('xinshou5', '再次重置的口令9')).toBe(true);
  const offline = await openPerson(desk, person, '我又选的口令77');
  const later = newTicketId();
  expect(await offline.act({ ticket: later, kind: 'register', body })).toMatchObject({ ok: true });
  await offline.close();
  desk.network.up = true;
  expect(await signIn(desk.platform, desk.device, person, '再次重置的口令9')).toMatchObject({ ok: false, chooseOwn: true });
  const back = await openPerson(desk, person, '再次重置的口令9', '最后选定的口令3');
  await synced(back);
  await expect.poll(async () => (await city.hub.core.store.hotline.get(later)) !== undefined).toBe(true);
  await back.close();
});

test('the seed and whoever chose for themselves are not asked; a seeded person whose password is reset is', async () => {
  const desk = await city.desk(OFFICE_A, 'diaodu1');
  expect((await desk.call('POST', '/desk/_bodies', { ids: [] })).status).toBe(200);
  await city.hub.accounts.resetPassword('diaodu1', GIVEN);
  await desk.signIn('diaodu1', GIVEN);
  expect((await desk.call('POST', '/desk/_bodies', { ids: [] })).status).toBe(403);
  await desk.chooseOwn('diaodu1', GIVEN, OWN);
  expect((await desk.call('POST', '/desk/_bodies', { ids: [] })).status).toBe(200);
});
