/** 撤回、并单、拆分、重启, and what the hub's own clock writes: 收入并单, 归档 (art. 9(4), 14(3); hotline.md §4, §7). */
import { describe, expect, test } from 'vitest';
import type { TicketId } from '../ids.ts';
import { judgeDue } from '../judge.ts';
import { personId, UNITS } from '../testing/city.ts';
import {
  calledBack,
  closedTicket,
  contacted,
  dispatched,
  escalated,
  fedBack,
  of,
  registered,
  RETURN,
  returnReview,
  signed,
  withCoHandler,
} from '../testing/stages.ts';
import { at, step, ticketOf, type Told } from '../testing/story.ts';
import { judged } from '../testing/table.ts';

const WITHDRAWAL = { confirmed: true, confirmedAt: '2026-11-24T01:00:00.000Z', how: 'call', record: '来电表示不再需要' };
const MAIN = { main: 'LN210102-20261101-000009', reason: '同一盏路灯' };
const OTHER = 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV' as TicketId;

function merged(from: Told = contacted()): Told {
  return step(from, 'merge', 'dispatcher', MAIN);
}

describe('withdraw 诉求人撤回', () => {
  judged('withdraw', [
    [
      'closed under 14-3: what was open lapses, the work stays',
      () => returnReview(),
      'operator',
      WITHDRAWAL,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'closed', closing: { clause: '14-3', confirmedBy: personId('operator') } });
        expect(ticket.proposals.map((one) => one.state)).toEqual(['lapsed']);
      },
    ],
    ['while the level above has it', () => escalated(), 'operator', WITHDRAWAL, 'accept', (t) => expect(t.upperLead).toBeUndefined()],
    ['before a dispatch', () => registered(), 'operator', WITHDRAWAL, 'accept'],
    ['nobody has asked the complainant', () => signed(), 'operator', { ...WITHDRAWAL, confirmed: false }, 'refuse:withdrawUnconfirmed'],
    [
      'asked tomorrow',
      () => signed(),
      'operator',
      { ...WITHDRAWAL, confirmedAt: '2026-11-25T01:00:00.000Z' },
      'refuse:withdrawUnconfirmed',
    ],
    ['after the closing', () => closedTicket(), 'operator', WITHDRAWAL, 'refuse:wrongState'],
    ['the unit: it submits a result with 14-3', () => signed(), 'clerkA', WITHDRAWAL, 'refuse:noRight'],
    ['no record', () => signed(), 'operator', { ...WITHDRAWAL, record: '' }, 'refuse:malformed'],
  ]);
});

describe('merge 并单', () => {
  judged('merge', [
    [
      'under its main ticket; assignments and helpers end, the handle clock stands still',
      () => withCoHandler(contacted()),
      'dispatcher',
      MAIN,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'merged', before: 'inProgress', links: { main: MAIN.main } });
        expect(ticket.coHandlers[0]?.status).toBe('ended');
        expect(ticket.stops).toMatchObject([{ why: 'merge' }]);
      },
    ],
    ['its own number', () => registered({ externalNos: ['市 7'] }), 'dispatcher', { ...MAIN, main: '市 7' }, 'refuse:ownNumber'],
    [
      'others lie under it: they would all be gone',
      () => step(signed(), 'takeDuplicate', 'clock', { duplicate: OTHER }),
      'dispatcher',
      MAIN,
      'refuse:hasDuplicates',
    ],
    ['after the closing', () => closedTicket(), 'dispatcher', MAIN, 'refuse:wrongState'],
    ['a clerk proposes it instead', () => signed(), 'clerkA', MAIN, 'refuse:noRight'],
  ]);
});

describe('unmerge 拆分', () => {
  const REASON = { reason: '不是同一盏灯' };
  judged('unmerge', [
    [
      'back to work, the limit moved by the two working days that it lay',
      () => at(merged(), '2026-11-26T02:00:00.000Z'),
      'dispatcher',
      REASON,
      'accept',
      (ticket) => {
        expect([ticket.status, ticket.before, ticket.links.main]).toEqual(['inProgress', undefined, undefined]);
        expect(ticket.due.handle?.at).toBe('2026-12-03T09:00:00.000Z');
        expect(ticket.stops[0]?.to).toBeDefined();
      },
    ],
    [
      'before signing: the time for it begins again',
      () => at(merged(dispatched()), '2026-12-10T02:00:00.000Z'),
      'dispatcher',
      REASON,
      'accept',
      (ticket, told) => expect([ticket.status, judgeDue(ticket, 'sign', told.now)]).toEqual(['dispatched', 'running']),
    ],
    [
      'before a dispatch: to the dispatcher, with the time for that',
      () => at(merged(registered()), '2026-12-10T02:00:00.000Z'),
      'dispatcher',
      REASON,
      'accept',
      (ticket, told) => expect([ticket.status, judgeDue(ticket, 'dispatch', told.now)]).toEqual(['registered', 'running']),
    ],
    [
      'a result that had not been audited is to be submitted again',
      () => merged(fedBack()),
      'dispatcher',
      REASON,
      'accept',
      (ticket) => expect([ticket.status, ticket.due.handle?.met, ticket.closing]).toEqual(['inProgress', undefined, undefined]),
    ],
    [
      'out of a return under review, the return may be proposed again',
      () => merged(returnReview()),
      'dispatcher',
      REASON,
      'accept',
      (ticket) => expect(ticket.due.return?.met).toBeUndefined(),
    ],
    [
      'in the callback',
      () => merged(calledBack()),
      'dispatcher',
      REASON,
      'accept',
      (t) => expect([t.status, t.closing?.clause]).toEqual(['callback', '14-1a']),
    ],
    ['what was never merged', () => signed(), 'dispatcher', REASON, 'refuse:wrongState'],
    ['a supervisor', () => merged(), 'supervisor', REASON, 'refuse:noRight'],
  ]);

  test('after it the unit goes on as before', () => {
    const parted = step(merged(), 'unmerge', 'dispatcher', REASON);
    expect(ticketOf(step(parted, 'proposeReturn', 'clerkA', RETURN)).proposals.at(-1)?.state).toBe('leaderReview');
    expect(ticketOf(step(step(parted, 'proposeReturn', 'clerkA', RETURN), 'leaderApprove', 'leaderA', of('proposeReturn'))).status).toBe(
      'returnReview',
    );
  });
});

