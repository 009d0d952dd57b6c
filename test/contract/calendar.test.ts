/** F05, F17 The calendar of a year on a real hub: taken in versions, 暂定 dates repaired by the clock, alarms lifted (hotline.md §7) [sync A4]. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Instant, TicketId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { SmallCity } from '../support/small-city.ts';
import { stateOf } from '../support/store-state.ts';

/** Tuesday, 09:00 in UTC+8: five working days later is next year. */
const START = '2026-12-29T01:00:00.000Z' as Instant;
/** By Monday–Friday, New Year's Day among them. */
const GUESSED = '2027-01-05T09:00:00.000Z';
/** 1–3 January free. */
const RIGHT = '2027-01-06T09:00:00.000Z';

const DAYS = {
  '2027-01-01': { off: true, name: '元旦' },
  '2027-01-02': { off: true, name: '元旦' },
  '2027-01-03': { off: true, name: '元旦' },
  '2027-05-01': { off: true, name: '劳动节' },
  '2027-10-01': { off: true, name: '国庆节' },
};
const FILE = { year: 2027, title: '关于2027年部分节假日安排的通知', days: DAYS };

let now: Instant;
let city: SmallCity;
beforeEach(async () => {
  now = START;
  city = await SmallCity.open({ now: () => now, clock: 'stopped' });
});
afterEach(async () => {
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], waiting: 0, indexEqual: true });
  expect(city.errors).toEqual([]);
  await city.close();
});

