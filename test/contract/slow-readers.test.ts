/** Issue 5, "limits on everything": who asks and does not take the answer holds neither memory nor a connection for longer than is told. */
import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHUNK_BYTES } from '../../shared/sync/wire.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import type { Limits } from '../../sync-server/http/limits.ts';
import { evidenceOf } from '../support/evidence-push.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

const MB = 1024 * 1024;
const PAGE = '/desk/_changes?include_docs=true&limit=2000';
/** More than the system keeps for both ends of a connection: it is in the hub what nobody takes. */
const LARGE = 16 * MB;
const LIMITS: Partial<Limits> = { readMs: 1500, checkMs: 100, leastRate: 2 * MB };

let city: SmallCity;
let desk: WireDesk;
let evidence: string;
let pageBytes: number;
const admin = (): string => `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`;

async function root(method: string, path: string, body?: Uint8Array | string): Promise<number> {
  const headers = { authorization: admin(), 'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' };
  const answer = await fetch(city.hub.address + path, { method, headers, ...(body === undefined ? {} : { body: body as BodyInit }) });
  await answer.arrayBuffer();
  return answer.status;
}

/** A file of a ticket, sent whole. */
async function file(bytes: Buffer): Promise<string> {
  const id = await city.dispatched();
  await desk.act(id, 'sign', {});
  const hash = createHash('sha256').update(bytes).digest('hex');
  const named = [{ hash, kind: 'process', name: '现场.mp4', type: 'video/mp4', size: bytes.length }];
  const action = await desk.act(id, 'recordWork', { note: '现场', evidence: named });
  const tool = evidenceOf(() => bytes);
  const name = { device: desk.device, actor: desk.person, hash };
  const chunks = Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, at) => tool.chunk(name, at));
  for (const one of [...chunks, tool.file(name, id, action._id)])
    await desk.call('POST', '/desk/evidence/_bulk_docs', { docs: [one], new_edits: false });
  return `/desk/evidence/body/${id}/${hash}`;
}

beforeAll(async () => {
  city = await SmallCity.open({ clock: 'stopped', embedded: true, limits: LIMITS });
  desk = await city.desk(OFFICE_A, 'diaodu1');
  evidence = await file(randomBytes(LARGE));
  pageBytes = Buffer.byteLength((await desk.raw('GET', PAGE)).text);
  expect(await root('PUT', '/large')).toBe(201);
  expect(await root('PUT', '/large/a/file', new Uint8Array(randomBytes(LARGE)))).toBe(201);
  for (let at = 0; at < 4; at += 1)
    expect(await root('PUT', `/large/d${at}`, JSON.stringify({ text: randomBytes(3 * MB).toString('hex') }))).toBe(201);
}, 60_000);
afterAll(() => city.close());

const worker = (): string => `Bearer ${desk.token}`;
type Asked = Readonly<{ path: () => string; as: () => string; body?: () => object; times?: () => number }>;
const ASKED: Readonly<Record<string, Asked>> = {
  // A small city's page is small: a desk that asks for many at once and takes none of them.
  'pages of a desk': { path: () => PAGE, as: worker, times: () => Math.ceil(LARGE / pageBytes) },
  'a file of a ticket': { path: () => evidence, as: worker },
  'an attachment': { path: () => '/large/a/file', as: admin },
  'changes with documents': { path: () => '/large/_changes?include_docs=true', as: admin },
  'a continuous feed': { path: () => '/large/_changes?include_docs=true&feed=continuous&heartbeat=1000', as: admin },
  'a page of a backup': {
    path: () => '/admin/backup',
    as: admin,
    body: () => ({ database: 'evidence', since: 0, limit: 1000 }),
  },
};

