/** The city's clock on a real hub whose time the test moves [sync A4] (hotline.md §7). */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoredAction } from '../../shared/hotline/action.ts';
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { Instant, TicketId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { CHAIN_START, actionHash } from '../../shared/sync/canonical.ts';
import type { RefusalDocument } from '../../shared/sync/wire.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { CITY, OFFICE_A } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { SmallCity } from '../support/small-city.ts';
import { FollowingClient } from '../support/following-client.ts';
import type { WireDesk } from '../support/wire-desk.ts';
import { stateOf } from '../support/store-state.ts';

/** Tuesday, 09:00 in UTC+8. A normal request for help is due on 2026-12-01 at 17:00. */
const START = '2026-11-24T01:00:00.000Z' as Instant;
const DUE = '2026-12-01T09:00:00.000Z';

let now: Instant = START;
let city: SmallCity;
let clerk: WireDesk;
let leader: WireDesk;
let supervisor: WireDesk;
beforeEach(async () => {
  now = START;
  city = await SmallCity.open({ now: () => now, clock: 'stopped' });
  clerk = await city.desk(OFFICE_A, 'diaodu1');
  leader = await city.desk(OFFICE_A, 'lingdao1');
  supervisor = await city.desk(CITY, 'duban1');
});
afterEach(() => city.close());

/** Time passes; a session that ended with it begins again. */
async function moveTo(instant: string): Promise<void> {
  now = instant as Instant;
  await clerk.signIn('diaodu1', DEMO_PASSWORD);
  await leader.signIn('lingdao1', DEMO_PASSWORD);
  await supervisor.signIn('duban1', DEMO_PASSWORD);
  await city.operator.signIn('zuoxi1', DEMO_PASSWORD);
  await city.dispatcher.signIn('paidan1', DEMO_PASSWORD);
}
async function ticket(id: TicketId): Promise<Ticket> {
  const found = await city.hub.core.store.hotline.get<Ticket>(id);
  if (found === undefined) throw new Error('no ticket');
  return found;
}
function said(one: Ticket): readonly string[] {
  return one.history.filter((entry) => entry.actor === 'system:clock').map((entry) => `${entry.kind} ${entry.occurredAt}`);
}
/** Dispatched, signed, called; only the handling is left. */
async function inHand(): Promise<TicketId> {
  const id = await city.dispatched();
  await clerk.act(id, 'sign', {});
  await clerk.act(id, 'contact', { channel: 'call', result: 'reached' });
  return id;
}
const RESULT = {
  clause: '14-1a',
  clauseEvidence: { acceptance: '电话认可' },
  solved: true,
  process: '已修复',
  publicReply: '已修复',
  told: { at: START, how: '电话' },
};

test('[A4] nothing is due, nothing is said; overdue: an urge at the due, then each level at its time', async () => {
  const id = await inHand();
  expect(await city.hub.clock.run()).toBe(0);
  await moveTo(DUE);
  expect(await city.hub.clock.run()).toBe(0);
  await moveTo('2026-12-01T09:00:01.000Z');
  expect(await city.hub.clock.run()).toBe(1);
  expect((await ticket(id)).flags.urged).toBe(true);
  await moveTo('2026-12-02T09:01:00.000Z');
  await city.hub.clock.run();
  await moveTo('2026-12-04T09:01:00.000Z');
  await city.hub.clock.run();
  await moveTo('2026-12-08T09:01:00.000Z');
  await city.hub.clock.run();
  const after = await ticket(id);
  expect(said(after)).toEqual([
    `urge ${DUE}`,
    'supervise 2026-12-02T09:00:00.000Z',
    'supervise 2026-12-04T09:00:00.000Z',
    'supervise 2026-12-08T09:00:00.000Z',
  ]);
  expect(after.flags.supervised).toBe(3);
  expect(after.supervisions.at(-1)).toMatchObject({ level: 3, due: '2026-12-09T09:00:00.000Z', limit: 'handle' });
  // The urgent channel of the office has it [sync C1].
  expect(city.hub.core.feed.channelsOf(id)).toContain(`urgent:${OFFICE_A}`);
  await moveTo('2026-12-15T09:01:00.000Z');
  await city.hub.clock.run();
  expect((await ticket(id)).flags.referralCandidate).toBe(true);
});

test('[A4] a hub that was down for a week says the highest level once, at its right time; run again it changes nothing', async () => {
  const id = await inHand();
  await city.restart();
  now = '2026-12-09T02:00:00.000Z' as Instant;
  await city.restart();
  expect(await city.hub.clock.run()).toBe(1);
  expect(said(await ticket(id))).toEqual(['supervise 2026-12-08T09:00:00.000Z']);
  // Nobody could reply before the hub said it: a working day from then.
  expect((await ticket(id)).supervisions[0]?.due).toBe('2026-12-10T09:00:00.000Z');
  const before = await stateOf(city.hub.core.store.hotline);
  expect(await city.hub.clock.run()).toBe(0);
  await city.restart();
  expect(await city.hub.clock.run()).toBe(0);
  await city.hub.core.feed.rebuild();
  expect(await city.hub.clock.run()).toBe(0);
  expect(await stateOf(city.hub.core.store.hotline)).toEqual(before);
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
});

test('[A4, G7] the clock’s actions are signed by the hub and chained apart from the import’s', async () => {
  await inHand();
  await inHand();
  await moveTo('2026-12-01T10:00:00.000Z');
  await city.hub.clock.run();
  await moveTo('2026-12-02T10:00:00.000Z');
  await city.hub.clock.run();
  const all = await city.hub.core.store.hotline.withPrefix<StoredAction>('action:clock:');
  const chain = all.map(({ _rev: _dropped, ...action }) => action as StoredAction).toSorted((a, b) => a.n - b.n);
  expect(chain.map((one) => one.n)).toEqual([1, 2, 3, 4]);
  chain.forEach((one, at) => expect(one.prev).toBe(at === 0 ? CHAIN_START : actionHash(chain[at - 1] as StoredAction)));
  expect(new Set(chain.map((one) => `${one.actor} ${one.replica} ${one.device}`))).toEqual(new Set(['system:clock clock hub']));
});

test('[A4, L7] a contact made in time and heard of late lifts the urge that was wrong', async () => {
  const id = await city.dispatched();
  await clerk.act(id, 'sign', {});
  await moveTo('2026-11-25T10:00:00.000Z');
  await city.hub.clock.run();
  expect(await ticket(id)).toMatchObject({ flags: { urged: true }, urges: [{ limit: 'contact' }] });
  // The office called on the first morning, without a net; it reconnects now.
  const late = clerk.signing.action(
    clerk.person,
    id,
    'contact',
    { channel: 'call', result: 'reached' },
    toInstant(millis(START) + 3_600_000),
  );
  await clerk.send([late]);
  await city.hub.clock.run();
  const after = await ticket(id);
  expect(after.flags.urged).toBe(false);
  expect(after.urges[0]?.lifted).toBeDefined();
  expect(said(after).map((one) => one.split(' ')[0])).toEqual(['urge', 'lift']);
  expect(await city.hub.clock.run()).toBe(0);
});

test('collision (4) an extension signed in time offline arrives after the due: the alarm is lifted, and the second overdue fires anew', async () => {
  const id = await inHand();
  await moveTo('2026-12-01T08:00:00.000Z');
  const body = { days: '2', reason: '备料', told: { at: START, how: '电话' } };
  const asked = clerk.signing.action(clerk.person, id, 'proposeExtension', body);
  const signed = leader.signing.action(leader.person, id, 'leaderApprove', { of: asked._id });
  await moveTo('2026-12-02T10:00:00.000Z');
  await city.hub.clock.run();
  expect((await ticket(id)).flags).toMatchObject({ supervised: 1 });
  await clerk.send([asked]);
  await leader.send([signed]);
  await city.hub.core.authority.run();
  await supervisor.act(id, 'decideProposal', { of: asked._id, grant: true, reason: '同意' });
  await city.hub.clock.run();
  const lifted = await ticket(id);
  expect(lifted.due.handle?.at).toBe('2026-12-03T09:00:00.000Z');
  expect(lifted.flags.supervised).toBe(0);
  expect(lifted.supervisions[0]?.lifted).toBeDefined();
  await moveTo('2026-12-03T09:00:01.000Z');
  await city.hub.clock.run();
  const again = await ticket(id);
  expect(again.urges.filter((one) => one.lifted === undefined)).toMatchObject([{ limitDue: '2026-12-03T09:00:00.000Z' }]);
  expect(again.flags.urged).toBe(true);
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], waiting: 0 });
});

