/** F05 Rule packs and calendars as signed files (art. 22; docs/adr/0008): out of a real hub, into a real desk without a line, into another hub. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filter, firstValueFrom, map, timeout } from 'rxjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Instant, PersonId, TicketId, UnitCode } from '../../shared/hotline/ids.ts';
import type { RulePackDocument } from '../../shared/hotline/reference/documents.ts';
import type { ReferenceFile } from '../../shared/sync/reference-file.ts';
import type { LocalReplica } from '../../renderer/replica/replica.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { enrolNodeDesk, openPerson, synced, until, type NodeDesk } from '../support/node-desk.ts';
import { SmallCity } from '../support/small-city.ts';

const START = '2026-12-29T01:00:00.000Z' as Instant;
const FREE = (name: string) => ({ off: true, name });
const CALENDAR = {
  year: 2027,
  title: '关于2027年部分节假日安排的通知',
  days: { '2027-01-01': FREE('元旦'), '2027-05-01': FREE('劳动节'), '2027-10-01': FREE('国庆节') },
};
const LAYER = {
  id: 'SY',
  version: 1,
  layer: 'city',
  title: '某市细则',
  validFrom: '2026-01-01T00:00:00.000Z',
  values: { rework: { workingDays: 2 } },
};
const PACK = { id: 'SY', validFrom: '2026-01-01T00:00:00.000Z', layers: [LAYER] };

let city: SmallCity;
let desk: NodeDesk;
let clerk: LocalReplica;
let chosen: string | undefined;
beforeEach(async () => {
  city = await SmallCity.open({ now: () => START, clock: 'stopped' });
  desk = await enrolNodeDesk(join(city.dir, 'desk'), await city.hub.enrolmentCode(OFFICE_A as UnitCode), {
    chooseFile: () => Promise.resolve(chosen),
  });
  clerk = await openPerson(desk, 'person:diaodu1', DEMO_PASSWORD);
  await synced(clerk);
});
afterEach(async () => {
  await clerk.close();
  await city.close();
});

async function admin<T>(path: string, body: unknown, at: SmallCity = city): Promise<{ status: number; body: T }> {
  const authorization = `Basic ${Buffer.from(`admin:${at.hub.adminPassword}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch(`${at.hub.address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as T };
}
async function exported(name: string): Promise<ReferenceFile> {
  const { status, body } = await admin<ReferenceFile>('/admin/reference', { name });
  expect(status).toBe(200);
  return body;
}
/** As a person would: on a stick, chosen in the dialog. */
async function choose(replica: LocalReplica, text: string) {
  chosen = join(city.dir, '日历.json');
  await writeFile(chosen, text);
  return replica.imported.choose();
}
async function importInto(replica: LocalReplica, file: ReferenceFile): Promise<void> {
  const checked = await choose(replica, JSON.stringify(file));
  if (checked?.ok !== true) throw new Error(JSON.stringify(checked));
  expect(await replica.imported.take(checked.text)).toEqual({ ok: true });
}
async function cutOff(replica: LocalReplica): Promise<void> {
  desk.network.up = false;
  replica.syncNow();
  await until(replica, ({ link }) => link === 'offline');
}
/** Of the ticket as the desk shows it: when it is to be handled by, once that is 暂定, or is not. */
async function handledBy(replica: LocalReplica, id: TicketId, provisional: boolean): Promise<Instant | undefined> {
  const shown = replica.ticket(id).pipe(
    map((view) => view?.ticket.due.handle),
    filter((due) => due !== undefined && (due.provisional === true) === provisional),
    timeout(15_000),
  );
  return (await firstValueFrom(shown))?.at;
}
const WALK_IN = {
  source: 'walkIn',
  kind: 'help',
  title: '楼道灯不亮',
  content: '三单元楼道灯不亮',
  complainant: { kind: 'natural', name: '李先生' },
  region: { district: '210102', street: OFFICE_A },
};

