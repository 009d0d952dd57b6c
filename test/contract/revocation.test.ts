/**
 * A first revocation matrix [proof 4; sync F4, F5]: what happens to a ticket and to a person's rights, against every place at
 * which a desk may have stopped, in pages of one row and of many. The verdict is always the same: the desk then holds exactly
 * what its channels grant, body for body, and was never told an id it could not hold.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TicketId } from '../../shared/hotline/ids.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { FollowingClient } from '../support/following-client.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

let city: SmallCity;
let clerk: WireDesk;
let never: TicketId;
beforeAll(async () => {
  city = await SmallCity.open();
  clerk = await city.desk(OFFICE_A, 'diaodu1');
  for (let times = 0; times < 3; times += 1) await city.dispatched();
  never = await city.dispatched(OFFICE_B);
});
afterAll(() => city.close());

async function rights(...offices: readonly string[]): Promise<void> {
  await city.setRoles(
    'diaodu1',
    offices.map((office) => ['clerk', office] as const),
  );
}

/** Each is a story in steps; a desk may have stopped before any of them. */
const STORIES: Readonly<Record<string, (id: TicketId) => readonly (() => Promise<void>)[]>> = {
  'a ticket moves away': (id) => [() => city.recall(id), () => city.dispatch(id, OFFICE_B)],
  'a ticket moves away and back': (id) => [
    () => city.recall(id),
    () => city.dispatch(id, OFFICE_B),
    () => city.recall(id),
    () => city.dispatch(id, OFFICE_A),
  ],
  'the person loses the office': () => [() => rights()],
  'the person loses the office and gets it again': () => [() => rights(), () => rights(OFFICE_A)],
  'the person changes offices': () => [() => rights(OFFICE_B)],
  'the person gets a second office and loses the first': () => [() => rights(OFFICE_A, OFFICE_B), () => rights(OFFICE_B)],
  'the ticket moves to an office that the person gets too': (id) => [
    () => rights(OFFICE_A, OFFICE_B),
    () => city.recall(id),
    () => city.dispatch(id, OFFICE_B),
    () => rights(OFFICE_A),
  ],
  'the person loses the office while the ticket is away': (id) => [
    () => city.recall(id),
    () => rights(),
    () => city.dispatch(id, OFFICE_A),
    () => rights(OFFICE_A),
  ],
};

/** In these the person was a clerk of office B for a while, and may know its tickets. */
const WITH_OFFICE_B = [
  'the person changes offices',
  'the person gets a second office and loses the first',
  'the ticket moves to an office that the person gets too',
];

async function expectExact(client: FollowingClient): Promise<void> {
  await client.follow();
  // A second turn: whatever was only noticed at the end is settled now.
  await client.follow();
  expect(client.snapshot()).toEqual(await client.hubSnapshot());
}

describe.each(Object.entries(STORIES))('[F4, F5] %s', (name, story) => {
  test.each([1, 2, 500])('in pages of %i', async (limit) => {
    await rights(OFFICE_A);
    const id = await city.dispatched();
    const steps = story(id);
    // One desk for each place where it may have stopped: caught up, never begun, and in the middle of its first backfill.
    const clients: FollowingClient[] = [];
    const begin = async (): Promise<void> => {
      const caughtUp = new FollowingClient(clerk, limit);
      await caughtUp.follow();
      const interrupted = new FollowingClient(clerk, 1);
      for (let pages = 0; pages < 230; pages += 1) if (await interrupted.page()) break;
      clients.push(caughtUp, interrupted);
    };
    await begin();
    for (const step of steps) {
      await step();
      const late = new FollowingClient(clerk, limit === 1 ? 50 : limit);
      await late.follow();
      clients.push(late);
    }
    clients.push(new FollowingClient(clerk, 500));
    for (const client of clients) await expectExact(client);
    if (!WITH_OFFICE_B.includes(name)) for (const client of clients) expect(client.named.has(never)).toBe(false);
    await rights(OFFICE_A);
  });
});
