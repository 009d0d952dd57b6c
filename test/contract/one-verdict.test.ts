/** An action has one body, one stamp and one verdict, whatever happens at the same time [sync G2, A2, L8]. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoredAction } from '../../shared/hotline/action.ts';
import type { Instant, PersonId, TicketId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { Authority } from '../../sync-server/authority/authority.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
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

test('[G2, L8] two bodies under one id at the same time: one is in the log and folded, the other is never answered ok', async () => {
  const { core, gate } = city.hub;
  const { hotline } = core.store;
  const session = { person: 'person:diaodu1' as PersonId, device: clerk.device as never, expiresAt: '' as Instant };
  const action = clerk.action(newTicketId(), 'register', WALK_IN);
  const twin = clerk.resigned({ ...action, body: { ...action.body, title: '另一件' } });
  // One request has asked the log, which has nothing yet, and is then overtaken by the other from beginning to end.
  const read = hotline.getMany.bind(hotline);
  let overtaken = (): void => undefined;
  const held = new Promise<void>((resolve) => (overtaken = resolve));
  let asked = (): void => undefined;
  const hasAsked = new Promise<void>((resolve) => (asked = resolve));
  let first = true;
  hotline.getMany = async <T>(ids: readonly string[]) => {
    const found = await read<T>(ids);
    if (!first || !ids.includes(twin._id)) return found;
    first = false;
    asked();
    await held;
    return found;
  };
  const slow = gate.take([twin], session);
  await hasAsked;
  const quick = await gate.take([action], session);
  overtaken();
  const rows = [...(await slow), ...quick];
  expect(rows.filter((row) => 'ok' in row)).toHaveLength(1);
  expect(rows.filter((row) => !('ok' in row))).toMatchObject([{ settled: false }]);
  await core.authority.run();
  expect(await verifyCore(core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
  // Asked again, as its desk does, the other body is told that the id is another's.
  expect(await clerk.send([twin, action])).toMatchObject([{ ok: true }, { error: 'conflict', settled: true }]);
});

test('[A3, L8] the log takes an id once: who writes it a second time changes neither log nor ticket', async () => {
  const { core } = city.hub;
  const action = clerk.action(newTicketId(), 'register', WALK_IN);
  const stamp = (at: string, counter: number): StoredAction =>
    ({ ...action, received: { at, counter, effectiveAt: at } }) as unknown as StoredAction;
  const first = stamp('2026-11-24T08:00:00.000Z', core.nextCounter());
  const second = stamp('2026-11-24T09:00:00.000Z', core.nextCounter());
  expect(await Promise.all([core.log([first]), core.log([second])])).toEqual([['written'], ['exists']]);
  await core.authority.run();
  expect((await core.store.hotline.get<Ticket>(action.ticket))?.acceptedAt).toBe('2026-11-24T08:00:00.000Z');
  expect(await verifyCore(core)).toMatchObject({ unequal: [] });
});

test('[A2] a verdict is permanent: an index that has not heard of it yet does not bring the action before the authority again', async () => {
  const { core } = city.hub;
  const id: TicketId = await city.dispatched();
  const report = clerk.action(id, 'proposeReturn', { ground: 'notOurDuty', citation: '目录', reason: '不属本街道' });
  const sign = clerk.action(id, 'sign', {});
  await city.recall(id);
  await clerk.send([report]);
  await core.authority.run();
  await core.feed.catchUp();
  expect(core.feed.settlement(report._id)).toMatchObject({ state: 'refused' });
  await city.dispatch(id, OFFICE_A);
  await clerk.send([sign]);
  await core.authority.run();
  // What was refused would hold now; this authority's index lags behind everything, as one does that is built again.
  const behind = { settlement: () => undefined, waitingActions: () => [report._id, sign._id], catchUp: () => Promise.resolve() };
  const again = new Authority({ store: core.store, feed: behind, reference: core.reference, now: core.now, onError: () => undefined });
  await again.recover();
  await again.close();
  const ticket = await core.store.hotline.get<Ticket>(id);
  expect(ticket?.proposals).toEqual([]);
  expect(ticket?.history.filter((entry) => entry.id === sign._id)).toHaveLength(1);
  expect(await core.store.hotline.withPrefix('refusal:')).toHaveLength(1);
});

test('[G4, A3] ids that the hub gives itself cannot be taken by a desk', async () => {
  const { _id: _own, ...rest } = clerk.action(newTicketId(), 'register', WALK_IN);
  const squat = clerk.resigned({ ...rest, _id: `action:import:${'0'.repeat(64)}` as never, sig: '' });
  expect(await clerk.send([squat])).toMatchObject([{ error: 'malformed', settled: true }]);
});
