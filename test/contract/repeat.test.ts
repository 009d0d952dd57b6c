/** 重复诉求 (hotline.md §7; F27): found by the hub's index from caller, category and place, never by a number in the clear. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { CITY } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { SmallCity } from '../support/small-city.ts';

const START = '2026-05-11T01:00:00.000Z' as Instant;
const LAMP = { code: '050103', path: ['城市建设', '市政道路', '路灯不亮'], version: 1 };
const MATTER = { category: LAMP, address: { text: '长白南路 12 号' } };
let now: Instant = START;
let city: SmallCity;
beforeEach(async () => {
  now = START;
  city = await SmallCity.open({ now: () => now, clock: 'stopped' });
});
afterEach(async () => {
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
  await city.close();
});

async function registered(more: Record<string, unknown> = {}): Promise<Ticket> {
  const id = await city.register({ ...MATTER, ...more });
  return (await city.hub.core.store.hotline.get<Ticket>(id)) as Ticket;
}
async function daysLater(days: number): Promise<void> {
  now = toInstant(millis(START) + days * 86_400_000);
  await city.operator.signIn('zuoxi1', DEMO_PASSWORD);
}
function caller(phone: string): Record<string, unknown> {
  return { complainant: { kind: 'natural', name: '李先生', phone } };
}

test('the same caller, category and address within ninety days: marked, with the earlier numbers', async () => {
  const first = await registered();
  expect([first.flags.repeat, first.links.earlier]).toEqual([false, []]);
  await daysLater(89);
  const second = await registered({ address: { text: '长白南路12号' } });
  expect(second).toMatchObject({ flags: { repeat: true }, complainant: { repeat: true }, links: { earlier: [first.no] } });
  await daysLater(91);
  expect((await registered()).links.earlier).toEqual([second.no]);
  await daysLater(400);
  expect((await registered()).flags.repeat).toBe(false);
});

test.each([
  ['another caller', caller('13900000000')],
  ['another category', { category: { ...LAMP, code: '050104' } }],
  ['another place', { address: { text: '长白北路 3 号' } }],
  ['a place nobody named', { address: undefined }],
])('%s is no repeat', async (_what, more) => {
  await registered();
  expect((await registered(more)).flags.repeat).toBe(false);
});

test('the same grid, and a number written another way, are the same', async () => {
  const region = { grid: '210102021001001' };
  const first = await registered({ ...caller('13900000000'), region, address: { text: '甲' } });
  expect((await registered({ ...caller('+86 139-0000-0000'), region, address: { text: '乙' } })).links.earlier).toEqual([first.no]);
});

test('a 密件 is nobody’s earlier matter; the index built anew and a restart know the rest', async () => {
  await registered({ confidential: 'sealed' });
  const first = await registered();
  expect(first.flags.repeat).toBe(false);
  await city.restart();
  await city.hub.core.feed.rebuild();
  const operator = await city.desk(CITY, 'zuoxi1');
  const id = newTicketId();
  const body = { source: 'phone', kind: 'help', title: '路灯', content: '不亮', ...MATTER, complainant: first.complainant };
  const { phoneHash: _hash, ...complainant } = body.complainant;
  await operator.act(id, 'register', { ...body, complainant });
  expect((await city.hub.core.store.hotline.get<Ticket>(id))?.links.earlier).toEqual([first.no]);
});

test('neither the hash nor the earlier matters of somebody hidden reach a grid worker; nobody is sent what the hub had read', async () => {
  await registered();
  const second = await registered({ confidential: 'hideIdentity' });
  expect(second.history[0]?.read?.repeatOf).toHaveLength(1);
  const page = await city.operator.page();
  const copy = page.results.find((row) => row.id === second._id)?.doc as unknown as Ticket;
  expect(copy.complainant.phoneHash).toBe(second.complainant.phoneHash);
  expect(copy.history[0]?.read).toBeUndefined();
  expect(second.complainant.phoneHash).toMatch(/^[\w-]{43}$/u);
});
