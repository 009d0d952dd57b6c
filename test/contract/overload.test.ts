/** Issue 5, "limits on everything", with limits that are soon reached: what lies in memory, sessions, and whoever waits at any door. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import type { Document } from '../../sync-server/store/database.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

const SESSIONS = 8;
let city: SmallCity;
beforeAll(async () => {
  city = await SmallCity.open({ embedded: true, limits: { backlog: 2, sessions: SESSIONS, sessionsOfAPair: 2, waiting: 3 } });
});
afterAll(() => city.close());

const WALK_IN = { source: 'walkIn', kind: 'consult', title: '来访', content: '咨询', complainant: { kind: 'natural' } };

function push(desk: WireDesk, actions: number): Promise<Response> {
  const docs = Array.from({ length: actions }, () => desk.action(newTicketId(), 'register', WALK_IN));
  return fetch(`${city.hub.address}/desk/_bulk_docs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ docs }),
  });
}

test('[G5] backlog: while more actions wait for their verdict than may, the next are answered 503 with Retry-After; decided, they are taken', async () => {
  const { core } = city.hub;
  const { hotline } = core.store;
  const write = hotline.write.bind(hotline);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  // A disk that is slow to take in what is decided.
  hotline.write = async (documents: readonly Document[]) => {
    if (documents.some(({ _id }) => _id.startsWith('ticket:'))) await held;
    return write(documents);
  };
  try {
    expect((await push(city.operator, 3)).status).toBe(201);
    const refused = await push(city.operator, 1);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.json()).toMatchObject({ error: 'overload', reason: expect.stringMatching(/[一-龥].*。/u) });
  } finally {
    release();
    hotline.write = write;
  }
  await expect.poll(() => core.authority.backlog, { timeout: 10_000 }).toBe(0);
  expect((await push(city.operator, 1)).status).toBe(201);
});

test('[G5] what the gate is still judging and writing counts as well: the next are answered 503 before the first are answered', async () => {
  const { hotline } = city.hub.core.store;
  const write = hotline.write.bind(hotline);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let writing = (): void => undefined;
  const begun = new Promise<void>((resolve) => (writing = resolve));
  // A disk that is slow to take in what comes.
  hotline.write = async (documents: readonly Document[]) => {
    writing();
    await held;
    return write(documents);
  };
  const first = push(city.operator, 3);
  try {
    await begun;
    expect(city.hub.gate.load).toBe(3);
    expect((await push(city.operator, 1)).status).toBe(503);
  } finally {
    release();
    hotline.write = write;
  }
  expect((await first).status).toBe(201);
  await expect.poll(() => city.hub.core.authority.backlog, { timeout: 10_000 }).toBe(0);
  expect(city.hub.gate.load).toBe(0);
});

async function status(token: string): Promise<number> {
  const answer = await fetch(`${city.hub.address}/desk/_bodies`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"ids":[]}',
  });
  return answer.status;
}

test('sessions of one person on one device: when another begins the oldest ends, and nobody else’s', async () => {
  const [desk, other] = [await city.desk(OFFICE_B, 'diaodu3'), await city.desk(OFFICE_B, 'diaodu3')];
  const tokens = [desk.token];
  for (let more = 0; more < 2; more += 1) {
    await desk.signIn('diaodu3', DEMO_PASSWORD);
    tokens.push(desk.token);
  }
  expect(await Promise.all([...tokens, other.token, city.operator.token].map(status))).toEqual([401, 200, 200, 200, 200]);
});

test('sessions: beyond the most of all a sign-in is answered 503 with Retry-After, and those that are go on; one that ends makes room', async () => {
  const desk = await city.desk(OFFICE_A, 'diaodu1');
  const full = async (): Promise<boolean> => (await city.hub.accounts.sessions.all()).length >= SESSIONS;
  for (const login of ['wangge1', 'wangge2', 'diaodu2', 'wangge1', 'wangge2']) if (!(await full())) await city.desk(OFFICE_A, login);
  expect(await full()).toBe(true);
  const body = JSON.stringify({ device: desk.device, deviceSecret: desk.secret, login: 'diaodu1', password: DEMO_PASSWORD });
  const signIn = (): Promise<Response> =>
    fetch(`${city.hub.address}/desk/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const refused = await signIn();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await refused.json()).toMatchObject({ error: 'overload' });
  expect(await status(desk.token)).toBe(200);
  await fetch(`${city.hub.address}/desk/session`, { method: 'DELETE', headers: { authorization: `Bearer ${desk.token}` } });
  expect((await signIn()).status).toBe(200);
});

const waiters = async (): Promise<string | undefined> => /^griddesk_long_polls (\d+)$/mu.exec(await city.hub.metrics.text())?.[1];

test('[F3, X2] waiters at the root are counted with the desks’: beyond the most each feed that waits is answered 503 with Retry-After', async () => {
  const authorization = `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`;
  const ask = (query: string, method = 'GET', signal?: AbortSignal): Promise<Response> =>
    fetch(`${city.hub.address}/waited/_changes${query}`, {
      method,
      headers: { authorization },
      ...(signal === undefined ? {} : { signal }),
    });
  expect((await fetch(`${city.hub.address}/waited`, { method: 'PUT', headers: { authorization } })).status).toBe(201);
  // A head alone waits for nothing, however many are asked for.
  for (let at = 0; at < 5; at += 1) expect((await ask('?feed=longpoll&since=now', 'HEAD')).status).toBe(200);
  await expect.poll(waiters).toBe('0');
  const feeds = ['longpoll', 'continuous', 'eventsource'];
  const leave = new AbortController();
  const waiting = feeds.map((feed) => ask(`?feed=${feed}&since=now&heartbeat=200`, 'GET', leave.signal));
  // Each has its head with the first heartbeat or before: it waits.
  for (const one of await Promise.all(waiting)) expect(one.status).toBe(200);
  expect(await waiters()).toBe('3');
  for (const feed of feeds) {
    const refused = await ask(`?feed=${feed}&since=now`);
    expect([feed, refused.status, refused.headers.get('retry-after')]).toEqual([feed, 503, '30']);
    expect(await refused.json()).toMatchObject({ error: 'service_unavailable' });
  }
  let page = await city.operator.page();
  while (page.pending > 0) page = await city.operator.page(page.last_seq);
  const poll = (): Promise<Readonly<{ status: number }>> =>
    city.operator.raw('GET', `/desk/_changes?feed=longpoll&timeout=100&since=${page.last_seq}`);
  expect((await poll()).status).toBe(503);
  // Who asks for what there is does not wait.
  expect((await ask('?since=0')).status).toBe(200);
  leave.abort();
  await expect.poll(waiters, { timeout: 5000 }).toBe('0');
  expect((await poll()).status).toBe(200);
  const changed = ask('?feed=longpoll&since=now');
  await expect.poll(waiters, { timeout: 5000 }).toBe('1');
  await fetch(`${city.hub.address}/waited/d1`, { method: 'PUT', headers: { authorization }, body: '{}' });
  expect(await (await changed).json()).toMatchObject({ results: [{ id: 'd1' }] });
  await expect.poll(waiters, { timeout: 5000 }).toBe('0');
});