test('[A4] a suspended matter stands still, and goes on at its review date, whenever the hub says so', async () => {
  const id = await inHand();
  const asked = await clerk.act(id, 'proposeSuspension', {
    plan: '列入明年改造',
    responsible: '城建科',
    reviewAt: '2027-01-04T01:00:00.000Z',
    explanation: '已说明',
    told: { at: START, how: '电话' },
  });
  await leader.act(id, 'leaderApprove', { of: asked._id });
  await supervisor.act(id, 'decideProposal', { of: asked._id, grant: true, reason: '同意' });
  await moveTo('2026-12-20T01:00:00.000Z');
  expect(await city.hub.clock.run()).toBe(0);
  await moveTo('2027-01-05T01:00:00.000Z');
  await city.hub.clock.run();
  const after = await ticket(id);
  expect(after.status).toBe('inProgress');
  expect(said(after)).toEqual(['resume 2027-01-04T01:00:00.000Z']);
  expect(after.stops[0]?.to).toBe('2027-01-04T01:00:00.000Z');
});

test('[A4] material that does not come: when its time is over the city is told, which closes under 14-4', async () => {
  const id = await inHand();
  await clerk.act(id, 'requestMaterial', { list: '身份证明', notice: '电话通知' });
  expect(city.hub.core.feed.channelsOf(id)).not.toContain('city');
  await moveTo('2026-12-01T09:01:00.000Z');
  await city.hub.clock.run();
  expect((await ticket(id)).urges).toMatchObject([{ limit: 'supplement', unit: 'city' }]);
  expect(city.hub.core.feed.channelsOf(id)).toContain('city');
  await city.operator.act(id, 'close', { clause: '14-4', clauseEvidence: { heard: '无正当理由' }, reason: '逾期未补正' });
  expect((await ticket(id)).status).toBe('closed');
});

