/** 督办考核 on a real hub (art. 7, 15; F08, F14, F44): who gets whose figures, what is behind them, and what it costs. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { civilDate, dayOf, millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { Instant, TicketId } from '../../shared/hotline/ids.ts';
import type { ExportAnswer, MeasuresAnswer, UnitFigures } from '../../shared/hotline/unit-figures.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { CITY, OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

const START = '2026-05-11T01:00:00.000Z' as Instant;
const MAY = 'from=2026-05-01&to=2026-05-31';
let now: Instant;
let city: SmallCity;
beforeEach(async () => {
  now = START;
  city = await SmallCity.open({ now: () => now, clock: 'stopped' });
});
afterEach(async () => {
  // Index and rebuilt index say the same, the figures too [proof 6].
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true });
  await city.close();
});

function asked(desk: WireDesk, query = MAY): Promise<{ status: number; body: MeasuresAnswer }> {
  return desk.call('GET', `/desk/measures?${query}`);
}
type Behind = Readonly<{ rows: readonly Ticket[]; total: number; hidden: number }>;
function behind(desk: WireDesk, unit: string, figure: string): Promise<{ status: number; body: Behind }> {
  return desk.call('GET', `/desk/measures/tickets?${MAY}&unit=${unit}&figure=${figure}`);
}
async function figures(desk: WireDesk, unit: string): Promise<UnitFigures | undefined> {
  return (await asked(desk)).body.units.find((one) => one.unit === unit);
}
async function accessLog(): Promise<readonly { what: string; of: string; person: string }[]> {
  return city.hub.core.store.private.withPrefix('access:');
}
async function denied(id: TicketId): Promise<void> {
  const [clerk, leader] = [await city.desk(OFFICE_A, 'diaodu1'), await city.desk(OFFICE_A, 'lingdao1')];
  await clerk.act(id, 'sign', {});
  const { _id } = await clerk.act(id, 'proposeReturn', { ground: 'notOurDuty', citation: '目录', reason: '属住建' });
  await leader.act(id, 'leaderApprove', { of: _id });
  await city.dispatcher.act(id, 'decideProposal', { of: _id, grant: false, reason: '属你单位职责' });
}

test('F08 F14 F44: figures follow what happens, move with the lead, and overdue comes with the clock', async () => {
  const supervisor = await city.desk(CITY, 'duban1');
  const [first, second] = [await city.dispatched(), await city.dispatched()];
  expect(await figures(supervisor, OFFICE_A)).toMatchObject({ tickets: 2, overdue: 0, responded: { yes: 0, of: 0 } });
  await denied(first);
  expect(await figures(supervisor, OFFICE_A)).toMatchObject({ improperReturns: { notOurDuty: 1 } });
  await city.recall(second);
  await city.dispatch(second, OFFICE_B);
  expect([(await figures(supervisor, OFFICE_A))?.tickets, (await figures(supervisor, OFFICE_B))?.tickets]).toEqual([1, 1]);
  await supervisor.act(second, 'supervise', { level: '1', opinion: '请抓紧' });
  expect(await figures(supervisor, OFFICE_B)).toMatchObject({ supervisions: 1 });
  // Nobody does anything: what was not signed and not answered in time is overdue and missed, without any change of a ticket.
  now = toInstant(millis(now) + 4 * 86_400_000);
  await supervisor.signIn('duban1', DEMO_PASSWORD);
  expect(await figures(supervisor, OFFICE_A)).toMatchObject({ overdue: 1, responded: { yes: 0, of: 1 } });
  const listed = await behind(supervisor, OFFICE_A, 'improperReturns');
  expect(listed.body.rows.map((row) => row._id)).toEqual([first]);
  expect((await behind(supervisor, OFFICE_B, 'overdue')).body.rows.map((row) => row._id)).toEqual([second]);
  expect((await behind(supervisor, OFFICE_A, 'responded')).body).toMatchObject({ total: 1, hidden: 0, rows: [{ _id: first }] });
});

test('F14: a period of civil days of UTC+8, both counted', async () => {
  const supervisor = await city.desk(CITY, 'duban1');
  await city.dispatched();
  const on = async (from: string, to: string): Promise<number | undefined> =>
    (await asked(supervisor, `from=${from}&to=${to}&unit=${OFFICE_A}`)).body.units[0]?.tickets;
  expect(await on('2026-05-11', '2026-05-11')).toBe(1);
  expect([await on('2026-05-10', '2026-05-10'), await on('2026-05-12', '2026-05-31')]).toEqual([0, 0]);
  for (const query of ['from=2026-05-31&to=2026-05-01', 'from=2020-01-01&to=2026-01-01', 'from=x&to=y', 'from=2026-02-30&to=2026-03-01'])
    expect((await asked(supervisor, query)).status).toBe(400);
});

test('F14 F44: the city all units, a district its own, a leader one; clerks, grid workers and operators none, whatever they ask', async () => {
  await city.dispatched();
  await city.dispatched(OFFICE_B);
  const supervisor = await city.desk(CITY, 'duban1');
  const whole = (await asked(supervisor)).body;
  expect(whole.scope).toBe('city');
  expect(whole.units.length).toBeGreaterThan(100);
  const district = await city.desk('210102', 'quduban1');
  const theirs = (await asked(district)).body.units.map((one) => one.unit as string);
  expect(theirs.length).toBeGreaterThan(5);
  expect(theirs.filter((unit) => !unit.startsWith('210102'))).toEqual([]);
  const leader = await city.desk(OFFICE_A, 'lingdao1');
  expect((await asked(leader)).body).toMatchObject({ scope: 'unit', units: [{ unit: OFFICE_A, tickets: 1 }] });
  const others: (readonly [WireDesk, string])[] = [
    [leader, OFFICE_B],
    [district, '210103001'],
    [district, 'dept-heating'],
  ];
  for (const [login, home] of [
    ['diaodu1', OFFICE_A],
    ['wangge1', OFFICE_A],
    ['zuoxi1', CITY],
    ['paidan1', CITY],
  ] as const)
    for (const unit of [OFFICE_A, OFFICE_B]) others.push([await city.desk(home, login), unit]);
  for (const [desk, unit] of others) {
    const answers = [await asked(desk, `${MAY}&unit=${unit}`), await behind(desk, unit, 'tickets')];
    const exported = await desk.call<ExportAnswer>('POST', '/desk/measures/export', { from: '2026-05-01', to: '2026-05-31', unit });
    for (const { status, body } of [...answers, exported]) {
      expect([status, JSON.stringify(body).includes('路灯')]).toEqual([403, false]);
      expect((body as unknown as { reason: string }).reason).toContain('联系督办人员');
    }
  }
  for (const query of [MAY, `${MAY}&unit=${OFFICE_B}&unit=${OFFICE_A}`, `${MAY}&scope=city`]) {
    const clerk = await city.desk(OFFICE_A, 'diaodu1');
    expect((await asked(clerk, query)).status).toBeGreaterThanOrEqual(400);
  }
});

test('F44: no answer names or counts a person', async () => {
  await denied(await city.dispatched());
  const text = JSON.stringify((await asked(await city.desk(CITY, 'duban1'))).body);
  expect(text).not.toMatch(/person:|actor|李敏|王建国/u);
});

test('F44 F50 [Q1]: behind a figure each sees the copy of their audience; what they may not see is counted and not shown', async () => {
  const supervisor = await city.desk(CITY, 'duban1');
  const id = await city.dispatched(OFFICE_B, { respondent: { person: 'person:duban1' } });
  const plain = await city.dispatched();
  expect((await behind(supervisor, OFFICE_B, 'tickets')).body).toEqual({ rows: [], total: 1, hidden: 1 });
  expect((await behind(await city.desk(OFFICE_B, 'lingdao2'), OFFICE_B, 'tickets')).body.rows.map((row) => row._id)).toEqual([id]);
  const leader = (await behind(await city.desk(OFFICE_A, 'lingdao1'), OFFICE_A, 'tickets')).body.rows;
  expect(leader.map((row) => row._id)).toEqual([plain]);
  expect(leader[0]?.complainant).not.toHaveProperty('phoneHash');
});

test('F44: a return that was denied stays with its unit; its leader is told of a matter that another unit leads now, and not shown it', async () => {
  const id = await city.dispatched();
  await denied(id);
  await city.recall(id);
  await city.dispatch(id, OFFICE_B);
  expect((await behind(await city.desk(OFFICE_A, 'lingdao1'), OFFICE_A, 'improperReturns')).body).toEqual({
    rows: [],
    total: 1,
    hidden: 1,
  });
});

test('F44 §9: a leader who comes to the unit is not told that a matter about them is among the tickets behind a figure', async () => {
  const plain = await city.dispatched(OFFICE_B);
  const about = await city.dispatched(OFFICE_B, { respondent: { person: 'person:lingdao1' } });
  await city.setRoles('lingdao1', [['leader', OFFICE_B]]);
  const { rows, total, hidden } = (await behind(await city.desk(OFFICE_B, 'lingdao1'), OFFICE_B, 'tickets')).body;
  expect([rows.map((row) => row._id), total, hidden]).toEqual([[plain], 1, 0]);
  const supervisor = (await behind(await city.desk(CITY, 'duban1'), OFFICE_B, 'tickets')).body;
  expect(supervisor.rows.map((row) => row._id).sort()).toEqual([plain, about].sort());
});

test('F08 F51: what is behind a figure is logged before it is shown, an exported table before it exists', async () => {
  await city.dispatched();
  const supervisor = await city.desk(CITY, 'duban1');
  await behind(supervisor, OFFICE_A, 'tickets');
  const { body } = await supervisor.call<ExportAnswer>('POST', '/desk/measures/export', { from: '2026-05-01', to: '2026-05-31' });
  expect(body.name).toBe('督办考核-2026-05-01至2026-05-31.csv');
  expect(body.text.startsWith('\ufeff单位,工单,已办结')).toBe(true);
  expect(body.text).toContain('合计,1,0,');
  expect(await accessLog()).toMatchObject([
    { what: 'lookup', person: 'person:duban1' },
    { what: 'export', person: 'person:duban1', of: '{"measures":{"from":"2026-05-01","to":"2026-05-31"}}' },
  ]);
  const inner = city.hub.core.store.private;
  const write = inner.write.bind(inner);
  inner.write = () => Promise.reject(new Error('the disk is full'));
  expect((await behind(supervisor, OFFICE_A, 'tickets')).status).toBe(503);
  expect((await supervisor.call('POST', '/desk/measures/export', { from: '2026-05-01', to: '2026-05-31' })).status).toBe(503);
  inner.write = write;
});

test('F44: a leader is told the city’s mean of an ended month, of five units or more, without a count', async () => {
  const units = [OFFICE_A, OFFICE_B, '210102001', '210102002', 'dept-heating', 'dept-urban'];
  for (const unit of units.slice(0, 4)) await city.dispatched(unit, { urgency: 'livelihood' });
  now = toInstant(millis(now) + 40 * 86_400_000);
  const leader = await city.desk(OFFICE_A, 'lingdao1');
  expect((await asked(leader)).body.city).toEqual({});
  now = START;
  for (const unit of units.slice(4)) {
    await city.operator.signIn('zuoxi1', DEMO_PASSWORD);
    await city.dispatcher.signIn('paidan1', DEMO_PASSWORD);
    await city.dispatched(unit, { urgency: 'livelihood' });
  }
  now = toInstant(millis(START) + 40 * 86_400_000);
  const again = await city.desk(OFFICE_A, 'lingdao1');
  expect((await asked(again)).body.city).toEqual({ responded: 0 });
  // Of part of a month two answers would tell of the days between them.
  expect((await asked(again, `from=2026-05-01&to=2026-05-30`)).body.city).toBeUndefined();
  expect((await asked(await city.desk(CITY, 'duban1'))).body.city).toBeUndefined();
});

test('F44: the figures of a month read no ticket from the store', async () => {
  await city.dispatched();
  const supervisor = await city.desk(CITY, 'duban1');
  const { hotline } = city.hub.core.store;
  const [get, scan] = [hotline.get.bind(hotline), hotline.withPrefix.bind(hotline)];
  const read: string[] = [];
  hotline.get = ((id: string) => (read.push(id), get(id))) as typeof hotline.get;
  hotline.withPrefix = ((prefix: string) => (read.push(prefix), scan(prefix))) as typeof hotline.withPrefix;
  expect((await figures(supervisor, OFFICE_A))?.tickets).toBe(1);
  expect(read.filter((id) => id.startsWith('ticket:'))).toEqual([]);
  expect(civilDate(dayOf(now))).toBe('2026-05-11');
});
