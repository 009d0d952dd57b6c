/** What the gate kept aside, and what an administrator decides of it [sync G4, proof L1] (docs/adr/0016), over HTTP. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Action, StoredAction } from '../../shared/hotline/action.ts';
import { toInstant } from '../../shared/hotline/calendar.ts';
import type { Instant, SubjectId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { actionHash, hashHex, canonicalBytes } from '../../shared/sync/canonical.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { accessLines } from '../support/access-lines.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

const HOUR = 3_600_000;
let ahead = 0;
let city: SmallCity;
let clerk: WireDesk;
beforeEach(async () => {
  ahead = 0;
  city = await SmallCity.open({ now: () => toInstant(Date.now() + ahead), clock: 'stopped' });
  clerk = await city.desk(OFFICE_A, 'diaodu1');
});
afterEach(() => city.close());

async function admin(path: string, body?: object): Promise<Readonly<{ status: number; body: { error?: string; reason?: string } }>> {
  const authorization = `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`;
  const answer = await fetch(`${city.hub.address}/admin/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as { error?: string; reason?: string } };
}

function trust(trusted: boolean): Promise<unknown> {
  return admin('devices/keys', { device: clerk.device, person: clerk.person, trusted, reason: '核对密钥' });
}

function walkIn(title: string, occurredAt?: Instant): Action {
  const body = { source: 'walkIn', kind: 'consult', title, content: '咨询', complainant: { kind: 'natural' } };
  return clerk.signing.action(clerk.person, newTicketId(), 'register', body, occurredAt);
}

async function kept(action: Action): Promise<string> {
  const item = (await city.hub.gate.quarantine.all()).find((one) => one.action === action._id);
  if (item === undefined) throw new Error(`${action._id} is not in quarantine`);
  return item._id;
}

async function keptAside(title: string): Promise<Action> {
  await trust(false);
  const action = walkIn(title);
  expect(await clerk.send([action])).toMatchObject([{ error: 'notCertified', settled: true }]);
  return action;
}

async function release(action: Action, reason = '已与本人核实'): Promise<ReturnType<typeof admin>> {
  const answer = await admin('quarantine/release', { id: await kept(action), reason });
  await city.hub.core.authority.run();
  await city.hub.core.feed.catchUp();
  return answer;
}

function ticket(id: SubjectId): Promise<Ticket | undefined> {
  return city.hub.core.store.hotline.get<Ticket>(id);
}

const gaps = (): Promise<readonly object[]> => city.hub.core.store.private.withPrefix('gap:');

async function rulings(desk: WireDesk): Promise<readonly Record<string, unknown>[]> {
  const { results } = await desk.page();
  return results.flatMap(({ id, doc }) => (id.startsWith('ruling:') && doc !== undefined ? [doc] : []));
}

test('[G4, L1] what is released goes to the authority as it came in its time; twice released it is released once', async () => {
  const action = await keptAside('放行');
  const cameAt = (await city.hub.gate.quarantine.all())[0]?.at ?? '';
  ahead = 5 * HOUR;
  expect(await release(action)).toMatchObject({ status: 400, body: { reason: expect.stringContaining('没有受信任的签名密钥') as string } });
  expect(await ticket(action.ticket)).toBeUndefined();
  await trust(true);
  expect(await release(action)).toMatchObject({ status: 200 });
  expect(await release(action, '又点了一次')).toMatchObject({ status: 200 });
  const { history = [], no } = (await ticket(action.ticket)) ?? {};
  expect(no).toMatch(/^LN/u);
  expect(history.map((entry) => [entry.kind, entry.receivedAt])).toEqual([['register', cameAt]]);
  const { received } = (await city.hub.core.store.hotline.get<StoredAction>(action._id)) ?? {};
  expect(received).toMatchObject({ at: cameAt, effectiveAt: action.occurredAt });
  // The desk asks again and is told like everybody else [G2].
  expect(await clerk.send([action])).toMatchObject([{ ok: true, state: 'accepted', receivedAt: cameAt }]);
});

test('[G4, F51] the trace stands in what was kept and in the access log, there before it was done', async () => {
  const action = await keptAside('留痕');
  await trust(true);
  const id = await kept(action);
  const before = await city.hub.accessLog.head();
  await release(action, '本人到场核实');
  const item = await city.hub.gate.quarantine.get(id);
  expect(item).toMatchObject({ body: action, code: 'notCertified' });
  expect(item?.decisions).toMatchObject([{ outcome: 'released', by: 'admin', reason: '本人到场核实' }]);
  const lines = await accessLines(city.hub);
  expect(JSON.parse(lines[before.n] ?? '')).toMatchObject({ act: 'quarantine/release', of: id, reason: '本人到场核实', person: 'admin' });
  // Not in the log, not done.
  const other = await keptAside('日志写不进');
  await trust(true);
  const write = city.hub.accessLog.append.bind(city.hub.accessLog);
  Object.assign(city.hub.accessLog, { append: () => Promise.reject(new Error('full')) });
  expect((await release(other)).status).toBe(503);
  Object.assign(city.hub.accessLog, { append: write });
  expect(await ticket(other.ticket)).toBeUndefined();
});

test('[G4, A2] the authority judges what is released like anything else, and its refusal is told to the actor', async () => {
  const id = await city.dispatched();
  await trust(false);
  const action = clerk.action(id, 'recall', { reason: '越权' });
  await clerk.send([action]);
  await trust(true);
  await release(action);
  expect(await clerk.send([action])).toMatchObject([{ ok: true, state: 'refused', code: 'noRight' }]);
  expect((await clerk.page()).results.some((row) => row.id === `refusal:${action._id.slice(7)}`)).toBe(true);
});

test('[G4, G7] no gap is said for what lay in quarantine, in whatever order it is released; what is missing is said', async () => {
  const first = walkIn('一');
  await clerk.send([first]);
  await trust(false);
  const [second, third, fourth] = [walkIn('二'), walkIn('三'), walkIn('四')];
  await clerk.send([second, third, fourth]);
  await trust(true);
  await release(third);
  await release(second);
  await release(fourth);
  expect(await clerk.send([walkIn('五')])).toMatchObject([{ ok: true }]);
  expect(await gaps()).toEqual([]);
  const lost = walkIn('丢失');
  await trust(false);
  const late = walkIn('其后');
  await clerk.send([late]);
  await trust(true);
  await release(late);
  expect(await gaps()).toMatchObject([{ n: late.n, expected: lost.n, broken: false }]);
});

test('[G4] a broken signature, a stub and another body under one id can only be dismissed', async () => {
  const forged = { ...walkIn('伪造'), sig: 'A'.repeat(86) };
  const large = walkIn('过大');
  const { _id, ticket: of, actor, replica, n } = large;
  const stub = { _id, stub: 'tooLarge', hash: actionHash(large), ticket: of, actor, replica, n, bytes: 99_999 };
  const logged = walkIn('先到');
  const twin = clerk.resigned({ ...logged, body: { ...logged.body, title: '另一个' } });
  await clerk.send([forged, stub, logged]);
  await clerk.send([twin]);
  for (const [action, why] of [
    [forged, '签名'],
    [large, '存根'],
    [twin, '同一编号'],
  ] as const) {
    expect(await release(action)).toMatchObject({ status: 400, body: { reason: expect.stringContaining(why) as string } });
    expect(await admin('quarantine/dismiss', { id: await kept(action), reason: '不能接收' })).toMatchObject({ status: 200 });
  }
  expect((await ticket(forged.ticket))?.no).toBeUndefined();
  expect((await ticket(logged.ticket))?.title).toBe('先到');
  expect(await clerk.send([logged])).toMatchObject([{ ok: true, state: 'accepted' }]);
});

test('[G4] dismissed it stays kept; who did it is told why, and nobody else; a released one is not dismissed any more', async () => {
  const action = await keptAside('驳回');
  const id = await kept(action);
  expect(await admin('quarantine/dismiss', { id, reason: '' })).toMatchObject({ status: 400 });
  expect(await admin('quarantine/dismiss', { id, reason: '非本人操作' })).toMatchObject({ status: 200 });
  expect((await city.hub.gate.quarantine.get(id))?.body).toEqual(action);
  const told = { action: action._id, hash: actionHash(action), outcome: 'dismissed', reason: '非本人操作', people: [clerk.person] };
  expect(await rulings(clerk)).toMatchObject([told]);
  expect(JSON.stringify(await rulings(clerk))).not.toContain('咨询');
  const colleague = await city.desk(OFFICE_A, 'diaodu2');
  expect([...(await rulings(colleague)), ...(await rulings(city.dispatcher))]).toEqual([]);
  // By mistake: it is still there, and may be released after all.
  await trust(true);
  expect(await release(action)).toMatchObject({ status: 200 });
  expect((await rulings(clerk)).map(({ outcome, reason }) => [outcome, reason])).toEqual([['released', undefined]]);
  expect((await ticket(action.ticket))?.no).toMatch(/^LN/u);
  expect(await admin('quarantine/dismiss', { id, reason: '反悔' })).toMatchObject({ status: 400 });
  expect((await city.hub.gate.quarantine.get(id))?.decisions?.map(({ outcome }) => outcome)).toEqual(['dismissed', 'released']);
});

test('[G4, S1] a name written into a row tells nobody whose device it is not', async () => {
  const action = clerk.signing.action('person:paidan1' as never, newTicketId(), 'register', {});
  await clerk.send([action]);
  await admin('quarantine/dismiss', { id: await kept(action), reason: '冒名' });
  expect(await city.hub.core.store.hotline.withPrefix('ruling:')).toMatchObject([{ people: [clerk.person] }]);
});

test('[D4, G4] the rescue of a revoked device is released by its own signatures; a draft of it can only be dismissed', async () => {
  const action = walkIn('停用前所写');
  await admin('devices/revoke', { device: clerk.device, reason: '设备丢失' });
  const answer = await fetch(`${city.hub.address}/desk/rescue`, {
    method: 'POST',
    headers: { authorization: `Bearer ${clerk.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ device: clerk.device, actions: [action], texts: [{ text: '草稿' }] }),
  });
  expect(answer.status).toBe(200);
  expect(await release(action)).toMatchObject({ status: 200 });
  expect((await ticket(action.ticket))?.title).toBe('停用前所写');
  const draft = (await city.hub.gate.quarantine.all()).find((item) => item.action === undefined);
  expect((await admin('quarantine/release', { id: draft?._id, reason: '放行' })).status).toBe(400);
  expect((await admin('quarantine/dismiss', { id: draft?._id, reason: '已转告本人' })).status).toBe(200);
});

test('[G4, R1] a desk that holds as decided what a restored hub has in quarantine sends it again and is told anew', async () => {
  const action = await keptAside('恢复前已放行');
  const asked = async (revs: readonly string[]): Promise<unknown> =>
    (await clerk.call('POST', '/desk/_revs_diff', { [action._id]: revs })).body;
  expect(await asked(['1'])).toEqual({});
  expect(await asked(['1', 'decided'])).toEqual({ [action._id]: { missing: ['1'] } });
  await trust(true);
  await release(action);
  expect(await asked(['1', 'decided'])).toEqual({});
});

test('[G4] an unknown id is 404, and the acts need the administrator', async () => {
  const id = `quarantine:${hashHex(canonicalBytes('none'))}`;
  for (const act of ['release', 'dismiss']) {
    expect((await admin(`quarantine/${act}`, { id, reason: '无' })).status).toBe(404);
    const { status } = await clerk.call('POST', `/admin/quarantine/${act}`, { id, reason: '无' });
    expect(status).toBe(401);
  }
});