test('[A4] sixty days after the closing it is filed away, and leaves every desk', async () => {
  const id = await inHand();
  const result = await clerk.act(id, 'submitResult', RESULT);
  await leader.act(id, 'leaderApprove', { of: result._id });
  await supervisor.act(id, 'auditResult', { pass: true });
  await city.operator.act(id, 'callback', {
    reached: true,
    solved: 'solved',
    satisfiedResult: 'satisfied',
    satisfiedProcess: 'satisfied',
    truthful: true,
  });
  await moveTo('2027-01-22T15:59:00.000Z');
  expect(await city.hub.clock.run()).toBe(0);
  expect(city.hub.core.feed.channelsOf(id)).toEqual([`office:${OFFICE_A}`]);
  await moveTo('2027-01-22T16:00:01.000Z');
  expect(await city.hub.clock.run()).toBe(1);
  expect((await ticket(id)).status).toBe('archived');
  expect(city.hub.core.feed.channelsOf(id)).toEqual([]);
});

test('[S3, A3] F27 a main ticket is told of what was merged into it and of what was parted, by actions of its own log', async () => {
  const main = await inHand();
  const twin = await inHand();
  const no = (await ticket(main)).no ?? '';
  await city.dispatcher.act(twin, 'merge', { main: no, reason: '同一盏路灯' });
  expect(await city.hub.clock.run()).toBe(2);
  expect((await ticket(main)).links.duplicates).toEqual([twin]);
  expect((await ticket(twin)).links).toMatchObject({ main: no, duplicateOf: main });
  expect(await city.hub.clock.run()).toBe(0);
  await city.dispatcher.act(twin, 'unmerge', { reason: '另一盏灯' });
  await city.hub.clock.run();
  expect((await ticket(main)).links.duplicates).toEqual([]);
  expect((await ticket(twin)).links).toEqual({ duplicates: [], earlier: [] });
  await city.dispatcher.act(twin, 'merge', { main: '市平台 7', reason: '同一事项' });
  expect(await city.hub.clock.run()).toBe(1);
  expect(await city.hub.clock.run()).toBe(0);
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
});

test('[A2] a refusal leaves its actor’s channel after ninety days, not the store, and stays the verdict', async () => {
  const id = await city.dispatched();
  const report = clerk.action(id, 'proposeReturn', { ground: 'notOurDuty', citation: '目录', reason: '不属本街道' });
  await city.recall(id);
  await clerk.send([report]);
  await city.hub.clock.run();
  const { core } = city.hub;
  const [refusal] = await core.store.hotline.withPrefix<RefusalDocument>('refusal:');
  const desk = new FollowingClient(clerk, 500);
  await desk.follow();
  expect(desk.held.has(refusal?._id ?? '')).toBe(true);
  await moveTo(toInstant(millis(START) + 90 * 86_400_000 - 60_000));
  await city.hub.clock.run();
  await desk.follow();
  expect(desk.held.has(refusal?._id ?? '')).toBe(true);
  await moveTo(toInstant(millis(START) + 91 * 86_400_000));
  await city.hub.clock.run();
  await desk.follow();
  expect([desk.held.has(refusal?._id ?? ''), desk.repairs]).toEqual([false, 0]);
  expect(desk.snapshot()).toEqual(await desk.hubSnapshot());
  const { _rev, ...kept } = refusal as RefusalDocument & { _rev: string };
  const left = await core.store.hotline.get<RefusalDocument>(kept._id);
  expect(left).toEqual({ ...kept, leftAt: now, _rev: expect.stringMatching(/^2-/u) as string });
  expect(_rev).toMatch(/^1-/u);
  expect(await clerk.send([report])).toMatchObject([{ ok: true, state: 'refused', code: kept.code }]);
  // Once is enough, and a rebuilt index says the same.
  await city.hub.clock.run();
  expect(await core.store.hotline.get(kept._id)).toEqual(left);
  expect(await verifyCore(core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
  expect(core.feed.dueDocuments(now, new Map(), 10)).toEqual([]);
});
