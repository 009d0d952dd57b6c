/** F27 Duplicates by phone at the hub (art. 9(4); hotline.md §5, §9): who may ask, what is told, and what is written down first. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { Instant, TicketId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { CallerAnswer } from '../../shared/sync/caller-lookup.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { CITY, OFFICE_A } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

const START = '2026-05-11T01:00:00.000Z' as Instant;
const PHONE = '13900000001';
const LAMP = { code: '050103', path: ['城市建设', '市政道路', '路灯不亮'], version: 1 };
let now: Instant;
let city: SmallCity;
let supervisor: WireDesk;
beforeEach(async () => {
  now = START;
  city = await SmallCity.open({ now: () => now, clock: 'stopped' });
  supervisor = await city.desk(CITY, 'duban1');
});
afterEach(async () => {
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
  await city.close();
});

function called(more: Record<string, unknown> = {}): Promise<TicketId> {
  return city.register({ complainant: { kind: 'natural', name: '李先生', phone: PHONE }, ...more });
}
async function asked(desk: WireDesk, body: unknown): Promise<CallerAnswer> {
  const answer = await desk.call<CallerAnswer>('POST', '/desk/callers', body);
  expect(answer.status).toBe(200);
  return answer.body;
}
async function found(desk: WireDesk, more: Record<string, unknown> = {}): Promise<readonly string[]> {
  return (await asked(desk, { phone: PHONE, ...more })).rows.map(({ id }) => id);
}
async function daysLater(days: number): Promise<void> {
  now = toInstant(millis(START) + days * 86_400_000);
  await city.operator.signIn('zuoxi1', DEMO_PASSWORD);
}
type Entry = Readonly<{ what: string; of: string; person: string }>;
function logged(): Promise<readonly Entry[]> {
  return city.hub.core.store.private.withPrefix<Entry & { _id: string }>('access:');
}

test('F27 found by the number however it is written, whatever it was about; not by another number; neither name nor number comes back', async () => {
  const id = await called();
  await city.dispatch(id, OFFICE_A);
  const ticket = await city.hub.core.store.hotline.get<Ticket>(id);
  const answer = await asked(city.operator, { phone: '+86 139-0000-0001' });
  expect(answer).toEqual({
    rows: [{ id, no: ticket?.no, title: ticket?.title, unit: OFFICE_A, status: 'dispatched', acceptedAt: START }],
    total: 1,
  });
  for (const desk of [city.dispatcher, supervisor]) expect(await found(desk)).toEqual([id]);
  expect(await asked(city.operator, { phone: '13900000002' })).toEqual({ rows: [], total: 0 });
});

test('F27 the newest first, by category where one is named, of ninety days', async () => {
  const first = await called({ category: LAMP, address: { text: '长白南路 12 号' } });
  await daysLater(89);
  const second = await called();
  expect(await found(city.operator)).toEqual([second, first]);
  expect(await found(city.operator, { category: LAMP.code })).toEqual([first]);
  await daysLater(91);
  expect(await found(city.operator)).toEqual([second]);
});

test('F27 a 密件 is not found, sealed from the first or later, nor what was registered by mistake', async () => {
  await called({ confidential: 'sealed' });
  const mistaken = await called();
  const later = await called();
  expect((await found(supervisor)).toSorted()).toEqual([mistaken, later].toSorted());
  await supervisor.act(mistaken, 'void', { reason: '重复登记' });
  const { hotline } = city.hub.core.store;
  const whole = await hotline.get<Ticket>(later);
  await hotline.write([{ ...whole, confidential: 'sealed' } as never]);
  await city.hub.core.feed.catchUp();
  expect(await found(supervisor)).toEqual([]);
  await hotline.write([{ ...(await hotline.get<Ticket>(later)), confidential: whole?.confidential } as never]);
  await city.hub.core.feed.catchUp();
  expect(await found(supervisor)).toEqual([later]);
});

test('F27 F55 whom a matter complains about, and their unit, are not told of it', async () => {
  const about = await called({ kind: 'complaint', respondent: { person: 'person:duban1' } });
  const ours = await called({ kind: 'complaint', respondent: { unit: OFFICE_A } });
  expect((await found(city.operator)).toSorted()).toEqual([about, ours].toSorted());
  expect(await found(supervisor)).toEqual([ours]);
  await city.setRoles('duban1', [
    ['supervisor', CITY],
    ['clerk', OFFICE_A],
  ]);
  expect(await found(supervisor)).toEqual([]);
});

test('F27 nobody below the city may ask, and what is no number is no question; neither is logged', async () => {
  await called();
  const others = [await city.desk(OFFICE_A, 'diaodu1'), await city.desk(OFFICE_A, 'lingdao1'), await city.desk('210102', 'quduban1')];
  for (const desk of others) expect((await desk.call('POST', '/desk/callers', { phone: PHONE })).status).toBe(404);
  for (const phone of ['123', 'abc', '']) expect((await city.operator.call('POST', '/desk/callers', { phone })).status).toBe(400);
  expect((await city.operator.call('POST', '/desk/callers', { phone: PHONE, name: '李' })).status).toBe(400);
  expect(await logged()).toEqual([]);
});

test('F27 F51 the question is in the access log before it is answered, without the number; what cannot be logged is not told', async () => {
  const id = await called();
  const ticket = await city.hub.core.store.hotline.get<Ticket>(id);
  await found(city.operator, { category: LAMP.code });
  expect(await logged()).toMatchObject([
    { what: 'lookup', person: 'person:zuoxi1', of: JSON.stringify({ caller: ticket?.complainant.phoneHash, category: LAMP.code }) },
  ]);
  expect(JSON.stringify(await logged())).not.toContain(PHONE);
  const inner = city.hub.core.store.private;
  const write = inner.write.bind(inner);
  inner.write = () => Promise.reject(new Error('the disk is full'));
  const unlogged = await city.operator.call('POST', '/desk/callers', { phone: PHONE });
  inner.write = write;
  expect([unlogged.status, JSON.stringify(unlogged.body).includes(id)]).toEqual([503, false]);
  expect(await found(city.operator)).toEqual([id]);
});
