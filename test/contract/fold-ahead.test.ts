/** A batch is folded while the index takes in the one before; what has to know that one waits for it [sync A1, A3]. */
import { setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Action, StoredAction } from '../../shared/hotline/action.ts';
import type { MatterId, SubjectId, TicketId } from '../../shared/hotline/ids.ts';
import { Authority } from '../../sync-server/authority/authority.ts';
import type { Subject } from '../../sync-server/authority/fold.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { CITY, OFFICE_A } from '../../sync-server/seed/people.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import type { Document } from '../../sync-server/store/database.ts';
import { SmallCity } from '../support/small-city.ts';

const WALK_IN = { source: 'walkIn', kind: 'consult', title: '来访', content: '咨询', complainant: { kind: 'natural' } };
const ARTICLE = { title: '停暖退费怎样办理', body: '凭合同到供热单位办理。', source: '供热条例第二十条', keywords: ['退费'] };

let city: SmallCity;
/** Over the same store, with an index that is slow to take in. */
let authority: Authority;
let slow: Promise<void>;
let release: (failure?: Error) => void;
let errors: string[];
/** What happens while this subject is being written. */
let meanwhile: Readonly<{ id: SubjectId; then: () => Promise<void> }> | undefined;
/** What the store does not take. */
let refused: SubjectId | undefined;
let authorityFrom: (aheadFrom: number) => Authority;
beforeEach(async () => {
  city = await SmallCity.open();
  const { store, feed, reference, now } = city.hub.core;
  [meanwhile, refused] = [undefined, undefined];
  const { write } = store.hotline;
  store.hotline.write = async (documents) => {
    const { then } = documents.some(({ _id }) => _id === meanwhile?.id) ? (meanwhile ?? {}) : {};
    if (then !== undefined) meanwhile = undefined;
    await then?.();
    if (documents.some(({ _id }) => _id === refused)) throw new Error('no power');
    return write(documents);
  };
  errors = [];
  slow = new Promise((resolve, reject) => (release = (failure) => (failure === undefined ? resolve() : reject(failure))));
  slow.catch(() => undefined);
  const held = {
    settlement: (id: string) => feed.settlement(id),
    waitingActions: (limit: number) => feed.waitingActions(limit),
    catchUp: async () => {
      const waited = slow;
      // Fails once, if at all.
      slow = slow.catch(() => undefined);
      await waited;
      await feed.catchUp();
    },
  };
  const onError = (error: unknown): number => errors.push(String(error));
  authorityFrom = (aheadFrom) => new Authority({ store, feed: held, reference, now, onError, aheadFrom });
  authority = authorityFrom(1);
});
afterEach(async () => {
  release();
  await authority.close();
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
  await city.close();
});

/** In the log, and told to the authority with the slow index alone. */
async function received(action: Action): Promise<void> {
  const { core } = city.hub;
  const at = core.now();
  const stored: StoredAction = { ...action, received: { at, counter: core.nextCounter(), effectiveAt: at } };
  await core.store.hotline.write([stored as unknown as Document]);
  authority.accept([stored]);
}
async function isFolded(id: SubjectId, action: Action): Promise<boolean> {
  const subject = await city.hub.core.store.hotline.get<Subject>(id);
  return subject?.history.some((entry) => entry.id === action._id) === true;
}
async function folded(id: SubjectId, action: Action): Promise<void> {
  await vi.waitFor(async () => expect(await isFolded(id, action)).toBe(true), { timeout: 10_000 });
}
/** In one office, each with its signing. */
async function twoTickets(): Promise<Readonly<{ one: TicketId; two: TicketId; first: Action; second: Action }>> {
  const [one, two] = [await city.dispatched(), await city.dispatched()];
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  return { one, two, first: clerk.action(one, 'sign', {}), second: clerk.action(two, 'sign', {}) };
}
/** The second waits by the time the first is written. */
async function bothReceived(id: SubjectId, first: Action, second: Action): Promise<void> {
  meanwhile = { id, then: () => received(second) };
  await received(first);
  await folded(id, first);
}
async function settled(): Promise<void> {
  await vi.waitFor(() => expect(authority.backlog).toBe(0), { timeout: 10_000 });
  await authority.run();
}
async function waitsForTheIndex(id: SubjectId, action: Action): Promise<void> {
  await setTimeout(100);
  expect(await isFolded(id, action)).toBe(false);
  release();
  await folded(id, action);
}

