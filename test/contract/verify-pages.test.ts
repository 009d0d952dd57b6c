/** The proof that the hub is whole reads its store a page at a time [proof L8]: what is wrong is found on whichever page it lies. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import type { Document } from '../../sync-server/store/database.ts';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
/** The hub's own, which stand before and behind all others. */
let own: readonly TicketId[];
/** Tickets that are not the fold of the log their history names: more than a page. */
let strays: readonly string[];

beforeAll(async () => {
  city = await SmallCity.open();
  const first = await city.dispatched();
  const { hotline } = city.hub.core.store;
  const known = await hotline.get<Ticket>(first);
  if (known === undefined) throw new Error('no ticket');
  const { _rev: _dropped, ...like } = known;
  const copies = Array.from({ length: 520 }, (): Document => ({ ...like, _id: newTicketId() }));
  expect((await hotline.write(copies)).every(({ ok }) => ok)).toBe(true);
  strays = copies.map(({ _id }) => _id).sort();
  own = [first, await city.dispatched()];
}, 60_000);
afterAll(() => city.close());

test('every ticket of every page is counted and folded again, and the hub’s own among them are whole', { timeout: 60_000 }, async () => {
  const { core } = city.hub;
  const read = core.store.hotline.withPrefix.bind(core.store.hotline);
  onTestFinished(() => {
    core.store.hotline.withPrefix = read;
  });
  // Nothing of which a city has a million is read at once.
  core.store.hotline.withPrefix = <T>(prefix: string) => {
    if (prefix === 'ticket:' || prefix === 'action:') throw new Error(`${prefix} was read whole`);
    return read<T>(prefix);
  };
  const { unequal, ...found } = await verifyCore(core);
  expect(found).toEqual({ tickets: 522, indexEqual: true, actions: 4, waiting: 0 });
  expect(unequal).toEqual(strays);
  for (const id of own) expect(unequal).not.toContain(id);
});

test('an index that says something else than its rebuild is told', { timeout: 60_000 }, async () => {
  const { core } = city.hub;
  const dump = core.feed.dump.bind(core.feed);
  let asked = 0;
  core.feed.dump = () => {
    asked += 1;
    // Without one row: an index that missed a change.
    return asked === 1 ? [...dump()].slice(1) : dump();
  };
  expect((await verifyCore(core)).indexEqual).toBe(false);
});