function ask({ path, as, body, times = () => 1 }: Asked): Socket {
  const socket = connect(Number(new URL(city.hub.address).port), '127.0.0.1');
  socket.on('error', () => undefined);
  const sent = body === undefined ? '' : JSON.stringify(body());
  const head = `${body === undefined ? 'GET' : 'POST'} ${path()} HTTP/1.1\r\nHost: x\r\nAuthorization: ${as()}\r\n`;
  const length = body === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${sent.length}\r\n`;
  socket.write(`${head}${length}\r\n${sent}`.repeat(times()));
  return socket;
}

const ended = async (): Promise<number> => Number(/^griddesk_slow_readers_total (\d+)$/mu.exec(await city.hub.metrics.text())?.[1]);

/** What is taken until the connection ends, or until it is `enough`. */
function takeAll(socket: Socket, enough = Infinity): Promise<number> {
  let taken = 0;
  socket.on('data', (chunk: Buffer) => {
    taken += chunk.length;
    if (taken >= enough) socket.destroy();
  });
  return new Promise((resolve) => socket.on('close', () => resolve(taken)));
}

/** The same with a rest after every so many bytes. */
function takeInParts(socket: Socket, bytes: number, restMs: number, enough = Infinity): Promise<number> {
  let since = 0;
  socket.on('data', (chunk: Buffer) => {
    since += chunk.length;
    if (since < bytes) return;
    since = 0;
    socket.pause();
    setTimeout(() => socket.resume(), restMs);
  });
  return takeAll(socket, enough);
}

test.each(Object.keys(ASKED))('%s: who takes nothing of it is ended in bounded time, and others are served meanwhile', async (name) => {
  const asked = ASKED[name] as Asked;
  const before = await ended();
  const socket = ask(asked).pause();
  await expect.poll(() => ended(), { timeout: 8000, interval: 100 }).toBe(before + 1);
  expect(await root('GET', '/_up')).toBe(200);
  // What the system held is there still, and no more comes.
  expect(await takeAll(socket.resume())).toBeLessThan(LARGE - MB);
});

test('who takes it steadily gets all of it, however long it takes', async () => {
  const before = await ended();
  const socket = ask(ASKED['an attachment'] as Asked);
  const began = performance.now();
  expect(await takeInParts(socket, 256 * 1024, 40, LARGE)).toBeGreaterThanOrEqual(LARGE);
  expect(performance.now() - began).toBeGreaterThan(LIMITS.readMs ?? 0);
  expect(await ended()).toBe(before);
});

/** On a hub of its own with other limits, which has the large attachment too. */
async function onOther(limits: Partial<Limits>, prove: () => Promise<void>): Promise<void> {
  const shared = city;
  city = await SmallCity.open({ clock: 'stopped', embedded: true, limits });
  try {
    expect(await root('PUT', '/large')).toBe(201);
    expect(await root('PUT', '/large/a/file', new Uint8Array(randomBytes(LARGE)))).toBe(201);
    await prove();
  } finally {
    await city.close();
    city = shared;
  }
}

test('who takes it in drips is ended as well: each sign of life does not begin the time anew', { timeout: 60_000 }, () =>
  // The system hands over megabytes at once: the drips show at this end in steps of a second or two.
  onOther({ readMs: 5000, checkMs: 100, leastRate: 8 * MB }, async () => {
    const taking = takeInParts(ask(ASKED['an attachment'] as Asked), 64 * 1024, 80);
    await expect.poll(() => ended(), { timeout: 30_000, interval: 100 }).toBe(1);
    expect(await taking).toBeLessThan(LARGE);
  }),
);

test('answers that nobody takes are no more than so much together: who holds the most of them is ended first', { timeout: 60_000 }, () =>
  onOther({ checkMs: 100, untaken: 20 * MB }, async () => {
    const sockets = [1, 2, 3].map(() => ask(ASKED['an attachment'] as Asked).pause());
    await expect.poll(() => ended(), { timeout: 20_000, interval: 100 }).toBe(2);
    await sleep(500);
    expect([await ended(), await root('GET', '/_up')]).toEqual([2, 200]);
    const taken = await Promise.all(sockets.map((socket) => takeAll(socket.resume(), LARGE)));
    expect(taken.filter((bytes) => bytes >= LARGE)).toHaveLength(1);
  }),
);
