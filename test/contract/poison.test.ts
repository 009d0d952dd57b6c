/** [L4] One bad thing, signed and durable or not even JSON's idea of a document, stalls nothing and nobody else. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceId, SubjectId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { CITY, OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

const WALK_IN = { source: 'walkIn', kind: 'consult', title: '来访', content: '咨询', complainant: { kind: 'natural' } };
let city: SmallCity;
let clerk: WireDesk;
beforeEach(async () => {
  city = await SmallCity.open();
  clerk = await city.desk(OFFICE_A, 'diaodu1');
});
afterEach(() => city.close());

function ticket(id: SubjectId): Promise<Ticket | undefined> {
  return city.hub.core.store.hotline.get<Ticket>(id);
}

async function settled(): Promise<void> {
  await city.hub.core.authority.run();
  await city.hub.core.feed.catchUp();
}

/** Posts the text as it is: what no `JSON.stringify` of ours would write. */
async function post(text: string): Promise<{ status: number; rows: { ok?: true; error?: string; settled?: boolean }[] }> {
  const response = await clerk.raw('POST', '/desk/_bulk_docs', text);
  return { status: response.status, rows: response.status === 201 ? (JSON.parse(response.text) as never) : [] };
}

test.each([
  ['a street that is a number', { street: 5 }],
  ['a district that is an object', { district: {} }],
  ['no region at all', null],
])('[L4, A1] a registration with %s is refused, and the city goes on', async (_name, region) => {
  const bad = clerk.action(newTicketId(), 'register', { ...WALK_IN, region });
  const good = clerk.action(newTicketId(), 'register', WALK_IN);
  expect(await clerk.send([bad, good])).toMatchObject([{ ok: true }, { ok: true }]);
  await settled();
  expect(await clerk.send([bad, good])).toMatchObject([{ state: 'refused', code: 'malformed' }, { state: 'accepted' }]);
});

test.each([
  ['an infinite number', '{"x":1e999}'],
  ['a number that is no safe integer', '{"x":1.5}'],
  ['a prototype as a key', '{"__proto__":{"role":"admin"}}'],
  ['a constructor as a key', '{"constructor":{"prototype":{"x":1}}}'],
  ['half a character', '{"x":"\\ud800"}'],
  ['a hundred thousand brackets', `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
])('[L4, G4, S4] a row with %s is quarantined as malformed, and its neighbours are taken', async (_name, body) => {
  const good = clerk.action(newTicketId(), 'register', WALK_IN);
  const bad = JSON.stringify({ ...clerk.action(newTicketId(), 'comment', { text: '' }), body: '@' }).replace('"@"', body);
  const { status, rows } = await post(`{"docs":[${bad},${JSON.stringify(good)}]}`);
  expect(status).toBe(201);
  expect(rows).toMatchObject([{ error: 'malformed', settled: true }, { ok: true }]);
  const kept = await city.hub.gate.quarantine.all();
  expect(kept.map((item) => [item.code, item.person])).toEqual([['malformed', 'person:diaodu1']]);
  await settled();
  expect((await ticket(good.ticket))?.no).toMatch(/^LN/u);
});

test('[L4] an action that the rules cannot judge is set aside and shown; the others on its ticket and elsewhere go on', async () => {
  const id = await city.register();
  const other = await city.dispatched();
  // A bug in a rule, stood in for by a look-up that throws.
  const { units } = city.hub.core.reference;
  const real = units.get.bind(units);
  let broken = true;
  units.get = (code) => {
    if (broken && code === OFFICE_B) throw new Error('a bug in a rule');
    return real(code);
  };
  const dispatch = city.dispatcher.action(id, 'dispatch', { unit: OFFICE_B, reason: '属地办理' });
  const sign = clerk.action(other, 'sign', {});
  expect(await city.dispatcher.send([dispatch])).toMatchObject([{ ok: true, state: 'waiting' }]);
  await clerk.send([sign]);
  await settled();
  expect((await ticket(other))?.status).toBe('inProgress');
  await (await city.desk(CITY, 'paidan1')).act(id, 'dispatch', { unit: OFFICE_A, reason: '属地办理' });
  expect(city.hub.core.authority.undecided).toMatchObject([{ action: dispatch._id }]);
  expect(city.errors).toHaveLength(1);
  expect(await city.dispatcher.send([dispatch])).toMatchObject([{ ok: true, state: 'waiting' }]);
  broken = false;
  await city.hub.core.authority.recover();
  await settled();
  // Judged at last, by the ticket as it is now.
  expect(await city.dispatcher.send([dispatch])).toMatchObject([{ ok: true, state: 'refused', code: 'wrongState' }]);
  expect((await ticket(id))?.lead).toBe(OFFICE_A);
  expect(city.hub.core.authority.undecided).toEqual([]);
});

test('[L4, F1] a document that no rule can read is passed over: the index and its readers go on, and it is said', async () => {
  const { core } = city.hub;
  const errors = city.errors.length;
  await core.store.hotline.write([
    { _id: 'notice:broken', schema: 1, channels: 7 },
    { _id: 'refusal:broken', schema: 1, actor: 'person:diaodu1' },
    { _id: 'ticket:broken', schema: 1, history: 'none' },
  ] as never);
  const id = await city.dispatched();
  expect((await clerk.page()).results.map((row) => row.id)).toContain(id);
  expect(city.errors.length).toBe(errors + 3);
  const before = [...core.feed.dump()];
  await core.feed.rebuild();
  expect([...core.feed.dump()]).toEqual(before);
});

test('[L4, D4] the one rescue of a revoked device is kept whole, whatever is in it', async () => {
  await city.hub.accounts.revokeDevice(clerk.device as DeviceId);
  const action = JSON.stringify(clerk.action(newTicketId(), 'register', WALK_IN));
  const body = `{"device":"${clerk.device}","actions":[${action},{"schema":99},7],"texts":[{"__proto__":{"x":1}},{"text":"没写完的话","n":0.5}]}`;
  const response = await fetch(`${city.hub.address}/desk/rescue`, {
    method: 'POST',
    headers: { authorization: `Bearer ${clerk.secret}`, 'content-type': 'application/json' },
    body,
  });
  expect([response.status, await response.json()]).toEqual([200, { ok: true, kept: 5 }]);
  const kept = JSON.stringify((await city.hub.gate.quarantine.all()).map((item) => item.body));
  for (const text of ['来访', '99', '__proto__', '没写完的话', '0.5']) expect(kept).toContain(text);
});
