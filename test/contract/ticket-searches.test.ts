/** Look-ups through a whole city [sync Q1]: more tickets than a page, few readers at a time, and a whole number by its claim. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { LookupAnswer } from '../../shared/sync/wire.ts';
import { CITY, OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import type { Database, Document } from '../../sync-server/store/database.ts';
import { pages } from '../../sync-server/store/pages.ts';
import { askedOfTheStore } from '../support/asked-of-the-store.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

const TICKETS = 1203;
let city: SmallCity;
let store: Database;
let supervisor: WireDesk;
let district: WireDesk;
let clerk: WireDesk;
/** By id, as the store holds them. */
let tickets: readonly Ticket[];

beforeAll(async () => {
  city = await SmallCity.open();
  store = city.hub.core.store.hotline;
  supervisor = await city.desk(CITY, 'duban1');
  district = await city.desk('210102', 'quduban1');
  clerk = await city.desk(OFFICE_A, 'diaodu1');
  const first = await store.get<Ticket>(await city.dispatched());
  if (first === undefined) throw new Error('no ticket');
  const { _rev: _dropped, ...like } = first;
  const copies = Array.from({ length: TICKETS - 1 }, (_, n): Document => {
    const region = n % 3 === 0 ? { district: '210103', street: '210103001' } : like.region;
    const lead = n % 2 === 0 ? OFFICE_A : OFFICE_B;
    const confidential = n % 100 === 0 ? 'sealed' : 'none';
    return {
      ...like,
      _id: newTicketId(),
      no: `LN000000-20260101-${String(n).padStart(6, '0')}`,
      title: `井盖 ${n}`,
      region,
      lead,
      confidential,
    };
  });
  // As the authority writes them, but for their actions, which nobody here asks for.
  expect((await store.write(copies)).every(({ ok }) => ok)).toBe(true);
  await city.hub.core.feed.catchUp();
  tickets = await store.withPrefix<Ticket>('ticket:');
}, 120_000);
afterAll(() => city.close());

async function answered(desk: WireDesk, query: string): Promise<readonly [total: number, ids: readonly string[]]> {
  const { status, body } = await desk.call<LookupAnswer>('GET', `/desk/tickets?${query}`);
  expect(status).toBe(200);
  return [body.total, body.rows.map((row) => String(row['_id']))];
}

function newestOf(which: (ticket: Ticket) => boolean, limit = 50): readonly [total: number, ids: readonly string[]] {
  const ids = tickets.filter(which).map(({ _id }) => _id);
  return [ids.length, ids.slice(-limit).reverse()];
}

test('pages give every document of a kind once, in order of id, with none of another kind', async () => {
  const read: string[] = [];
  const lengths: number[] = [];
  for await (const page of pages<Ticket>(store, 'ticket:')) {
    lengths.push(page.length);
    read.push(...page.map(({ _id }) => _id));
  }
  expect(lengths).toEqual([500, 500, 203]);
  expect(read).toEqual(tickets.map(({ _id }) => _id));
  const [gone, next] = [tickets[499], tickets[500]];
  if (gone === undefined || next === undefined) throw new Error('too few tickets');
  // Also where the document that the page before ended with has gone.
  await store.write([{ ...gone, _deleted: true } as unknown as Document]);
  expect((await store.pageWithPrefix<Ticket>('ticket:', 1, gone._id)).documents).toMatchObject([{ _id: next._id }]);
  expect((await store.pageWithPrefix<Ticket>('ticket:', 5, tickets.at(-1)?._id)).documents).toEqual([]);
  tickets = await store.withPrefix<Ticket>('ticket:');
  expect(tickets).toHaveLength(TICKETS - 1);
});

test('over several pages each role is answered what it may see, the newest first, and how many there are', async () => {
  const inDistrict = (ticket: Ticket): boolean => ticket.region?.district === '210102';
  expect(await answered(supervisor, '')).toEqual(newestOf(() => true));
  expect(await answered(supervisor, 'limit=200')).toEqual(newestOf(() => true, 200));
  expect(await answered(supervisor, `unit=${OFFICE_B}&limit=7`)).toEqual(newestOf(({ lead }) => lead === OFFICE_B, 7));
  expect(await answered(supervisor, `text=${encodeURIComponent('井盖 7')}`)).toEqual(newestOf(({ title }) => title.includes('井盖 7')));
  // A part of a number.
  expect(await answered(supervisor, 'no=20260101-00001')).toEqual(newestOf(({ no }) => no?.includes('20260101-00001') === true));
  expect(await answered(district, 'limit=200')).toEqual(newestOf(inDistrict, 200));
  expect(await answered(clerk, '')).toEqual(newestOf(({ confidential, lead }) => confidential === 'sealed' && lead === OFFICE_A));
});

test('a whole number goes by its claim; unknown or forbidden it is looked for alike', async () => {
  const id = await city.register();
  const no = String((await store.get<Ticket>(id))?.no);
  const asked = (desk: WireDesk, query: string): Promise<readonly string[]> =>
    askedOfTheStore(city.hub, () => desk.call('GET', `/desk/tickets?no=${query}`));
  expect(await answered(supervisor, `no=${no}`)).toEqual([1, [id]]);
  expect(await asked(supervisor, no)).not.toContain('hotline.pageWithPrefix');
  expect(await answered(supervisor, `no=${no}&state=closed`)).toEqual([0, []]);
  expect(await answered(clerk, `no=${no}`)).toEqual([0, []]);
  const scans = async (query: string): Promise<number> =>
    (await asked(clerk, query)).filter((call) => call === 'hotline.pageWithPrefix').length;
  expect([await scans(no), await scans('LN210102-20200101-000001')]).toEqual([3, 3]);
});

/** Holds the pages of the store until they are let go. */
function held(): Readonly<{ waiting: () => number; letGo: () => void }> {
  const read = store.pageWithPrefix.bind(store);
  const waiting: (() => void)[] = [];
  store.pageWithPrefix = async <T>(prefix: string, limit: number, after?: string) => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return read<T>(prefix, limit, after);
  };
  const letGo = (): void => {
    store.pageWithPrefix = read;
    for (const go of waiting) go();
  };
  onTestFinished(letGo);
  return { waiting: () => waiting.length, letGo };
}

test('two read the whole city at once; a third is told so with 503, whole numbers and everything else go on', async () => {
  const known = tickets.find(({ no }) => no?.startsWith('LN210102') === true);
  const { waiting, letGo } = held();
  const two = [answered(supervisor, ''), answered(district, '')] as const;
  await expect.poll(waiting).toBe(2);
  const third = await clerk.raw('GET', '/desk/tickets?text=x');
  expect(third.status).toBe(503);
  expect(JSON.parse(third.text)).toEqual({
    error: 'lookupBusy',
    reason: '正在查询全市工单的人较多，请稍后再试；知道完整工单编号的，按编号查询不受影响。',
  });
  expect(await answered(supervisor, `no=${String(known?.no)}`)).toEqual([1, [known?._id]]);
  letGo();
  const [[all], [inDistrict]] = await Promise.all(two);
  expect(all).toBe(TICKETS);
  expect(inDistrict).toBeGreaterThan(700);
  expect((await answered(clerk, 'text=x'))[0]).toBe(0);
});

test('who loses their post while the city is read is shown nothing of it', async () => {
  const { waiting, letGo } = held();
  const answer = answered(supervisor, '');
  await expect.poll(waiting).toBe(1);
  await city.setRoles('duban1', []);
  letGo();
  expect(await answer).toEqual([0, []]);
});
