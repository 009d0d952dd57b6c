/** Who is sent what, and who may ask for the rest, as it crosses the wire [sync C1–C3, Q1]. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { canonicalBytes, hashHex } from '../../shared/sync/canonical.ts';
import { project } from '../../shared/sync/project.ts';
import type { LookupAnswer } from '../../shared/sync/wire.ts';
import { CITY, OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

const DISTRICT = '210102';
let city: SmallCity;
let clerk: WireDesk;
let supervisor: WireDesk;
beforeEach(async () => {
  city = await SmallCity.open();
  clerk = await city.desk(OFFICE_A, 'diaodu1');
  supervisor = await city.desk(CITY, 'duban1');
});
afterEach(() => city.close());

async function sent(desk: WireDesk, id: TicketId): Promise<Record<string, unknown> | undefined> {
  return (await desk.page()).results.find((row) => row.id === id)?.doc;
}

async function found(desk: WireDesk, query = ''): Promise<readonly string[]> {
  const answer = await desk.call<LookupAnswer>('GET', `/desk/tickets?${query}`);
  return answer.status === 200 ? answer.body.rows.map((row) => String(row['_id'])).sort() : [`HTTP ${answer.status}`];
}

function asked(desk: WireDesk, id: string): Promise<{ status: number; body: unknown }> {
  return desk.call('GET', `/desk/tickets/${id}`);
}

test('[C1] a matter is sent to the city while it waits there, then to its office; a sealed one to nobody at all', async () => {
  const id = await city.register();
  const sealed = await city.register({ confidential: 'sealed' });
  expect([await sent(supervisor, id), await sent(clerk, id)].map((doc) => doc !== undefined)).toEqual([true, false]);
  await city.dispatch(id, OFFICE_A);
  await city.dispatch(sealed, OFFICE_A);
  expect([await sent(supervisor, id), await sent(clerk, id)].map((doc) => doc !== undefined)).toEqual([false, true]);
  for (const desk of [supervisor, clerk, city.operator, city.dispatcher]) expect(await sent(desk, sealed)).toBeUndefined();
});

test('F55 [C1] the unit and the person that a matter complains about never get it, neither sent nor on request', async () => {
  const about = await city.register({ respondent: { unit: OFFICE_A, person: 'person:duban1' } });
  await city.dispatch(about, OFFICE_B);
  expect(await sent(clerk, about)).toBeUndefined();
  for (const desk of [clerk, supervisor]) expect((await asked(desk, about)).status).toBe(404);
  expect(await found(supervisor)).not.toContain(about);
  expect((await asked(city.operator, about)).status).toBe(200);
});

test('[C1] a matter that turns out to complain about the office that leads it leaves that office', async () => {
  const id = await city.dispatched();
  const { since, whole } = { since: (await clerk.page()).last_seq, whole: await city.hub.core.store.hotline.get<Ticket>(id) };
  await city.hub.core.store.hotline.write([{ ...whole, respondent: { unit: OFFICE_A } } as never]);
  await city.hub.core.feed.catchUp();
  expect(await sent(clerk, id)).toBeUndefined();
  expect((await clerk.page(since)).results).toMatchObject([{ id, in: [], deleted: true }]);
});

test('F10 F19 [C2] the channels of each role', async () => {
  const own = (login: string): string => `person:person:${login}`;
  const grants = async (unit: string, login: string): Promise<readonly string[]> => (await (await city.desk(unit, login)).page()).grants;
  expect(await grants(OFFICE_A, 'lingdao1')).toEqual([`urgent:${OFFICE_A}`, 'everyone', `office:${OFFICE_A}`, own('lingdao1')]);
  expect(await grants(OFFICE_A, 'wangge1')).toEqual(['everyone', own('wangge1')]);
  expect(await grants(CITY, 'zuoxi1')).toEqual(['city', 'everyone', own('zuoxi1')]);
  expect(await grants(DISTRICT, 'quduban1')).toEqual([`district:${DISTRICT}`, 'everyone', own('quduban1')]);
  await city.setRoles('diaodu1', []);
  expect(await clerk.page()).toMatchObject({ grants: [], results: [] });
});

test('F50 [C3] each is sent the copy of their audience, byte for byte, and the hidden name never goes below the office', async () => {
  const id = await city.dispatched(OFFICE_A, { confidential: 'hideIdentity' });
  await clerk.act(id, 'sign', {});
  await clerk.act(id, 'assign', { person: 'person:wangge1', opinion: '请到现场' });
  const worker = await city.desk(OFFICE_A, 'wangge1');
  const whole = await city.hub.core.store.hotline.get<Ticket>(id);
  if (whole === undefined) throw new Error('no ticket');
  expect(await sent(clerk, id)).toEqual(project(whole, 'office'));
  expect(await sent(worker, id)).toEqual(project(whole, 'person'));
  const text = JSON.stringify((await worker.page()).results);
  for (const hidden of ['王女士', '10000001', '属地办理']) expect(text).not.toContain(hidden);
  expect(JSON.stringify(await sent(clerk, id))).toContain('王女士');
});

test('[Q1] the city looks up everything, a district its own, nobody else anything; unknown and forbidden are answered alike', async () => {
  const here = await city.dispatched();
  const elsewhere = await city.register({ region: { district: '210103', street: '210103001' }, title: '别区的井盖' });
  const all = [here, elsewhere].sort();
  expect(await found(supervisor)).toEqual(all);
  const district = await city.desk(DISTRICT, 'quduban1');
  expect(await found(district)).toEqual([here]);
  expect((await asked(district, elsewhere)).status).toBe(404);
  expect(await found(clerk)).toEqual([]);
  const worker = await city.desk(OFFICE_A, 'wangge1');
  expect(await found(worker)).toEqual(['HTTP 404']);
  for (const desk of [clerk, worker]) {
    const forbidden = await asked(desk, here);
    expect(forbidden).toEqual(await asked(desk, 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV'));
    expect(forbidden.status).toBe(404);
  }
  expect((await asked(supervisor, 'person:diaodu1')).status).toBe(404);
  const sealed = await city.dispatched(OFFICE_A, { confidential: 'sealed' });
  expect((await asked(clerk, sealed)).status).toBe(200);
  expect((await asked(await city.desk(OFFICE_B, 'diaodu3'), sealed)).status).toBe(404);
});

test('[Q1] number, unit, state and text narrow the search', async () => {
  const here = await city.dispatched(OFFICE_A, { title: '长街路灯不亮' });
  const there = await city.dispatched(OFFICE_B, { title: '下水井盖丢失' });
  const no = String((await city.hub.core.store.hotline.get<Ticket>(here))?.no);
  expect(await found(supervisor, `no=${no}`)).toEqual([here]);
  expect(await found(supervisor, `unit=${OFFICE_B}`)).toEqual([there]);
  expect(await found(supervisor, 'state=registered')).toEqual([]);
  expect(await found(supervisor, `text=${encodeURIComponent('井盖')}`)).toEqual([there]);
  expect(await supervisor.call<LookupAnswer>('GET', '/desk/tickets?limit=1')).toMatchObject({ body: { total: 2, rows: [{ _id: there }] } });
});

test('F51 [Q1] a look-up is logged before it is shown, each entry chained to the one before; what cannot be logged is not shown', async () => {
  const id = await city.dispatched();
  await found(supervisor, 'text=x');
  await asked(supervisor, id);
  const inner = city.hub.core.store.private;
  type Entry = { what: string; of: string; person: string; n: number; prev: string; hash: string; at: string; device: string };
  const entries = (await inner.withPrefix<Entry>('access:')).map(
    ({ _id: _a, _rev: _b, schema: _c, ...entry }: Entry & { _id: string; _rev: string; schema?: number }) => entry,
  );
  expect(entries).toMatchObject([
    { what: 'lookup', person: 'person:duban1', of: '{"text":"x"}' },
    { what: 'view', person: 'person:duban1', of: id },
  ]);
  entries.forEach(({ hash, ...body }, at) => {
    expect(hashHex(canonicalBytes(body))).toBe(hash);
    expect(body.prev).toBe(entries[at - 1]?.hash ?? '0'.repeat(64));
  });
  const write = inner.write.bind(inner);
  inner.write = () => Promise.reject(new Error('the disk is full'));
  const unlogged = await asked(supervisor, id);
  expect(unlogged.status).toBe(503);
  expect(JSON.stringify(unlogged.body)).not.toContain('路灯');
  inner.write = write;
  // A log that failed once goes on.
  expect((await asked(supervisor, id)).status).toBe(200);
  expect(await inner.withPrefix('access:')).toHaveLength(3);
});