async function post(body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const authorization = `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`;
  const answer = await fetch(`${city.hub.address}/admin/calendar`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
async function ticket(id: TicketId): Promise<Ticket> {
  const found = await city.hub.core.store.hotline.get<Ticket>(id);
  if (found === undefined) throw new Error('no ticket');
  return found;
}
function said(one: Ticket): readonly string[] {
  return one.history.filter((entry) => entry.actor === 'system:clock').map(({ kind, summary }) => `${kind} ${summary ?? ''}`);
}
async function moveTo(instant: string): Promise<void> {
  now = instant as Instant;
  await city.operator.signIn('zuoxi1', DEMO_PASSWORD);
  await city.dispatcher.signIn('paidan1', DEMO_PASSWORD);
}

test('[F17] over New Year without a calendar a limit is 暂定; once the calendar is here it is repaired, once, and said in one entry', async () => {
  const id = await city.dispatched();
  expect((await ticket(id)).due.handle).toMatchObject({ at: GUESSED, provisional: true });
  expect(await city.hub.clock.run()).toBe(0);
  expect(await post(FILE)).toMatchObject({ status: 200, body: { ok: true, id: '2027', version: 1 } });
  // What was folded before is left alone until the clock says so.
  expect((await ticket(id)).due.handle).toMatchObject({ at: GUESSED, provisional: true });
  expect(await city.hub.clock.run()).toBe(1);
  const repaired = await ticket(id);
  expect(repaired.due.handle).toEqual({ at: RIGHT, original: RIGHT, start: repaired.due.handle?.start });
  expect(said(repaired)).toEqual(['recalculate 按2027年日历重算：办理至 01-06 17:00']);
  expect(await city.hub.clock.run()).toBe(0);
  // Begun with the calendar: never 暂定.
  const begun = (await ticket(await city.dispatched())).due.handle;
  expect(begun).toEqual({ at: RIGHT, original: RIGHT, start: begun?.start });
  await city.restart();
  expect(await city.hub.clock.run()).toBe(0);
  expect(await ticket(id)).toEqual(repaired);
});

test('[A4] an alarm that was raised by the guess is lifted', async () => {
  const id = await city.dispatched();
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  await clerk.act(id, 'sign', {});
  await clerk.act(id, 'contact', { channel: 'call', result: 'reached' });
  await moveTo('2027-01-05T10:00:00.000Z');
  await city.hub.clock.run();
  expect((await ticket(id)).flags.urged).toBe(true);
  await post(FILE);
  await city.hub.clock.run();
  const after = await ticket(id);
  expect(after.due.handle?.at).toBe(RIGHT);
  expect(after.flags.urged).toBe(false);
  expect(said(after).map((one) => one.split(' ')[0])).toEqual(['urge', 'recalculate', 'lift']);
  await moveTo('2027-01-06T10:00:00.000Z');
  await city.hub.clock.run();
  expect(said(await ticket(id)).map((one) => one.split(' ')[0])).toEqual(['urge', 'recalculate', 'lift', 'urge']);
});

test('[F17] stops and helpers are reckoned anew with the rest; a closed ticket keeps what it had', async () => {
  const id = await city.dispatched();
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  await clerk.act(id, 'sign', {});
  await clerk.act(id, 'requestMaterial', { list: '产权证明', notice: '电话' });
  const closed = await city.dispatched();
  await city.operator.act(closed, 'withdraw', { confirmed: true, confirmedAt: START, how: 'call', record: '来电撤回' });
  await moveTo('2026-12-31T01:00:00.000Z');
  await clerk.signIn('diaodu1', DEMO_PASSWORD);
  await clerk.act(id, 'materialReceived', {});
  await clerk.act(id, 'requestCoHandling', { unit: 'dept-heating', ask: '请核查' });
  const before = await ticket(id);
  expect(before.due.handle).toMatchObject({ at: '2027-01-07T09:00:00.000Z', provisional: true });
  await post(FILE);
  await city.hub.clock.run();
  const after = await ticket(id);
  expect(after.due.handle).toMatchObject({ at: '2027-01-08T09:00:00.000Z', original: RIGHT });
  expect(after.due.handle?.provisional).toBeUndefined();
  expect(after.coHandlers[0]?.due).not.toBe(before.coHandlers[0]?.due);
  expect((await ticket(closed)).due.handle).toMatchObject({ at: GUESSED, provisional: true });
});

test('the same calendar again changes nothing; a corrected one is another version, for what is reckoned from then on', async () => {
  await post(FILE);
  const sequence = await stateOf(city.hub.core.store.hotline);
  expect(await post(FILE)).toMatchObject({ body: { version: 1, unchanged: true } });
  expect(await stateOf(city.hub.core.store.hotline)).toEqual(sequence);
  const first = await city.dispatched();
  expect(await post({ ...FILE, days: { ...DAYS, '2027-01-04': { off: true, name: '元旦' } } })).toMatchObject({ body: { version: 2 } });
  expect((await ticket(await city.dispatched())).due.handle?.at).toBe('2027-01-07T09:00:00.000Z');
  await city.hub.clock.run();
  expect((await ticket(first)).due.handle?.at).toBe(RIGHT);
});

test.each([
  ['no calendar at all', { hello: 1 }, ''],
  ['a day of another year', { ...FILE, days: { ...DAYS, '2028-01-01': { off: true, name: '元旦' } } }, '2028-01-01'],
  ['a day that does not exist', { ...FILE, days: { ...DAYS, '2027-02-30': { off: true, name: '春节' } } }, '2027-02-30'],
  ['a make-up day that is no weekend', { ...FILE, days: { ...DAYS, '2027-02-01': { off: false, name: '春节' } } }, '2027-02-01'],
  ['a year without its National Day', { ...FILE, days: { ...DAYS, '2027-10-01': { off: false, name: '国庆节' } } }, '2027-10-01'],
])('%s is refused in Chinese, and nothing is written', async (_what, file, path) => {
  const sequence = await stateOf(city.hub.core.store.hotline);
  const { status, body } = await post(file);
  expect(status).toBe(400);
  expect(body['reason']).toMatch(/。$/u);
  if (path !== '') expect(body['faults']).toContainEqual(expect.objectContaining({ path }));
  expect(await stateOf(city.hub.core.store.hotline)).toEqual(sequence);
});
