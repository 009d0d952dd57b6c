/** The same caller's other matters at the hub (F27): by the hash of the number, logged, and nobody told what they may not know. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { SameCallerAnswer } from '../../shared/sync/wire.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { CITY, OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

const PHONE = { kind: 'natural', name: '李先生', phone: '13900000000' };
let city: SmallCity;
beforeEach(async () => {
  city = await SmallCity.open();
});
afterEach(async () => {
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true });
  await city.close();
});

function asked(desk: WireDesk, id: TicketId): Promise<{ status: number; body: SameCallerAnswer }> {
  return desk.call('GET', `/desk/tickets/${id}/same-caller`);
}
async function found(desk: WireDesk, id: TicketId): Promise<readonly TicketId[] | number> {
  const { status, body } = await asked(desk, id);
  return status === 200 ? body.rows.map((row) => row.id) : status;
}

test('F27: whatever they are about, the latest first, with number, title, unit, state and date and no word of who called', async () => {
  const first = await city.dispatched(OFFICE_B, { complainant: PHONE, title: '下水堵塞' });
  await city.register();
  const second = await city.dispatched(OFFICE_A, { complainant: { ...PHONE, name: '李某', phone: '+86 139-0000-0000' } });
  const third = await city.register({ complainant: PHONE });
  const { body } = await asked(city.dispatcher, second);
  expect(body.rows.map((row) => row.id)).toEqual([third, first]);
  expect(body.total).toBe(2);
  const ticket = await city.hub.core.store.hotline.get<{ no: string; acceptedAt: string }>(first);
  expect(body.rows[1]).toEqual({
    ...{ id: first, no: ticket?.no, title: '下水堵塞', unit: OFFICE_B, status: 'dispatched', acceptedAt: ticket?.acceptedAt },
  });
  expect(JSON.stringify(body)).not.toMatch(/1390000|李|phoneHash/u);
});

test('F27 [Q1]: a clerk asks for what the unit leads only, a district is told of its own, a grid worker of nothing', async () => {
  const here = await city.dispatched(OFFICE_A, { complainant: PHONE });
  const there = await city.dispatched(OFFICE_B, { complainant: PHONE });
  const away = await city.register({ complainant: PHONE, region: { district: '210103', street: '210103001' } });
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  expect(await found(clerk, here)).toEqual([away, there]);
  expect(await found(clerk, there)).toBe(404);
  expect(await found(await city.desk('210102', 'quduban1'), here)).not.toContain(away);
  expect(await found(await city.desk('210102', 'quduban1'), away)).toBe(404);
  expect(await found(await city.desk(OFFICE_A, 'wangge1'), here)).toBe(404);
});

test('F27 F55: neither the sealed, nor what complains about the asker, nor to a unit what another’s caller wished hidden', async () => {
  const here = await city.dispatched(OFFICE_A, { complainant: PHONE });
  const sealed = await city.dispatched(OFFICE_B, { complainant: PHONE, confidential: 'sealed' });
  const hidden = await city.dispatched(OFFICE_B, { complainant: PHONE, confidential: 'hideIdentity' });
  const about = await city.dispatched(OFFICE_B, { complainant: PHONE, respondent: { unit: OFFICE_A } });
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  expect(await found(clerk, here)).toEqual([]);
  expect(await found(clerk, about)).toBe(404);
  expect(await found(city.dispatcher, here)).toEqual([about, hidden]);
  expect(await found(city.dispatcher, sealed)).toBe(404);
  const supervisor = await city.desk(CITY, 'duban1');
  const reported = await city.dispatched(OFFICE_B, { complainant: PHONE, respondent: { person: 'person:duban1' } });
  expect(await found(supervisor, here)).toEqual([about, hidden]);
  expect(await found(supervisor, reported)).toBe(404);
});

test('F27 F51: logged before it is told; what cannot be logged is not told; a void one is found no longer', async () => {
  const first = await city.register({ complainant: PHONE });
  const second = await city.register({ complainant: PHONE, title: '不可泄露' });
  expect(await found(city.operator, first)).toEqual([second]);
  const inner = city.hub.core.store.private;
  expect(await inner.withPrefix('access:')).toMatchObject([{ what: 'lookup', person: 'person:zuoxi1', of: `{"sameCaller":"${first}"}` }]);
  const write = inner.write.bind(inner);
  inner.write = () => Promise.reject(new Error('the disk is full'));
  const unlogged = await asked(city.operator, first);
  expect([unlogged.status, JSON.stringify(unlogged.body).includes('不可泄露')]).toEqual([503, false]);
  inner.write = write;
  await city.hub.core.feed.rebuild();
  expect(await found(city.operator, first)).toEqual([second]);
  await (await city.desk(CITY, 'duban1')).act(second, 'void', { reason: '误登记' });
  expect(await found(city.operator, first)).toEqual([]);
});