test('[A1] what is received while a batch is put into the index is folded meanwhile', async () => {
  const { one, two, first, second } = await twoTickets();
  await bothReceived(one, first, second);
  await folded(two, second);
  // Whoever asks the authority is told when the index knows, too.
  let ran = false;
  const run = authority.run().then(() => (ran = true));
  await setTimeout(100);
  expect(ran).toBe(false);
  release();
  await run;
  expect(authority.backlog).toBe(0);
  expect(city.hub.core.feed.settlement(second._id)).toMatchObject({ state: 'accepted' });
});

test('[A1] while few wait, the next batch waits for the index, and more come together', async () => {
  authority = authorityFrom(2);
  const { one, two, first, second } = await twoTickets();
  await bothReceived(one, first, second);
  await waitsForTheIndex(two, second);
});

test('[A1, F27] a registration waits for the index, by which earlier tickets on the same matter are found', async () => {
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  const [one, two] = [newTicketId(), newTicketId()];
  const [first, second] = [clerk.action(one, 'register', WALK_IN), clerk.action(two, 'register', WALK_IN)];
  await bothReceived(one, first, second);
  await waitsForTheIndex(two, second);
});

test('[A3] after what was made beside a subject everything waits until the reference knows it', async () => {
  const suggestion = `suggestion:${ulid()}` as MatterId;
  const leader = await city.desk(OFFICE_A, 'lingdao1');
  const supervisor = await city.desk(CITY, 'duban1');
  const ticket = await city.dispatched();
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  await leader.act(suggestion, 'suggestChange', { target: 'newArticle', reason: '近期同类咨询多', article: ARTICLE });
  const grant = supervisor.action(suggestion, 'decideSuggestion', {
    grant: true,
    becomes: { code: 'ZS-0099', version: 1 },
    article: ARTICLE,
  });
  const sign = clerk.action(ticket, 'sign', {});
  await bothReceived(suggestion, grant, sign);
  await waitsForTheIndex(ticket, sign);
});

test('[A3] an index that fails while the next batch is folded is said once, and looked at again', async () => {
  const { one, two, first, second } = await twoTickets();
  await bothReceived(one, first, second);
  await folded(two, second);
  release(new Error('the index is away'));
  await vi.waitFor(() => expect(errors).toEqual(['Error: the index is away']));
  await setTimeout(1500);
  await settled();
  expect(errors).toEqual(['Error: the index is away']);
  expect(city.hub.core.feed.settlement(second._id)).toMatchObject({ state: 'accepted' });
});

test('[A3] of a store and an index that fail together each is said once', async () => {
  const { one, two, first, second } = await twoTickets();
  refused = two;
  await bothReceived(one, first, second);
  await vi.waitFor(() => expect(errors).toEqual(['Error: no power']));
  release(new Error('the index is away'));
  refused = undefined;
  await setTimeout(1500);
  await settled();
  expect(errors).toEqual(['Error: no power']);
  expect(await isFolded(two, second)).toBe(true);
});

test('[A3] the hub that stops waits for what is being put into the index', async () => {
  const one = await city.dispatched();
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  const first = clerk.action(one, 'sign', {});
  await received(first);
  await folded(one, first);
  let closed = false;
  const closing = authority.close().then(() => (closed = true));
  await setTimeout(50);
  expect(closed).toBe(false);
  release();
  await closing;
  expect(errors).toEqual([]);
});
