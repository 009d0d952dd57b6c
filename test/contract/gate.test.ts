/** What desks may write, rule by rule over HTTP [sync G1–G7, A1–A3, V1]. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Action, StoredAction } from '../../shared/hotline/action.ts';
import type { SubjectId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { actionHash } from '../../shared/sync/canonical.ts';
import { MAX_ACTION_BYTES, MAX_BATCH_BYTES } from '../../shared/sync/wire.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

let city: SmallCity;
let clerk: WireDesk;
beforeEach(async () => {
  city = await SmallCity.open();
  clerk = await city.desk(OFFICE_A, 'diaodu1');
});
afterEach(() => city.close());

const WALK_IN = { source: 'walkIn', kind: 'consult', title: '来访', content: '咨询', complainant: { kind: 'natural' } };

function walkIn(title = '来访'): Action {
  return clerk.action(newTicketId(), 'register', { ...WALK_IN, title });
}

async function settled(): Promise<void> {
  await city.hub.core.authority.run();
  await city.hub.core.feed.catchUp();
}

function ticket(id: SubjectId): Promise<Ticket | undefined> {
  return city.hub.core.store.hotline.get<Ticket>(id);
}

test('[G1, L4] one row for each input, in order; what is bad among them delays nothing', async () => {
  const good = [walkIn('一'), walkIn('二'), walkIn('三')] as const;
  const forged = { ...walkIn('四'), sig: 'A'.repeat(86) };
  const docs = [good[0], null, good[1], forged, 'text', { _id: 'action:x' }, good[2]];
  const rows = await clerk.send(docs);
  expect(rows.map((row) => ('ok' in row ? 'ok' : row.error))).toEqual([
    'ok',
    'malformed',
    'ok',
    'badSignature',
    'malformed',
    'malformed',
    'ok',
  ]);
  for (const row of rows) if (!('ok' in row)) expect(row.reason).toMatch(/[\u4e00-\u9fff]/u);
  await settled();
  for (const action of good) expect((await ticket(action.ticket))?.no).toMatch(/^LN/u);
});

test('[G6] a device that never shook hands cannot back-date past its enrolment', async () => {
  const action = clerk.signing.action(clerk.person, newTicketId(), 'register', WALK_IN, '2020-01-01T00:00:00.000Z' as never);
  expect(await clerk.send([action])).toMatchObject([{ ok: true }]);
  const { received } = (await city.hub.core.store.hotline.get<StoredAction>(action._id)) ?? {};
  const enrolled = await city.hub.accounts.device(clerk.device as never);
  expect(received).toMatchObject({ backfilled: true, effectiveAt: enrolled?.enrolledAt });
});

test('[G1] a colleague’s action from the same device is taken; one from another device is quarantined', async () => {
  await clerk.signIn('lingdao1', 'griddesk-2026');
  const mine = walkIn();
  expect(await clerk.send([mine])).toMatchObject([{ ok: true }]);
  const other = await city.desk(OFFICE_A, 'diaodu2');
  expect(await other.send([walkIn()])).toMatchObject([{ error: 'wrongDevice', settled: true }]);
});

test('[G1] nothing is taken from somebody whose key the hub has not certified for this device', async () => {
  const stranger = clerk.signing.action('person:wangge3' as never, newTicketId(), 'register', WALK_IN);
  expect(await clerk.send([stranger])).toMatchObject([{ error: 'notCertified', settled: true }]);
});

test('[G2] the same id with the same body is ok however often, with its state; with another body it is a conflict', async () => {
  const action = walkIn();
  const [first] = await clerk.send([action, action]);
  expect(first).toMatchObject({ ok: true });
  await settled();
  const [again] = await clerk.send([action]);
  expect(again).toMatchObject({ ok: true, state: 'accepted', receivedAt: (first as { receivedAt: string }).receivedAt });
  const [other] = await clerk.send([{ ...action, body: { ...action.body, title: '改过' } }]);
  expect(other).toMatchObject({ error: 'conflict', settled: true });
  expect((await ticket(action.ticket))?.history).toHaveLength(1);
});

test('[G2, A2] what the authority denies is ok for the gate, refused in its state, and in the actor’s own channel', async () => {
  const id = await city.dispatched();
  const action = clerk.action(id, 'recall', { reason: '越权' });
  expect(await clerk.send([action])).toMatchObject([{ ok: true, state: 'waiting' }]);
  await settled();
  const [again] = await clerk.send([action]);
  expect(again).toMatchObject({ ok: true, state: 'refused', code: 'noRight' });
  const row = (await clerk.page()).results.find((one) => one.id === `refusal:${action._id.slice(7)}`);
  expect(row?.in).toEqual(['person:person:diaodu1']);
  expect(row?.doc).toMatchObject({ action, actor: 'person:diaodu1', ticket: id, code: 'noRight' });
  const colleague = await city.desk(OFFICE_A, 'diaodu2');
  expect((await colleague.page()).results.some((one) => one.id.startsWith('refusal:'))).toBe(false);
  expect((await ticket(id))?.history.map((entry) => entry.kind)).toEqual(['register', 'dispatch']);
});

test('[G4] the quarantine keeps body, person, device, time and reason for the administrator', async () => {
  const action = { ...walkIn(), extra: 1 };
  await clerk.send([action]);
  const authorization = `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`;
  const answer = await fetch(`${city.hub.address}/admin/quarantine`, { headers: { authorization } });
  const { rows } = (await answer.json()) as { rows: Record<string, unknown>[] };
  expect(rows).toMatchObject([{ body: action, person: 'person:diaodu1', device: clerk.device, code: 'malformed' }]);
  expect(rows[0]?.['at']).toMatch(/Z$/u);
  expect((await fetch(`${city.hub.address}/admin/quarantine`)).status).toBe(401);
});

test('[G5] a request over the limit is 413 with the limit, an action over it is sent again as a stub and settles `after`', async () => {
  const heavy = await clerk.call<{ limit?: number }>('POST', '/desk/_bulk_docs', { docs: [{ x: 'a'.repeat(MAX_BATCH_BYTES) }] });
  expect(heavy).toMatchObject({ status: 413, body: { limit: MAX_BATCH_BYTES } });
  const id = await city.dispatched();
  const large = clerk.action(id, 'comment', { text: '长'.repeat(MAX_ACTION_BYTES / 2) });
  const next = clerk.action(id, 'sign', {});
  expect(next.after).toBe(large._id);
  expect(await clerk.send([large, next])).toMatchObject([{ error: 'tooLarge', settled: false }, { ok: true }]);
  await settled();
  expect((await ticket(id))?.status).toBe('dispatched');
  const { _id, ticket: of, actor, replica, n } = large;
  const stub = { _id, stub: 'tooLarge', hash: actionHash(large), ticket: of, actor, replica, n, bytes: 99_999 };
  expect(await clerk.send([stub])).toMatchObject([{ error: 'tooLarge', settled: true }]);
  await settled();
  expect((await ticket(id))?.status).toBe('inProgress');
});

test('[V1] an action of a newer schema waits for the hub’s update and is not settled', async () => {
  expect(await clerk.send([{ ...walkIn(), schema: 99 }])).toMatchObject([{ error: 'tooNew', settled: false }]);
});

test('[V1, G5, A1] in its place lies a stub, once, that holds up nothing and is not taken for the action itself', async () => {
  const id = await city.dispatched();
  const newer = { ...clerk.action(id, 'sign', {}), schema: 99, body: { text: '新版才有的内容' } };
  const next = clerk.action(id, 'sign', {});
  expect(next.after).toBe(newer._id);
  for (const _ of [1, 2]) expect(await clerk.send([newer])).toMatchObject([{ error: 'tooNew', settled: false }]);
  await clerk.send([next]);
  await settled();
  expect((await ticket(id))?.status).toBe('inProgress');
  const kept = (await city.hub.gate.quarantine.all()).filter((item) => item.action === newer._id);
  expect(kept.map(({ code, body }) => ({ code, body }))).toEqual([
    { code: 'tooNew', body: { stub: 'tooNew', schema: 99, hash: actionHash(newer) } },
  ]);
  const asked = await clerk.call('POST', '/desk/_revs_diff', { [newer._id]: ['1'], [next._id]: ['1'] });
  expect(asked.body).toEqual({ [newer._id]: { missing: ['1'] } });
});

test('[G6] a fact is kept by the right its actor had when it happened; a decision is judged as things are', async () => {
  const id = await city.dispatched();
  await clerk.act(id, 'sign', {});
  const { body } = await clerk.call<{ hubTime: string }>('POST', '/desk/handshake', {
    deviceTime: city.hub.core.now(),
    replica: clerk.signing.replica,
    lastN: clerk.signing.head.n,
    lastHash: clerk.signing.head.hash,
    wire: 1,
    repairs: 0,
    aside: 0,
  });
  expect(body.hubTime).toBeDefined();
  const fact = clerk.action(id, 'contact', { channel: 'call', result: 'reached' });
  const decision = clerk.action(id, 'proposeReturn', { ground: 'notOurDuty', citation: '目录', reason: '不属本街道' });
  await city.recall(id);
  await city.dispatch(id, '210102019');
  expect(await clerk.send([fact, decision])).toMatchObject([{ ok: true }, { ok: true }]);
  await settled();
  expect((await ticket(id))?.history.find((entry) => entry.id === fact._id)).toMatchObject({ noEffect: 'reassigned' });
  expect(await clerk.send([decision])).toMatchObject([{ state: 'refused', code: 'reassigned' }]);
});

test('F57 [G7] a gap or a broken link in a replica’s chain is recorded and blocks nothing', async () => {
  await clerk.send([walkIn()]);
  walkIn('never sent');
  const after = walkIn('after the gap');
  expect(await clerk.send([after])).toMatchObject([{ ok: true }]);
  const gaps = await city.hub.core.store.private.withPrefix<{ n: number; expected: number }>('gap:');
  expect(gaps).toMatchObject([{ replica: clerk.signing.replica, n: after.n, expected: after.n - 1 }]);
});

test('[A1] an action waits for its replica’s previous one on the ticket, and both are decided in order', async () => {
  const id = await city.dispatched();
  const sign = clerk.action(id, 'sign', {});
  const assign = clerk.action(id, 'assign', { person: 'person:wangge1', opinion: '请到现场' });
  expect(await clerk.send([assign])).toMatchObject([{ ok: true, state: 'waiting' }]);
  await settled();
  expect((await ticket(id))?.status).toBe('dispatched');
  await clerk.send([sign]);
  await settled();
  expect((await ticket(id))?.history.map((entry) => entry.kind)).toEqual(['register', 'dispatch', 'sign', 'assign']);
});

test('[A3] what was durable when the hub died is decided at its next start', async () => {
  const id = await city.dispatched();
  const action = clerk.action(id, 'sign', {});
  const { core } = city.hub;
  const received = { at: core.now(), counter: core.nextCounter(), effectiveAt: core.now() };
  // Written to the log as the gate does, with the authority never told: a crash right after the force.
  await core.store.hotline.write([{ ...action, received } as never]);
  await core.feed.catchUp();
  expect(core.feed.waitingActions(10)).toEqual([action._id]);
  await core.authority.recover();
  expect((await ticket(id))?.status).toBe('inProgress');
  expect(core.feed.waitingActions(10)).toEqual([]);
});
