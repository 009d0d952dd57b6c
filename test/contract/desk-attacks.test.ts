/** What an attacker tries at `/desk`, `/public` and `/admin` (article 18; F50): another's bodies, sessions, paths, bombs, floods. */
import { request as rawRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TicketId } from '../../shared/hotline/ids.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { SmallCity } from '../support/small-city.ts';
import { askedOfTheStore } from '../support/asked-of-the-store.ts';
import type { WireDesk } from '../support/wire-desk.ts';

const SECRET = '密不外传的地址七号院';
let city: SmallCity;
let stranger: WireDesk;
let theirs: TicketId;
beforeAll(async () => {
  city = await SmallCity.open();
  stranger = await city.desk(OFFICE_B, 'diaodu3');
  theirs = await city.dispatched(OFFICE_A, { content: SECRET });
});
afterAll(() => city.close());

/** A request as it stands: no client of ours would send it so. */
function raw(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(city.hub.address);
  return new Promise((resolve, reject) => {
    const sent = rawRequest({ hostname, port, path, method, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += String(chunk)));
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const HASH = 'ab'.repeat(32);
type Route = Readonly<{ name: string; method: 'GET' | 'POST'; path: (id: string) => string; body?: (id: string) => unknown }>;
const ROUTES: readonly Route[] = [
  { name: 'number', method: 'GET', path: (id) => `/desk/tickets/${id}` },
  { name: 'the same caller', method: 'GET', path: (id) => `/desk/tickets/${id}/same-caller` },
  { name: 'the hash of its evidence', method: 'GET', path: (id) => `/desk/evidence/body/${encodeURIComponent(id)}/${HASH}` },
  { name: 'its body', method: 'POST', path: () => '/desk/_bodies', body: (id) => ({ ids: [id] }) },
];

test.each(ROUTES)('[L2, E1] by $name another office’s ticket is answered like one that is not there', async ({ method, path, body }) => {
  const ask = (id: string): Promise<{ status: number; text: string }> =>
    stranger.raw(method, path(id), body === undefined ? undefined : JSON.stringify(body(id)));
  const forbidden = await ask(theirs);
  const unknown = await ask(newTicketId());
  expect(forbidden).toEqual(unknown);
  expect(forbidden.text).not.toContain(SECRET);
});

test('[L2, Q1] no list, digest, search or figure of another office names the ticket or says what is in it', async () => {
  const answers = [
    await stranger.raw('GET', '/desk/_changes?include_docs=true&left=true'),
    await stranger.raw('GET', `/desk/_held?channel=office:${OFFICE_A}`),
    await stranger.raw('GET', '/desk/tickets?text=%E5%AF%86%E4%B8%8D%E5%A4%96%E4%BC%A0'),
    await stranger.raw('POST', '/desk/callers', JSON.stringify({ phone: '10000001' })),
    await stranger.raw('GET', '/desk/measures?from=2026-01-01&to=2026-01-31'),
    await stranger.raw('GET', '/desk/referral-shares'),
    await stranger.raw('POST', '/desk/_revs_diff', JSON.stringify({ [theirs]: ['1-x'] })),
  ];
  for (const { text } of answers) {
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(theirs);
  }
  const held = (channel: string): Promise<{ status: number; text: string }> => stranger.raw('GET', `/desk/_held?channel=${channel}`);
  expect(await held(`office:${OFFICE_A}`)).toEqual(await held('office:999999999'));
});

// Not by the clock: medians that differ by a disk's write are told apart by whoever asks often enough, and by no test that must not fail.
test.each(ROUTES)(
  '[Q1] by $name the store is asked the same for forbidden as for unknown, so that neither takes longer',
  async ({ method, path, body }) => {
    const ask = (id: string): Promise<readonly string[]> =>
      askedOfTheStore(city.hub, () => stranger.raw(method, path(id), body === undefined ? undefined : JSON.stringify(body(id))));
    const [forbidden, unknown] = [await ask(theirs), await ask(newTicketId())];
    expect(forbidden).toEqual(unknown);
    // And there is something to be seen: who may look it up asks for more.
    const mine = await askedOfTheStore(city.hub, () => city.operator.raw('GET', `/desk/tickets/${theirs}`));
    expect(mine).toContain('accessLog.append');
  },
);

test('session fixation: a token that was brought along means nothing after sign-in, and every sign-in has its own', async () => {
  const brought = 'a'.repeat(32);
  const body = JSON.stringify({ device: stranger.device, deviceSecret: stranger.secret, login: 'diaodu3', password: DEMO_PASSWORD });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${brought}`, cookie: `session=${brought}` };
  const tokens = new Set<string>();
  for (let turn = 0; turn < 2; turn += 1) {
    const { status, text } = await raw('/desk/session', headers, 'POST', body);
    expect(status).toBe(200);
    tokens.add((JSON.parse(text) as { token: string }).token);
  }
  expect(tokens.size).toBe(2);
  expect(tokens.has(brought)).toBe(false);
  expect((await raw('/desk/_changes', { authorization: `Bearer ${brought}` })).status).toBe(401);
  // A cookie is no session of a desk: a page of another site could make a browser send it.
  expect((await raw('/desk/_changes', { cookie: `session=${[...tokens][0] ?? ''}` })).status).toBe(401);
});

const asAdmin = (): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`,
});

// With the administrator's own password: a proxy that keeps `/admin` to some addresses must not be got round by another spelling.
test.each([
  ['/desk/../admin/people'],
  ['/desk/%2e%2e/admin/people'],
  ['//admin/people'],
  ['/public/..%2fadmin%2fpeople'],
  ['/admin/people/'],
  ['/ADMIN/people'],
  ['/admin/people%00'],
  ['/desk/tickets/..%2f..%2fadmin%2fpeople'],
  ['/desk/_changes'],
])('path and header tricks: %s is no other way to the administrator’s list', async (path) => {
  expect((await raw('/admin/people', asAdmin())).text).toContain('person:');
  const tricks = {
    'x-original-url': '/admin/people',
    'x-rewrite-url': '/admin/people',
    'x-forwarded-prefix': '/admin',
    'x-http-method-override': 'GET',
  };
  for (const headers of [{}, tricks]) {
    const answer = await raw(path, { ...headers, ...asAdmin() });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toContain('person:');
  }
});

test.each(['/admin/people', '/%61dmin/people', '/%61%64min/people'])(
  '%s, however it is spelled, is told to no page of another origin',
  async (path) => {
    for (const origin of ['app://desk', 'http://localhost:3000']) {
      for (const method of ['GET', 'OPTIONS']) {
        const { headers } = await fetch(city.hub.address + path, { method, headers: { ...asAdmin(), origin } });
        expect([method, headers.get('access-control-allow-origin')]).toEqual([method, null]);
      }
    }
  },
);

test.each(['/desk/session', '/desk/enrol', '/desk/password', '/desk/_bulk_docs', '/desk/_revs_diff', '/public/progress', '/admin/people'])(
  'prototype pollution and bombs at %s: refused, and the engine’s objects stay what they are',
  async (path) => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const bodies = [
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
      `{"login":${deep}}`,
      deep,
      `{"login":"${'x'.repeat(1_200_000)}"}`,
    ];
    for (const body of bodies) {
      const { status } = await raw(path, { 'content-type': 'application/json' }, 'POST', body);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect((await raw('/_up')).status).toBe(200);
  },
);

/** Members that would change what every object has, if anything here were made by assigning them. */
const POISON = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';
const REVS = '"__proto__":["1-a"],"constructor":["1-a"]';
const MISSING = '{"__proto__":{"missing":["1-a"]},"constructor":{"missing":["1-a"]}}';
const PERSON = '"login":"wangge77","name":"王新","password":"一个新的长口令2026","reason":"新到岗"';
const ROLE = `"role":"gridWorker","unit":"${OFFICE_A}"`;
const HANDSHAKE = `"deviceTime":"2026-11-28T00:00:00.000Z","replica":"replica:00000000000000000000000000","lastN":0,"lastHash":"${HASH}","wire":1,"repairs":0,"aside":0`;

type Poisoned = readonly [who: 'desk' | 'client' | 'admin', way: string, body: string, status: number, answer?: string];
/** Each body is what its route takes, but for those members: it gets past the session and, where the schema is open, past that. */
const POISONED: readonly Poisoned[] = [
  ['desk', 'POST /desk/handshake', `{${HANDSHAKE}}`, 200],
  ['desk', 'POST /desk/handshake', `{${HANDSHAKE},${POISON}}`, 400],
  ['desk', 'POST /desk/_revs_diff', `{${REVS},"action:x":{${POISON}}}`, 200, '{"action:x":{"missing":["1"]}}'],
  ['desk', 'POST /desk/_bulk_docs', `{"docs":[{${POISON}}]}`, 201],
  ['desk', 'POST /desk/_bodies', '{"ids":["__proto__","constructor"]}', 200],
  ['desk', 'POST /desk/evidence/_revs_diff', `{${REVS}}`, 200, MISSING],
  ['desk', 'POST /desk/evidence/_revs_diff', `{${POISON}}`, 400],
  ['desk', 'POST /desk/evidence/_bulk_docs', `{"docs":[{"_id":"x",${POISON}}],${POISON}}`, 201],
  ['desk', 'PUT /desk/evidence/_local/x', `{"last_seq":1,${POISON}}`, 400],
  ['desk', 'PUT /desk/evidence/_local/__proto__', '{"last_seq":1}', 201],
  ['desk', 'POST /desk/password', `{"login":"diaodu3","password":"猜","newPassword":"一个新的长口令2026",${POISON}}`, 400],
  ['client', 'POST /desk/_revs_diff', `{${REVS}}`, 200, MISSING],
  ['client', 'POST /desk/_revs_diff', `{"ticket:x":{${POISON}}}`, 200],
  ['client', 'POST /desk/_bulk_docs', `{"docs":[{"_id":"action:x",${POISON}}]}`, 201],
  ['client', 'POST /desk/_bulk_get', `{"docs":[{"id":"__proto__",${POISON}},{"id":"constructor"}],${POISON}}`, 200],
  ['client', 'POST /desk/_all_docs', `{"keys":["__proto__","constructor"],${POISON}}`, 200],
  ['client', 'PUT /desk/_local/x', `{"last_seq":1,${POISON}}`, 400],
  ['client', 'PUT /desk/_local/x', `{"last_seq":1,"history":[{${POISON}}]}`, 400],
  ['client', 'PUT /desk/_local/__proto__', '{"last_seq":1}', 201],
  ['client', 'GET /desk/__proto__', '', 404],
  ['admin', 'POST /admin/people', `{${PERSON},"roles":[{${ROLE}}],${POISON}}`, 400],
  ['admin', 'POST /admin/people', `{${PERSON},"roles":[{${ROLE},${POISON}}]}`, 400],
  ['admin', 'POST /admin/people', `{${PERSON},"roles":[{${ROLE}}]}`, 200],
  ['admin', 'GET /admin/grants?person=__proto__', '', 200],
];

const POISONINGS = POISONED.map(([who, way, body, status, answer]) => ({ who, way, body, status, answer }));
test.each(POISONINGS)('prototype pollution by a signed-in $who at $way with $body: $status', async ({ who, way, body, status, answer }) => {
  const [method = '', path = ''] = way.split(' ');
  await city.hub.accounts.allowClient('diaodu3', true, OFFICE_B);
  const authorization = {
    desk: { authorization: `Bearer ${stranger.token}` },
    client: { authorization: `Basic ${Buffer.from(`diaodu3:${DEMO_PASSWORD}`).toString('base64')}` },
    admin: asAdmin(),
  };
  const [faults, named] = [city.errors.length, Object.getOwnPropertyNames(Object.prototype)];
  const type = body === '' ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  const told = await raw(path, { ...authorization[who], ...type }, method, body === '' ? undefined : body);
  expect([told.status, told.text]).toEqual([status, answer ?? told.text]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(named);
  expect(city.errors.slice(faults)).toEqual([]);
});

test('[F3, G5] one session holds so many long polls and no more: the next is asked to come again', async () => {
  const desk = await city.desk(OFFICE_B, 'lingdao2');
  let page = await desk.page();
  while (page.pending > 0) page = await desk.page(page.last_seq);
  const path = `/desk/_changes?feed=longpoll&timeout=3000&since=${page.last_seq}`;
  const answers = await Promise.all(Array.from({ length: 68 }, () => desk.raw('GET', path)));
  expect(answers.filter(({ status }) => status === 503)).toHaveLength(4);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(64);
});

test('login flood: passwords proved at once are so many and no more; whoever comes beyond is asked to come again', async () => {
  const desk = await city.desk(OFFICE_B, 'lingdao2');
  const ask = (at: number): Promise<{ status: number }> =>
    desk.call('POST', '/desk/session', { device: desk.device, deviceSecret: desk.secret, login: `nobody${at}`, password: '猜' });
  // Proofs that take as long as they are let: what a machine does whose cores are all taken.
  const { credentials } = city.hub.accounts;
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  credentials.matches = () => held.then(() => false);
  const answered: number[] = [];
  try {
    const asked = Array.from({ length: 130 }, (_, at) => ask(at).then(({ status }) => answered.push(status)));
    await expect.poll(() => answered.length, { timeout: 20_000 }).toBe(2);
    expect(answered).toEqual([503, 503]);
    goOn();
    await Promise.all(asked);
  } finally {
    delete (credentials as { matches?: unknown }).matches;
  }
  expect(answered.slice(2)).toEqual(Array.from({ length: 128 }, () => 401));
});

// The last one: the device rests afterwards.
test('login flood: one device that tries many logins is asked to wait, also with a right password; another device is not', async () => {
  const ask = (login: string): Promise<{ status: number }> =>
    stranger.call('POST', '/desk/session', { device: stranger.device, deviceSecret: stranger.secret, login, password: '猜' });
  for (let at = 0; at < 60; at += 1) expect((await ask(`nobody${at}`)).status).toBe(401);
  expect((await ask('nobody60')).status).toBe(429);
  await expect(stranger.signIn('diaodu3', DEMO_PASSWORD)).rejects.toThrow('could not sign in');
  await city.desk(OFFICE_B, 'diaodu3');
});