test('[art. 22] an office without a line imports next year’s calendar from a stick; its digests stay whole; the feed’s own takes its place', async () => {
  const id = await city.dispatched();
  const guessed = await handledBy(clerk, id, true);
  await cutOff(clerk);
  await admin('/admin/calendar', CALENDAR);
  const file = await exported('calendar:2027');
  expect(file).toMatchObject({ kind: 'calendar', hubId: city.hub.hubId, issuedAt: START, content: { _id: 'calendar:2027:1' } });
  await importInto(clerk, file);
  const born = newTicketId();
  expect(await clerk.act({ ticket: born, kind: 'register', body: WALK_IN })).toMatchObject({ ok: true });
  expect(await handledBy(clerk, born, false)).toBeDefined();
  await city.hub.clock.run();
  desk.network.up = true;
  clerk.syncNow();
  expect(await handledBy(clerk, id, false)).not.toBe(guessed);
  await synced(clerk);
  expect(clerk.status.value).toMatchObject({ complete: true, repairs: 0, aside: 0 });
  expect(clerk.imported.documents()).toHaveLength(1);
});

test('[F05] it is there for the others on this PC, and after a restart; what was changed on the disk is not used', async () => {
  await admin('/admin/pack', PACK);
  const file = await exported('pack:SY');
  await clerk.close();
  // Never had a line since.
  const apart = await enrolNodeDesk(join(city.dir, 'apart'), await city.hub.enrolmentCode(OFFICE_A as UnitCode), {
    chooseFile: () => Promise.resolve(chosen),
  });
  const first = await openPerson(apart, 'person:diaodu1', DEMO_PASSWORD);
  const other = await openPerson(apart, 'person:lingdao1', DEMO_PASSWORD);
  await Promise.all([first.close(), other.close()]);
  apart.network.up = false;
  const again = await openPerson(apart, 'person:diaodu1', DEMO_PASSWORD);
  await again.imported.take(JSON.stringify({ ...file, content: { ...file.content, version: 7, _id: 'pack:SY:7' } }));
  expect(again.imported.documents()).toEqual([]);
  await apart.host.call('reference.put', { name: 'pack-SY', text: JSON.stringify({ ...file, publisher: '别人' }) });
  await again.imported.load();
  expect(again.imported.documents()).toEqual([]);
  await apart.host.call('reference.put', { name: 'pack-SY', text: JSON.stringify(file) });
  await again.close();
  const leader = await openPerson(apart, 'person:lingdao1' as PersonId, DEMO_PASSWORD);
  expect(leader.imported.documents().map((one) => one._id)).toEqual(['pack:SY:1']);
  await leader.close();
  clerk = await openPerson(desk, 'person:diaodu1', DEMO_PASSWORD);
});

test('[F05] what is wrong is refused in Chinese with what to do, and nothing is kept', async () => {
  await cutOff(clerk);
  await admin('/admin/calendar', CALENDAR);
  const file = await exported('calendar:2027');
  const elsewhere = await SmallCity.open({ now: () => START, clock: 'stopped' });
  const { body: foreign } = await admin<ReferenceFile>('/admin/calendar', CALENDAR, elsewhere).then(() =>
    admin<ReferenceFile>('/admin/reference', { name: 'calendar:2027' }, elsewhere),
  );
  await elsewhere.close();
  const cases: readonly (readonly [text: string, said: RegExp])[] = [
    ['这不是 JSON', /这不是市级签发/u],
    [JSON.stringify(file).slice(0, -40), /这不是市级签发/u],
    [JSON.stringify({ ...file, content: undefined }), /文件已损坏/u],
    [JSON.stringify({ ...file, issuedAt: '2026-12-28T01:00:00.000Z' }), /签名与市级公钥不符/u],
    [JSON.stringify({ ...file, content: { ...file.content, days: {} } }), /签名与市级公钥不符/u],
    // Somebody else's key under this city's name.
    [JSON.stringify({ ...foreign, hubId: file.hubId }), /签名与市级公钥不符/u],
    [JSON.stringify(foreign), /不是本市的/u],
    ['1'.repeat(300_000), /文件太大/u],
  ];
  for (const [text, said] of cases) {
    const checked = await choose(clerk, text);
    expect(checked).toMatchObject({ ok: false, message: expect.stringMatching(said) as unknown });
    if (checked?.ok === false) expect(checked.message).toMatch(/(请|重选|重试).*。$/u);
  }
  chosen = undefined;
  expect(await clerk.imported.choose()).toBeUndefined();
  chosen = join(city.dir, 'gone.json');
  expect(await clerk.imported.choose()).toMatchObject({ ok: false, message: expect.stringContaining('U 盘') as unknown });
  expect(await desk.host.call('reference.list', {})).toEqual({ files: [] });
  await importInto(clerk, file);
  expect(await choose(clerk, JSON.stringify(file))).toMatchObject({
    ok: false,
    message: expect.stringContaining('已有第 1 版') as unknown,
  });
  await admin('/admin/calendar', { ...CALENDAR, title: '更正' });
  const second = await exported('calendar:2027');
  await importInto(clerk, second);
  expect(await choose(clerk, JSON.stringify(file))).toMatchObject({
    ok: false,
    message: expect.stringContaining('新，不需要导入') as unknown,
  });
  expect((await exported('calendar:2027:1')).content).toEqual(file.content);
});

