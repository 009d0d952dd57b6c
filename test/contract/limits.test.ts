/** Issue 5, "limits on everything": beyond what one machine carries the hub says so, and goes on serving the others. */
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_LEDGER_BYTES } from '../../sync-server/import/import-ledger.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
beforeAll(async () => {
  city = await SmallCity.open({ limits: { headersMs: 700, requestMs: 1500, checkMs: 100, waiting: 5, connections: 60 } });
});
afterAll(() => city.close());

const port = (): number => Number(new URL(city.hub.address).port);
const up = async (): Promise<number> => (await fetch(`${city.hub.address}/_up`)).status;

type Slow = Readonly<{ socket: Socket; ended: Promise<number>; said: () => string }>;

/** Sends `start`, then one byte of `rest` every 50 ms for ever; resolves with the milliseconds until the hub ended it. */
function trickle(start: string, rest: string): Slow {
  const socket = connect(port(), '127.0.0.1');
  const began = performance.now();
  let said = '';
  socket.write(start);
  let at = 0;
  const timer = setInterval(() => {
    if (socket.writable) socket.write(rest[at % rest.length] ?? 'x');
    at += 1;
  }, 50);
  const ended = new Promise<number>((resolve) => {
    socket.on('data', (chunk) => (said += String(chunk)));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(performance.now() - began);
    });
  });
  return { socket, ended, said: () => said };
}

test(
  'slow-loris: heads and bodies sent byte by byte are ended with 408, and others are served meanwhile',
  { timeout: 30_000 },
  async () => {
    const head = `POST /desk/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
    const slow = [
      ...Array.from({ length: 20 }, () => trickle(`${head}X-A: `, 'a')),
      ...Array.from({ length: 20 }, () => trickle(`${head}Content-Length: 100000\r\n\r\n{"login":"`, 'a')),
      ...Array.from({ length: 5 }, () => trickle(`${head}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`, '1\r\na\r\n')),
    ];
    await sleep(200);
    expect(slow.every(({ socket }) => !socket.destroyed)).toBe(true);
    for (let turn = 0; turn < 5; turn += 1) expect(await up()).toBe(200);
    const times = await Promise.all(slow.map(({ ended }) => ended));
    expect(Math.max(...times)).toBeLessThan(15_000);
    expect(slow.map(({ said }) => said().split('\r\n')[0])).toEqual(slow.map(() => 'HTTP/1.1 408 Request Timeout'));
    expect(await up()).toBe(200);
  },
);

test('connections: beyond the most the next is closed as it opens and counted; when some have gone it is served again', async () => {
  const sockets = Array.from({ length: 80 }, () => connect(port(), '127.0.0.1'));
  for (const socket of sockets) socket.on('error', () => undefined);
  // Those that were dropped.
  const closed = (): number => sockets.filter((socket) => socket.destroyed || socket.readableEnded).length;
  for (const socket of sockets) socket.resume();
  await expect.poll(closed, { timeout: 5000, interval: 20 }).toBeGreaterThanOrEqual(20);
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => up().catch(() => 0), { timeout: 5000 }).toBe(200);
  expect(await city.hub.metrics.text()).toMatch(/griddesk_dropped_connections_total [1-9]/u);
});

test('[F3] waiters: beyond the most of all desks a long poll is answered 503 with Retry-After and a sentence; one that ends makes room', async () => {
  const desks = await Promise.all(['diaodu3', 'lingdao2', 'wangge4'].map((login) => city.desk(OFFICE_B, login)));
  const polls: Promise<Readonly<{ status: number; text: string }>>[] = [];
  const leave = new AbortController();
  const ask = async (at: number, timeout: number, signal?: AbortSignal): Promise<Response> => {
    const desk = desks[at % desks.length];
    let page = await desk?.page();
    while (page !== undefined && page.pending > 0) page = await desk?.page(page.last_seq);
    const path = `/desk/_changes?feed=longpoll&timeout=${timeout}&since=${page?.last_seq ?? ''}`;
    return fetch(city.hub.address + path, { headers: { authorization: `Bearer ${desk?.token ?? ''}` }, ...(signal ? { signal } : {}) });
  };
  for (let at = 0; at < 5; at += 1)
    polls.push(ask(at, 20_000, leave.signal).then(async (one) => ({ status: one.status, text: await one.text() })));
  for (const poll of polls) poll.catch(() => undefined);
  await expect.poll(() => city.hub.core.feed.waiting, { timeout: 5000 }).toBe(5);
  const refused = await ask(0, 5000);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
  expect(await refused.json()).toMatchObject({ error: 'overload', reason: expect.stringMatching(/[一-龥].*。/u) });
  leave.abort();
  await expect.poll(() => city.hub.core.feed.waiting, { timeout: 5000 }).toBe(0);
  expect((await ask(0, 100)).status).toBe(200);
});

