/** [X2] What an attacker tries at the root: paths, headers, bombs, slow clients, floods of passwords; and bodies in every form that is allowed. */
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
let admin: string;
beforeAll(async () => {
  city = await SmallCity.open({ clock: 'stopped', embedded: true });
  admin = `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`;
  await raw('PUT', '/safe');
  await raw('PUT', '/_users/org.couchdb.user:li', {}, JSON.stringify({ name: 'li', password: 'pw', roles: [], type: 'user' }));
});
afterAll(() => city.close());

type Told = Readonly<{ status: number; headers: Readonly<Record<string, unknown>>; body: Buffer }>;

/** The path goes out as it stands: no client of ours tidies it. */
function raw(method: string, path: string, headers: Record<string, string> = {}, body?: string | Uint8Array): Promise<Told> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(city.hub.address);
    const all = { authorization: admin, 'content-type': 'application/json', ...headers };
    const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers: all, agent: false }, (response) => {
      const chunks: Uint8Array[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(new Uint8Array(chunk)));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
const json = (told: Told): Record<string, unknown> => JSON.parse(told.body.toString('utf8')) as Record<string, unknown>;

test('[X2] a path means what it says once: encoded slashes, dots and double encoding lead nowhere else', async () => {
  const paths = [
    '/safe/..%2f..%2fhotline',
    '/safe/../hotline/_all_docs',
    '/safe/%2e%2e/hotline/_all_docs',
    '/safe%252f..%252fhotline',
    '/%68otline/_all_docs',
    '//hotline/_all_docs',
    '/hotline%00/_all_docs',
    '/hotline/./_all_docs',
    '/safe/_local/..%2f..%2f_security',
  ];
  const li = `Basic ${Buffer.from('li:pw').toString('base64')}`;
  for (const path of paths) {
    const { status } = await raw('GET', path, { authorization: li });
    expect([path, status]).toEqual([path, expect.toBeOneOf([400, 401, 403, 404])]);
  }
  expect((await raw('PUT', '/safe/a%2Fb', {}, '{}')).status).toBe(201);
  expect(json(await raw('GET', '/safe/_all_docs'))['rows']).toMatchObject([{ id: 'a/b' }]);
  expect((await raw('GET', '/safe/a%252Fb')).status).toBe(404);
});

test('[X2] no header makes a request another one, or its asker somebody else', async () => {
  for (const name of ['x-http-method-override', 'x-method-override', 'x-http-method'])
    expect((await raw('GET', '/safe', { [name]: 'DELETE' })).status).toBe(200);
  expect((await raw('GET', '/safe')).status).toBe(200);
  const nobody = { authorization: '' };
  for (const more of [
    { 'x-auth-couchdb-username': 'admin', 'x-auth-couchdb-roles': '_admin' },
    { 'x-forwarded-user': 'admin' },
    { 'x-original-url': '/_all_dbs' },
    { 'x-forwarded-for': '127.0.0.1' },
  ])
    expect((await raw('GET', '/_all_dbs', { ...nobody, ...more } as Record<string, string>)).status).toBe(401);
  for (const name of ['x-original-url', 'x-rewrite-url', 'x-forwarded-uri'])
    expect(json(await raw('GET', '/safe', { [name]: '/_all_dbs' }))).toMatchObject({ db_name: 'safe' });
});

test('[X2] a cookie is worth nothing to another page; sessions cannot be fixed or made up', async () => {
  const login = await raw('POST', '/_session', { authorization: '' }, JSON.stringify({ name: 'admin', password: city.hub.adminPassword }));
  const cookie = String(login.headers['set-cookie']).split(';')[0] ?? '';
  const asked = (headers: Record<string, string>): Promise<Told> => raw('GET', '/_all_dbs', { authorization: '', cookie, ...headers });
  expect((await asked({})).status).toBe(200);
  expect((await asked({ origin: 'http://evil.test' })).status).toBe(401);
  expect((await asked({ origin: 'http://localhost:3000' })).status).toBe(401);
  expect((await asked({ cookie: `${cookie.slice(0, -3)}AAA` })).status).toBe(401);
  const fixed = await raw(
    'POST',
    '/_session',
    { authorization: '', cookie: 'AuthSession=mine' },
    JSON.stringify({ name: 'li', password: 'pw' }),
  );
  expect(String(fixed.headers['set-cookie'])).not.toContain('mine');
});

test('[X2] app://desk may COPY and ask by If-Match and Range; another page may ask nothing', async () => {
  const preflight = await raw('OPTIONS', '/safe/x', {
    authorization: '',
    origin: 'app://desk',
    'access-control-request-method': 'COPY',
    'access-control-request-headers': 'destination,if-match,range',
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers['access-control-allow-methods']).toContain('COPY');
  expect(preflight.headers['access-control-allow-headers']).toMatch(/if-match.*destination.*range/u);
  expect(
    (await raw('OPTIONS', '/safe/x', { authorization: '', origin: 'http://evil.test' })).headers['access-control-allow-origin'],
  ).toBeUndefined();
});

test('[X2] bombs are refused before they go off: deep, wide, compressed', async () => {
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(80 * 1024 * 1024)));
  const zipped = await raw('PUT', '/safe/bomb/f', { 'content-type': 'text/plain', 'content-encoding': 'gzip' }, bomb);
  expect(zipped.status).toBe(400);
  expect((await raw('POST', '/safe', {}, `{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`)).status).toBe(400);
  const wide = `{${Array.from({ length: 200_000 }, (_, at) => `"k${at}":0`).join(',')}}`;
  const began = Date.now();
  expect((await raw('POST', '/safe/_find', {}, `{"selector":${wide}}`)).status).toBeLessThan(500);
  expect(Date.now() - began).toBeLessThan(10_000);
  expect((await raw('POST', '/safe', {}, `{"a":"${'x'.repeat(9_000_000)}"}`)).status).toBe(413);
  expect((await raw('POST', '/safe', { authorization: '' }, `{"a":"${'x'.repeat(100_000)}"}`)).status).toBe(401);
  expect((await raw('GET', '/_up')).status).toBe(200);
}, 30_000);