test('a device enrolled before hubs told their key learns it at the next sign-in, and never another', async () => {
  const { hubKey, ...before } = desk.device;
  expect(hubKey).toMatch(/^B/u);
  await desk.host.call('device.save', before);
  await clerk.giveToken(DEMO_PASSWORD);
  await until(clerk, ({ link }) => link === 'online');
  expect(await desk.host.call('device.load', {})).toEqual(desk.device);
  const other = { ...desk.device, hubKey: `B${'A'.repeat(86)}` };
  await desk.host.call('device.save', other);
  await clerk.giveToken(DEMO_PASSWORD);
  expect(await desk.host.call('device.load', {})).toEqual(other);
});

test('[F05] another hub takes it once its publisher is trusted, and says whom it does not know', async () => {
  await admin('/admin/pack', PACK);
  await admin('/admin/calendar', CALENDAR);
  const [pack, calendar] = [await exported('pack:SY'), await exported('calendar:2027')];
  const other = await SmallCity.open({ now: () => START, clock: 'stopped' });
  try {
    const post = (path: string, body: unknown) => admin<{ reason?: string }>(path, body, other);
    expect(await post('/admin/pack', pack)).toMatchObject({ status: 400, body: { reason: expect.stringContaining('不认识') as unknown } });
    const { body: key } = await admin<{ hubId: string; publicKey: string }>('/admin/publisher-key', {});
    await post('/admin/publishers', { ...key, name: '省热线' });
    expect(await post('/admin/pack', { ...pack, publisher: '别人' })).toMatchObject({
      status: 400,
      body: { reason: expect.stringContaining('不符') as unknown },
    });
    expect(await post('/admin/calendar', pack)).toMatchObject({
      status: 400,
      body: { reason: expect.stringContaining('pack') as unknown },
    });
    expect(await post('/admin/pack', pack)).toMatchObject({ status: 200, body: { ok: true, id: 'SY', version: 1, unchanged: false } });
    expect(await post('/admin/pack', pack)).toMatchObject({ body: { unchanged: true } });
    expect(await post('/admin/calendar', calendar)).toMatchObject({ status: 200, body: { id: '2027', version: 1 } });
    const { _rev: _dropped, ...held } = (await other.hub.core.store.hotline.get<RulePackDocument & { _rev?: string }>('pack:SY:1')) ?? {};
    expect(held).toEqual(pack.content);
  } finally {
    await other.close();
  }
  expect((await admin('/admin/reference', { name: 'calendar:2031' })).status).toBe(404);
});

test('[F05] a form that is sent twice at once, or by two administrators, is taken once, and the second is told so', async () => {
  const one = await SmallCity.open({ now: () => START, clock: 'stopped' });
  try {
    const twice = async (path: string, body: unknown): Promise<readonly unknown[]> => {
      const answers = await Promise.all([1, 2, 3].map(() => admin<{ unchanged?: boolean; ok?: boolean }>(path, body, one)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      return answers.map((answer) => answer.body.unchanged);
    };
    expect((await twice('/admin/pack', PACK)).toSorted()).toEqual([false, true, true]);
    expect((await twice('/admin/calendar', CALENDAR)).toSorted()).toEqual([false, true, true]);
    await twice('/admin/publishers', { hubId: 'other', name: '省热线', publicKey: `B${'A'.repeat(86)}` });
    expect((await one.hub.core.store.hotline.withPrefix('pack:SY:')).length).toBe(1);
    expect(one.errors).toEqual([]);
  } finally {
    await one.close();
  }
});