/** What is announced, and nothing of it sent: a limit must not have to read what is beyond it. */
function announce(method: string, path: string, bytes: number, authorization = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': String(bytes), authorization };
    const sent = httpRequest({ host: '127.0.0.1', port: port(), method, path, headers, agent: false }, (response) => {
      resolve(response.statusCode ?? 0);
      sent.destroy();
    });
    sent.on('error', reject);
    sent.flushHeaders();
  });
}

const MB = 1024 * 1024;
/** Those that take more than 1 MB, and why they may: a stranger is refused before a byte of it. */
const LARGER: Readonly<Record<string, number>> = {
  '/admin/import': MAX_LEDGER_BYTES,
  '/desk/rescue': 64 * MB,
};

test('bodies: no route takes more than its own limit, and a stranger’s many megabytes are not even read', { timeout: 60_000 }, async () => {
  const ways = city.hub.routes.flatMap(({ methods, path }) =>
    methods.filter((method) => method === 'POST' || method === 'PUT').map((method) => ({ method, path })),
  );
  const others = ways.filter(({ path }) => /^\/(?:desk|admin|public)/u.test(path));
  expect(others.length).toBeGreaterThan(30);
  const admin = `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`;
  const worker = `Bearer ${(await city.desk(OFFICE_B, 'wangge4')).token}`;
  for (const { method, path } of others) {
    const larger = LARGER[path];
    const told = await announce(method, path, (larger ?? MB) + 1, path.startsWith('/admin') ? admin : worker);
    // The administrator's page looks at where a form comes from first.
    const refusals = path === '/desk/rescue' ? [401] : path.startsWith('/admin/pages') ? [403, 413] : [413];
    expect([path, told]).toEqual([path, expect.toBeOneOf(refusals)]);
    if (larger !== undefined) expect([path, await announce(method, path, larger)]).toEqual([path, 401]);
  }
});

test('[D4] rescues are few at once: two hold 128 MB, the next is asked to come again', async () => {
  const revoked = await city.desk(OFFICE_B, 'wangge5');
  await city.hub.accounts.revokeDevice(revoked.device as never);
  const open = [1, 2].map(() =>
    trickle(
      `POST /desk/rescue HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${revoked.secret}\r\nContent-Type: application/json\r\nContent-Length: 60000000\r\n\r\n`,
      ' ',
    ),
  );
  await sleep(300);
  expect(await announce('POST', '/desk/rescue', 1000, `Bearer ${revoked.secret}`)).toBe(503);
  for (const { socket } of open) socket.destroy();
  await Promise.all(open.map(({ ended }) => ended));
  const rescue = (): Promise<number> =>
    fetch(`${city.hub.address}/desk/rescue`, {
      method: 'POST',
      headers: { authorization: `Bearer ${revoked.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ device: revoked.device, actions: [], texts: [] }),
    }).then(({ status }) => status);
  await expect.poll(rescue, { timeout: 5000 }).toBe(200);
});

test('[X1] a client’s password opens what clients are for and nothing else of /desk; wrong ones elsewhere keep nobody’s client out', async () => {
  await city.hub.accounts.allowClient('diaodu1', true, OFFICE_A as never);
  const ask = (path: string, password: string, from = '192.0.2.1', method = 'GET'): Promise<number> =>
    fetch(city.hub.address + path, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`diaodu1:${password}`).toString('base64')}`, 'x-forwarded-for': from },
    }).then(({ status }) => status);
  expect(await ask('/desk/_changes', DEMO_PASSWORD)).toBe(200);
  const ticket = await city.dispatched(OFFICE_A);
  for (const path of [
    '/desk/tickets?text=x',
    `/desk/tickets/${ticket}`,
    `/desk/tickets/${ticket}/same-caller`,
    '/desk/measures?from=2026-01-01&to=2026-01-31',
    '/desk/referral-shares',
    '/desk/_held?channel=city',
  ])
    expect([path, await ask(path, DEMO_PASSWORD)]).toEqual([path, 401]);
  const guessed = [];
  for (let at = 0; at < 10; at += 1) guessed.push(await ask('/desk/_changes', `猜${at}`, '192.0.2.66'));
  expect(guessed.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 401));
  expect(guessed.at(-1)).toBe(429);
  expect(await ask('/desk/_changes', DEMO_PASSWORD, '192.0.2.2')).toBe(200);
  await city.hub.accounts.setDisabled('diaodu1', false);
  // Not only because it was remembered.
  await city.hub.accounts.signOutPerson('diaodu1');
  expect(await ask('/desk/_changes', DEMO_PASSWORD, '192.0.2.3')).toBe(200);
});