test('[X2] a flood of passwords waits in line or is sent away, and locks nobody else out', async () => {
  const wrong = (name: string): Promise<Told> =>
    raw('GET', '/safe', { authorization: `Basic ${Buffer.from(`${name}:x`).toString('base64')}`, 'x-forwarded-for': '192.0.2.7' });
  const told = await Promise.all(Array.from({ length: 60 }, (_, at) => wrong(`nobody${at}`)));
  const statuses = new Set(told.map(({ status }) => status));
  expect(statuses).toEqual(new Set([401, 429]));
  for (let at = 0; at < 25; at++) await wrong('admin');
  expect((await wrong('admin')).status).toBe(429);
  expect((await raw('GET', '/safe', { 'x-forwarded-for': '192.0.2.8' })).status).toBe(200);
}, 60_000);

test('[X2] bodies: multipart in, gzip, ranges', async () => {
  const parts = [
    '--b\r\nContent-Type: application/json\r\n\r\n{"_attachments":{"p.bin":{"follows":true,"content_type":"application/octet-stream","length":5}}}\r\n',
    '--b\r\n\r\nhello\r\n--b--',
  ];
  expect((await raw('PUT', '/safe/m', { 'content-type': 'multipart/related; boundary=b' }, parts.join(''))).status).toBe(201);
  expect((await raw('GET', '/safe/m/p.bin')).body.toString('utf8')).toBe('hello');
  for (const [range, status, body] of [
    ['bytes=1-3', 206, 'ell'],
    ['bytes=-2', 206, 'lo'],
    ['bytes=9-', 416, undefined],
    ['lines=1', 200, 'hello'],
  ] as const) {
    const got = await raw('GET', '/safe/m/p.bin', { range });
    expect([range, got.status, ...(body === undefined ? [] : [got.body.toString('utf8')])]).toEqual([
      range,
      status,
      ...(body === undefined ? [] : [body]),
    ]);
  }
  const zipped = new Uint8Array(gzipSync('附件'.repeat(50)));
  expect((await raw('PUT', '/safe/z/t.txt', { 'content-type': 'text/plain', 'content-encoding': 'gzip' }, zipped)).status).toBe(201);
  expect((await raw('GET', '/safe/z/t.txt')).body.toString('utf8')).toBe('附件'.repeat(50));
  expect((await raw('PUT', '/safe/w', { 'content-type': 'multipart/related; boundary=b' }, '--b\r\n\r\n{')).status).toBe(400);
});

test('[X2] what came of a revision that nobody knows (`latest`) is missing, by every way of asking, and the hub goes on', async () => {
  const { rev } = json(await raw('PUT', '/safe/late', {}, '{"n":1}')) as { rev: string };
  const next = json(await raw('PUT', `/safe/late?rev=${rev}`, {}, '{"n":2}')) as { rev: string };
  const unknown = '2-43c4cfc53440b0abe6af82ed8ba5d80b';
  expect((await raw('GET', `/safe/late?rev=${unknown}&latest=true`)).status).toBe(404);
  const open = await raw('GET', `/safe/late?open_revs=${encodeURIComponent(JSON.stringify([unknown, rev]))}&latest=true`, {
    accept: 'application/json',
  });
  expect(JSON.parse(open.body.toString('utf8'))).toMatchObject([{ missing: unknown }, { ok: { _rev: next.rev } }]);
  const docs = [unknown, rev].map((one) => ({ id: 'late', rev: one }));
  const bulk = json(await raw('POST', '/safe/_bulk_get?latest=true', {}, JSON.stringify({ docs })));
  expect(bulk['results']).toMatchObject([{ docs: [{ error: { error: 'not_found' } }] }, { docs: [{ ok: { _rev: next.rev, n: 2 } }] }]);
  expect((await raw('GET', '/_up')).status).toBe(200);
});