describe('reopen 重启', () => {
  const NEW = { newFacts: '修好三天后又坏' };
  judged('reopen', [
    [
      'to the unit that had it, as rework with its limit',
      () => closedTicket(),
      'operator',
      NEW,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'rework', lead: UNITS.streetA, flags: { reworks: 1 } });
        expect(ticket.dispatches).toHaveLength(1);
        expect(ticket.due.rework?.at).toBe('2026-11-27T09:00:00.000Z');
        expect(ticket.closing).toBeUndefined();
      },
    ],
    [
      'never dispatched: to the dispatcher',
      () => step(registered(), 'directAnswer', 'operator', { answer: '答复' }),
      'operator',
      NEW,
      'accept',
      (t) => expect([t.status, t.lead]).toEqual(['registered', undefined]),
    ],
    [
      'guided out at the street that took it: back there',
      () => counter(),
      'operator',
      NEW,
      'accept',
      (t) => expect([t.status, t.lead]).toEqual(['rework', UNITS.streetA]),
    ],
    ['filed away: a new ticket instead', () => archived(), 'operator', NEW, 'refuse:wrongState'],
    ['while it is open', () => signed(), 'operator', NEW, 'refuse:wrongState'],
    ['a clerk', () => closedTicket(), 'clerkA', NEW, 'refuse:noRight'],
    ['nothing new', () => closedTicket(), 'operator', { newFacts: ' ' }, 'refuse:malformed'],
  ]);
});

function counter(): Told {
  const walkIn = step({ ...registered(), ticket: undefined }, 'register', 'clerkA', { source: 'walkIn', title: '咨询', content: '咨询' });
  return step(walkIn, 'directAnswer', 'clerkA', { answer: '已当面答复' });
}
function archived(): Told {
  return step(at(closedTicket(), '2027-01-23T00:00:00.000Z'), 'archive', 'clock');
}

describe('archive 归档', () => {
  judged('archive', [
    [
      'sixty days after the closing',
      () => at(closedTicket(), '2027-01-22T16:00:00.000Z'),
      'clock',
      {},
      'accept',
      (t) => expect(t.status).toBe('archived'),
    ],
    ['a day before', () => at(closedTicket(), '2027-01-22T15:00:00.000Z'), 'clock', {}, 'noEffect:notDueYet'],
    ['answered directly', () => at(counter(), '2027-01-23T00:00:00.000Z'), 'clock', {}, 'accept'],
    ['an open matter never', () => at(signed(), '2027-06-01T00:00:00.000Z'), 'clock', {}, 'noEffect:wrongState'],
    ['nobody but the clock', () => at(closedTicket(), '2027-01-23T00:00:00.000Z'), 'supervisor', {}, 'refuse:noRight'],
  ]);
});

describe('a main ticket knows its duplicates (F27)', () => {
  judged('takeDuplicate', [
    [
      'its own record of it',
      () => signed(),
      'clock',
      { duplicate: OTHER, no: 'LN1' },
      'accept',
      (t) => expect(t.links.duplicates).toEqual([OTHER]),
    ],
    ['once', () => step(signed(), 'takeDuplicate', 'clock', { duplicate: OTHER }), 'clock', { duplicate: OTHER }, 'noEffect:alreadyDone'],
    ['never itself', () => signed(), 'clock', (told) => ({ duplicate: ticketOf(told)._id }), 'noEffect:alreadyDone'],
    ['nobody but the hub', () => signed(), 'dispatcher', { duplicate: OTHER }, 'refuse:noRight'],
  ]);
  judged('linkMain', [
    [
      'the merged one is noted as told',
      () => merged(),
      'clock',
      { named: MAIN.main, main: OTHER },
      'accept',
      (t) => expect(t.links).toMatchObject({ main: MAIN.main, linked: MAIN.main, duplicateOf: OTHER }),
    ],
    [
      'a number of another platform',
      () => merged(),
      'clock',
      { named: MAIN.main },
      'accept',
      (t) => expect(t.links.duplicateOf).toBeUndefined(),
    ],
    [
      'parted again',
      () => step(step(merged(), 'linkMain', 'clock', { named: MAIN.main, main: OTHER }), 'unmerge', 'dispatcher', { reason: '另一盏灯' }),
      'clock',
      {},
      'accept',
      (t) => expect(t.links).toEqual({ duplicates: [], earlier: [] }),
    ],
    ['what was never merged', () => signed(), 'clock', {}, 'noEffect:alreadyDone'],
    ['nobody but the hub', () => merged(), 'dispatcher', { named: MAIN.main }, 'refuse:noRight'],
  ]);
  judged('dropDuplicate', [
    [
      'parted again',
      () => step(signed(), 'takeDuplicate', 'clock', { duplicate: OTHER }),
      'clock',
      { duplicate: OTHER },
      'accept',
      (t) => expect(t.links.duplicates).toEqual([]),
    ],
    ['what was never there', () => signed(), 'clock', { duplicate: OTHER }, 'noEffect:notFound'],
    ['nobody but the hub', () => signed(), 'dispatcher', { duplicate: OTHER }, 'refuse:noRight'],
  ]);
});
