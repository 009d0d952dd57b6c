/** What an attacker tries at the administrator's page: session fixation, CSRF, clickjacking, markup in names, guessing, old sessions. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { toInstant } from '../../shared/hotline/calendar.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { AdminBrowser, tokenIn } from '../support/admin-browser.ts';
import { SmallCity } from '../support/small-city.ts';

let ahead = 0;
let city: SmallCity;
let admin: AdminBrowser;
beforeAll(async () => {
  city = await SmallCity.open({ now: () => toInstant(Date.now() + ahead), clock: 'stopped' });
});
afterAll(() => city.close());
beforeEach(async () => {
  admin = new AdminBrowser(() => city.hub);
  expect((await admin.signIn(city.hub.adminPassword)).status).toBe(303);
});

const PAGES = '/admin/pages';
const SIGN_OUT_ALL = { login: 'diaodu1', person: 'person:diaodu1', reason: '测试' };
const FORM = `${PAGES}/act/people/sign-out`;

const entries = async (): Promise<number> => (await city.hub.accessLog.head()).n;

function pagesOf(): readonly string[] {
  return city.hub.routes
    .filter(({ path, methods }) => (path === '/admin' || path.startsWith(PAGES)) && methods.includes('GET'))
    .map(({ path }) => path);
}

test('no page is shown and no form taken without a session, with a made-up one, or with the password in a header', async () => {
  const paths = pagesOf();
  expect(paths.length).toBeGreaterThan(25);
  const before = await entries();
  for (const cookie of ['', 'griddesk-admin=x', 'griddesk-admin=__proto__']) {
    const stranger = new AdminBrowser(() => city.hub);
    stranger.headers = { cookie, authorization: `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}` };
    for (const path of paths) {
      const { status, text } = await stranger.get(path);
      expect([path, status]).toEqual([path, 401]);
      expect(text).not.toMatch(/李敏|长白|<nav/u);
    }
  }
  const forms = city.hub.routes.filter(({ path, methods }) => path.startsWith(PAGES) && methods.includes('POST')).map(({ path }) => path);
  expect(forms.length).toBeGreaterThan(20);
  for (const path of forms) {
    const { status } = await new AdminBrowser(() => city.hub).post(path, { token: 'x', reason: '测试' });
    expect([path, status]).toEqual([path, 403]);
  }
  expect(await entries()).toBe(before);
});

test('session fixation: a cookie from before is no session, sign-in gives a new name each time, and the one before ends', async () => {
  const victim = new AdminBrowser(() => city.hub);
  victim.cookies.set('griddesk-admin', 'known-to-the-attacker');
  await victim.signIn(city.hub.adminPassword);
  const first = victim.cookies.get('griddesk-admin') ?? '';
  expect(first).not.toBe('known-to-the-attacker');
  const attacker = new AdminBrowser(() => city.hub);
  attacker.cookies.set('griddesk-admin', 'known-to-the-attacker');
  expect((await attacker.get('/admin')).status).toBe(401);
  // Signed in once more in the same browser, on a page of the sign-in that was still open.
  const page = await attacker.get('/admin');
  victim.cookies.set('griddesk-admin-sign-in', attacker.cookies.get('griddesk-admin-sign-in') ?? '');
  expect((await victim.post(`${PAGES}/sign-in`, { token: tokenIn(page.text), password: city.hub.adminPassword })).status).toBe(303);
  expect(victim.cookies.get('griddesk-admin')).not.toBe(first);
  attacker.cookies.set('griddesk-admin', first);
  expect((await attacker.get('/admin')).status).toBe(401);
});

test('the cookie is out of reach of scripts and of other sites, of TLS where TLS is spoken, and says nothing', async () => {
  const cookie = admin.given.find((one) => one.startsWith('griddesk-admin=')) ?? '';
  expect(cookie).toMatch(/^griddesk-admin=[A-Za-z0-9_-]{32}; Path=\/admin; HttpOnly; SameSite=Strict$/u);
  const behindTls = new AdminBrowser(() => city.hub);
  behindTls.headers = { 'x-forwarded-proto': 'https' };
  await behindTls.signIn(city.hub.adminPassword);
  for (const one of behindTls.given) expect(one).toContain('; Secure');
});

test('CSRF: a form of another site, or without the token of this session, does nothing and is told so', async () => {
  const desk = await city.desk(OFFICE_A, 'diaodu1');
  const before = await entries();
  const token = tokenIn((await admin.get(`${FORM}?login=diaodu1`)).text);
  const tried: readonly (readonly [string, Record<string, string>, Record<string, string>])[] = [
    ['cross-site', { token }, { 'sec-fetch-site': 'cross-site' }],
    ['same-site', { token }, { 'sec-fetch-site': 'same-site' }],
    ['typed into the address line', { token }, { 'sec-fetch-site': 'none' }],
    ['foreign origin', { token }, { origin: 'https://evil.example' }],
    ['the desk’s origin', { token }, { origin: 'app://desk' }],
    ['no origin', { token }, {}],
    ['origin null', { token }, { origin: 'null' }],
    ['no token', {}, { 'sec-fetch-site': 'same-origin' }],
    ['another token', { token: 'A'.repeat(32) }, { 'sec-fetch-site': 'same-origin' }],
  ];
  for (const [name, given, headers] of tried) {
    const { status } = await admin.post(FORM, { ...SIGN_OUT_ALL, ...given }, headers);
    expect([name, status]).toEqual([name, 403]);
  }
  const other = new AdminBrowser(() => city.hub);
  await other.signIn(city.hub.adminPassword);
  const theirs = tokenIn((await other.get('/admin')).text);
  expect((await admin.post(FORM, { ...SIGN_OUT_ALL, token: theirs })).status).toBe(403);
  expect(await entries()).toBe(before + 1);
  expect((await desk.page()).grants.length).toBeGreaterThan(0);
  // Without TLS a browser says the origin alone; JSON is no form, and no method but POST does anything.
  const own = { origin: city.hub.address };
  expect((await admin.post(FORM, { ...SIGN_OUT_ALL, token }, own)).status).toBe(303);
  const json = await fetch(city.hub.address + FORM, {
    method: 'POST',
    headers: { ...own, 'content-type': 'application/json', cookie: `griddesk-admin=${admin.cookies.get('griddesk-admin') ?? ''}` },
    body: JSON.stringify({ ...SIGN_OUT_ALL, token }),
  });
  expect(json.status).toBeGreaterThanOrEqual(200);
  expect((await admin.get(`${FORM}?${new URLSearchParams({ ...SIGN_OUT_ALL, token }).toString()}`)).status).toBe(200);
});

test('login CSRF: the sign-in’s form needs its own page’s token, and no other site signs anybody in', async () => {
  const victim = new AdminBrowser(() => city.hub);
  const password = city.hub.adminPassword;
  const page = await victim.get('/admin');
  expect((await victim.post(`${PAGES}/sign-in`, { token: 'x', password })).status).toBe(403);
  expect((await victim.send('/admin', `${PAGES}/sign-in`, { password }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  const elsewhere = new AdminBrowser(() => city.hub);
  expect((await elsewhere.post(`${PAGES}/sign-in`, { token: tokenIn(page.text), password })).status).toBe(403);
  expect(victim.cookies.has('griddesk-admin')).toBe(false);
});

test('clickjacking, caches, foreign content: each answer forbids them, and no script is in it', async () => {
  const stranger = new AdminBrowser(() => city.hub);
  for (const { headers, text } of [await admin.get('/admin'), await stranger.get('/admin'), await admin.post(FORM, {})]) {
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'/u);
    const style = /<style>(.*)<\/style>/su.exec(text)?.[1] ?? '';
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(text).not.toMatch(/<script|onerror=|javascript:| style="/iu);
  }
});

test('no markup of anybody’s gets into a page: names, devices, reasons, log-ins, what was looked for, an address', async () => {
  const evil = `"><img src=x onerror=alert(1)>'<b>`;
  const { hub } = city;
  await hub.people.create({ login: 'evil1', name: evil, roles: [], password: '一个很长的新口令' }, evil, evil);
  const device = await hub.accounts.enrol(await hub.accounts.newCode(OFFICE_A), evil);
  await hub.accessLog.admin(hub.core.now(), evil, `${evil} person:evil1`, evil);
  await hub.gate.quarantine.keep([
    {
      action: evil,
      body: { kind: evil, actor: evil, ticket: evil, occurredAt: evil, n: 1 },
      person: evil,
      device: evil,
      at: hub.core.now(),
      code: evil,
      reason: evil,
    },
  ]);
  const kept = (await hub.gate.quarantine.all())[0]?._id ?? '';
  await hub.rulings.dismiss(kept, evil, evil);
  const asked = new URLSearchParams({
    q: evil,
    unit: evil,
    who: evil,
    ticket: evil,
    day: evil,
    before: evil,
    from: evil,
    login: evil,
    name: evil,
    person: 'person:evil1',
    device: device?.device ?? '',
    id: kept,
    trusted: evil,
  }).toString();
  for (const path of pagesOf()) {
    const { status, text } = await admin.get(`${path}?${asked}`);
    expect([path, status]).toEqual([path, 200]);
    expect([path, /<img|<b>|alert\(1\)>/iu.test(text)]).toEqual([path, false]);
    const twice = await admin.get(`${path}?${asked}&${asked}&__proto__=1&constructor=2&all=3&id=${'x'.repeat(3000)}`);
    expect([path, twice.status]).toEqual([path, 200]);
  }
  // Headers cannot be split by where one goes next.
  const split = await admin.send(`${PAGES}/act/people/roles`, `${PAGES}/act/people/roles`, {
    person: 'person:evil1\r\nx: y',
    reason: '测试',
  });
  expect([split.status, split.headers.get('x')]).toEqual([400, null]);
});

test('a session ends by resting, by its age, by signing out, by another password, and by a restart', async () => {
  const lives = async (): Promise<boolean> => (await admin.get('/admin')).status === 200;
  const anew = async (): Promise<void> => {
    admin = new AdminBrowser(() => city.hub);
    await admin.signIn(city.hub.adminPassword);
  };
  ahead += 29 * 60_000;
  expect(await lives()).toBe(true);
  ahead += 31 * 60_000;
  expect(await lives()).toBe(false);
  await anew();
  for (let times = 0; times < 17; times += 1) {
    ahead += 28 * 60_000;
    expect(await lives()).toBe(true);
  }
  ahead += 28 * 60_000;
  expect(await lives()).toBe(false);
  await anew();
  const cookie = admin.cookies.get('griddesk-admin') ?? '';
  expect((await admin.send('/admin', `${PAGES}/sign-out`)).status).toBe(303);
  expect(admin.cookies.has('griddesk-admin')).toBe(false);
  admin.cookies.set('griddesk-admin', cookie);
  expect(await lives()).toBe(false);
  await anew();
  const [password, newPassword] = [city.hub.adminPassword, '又一个新的管理口令'];
  expect((await admin.send(`${PAGES}/act/password`, `${PAGES}/act/password`, { password: '错', newPassword })).status).toBe(400);
  expect((await admin.send(`${PAGES}/act/password`, `${PAGES}/act/password`, { password, newPassword })).status).toBe(303);
  expect(await lives()).toBe(false);
  await anew();
  await city.restart();
  expect(await lives()).toBe(false);
});

test('guessing: the address rests after twenty wrong ones, whatever is right then, and the next wrong one lengthens it', async () => {
  const guesser = new AdminBrowser(() => city.hub);
  guesser.headers = { 'x-forwarded-for': '192.0.2.77' };
  for (let times = 0; times < 20; times += 1) expect((await guesser.signIn('错')).status).toBe(403);
  const before = await entries();
  const rests = await guesser.signIn(city.hub.adminPassword);
  expect([rests.status, rests.headers.get('retry-after') !== null]).toEqual([429, true]);
  expect(rests.text).toMatch(/请 \d+ 分钟后再试/u);
  expect(guesser.cookies.has('griddesk-admin')).toBe(false);
  expect(await entries()).toBe(before);
  ahead += 61_000;
  expect((await guesser.signIn('又错')).status).toBe(403);
  ahead += 61_000;
  expect((await guesser.signIn(city.hub.adminPassword)).status).toBe(429);
  ahead += 61_000;
  expect((await guesser.signIn(city.hub.adminPassword)).status).toBe(303);
  const other = new AdminBrowser(() => city.hub);
  expect((await other.signIn(city.hub.adminPassword)).status).toBe(303);
});

test('what is too large, no form, or broken is refused, and the hub goes on', async () => {
  const own = { 'sec-fetch-site': 'same-origin', cookie: `griddesk-admin=${admin.cookies.get('griddesk-admin') ?? ''}` };
  const post = async (path: string, type: string, body: string): Promise<number> =>
    (await fetch(city.hub.address + path, { method: 'POST', headers: { ...own, 'content-type': type }, body })).status;
  expect(await post(FORM, 'application/x-www-form-urlencoded', `x=${'y'.repeat(70_000)}`)).toBe(413);
  expect(await post(FORM, 'text/plain', 'x')).toBe(400);
  expect(await post(FORM, 'image/png', 'x')).toBeGreaterThanOrEqual(400);
  expect(await post(`${PAGES}/pack`, 'multipart/form-data; boundary=x', 'no parts')).toBe(400);
  expect(await post(`${PAGES}/pack`, 'multipart/form-data', 'no boundary')).toBe(400);
  expect(await post(`${PAGES}/pack`, 'multipart/form-data; boundary=x', 'y'.repeat(1_100_000))).toBe(413);
  expect((await admin.get('/admin')).status).toBe(200);
});

test('each page is shown whatever its address says, or leaves out: an id of something else is none, and is no fault of the hub', async () => {
  const errors = city.errors.length;
  const others = ['', 'session:x', '_local/x', '_design/x', '__proto__', 'device:nobody', '9'.repeat(300)];
  for (const path of pagesOf()) {
    const all = others.map((id) => `?${['person', 'device', 'unit', 'id', 'login', 'code'].map((name) => `${name}=${id}`).join('&')}`);
    for (const asked of ['', '?device=a&device=b&person=a&person=b', ...all]) {
      const { status } = await admin.get(path + asked);
      expect([path, asked, status]).toEqual([path, asked, 200]);
    }
  }
  expect((await admin.get(`${PAGES}/device`)).text).toContain('没有这台设备');
  expect((await admin.get(`${PAGES}/device?device=account:diaodu1`)).text).toContain('没有这台设备');
  expect(city.errors.slice(errors)).toEqual([]);
});

test('the page takes forms and files only: JSON, which may say anything at any depth, is none, whoever’s session it comes with', async () => {
  const [token, errors] = [tokenIn((await admin.get(FORM)).text), city.errors.length];
  const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const before = await entries();
  const bodies = [JSON.stringify({ token, ...SIGN_OUT_ALL }), `{"token":"${token}","person":${'['.repeat(20_000)}${']'.repeat(20_000)}}`];
  for (const type of ['application/json', 'text/plain'])
    for (const body of bodies) {
      const headers = { cookie, 'content-type': type, 'sec-fetch-site': 'same-origin' };
      const answer = await fetch(city.hub.address + FORM, { method: 'POST', headers, body });
      expect([type, answer.status]).toEqual([type, 400]);
    }
  expect([await entries(), city.errors.length]).toEqual([before, errors]);
});
