/** F51, F50: the log as it left a real hub is proved without it; whatever is done to it afterwards is told, with the first broken entry. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Instant, Sha256, TicketId } from '../../shared/hotline/ids.ts';
import { accessHash, type AccessRecord } from '../../shared/sync/access.ts';
import { CHAIN_START } from '../../shared/sync/canonical.ts';
import { AccessLog } from '../../sync-server/accounts/access-log.ts';
import type { Database } from '../../sync-server/store/database.ts';
import { headsIn, verifyAccessLog } from '../../sync-server/log-proof/access-chain.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { accessLines } from '../support/access-lines.ts';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
let text: string;
beforeAll(async () => {
  city = await SmallCity.open();
  const made = await admin('POST', '/admin/people', {
    ...{ login: 'xinren2', name: '新人', password: '一个很长的新口令', reason: '入职' },
    roles: [{ role: 'clerk', unit: OFFICE_A }],
  });
  expect(made.status).toBe(200);
  const desk = { person: 'person:wangge1', device: 'device:01ARZ3NDEKTSV4RRFFQ69G5FAV' };
  const record = (n: number, prev: Sha256): AccessRecord => ({
    ...{ n, prev, at: '2026-11-25T01:00:00.000Z' as Instant, what: 'reveal', field: 'name' },
    ticket: 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV' as TicketId,
  });
  const first = record(1, CHAIN_START);
  const second = record(2, accessHash(first));
  await city.hub.accessLog.take(desk, [first, second, record(5, CHAIN_START)]);
  await admin('POST', '/admin/people/disable', { person: 'person:xinren2', reason: '离职' });
  text = await whole();
});
afterAll(() => city.close());

function admin(method: 'GET' | 'POST', path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`;
  return fetch(city.hub.address + path, {
    method,
    headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function whole(): Promise<string> {
  return (await admin('GET', '/admin/access-log')).text();
}

const lines = (): string[] => text.trimEnd().split('\n');

test('F51 what a hub wrote is whole; an administrator’s acts stand in the same chain, with whom and why', () => {
  expect(verifyAccessLog(text)).toMatchObject({ ok: true, entries: 6, gaps: 1 });
  const acts = lines()
    .slice(1)
    .map((line) => JSON.parse(line) as { what: string; act?: string; of: string; reason?: string })
    .filter(({ what }) => what === 'admin');
  expect(acts.map(({ act, of, reason }) => [act, of, reason])).toEqual([
    ['people', 'person:xinren2', '入职'],
    ['people/disable', 'person:xinren2', '离职'],
    ['log.export', 'access-log', undefined],
  ]);
  expect(text).not.toContain('一个很长的新口令');
});

test('F51 a hub that stops after an entry and before its mark has the device’s record once, when it is sent again', async () => {
  const { core } = city.hub;
  const { private: db } = core.store;
  const desk = { person: 'person:wangge2', device: 'device:01ARZ3NDEKTSV4RRFFQ69G5FAX' };
  const record = (n: number, prev: Sha256): AccessRecord => ({
    ...{ n, prev, at: '2026-11-25T02:00:00.000Z' as Instant, what: 'reveal', field: 'phone' },
    ticket: 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV' as TicketId,
  });
  const first = record(1, CHAIN_START);
  const second = record(2, accessHash(first));
  const third = record(3, accessHash(second));
  await city.hub.accessLog.take(desk, [first]);
  // The store stops with the second and third entry in it: what comes after them is not taken.
  let entries = 0;
  const stopping: Database = {
    ...db,
    write: (documents) => {
      if (entries === 2) return Promise.reject(new Error('stopped'));
      if (documents.some(({ _id }) => _id.startsWith('access:'))) entries += 1;
      return db.write(documents);
    },
  };
  await expect(new AccessLog(stopping).take(desk, [second, third])).rejects.toThrow('stopped');
  expect(entries).toBe(2);
  await city.restart();
  expect(await city.hub.accessLog.take(desk, [second, third, record(4, accessHash(third))])).toBe(4);
  expect(verifyAccessLog(await whole())).toMatchObject({ ok: true, gaps: 1 });
  const own = (await whole()).split('\n').filter((line) => line.includes(desk.device));
  expect(own.map((line) => (JSON.parse(line) as { deviceN: number }).deviceN)).toEqual([1, 2, 3, 4]);
});

test.each([
  ['a word is changed', (all: string[]) => all.with(2, (all[2] ?? '').replace('wangge1', 'wangge2')), 2],
  ['an entry is taken out', (all: string[]) => all.toSpliced(3, 1), 3],
  ['two are exchanged', (all: string[]) => all.with(3, all[4] ?? '').with(4, all[3] ?? ''), 3],
  ['one is put in twice', (all: string[]) => all.toSpliced(3, 0, all[3] ?? ''), 4],
  ['the end is cut off the file', (all: string[]) => all.slice(0, -2), 4],
  ['a line is no entry', (all: string[]) => all.with(4, 'x'), 4],
])('F51 told when %s', (_name, change, n) => {
  expect(verifyAccessLog(change(lines()).join('\n'))).toMatchObject({ ok: false, fault: { n } });
});

test('F51 an end cut off at the hub before the export is told by a head that was kept elsewhere, and by nothing else', async () => {
  const head = await (await admin('GET', '/admin/access-log/head')).text();
  const read = headsIn(`${head}\n`);
  const kept = 'heads' in read ? read.heads : [];
  const { private: db } = city.hub.core.store;
  const last = (await db.withPrefix<{ n: number }>('access:')).at(-1);
  expect(last?.n).toBe(kept[0]?.n);
  await db.write([{ _id: last?._id ?? '', _rev: last?._rev ?? '', _deleted: true }]);
  await city.restart();
  // The export is the next entry, in the place of the one that is gone.
  const after = await whole();
  expect(verifyAccessLog(after)).toMatchObject({ ok: true });
  expect(verifyAccessLog(after, kept)).toMatchObject({ ok: false, fault: { n: kept[0]?.n } });
});

test('F51 a device’s own chain is proved too: an entry made up in its place is told although the log’s chain holds', async () => {
  const device = 'device:01ARZ3NDEKTSV4RRFFQ69G5FAW';
  await city.hub.accessLog.append({
    ...{ at: '2026-11-25T01:00:00.000Z', person: 'person:wangge2', device, what: 'reveal', of: 'ticket:x', field: 'name' },
    ...{ deviceN: 3, devicePrev: CHAIN_START },
  });
  expect(verifyAccessLog(await whole())).toMatchObject({ ok: false, fault: { reason: expect.stringContaining('不相接') as string } });
});

test('CSRF: what another site’s page sends with a password that the browser keeps is refused; nothing is done and nothing else answered', async () => {
  const code = await city.hub.accounts.newCode(OFFICE_A);
  const [one] = (await city.hub.accounts.devices.codes()).filter(({ usedAt }) => usedAt === undefined);
  const answer = await admin('POST', '/admin/codes/withdraw', { id: one?.id, reason: '误发' }, { 'sec-fetch-site': 'cross-site' });
  expect(answer.status).toBe(403);
  expect((await city.hub.accounts.devices.codes()).some(({ id }) => id === one?.id)).toBe(true);
  expect(await city.hub.accounts.enrol(code, '设备')).toBeDefined();
  // A plain form has no JSON, and no act of the administrator takes anything else.
  const authorization = `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`;
  const form = await fetch(`${city.hub.address}/admin/people/disable`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'text/plain' },
    body: '{"person":"person:diaodu1","reason":"x"}',
  });
  expect(form.status).toBeGreaterThanOrEqual(400);
  // What takes no body is asked the same, and no page is told an answer, not even one of the desk's own origin.
  const origin = 'app://desk';
  const foreign = await fetch(`${city.hub.address}/admin/rebuild-index`, {
    method: 'POST',
    headers: { authorization, origin, 'sec-fetch-site': 'cross-site' },
  });
  expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  const read = await fetch(`${city.hub.address}/admin/devices`, { headers: { authorization, origin } });
  expect([read.status, read.headers.get('access-control-allow-origin')]).toEqual([200, null]);
});

test('F50 the administrator’s own password: the old one is needed, the new one counts at once and after a restart', async () => {
  const old = city.hub.adminPassword;
  expect((await admin('POST', '/admin/password', { password: '错', newPassword: '一个新的管理口令' })).status).toBe(400);
  expect((await admin('POST', '/admin/password', { password: old, newPassword: '一个新的管理口令' })).status).toBe(200);
  expect(city.hub.adminPassword).toBe('一个新的管理口令');
  await city.restart();
  expect(city.hub.adminPassword).toBe('一个新的管理口令');
  expect((await admin('GET', '/admin/sessions')).status).toBe(200);
});

test('F51 what the administrator reads at the root and takes as a backup is in the log by database and hour, there before the answer', async () => {
  const acts = async (): Promise<readonly string[]> =>
    (await accessLines(city.hub))
      .map((line) => JSON.parse(line) as { act?: string; of: string })
      .flatMap(({ act, of }) => (act?.startsWith('couch.') === true || act === 'backup.read' ? [`${act} ${of}`] : []));
  const page = { database: 'hotline', since: 0, limit: 10 };
  // Begun several times at once, each is answered.
  const begun = await Promise.all(Array.from({ length: 6 }, () => admin('GET', '/admin/backup')));
  expect(begun.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  for (let times = 0; times < 3; times += 1) {
    expect((await admin('POST', '/admin/backup', page)).status).toBe(200);
    if (city.hub.core.store.embedded === undefined) continue;
    expect((await admin('GET', '/hotline/_all_docs?include_docs=true&limit=3')).status).toBe(200);
    expect((await admin('GET', '/private/_changes')).status).toBe(200);
    expect((await admin('POST', '/hotline/_find', { selector: {}, limit: 1 })).status).toBe(200);
  }
  const expected = city.hub.core.store.embedded === undefined ? [] : ['couch.read hotline', 'couch.read private'];
  expect(await acts()).toEqual(['backup.read hotline', ...expected]);
  // What the log did not take is not answered.
  const write = city.hub.accessLog.append.bind(city.hub.accessLog);
  Object.assign(city.hub.accessLog, { append: () => Promise.reject(new Error('full')) });
  try {
    expect((await admin('POST', '/admin/backup', { ...page, database: 'accounts' })).status).toBe(503);
    if (city.hub.core.store.embedded !== undefined) expect((await admin('GET', '/accounts/_all_docs')).status).toBe(503);
  } finally {
    Object.assign(city.hub.accessLog, { append: write });
  }
});

test('F50 wrong passwords of the administrator rest their address longer and longer, and a restart begins nothing anew', async () => {
  const ask = async (password: string, address: string): Promise<Response> =>
    fetch(`${city.hub.address}/admin/sessions`, {
      headers: { authorization: `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`, 'x-forwarded-for': address },
    });
  const right = city.hub.adminPassword;
  for (let times = 0; times < 20; times += 1) expect((await ask('错', '192.0.2.9')).status).toBe(401);
  const rests = await ask(right, '192.0.2.9');
  expect([rests.status, Number(rests.headers.get('retry-after')) > 50]).toEqual([429, true]);
  expect((await ask(right, '192.0.2.10')).status).toBe(200);
  await city.restart();
  expect((await ask(right, '192.0.2.9')).status).toBe(429);
  expect((await ask(right, '192.0.2.10')).status).toBe(200);
  // One network of IPv6 is one address.
  for (let times = 0; times < 20; times += 1) await ask('错', `2001:db8:0:1::${times + 1}`);
  expect((await ask(right, '2001:db8::1:ffff:0:0:1')).status).toBe(429);
  expect((await ask(right, '2001:db8:0:2::1')).status).toBe(200);
});

test('F51 a log longer than what is read of it at once is told whole, in order', async () => {
  const before = (await city.hub.accessLog.head()).n;
  await Promise.all(Array.from({ length: 1010 }, (_, at) => city.hub.accessLog.admin(city.hub.core.now(), 'test', `${at}`)));
  const exported = await whole();
  // What is added while it is sent is another day's.
  const [head, ...entries] = exported
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { n: number });
  expect(head?.n).toBe(entries.length);
  expect(entries.map(({ n }) => n)).toEqual(Array.from({ length: before + 1011 }, (_, n) => n + 1));
});
