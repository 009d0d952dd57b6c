/** 移送线索共享 on a real hub (art. 16; F45): who makes it, what is in it, its seal, its receipt, and what the receiver checks. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SealedShare, ShareAnswer, SharesAnswer } from '../../shared/exchange/referral-share.ts';
import { dayOf, civilDate, millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { Instant, TicketId } from '../../shared/hotline/ids.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { CITY, OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { CLI } from '../support/hub-process.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

const START = '2026-05-11T01:00:00.000Z' as Instant;
const MAY = { from: '2026-05-01', to: '2026-05-31', receiver: '市纪委监委驻局纪检监察组' };
const RECEIPT = { receivedBy: '张组长', receiptNo: '回〔2026〕3号', receivedOn: '2026-05-11' };
let now: Instant;
let city: SmallCity;
let supervisor: WireDesk;
beforeEach(async () => {
  now = START;
  city = await SmallCity.open({ now: () => now, clock: 'stopped' });
  supervisor = await city.desk(CITY, 'duban1');
});
afterEach(async () => {
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true });
  await city.close();
});

/** Supervised by people as often as makes it a candidate. */
async function candidate(unit: string = OFFICE_A, more: Record<string, unknown> = {}): Promise<TicketId> {
  const id = await city.dispatched(unit, more);
  for (const level of ['1', '2', '3']) await supervisor.act(id, 'supervise', { level, opinion: '请抓紧办理' });
  return id;
}
function made(desk: WireDesk, asked: Record<string, string> = MAY): Promise<{ status: number; body: ShareAnswer }> {
  return desk.call('POST', '/desk/referral-shares', asked);
}
function listed(desk: WireDesk): Promise<{ status: number; body: SharesAnswer }> {
  return desk.call('GET', '/desk/referral-shares');
}
function received(desk: WireDesk, no: string, said: Record<string, string> = RECEIPT): Promise<{ status: number; body: unknown }> {
  return desk.call('POST', `/desk/referral-shares/${no}/receipt`, said);
}
async function checked(text: string, ...more: readonly string[]): Promise<Readonly<{ code: number; out: string }>> {
  const file = join(city.dir, 'share.json');
  await writeFile(file, text);
  return new Promise((resolve) => {
    execFile('node', [CLI, 'verify-export', file, ...more], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), out: stdout + stderr });
    });
  });
}

test(
  'F45: candidates and what was referred in the period, without who complained; the receiver finds it whole, or changed',
  { timeout: 120_000 },
  async () => {
    const waiting = await candidate();
    const referred = await candidate(OFFICE_B);
    await city.dispatched();
    await candidate(OFFICE_A, { confidential: 'sealed' });
    await candidate(OFFICE_A, { respondent: { person: 'person:duban1' } }).catch(() => undefined);
    await supervisor.act(referred, 'refer', { trigger: 'supervised', receiver: '市纪委监委', material: '三次督办未办结' });
    const { status, body } = await made(supervisor);
    expect(status).toBe(200);
    const file = JSON.parse(body.text) as SealedShare;
    const nos = await Promise.all([waiting, referred].map(async (id) => (await city.hub.core.store.hotline.get<{ no: string }>(id))?.no));
    expect(file.content.matters.map((one) => one.no).toSorted()).toEqual(nos.toSorted());
    expect(file.content.matters.flatMap((one) => one.referrals)).toMatchObject([{ receiver: '市纪委监委', material: '三次督办未办结' }]);
    expect(file.content.withheld).toBeGreaterThanOrEqual(1);
    expect(body.text).not.toMatch(/王女士|10000001|person:/u);
    const { fingerprint } = (await listed(supervisor)).body;
    const whole = await checked(body.text, '--key', fingerprint);
    expect(whole).toMatchObject({ code: 0 });
    expect(whole.out).toContain(body.record.sha256);
    expect((await checked(JSON.stringify(file))).code).toBe(0);
    expect((await checked(body.text, '--key', '0'.repeat(64))).code).toBe(1);
    expect((await checked(body.text.replace('三次督办未办结', '已办结'))).out).toContain('已被改动');
    expect((await checked(JSON.stringify({ ...file, sig: file.sig.replace(/^./u, (c) => (c === 'A' ? 'B' : 'A')) }))).out).toContain(
      '签名无效',
    );
    expect((await checked('{')).code).toBe(1);
  },
);

test('F45: of another period what was referred then, no more; days that are none are refused', async () => {
  const id = await candidate();
  await supervisor.act(id, 'refer', { trigger: 'supervised', receiver: '市纪委监委', material: '三次督办未办结' });
  const of = async (from: string, to: string): Promise<number> => (await made(supervisor, { ...MAY, from, to })).body.record.matters;
  expect(await of('2026-04-01', '2026-04-30')).toBe(0);
  expect(await of(civilDate(dayOf(now)), civilDate(dayOf(now)))).toBe(1);
  for (const wrong of [{ from: '2026-06-01' }, { from: '2026-02-30' }, { to: 'x' }, { receiver: ' ' }])
    expect((await made(supervisor, { ...MAY, ...wrong })).status).toBe(400);
});

test('F45: only the city’s supervisors; everyone else is told so and gets nothing', async () => {
  await candidate();
  const others: WireDesk[] = [city.operator, city.dispatcher];
  for (const [unit, login] of [
    ['210102', 'quduban1'],
    [OFFICE_A, 'diaodu1'],
    [OFFICE_A, 'lingdao1'],
    [OFFICE_A, 'wangge1'],
  ] as const)
    others.push(await city.desk(unit, login));
  for (const desk of others) {
    for (const answer of [await made(desk), await listed(desk), await received(desk, '000001')]) {
      expect([answer.status, JSON.stringify(answer.body).includes('路灯')]).toEqual([403, false]);
      expect((answer.body as unknown as { reason: string }).reason).toContain('市级督办');
    }
  }
  expect((await listed(supervisor)).body.records).toEqual([]);
});

test('F45 F51: each file has its number, is logged before it exists, and its receipt is recorded once', async () => {
  await candidate();
  const both = await Promise.all([made(supervisor), made(supervisor)]);
  expect(both.map((one) => one.body.record.no).toSorted()).toEqual(['000001', '000002']);
  const entries = await city.hub.core.store.private.withPrefix<{ what: string; of: string; person: string }>('access:');
  expect(entries.filter((one) => one.what === 'export').length).toBeGreaterThanOrEqual(2);
  expect(entries[0]).toMatchObject({ person: 'person:duban1' });
  expect(entries[0]?.of).toContain(MAY.receiver);
  expect((await received(supervisor, '000009')).status).toBe(404);
  expect((await received(supervisor, '000001', { ...RECEIPT, receivedOn: '2026-05-12' })).status).toBe(400);
  expect((await received(supervisor, '000001')).status).toBe(200);
  expect((await received(supervisor, '000001', { ...RECEIPT, receivedBy: '别人' })).status).toBe(409);
  await city.restart();
  now = toInstant(millis(now) + 1000);
  const again = await city.desk(CITY, 'duban1');
  expect((await listed(again)).body.records).toMatchObject([
    { no: '000002' },
    { no: '000001', receipt: { ...RECEIPT, by: 'person:duban1' } },
  ]);
  const inner = city.hub.core.store.private;
  const write = inner.write.bind(inner);
  inner.write = () => Promise.reject(new Error('the disk is full'));
  expect((await made(again)).status).toBe(503);
  inner.write = write;
  expect((await listed(again)).body.records).toHaveLength(2);
});
