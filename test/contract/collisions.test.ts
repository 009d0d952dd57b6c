/**
 * The collisions of hotline.md §5, each with two or three replicas opposite a real hub. What a replica did offline is an
 * action that was signed and not yet sent. Collision (4) needs time to pass: `clock.test.ts`;
 * what (7) means for a desk's drafts is in `desk-unhappy.test.ts`.
 */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Action } from '../../shared/hotline/action.ts';
import type { TicketId, UnitCode } from '../../shared/hotline/ids.ts';
import type { PersonDocument } from '../../shared/hotline/reference/documents.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { RefusalDocument } from '../../shared/sync/wire.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { CITY, OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { FollowingClient } from '../support/following-client.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

let city: SmallCity;
let clerk: WireDesk;
let colleague: WireDesk;
beforeEach(async () => {
  city = await SmallCity.open();
  clerk = await city.desk(OFFICE_A, 'diaodu1');
  colleague = await city.desk(OFFICE_A, 'diaodu2');
});
afterEach(async () => {
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
  await city.close();
});

async function sent(desk: WireDesk, ...actions: readonly Action[]): Promise<readonly unknown[]> {
  await desk.send(actions);
  await city.hub.core.authority.run();
  await city.hub.core.feed.catchUp();
  return actions.map((action) => city.hub.core.feed.settlement(action._id));
}
async function ticket(id: TicketId): Promise<Ticket> {
  const found = await city.hub.core.store.hotline.get<Ticket>(id);
  if (found === undefined) throw new Error('no ticket');
  return found;
}
/** What its actor reads of a refused action in their own channel. */
async function refusalAt(desk: WireDesk, action: Action): Promise<RefusalDocument> {
  const row = (await desk.page()).results.find((one) => one.id === `refusal:${action._id.slice('action:'.length)}`);
  return row?.doc as unknown as RefusalDocument;
}
async function signed(): Promise<TicketId> {
  const id = await city.dispatched();
  await clerk.act(id, 'sign', {});
  return id;
}

/** A post ends and another begins; roles keep their history [sync G6]. */
async function moveTo(office: UnitCode): Promise<void> {
  const { store, feed, now } = city.hub.core;
  const person = await store.hotline.get<PersonDocument>(clerk.person);
  const ended = (person?.roles ?? []).map((role) => ({ ...role, to: now() }));
  await store.hotline.write([{ ...person, roles: [...ended, { role: 'clerk', unit: office, from: now() }] } as never]);
  await feed.catchUp();
}

const CALL = { channel: 'call', result: 'reached', note: '已说明安排' };
const RETURN = { ground: 'notOurDuty', citation: '目录', reason: '不属本街道' };
const PHOTO = { hash: 'a'.repeat(64), kind: 'after', name: '灯.jpg', type: 'image/jpeg', size: 1 };

test('collision (1) the city recalled while the unit worked offline: the work stays, the proposal is refused with 已改派, the new lead sees it', async () => {
  const id = await signed();
  const facts = [clerk.action(id, 'contact', CALL), clerk.action(id, 'recordWork', { note: '到场查看', evidence: [PHOTO] })];
  const proposal = clerk.action(id, 'proposeReturn', RETURN);
  await city.recall(id);
  await city.dispatch(id, OFFICE_B);
  expect(await sent(clerk, ...facts, proposal)).toMatchObject([
    { state: 'accepted', code: 'reassigned' },
    { state: 'accepted', code: 'reassigned' },
    { state: 'refused', code: 'reassigned' },
  ]);
  const refusal = await refusalAt(clerk, proposal);
  expect(refusal.reason).toContain('已改派');
  expect(refusal.action.body).toEqual(RETURN);
  // What the clerk of the new lead holds.
  const other = await city.desk(OFFICE_B, 'diaodu3');
  const copy = (await other.page()).results.find((row) => row.id === id)?.doc as unknown as Ticket;
  expect(copy.history.find((entry) => entry.id === facts[0]?._id)).toMatchObject({
    noEffect: 'reassigned',
    summary: expect.stringContaining('已说明安排'),
  });
  expect(copy.evidence.map((one) => one.hash)).toEqual([PHOTO.hash]);
  expect(copy.proposals).toEqual([]);
});

test('collision (2) withdrawn meanwhile: the closing stands, the work stays as a record', async () => {
  const id = await signed();
  const work = clerk.action(id, 'recordWork', { note: '已更换灯具' });
  const result = clerk.action(id, 'proposeReturn', RETURN);
  const now = city.hub.core.now();
  await city.operator.act(id, 'withdraw', { confirmed: true, confirmedAt: now, how: 'call', record: '来电表示撤回' });
  expect(await sent(clerk, work, result)).toMatchObject([{ state: 'accepted', code: 'wrongState' }, { state: 'refused' }]);
  const after = await ticket(id);
  expect(after).toMatchObject({ status: 'closed', closing: { clause: '14-3' } });
  expect(after.history.find((entry) => entry.id === work._id)).toMatchObject({
    noEffect: 'wrongState',
    summary: expect.stringContaining('已更换灯具'),
  });
});

test('collision (3) two clerks do the same: the first has effect; a second fact is kept and told by whom and when, a second proposal refused, its words kept', async () => {
  const id = await city.dispatched();
  const [mine, theirs] = [clerk.action(id, 'sign', {}), colleague.action(id, 'sign', {})];
  await sent(clerk, mine);
  expect(await sent(colleague, theirs)).toMatchObject([{ state: 'accepted', code: 'alreadyDone' }]);
  expect((await ticket(id)).history.map((entry) => [entry.kind, entry.noEffect])).toEqual([
    ['register', undefined],
    ['dispatch', undefined],
    ['sign', undefined],
    ['sign', 'alreadyDone'],
  ]);
  const [first, second] = [
    clerk.action(id, 'proposeReturn', RETURN),
    colleague.action(id, 'proposeReturn', { ...RETURN, reason: '另有说明' }),
  ];
  await sent(clerk, first);
  expect(await sent(colleague, second)).toMatchObject([{ state: 'refused', code: 'pendingProposal' }]);
  const refusal = await refusalAt(colleague, second);
  expect(refusal.reason).toMatch(/李敏 \d\d-\d\d \d\d:\d\d/u);
  expect(refusal.action.body['reason']).toBe('另有说明');
});

test('collision (5) a supervision issued while an office was offline comes first when it is back, whatever else has piled up', async () => {
  const id = await signed();
  const leader = await city.desk(OFFICE_A, 'lingdao1');
  const replica = new FollowingClient(leader, 500);
  await replica.follow();
  for (let times = 0; times < 4; times += 1) await city.dispatched();
  const supervisor = await city.desk(CITY, 'duban1');
  await supervisor.act(id, 'supervise', { level: '1', opinion: '请说明情况' });
  await city.dispatched();
  const page = await leader.page(replica.position, '&limit=1');
  expect(page.results.map((row) => row.id)).toEqual([id]);
  expect((page.results[0]?.doc as unknown as Ticket).flags.supervised).toBe(1);
  // Asked for what is urgent alone, as a desk does before it sends [sync D6].
  expect((await leader.page(replica.position, '&only=urgent')).results.map((row) => row.id)).toEqual([id]);
});

test('collision (6) the same action sent twice, also at the same time and from a colleague’s session, is one action', async () => {
  const id = await signed();
  const action = clerk.action(id, 'contact', CALL);
  await Promise.all([clerk.send([action]), clerk.send([action, action])]);
  await sent(clerk, action);
  await clerk.signIn('lingdao1', 'griddesk-2026');
  await sent(clerk, action);
  const after = await ticket(id);
  expect(after.history.filter((entry) => entry.id === action._id)).toHaveLength(1);
  expect(after.disposal.contacts).toHaveLength(1);
});

test('collision (7) a person moves to another street: their replica shrinks, the hub deletes nothing, unsent work is kept in the record', async () => {
  const id = await signed();
  const elsewhere = await city.dispatched(OFFICE_B);
  const replica = new FollowingClient(clerk, 500);
  await replica.follow();
  expect([replica.held.has(id), replica.held.has(elsewhere)]).toEqual([true, false]);
  const unsent = clerk.action(id, 'recordWork', { note: '离任前已到场' });
  // A post that ends in the millisecond of an act does not cover it; a fast machine gets this far within one.
  await vi.waitUntil(() => city.hub.core.now() > unsent.occurredAt, { interval: 1 });
  await moveTo(OFFICE_B);
  await replica.follow();
  await replica.follow();
  expect([replica.held.has(id), replica.held.has(elsewhere)]).toEqual([false, true]);
  expect((await ticket(id)).lead).toBe(OFFICE_A);
  // Done while they still had the right: it counts, and the street that they left reads it [sync G6].
  expect(await sent(clerk, unsent)).toMatchObject([{ state: 'accepted' }]);
  expect((await ticket(id)).history.at(-1)).toMatchObject({
    id: unsent._id,
    unit: OFFICE_A,
    summary: expect.stringContaining('离任前已到场'),
  });
});
