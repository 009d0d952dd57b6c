import { describe, expect } from 'vitest';
import { UNITS } from '../testing/city.ts';
import {
  assigned,
  closedTicket,
  contacted,
  dispatched,
  escalated,
  escalationReview,
  fedBack,
  movedToB,
  REACHED,
  REGISTER,
  signed,
  withCoHandler,
  workersCopy,
} from '../testing/stages.ts';
import { at, BEGINNING, step, type Told } from '../testing/story.ts';
import { GRID_DESK, judged } from '../testing/table.ts';

const NOT_REACHED = { channel: 'call', result: 'notReached' };

/** Failed attempts at noon (UTC+8) of the days named. */
function attempts(from: Told, ...days: readonly string[]): Told {
  return days.reduce((told, day) => step(at(told, `${day}T04:00:00.000Z`), 'contact', 'clerkA', NOT_REACHED), from);
}

function walkInForB(): Told {
  const taken = step(BEGINNING, 'register', 'clerkA', { ...REGISTER, source: 'walkIn', toCity: true });
  return step(taken, 'dispatch', 'dispatcher', { unit: UNITS.streetB, reason: '属地' });
}

describe('contact 联系诉求人', () => {
  judged('contact', [
    [
      'the clerk calls',
      () => signed(),
      'clerkA',
      REACHED,
      'accept',
      (ticket) => {
        expect(ticket.due.contact?.met).toBe('2026-11-24T01:04:00.000Z');
        expect(ticket.disposal).toMatchObject({ contacted: true, contacts: [{ channel: 'call', result: 'reached' }] });
      },
    ],
    [
      'the worker visits',
      () => assigned(),
      'gridA',
      { channel: 'visit', result: 'reached', cooperates: true, note: '当面沟通' },
      'accept',
      (ticket) => {
        expect(ticket.history.at(-1)?.summary).toBe('上门联系诉求人，已接通：当面沟通');
      },
    ],
    [
      'a failed attempt meets the limit too, but is no contact',
      () => signed(),
      'clerkA',
      NOT_REACHED,
      'accept',
      (ticket) => {
        expect(ticket.due.contact?.met).toBeDefined();
        expect(ticket.disposal.contacted).toBe(false);
      },
    ],
    [
      'the time that counts is not the one stated',
      () => signed(),
      'clerkA',
      { ...REACHED, at: '2026-11-20T01:00:00.000Z' },
      'accept',
      (ticket) => {
        expect(ticket.disposal.contacts[0]?.at).toBe('2026-11-24T01:04:00.000Z');
      },
    ],
    ['while a proposal is under review', () => escalationReview(), 'clerkA', REACHED, 'accept'],
    ['a unit asked to help', () => withCoHandler(signed()), 'clerkHousing', REACHED, 'accept'],
    ['a unit whose help has ended', () => withCoHandler(signed(), 'ended'), 'clerkHousing', REACHED, 'noEffect:reassigned'],
    ['a unit asked to help, while it is escalated', () => withCoHandler(escalated()), 'clerkHousing', REACHED, 'accept'],
    [
      'a failed attempt does not undo an earlier contact',
      () => contacted(),
      'clerkA',
      NOT_REACHED,
      'accept',
      (ticket) => expect(ticket.disposal.contacted).toBe(true),
    ],
    ['a co-handling unit while it is escalated', () => escalated(), 'clerkA', REACHED, 'accept'],
    ['a worker while it is escalated', () => escalated(), 'gridA', REACHED, 'refuse:noRight'],
    [
      'third failed attempt: the handle clock stops',
      () => attempts(signed(), '2026-11-24', '2026-11-25'),
      'clerkA',
      NOT_REACHED,
      'accept',
      (ticket) => {
        // The same day as the second: not yet a third.
        expect(ticket.stops).toEqual([]);
      },
    ],
    [
      'third failed attempt on a third day: the handle clock stops',
      () => at(attempts(signed(), '2026-11-24', '2026-11-25'), '2026-11-26T04:00:00.000Z'),
      'clerkA',
      NOT_REACHED,
      'accept',
      (ticket) => {
        expect(ticket.stops).toEqual([{ from: '2026-11-26T04:01:00.000Z', why: 'nonCooperation' }]);
      },
    ],
    [
      'cooperation lets it go on: two working days later',
      () => at(attempts(signed(), '2026-11-24', '2026-11-25', '2026-11-26'), '2026-11-30T02:00:00.000Z'),
      'clerkA',
      REACHED,
      'accept',
      (ticket) => {
        expect(ticket.stops[0]?.to).toBe('2026-11-30T02:01:00.000Z');
        // 12-01 plus Thursday and Friday.
        expect(ticket.due.handle).toMatchObject({ original: '2026-12-01T09:00:00.000Z', at: '2026-12-03T09:00:00.000Z' });
      },
    ],
    [
      'a just reason starts the count again',
      () => at(attempts(signed(), '2026-11-24', '2026-11-25', '2026-11-26'), '2026-11-27T02:00:00.000Z'),
      'clerkA',
      { ...NOT_REACHED, justReason: '住院' },
      'accept',
      (ticket) => {
        expect(ticket.stops[0]?.to).toBe('2026-11-27T02:01:00.000Z');
      },
    ],
    ['before signing', () => dispatched(), 'clerkA', REACHED, 'noEffect:wrongState'],
    ['with the city: kept, and still judged by its time', () => fedBack(), 'clerkA', REACHED, 'noEffect:wrongState'],
    ['recalled meanwhile', () => movedToB(signed()), 'clerkA', REACHED, 'noEffect:reassigned'],
    ['recalled meanwhile, by the worker', () => movedToB(assigned()), 'gridA', REACHED, 'noEffect:notAssigned'],
    ['withdrawn or closed meanwhile: the work stays as record', () => closedTicket(), 'clerkA', REACHED, 'noEffect:wrongState'],
    ['another office', () => signed(), 'clerkB', REACHED, 'refuse:noRight'],
    ['a worker who never had it', () => signed(), 'gridA', REACHED, 'refuse:noRight'],
    [
      'a worker who had it once, on a copy that does not say so',
      () => workersCopy(movedToB(assigned())),
      'gridA',
      REACHED,
      'unknown:noRight',
      undefined,
      GRID_DESK,
    ],
    ['a leader', () => signed(), 'leaderA', REACHED, 'refuse:noRight'],
    ['no result', () => signed(), 'clerkA', { channel: 'call' }, 'refuse:malformed'],
  ]);
});

describe('recordWork 现场处置记录', () => {
  const WORK = { note: '更换灯具两盏' };
  judged('recordWork', [
    [
      'the worker',
      () => assigned(),
      'gridA',
      WORK,
      'accept',
      (ticket) => expect(ticket.history.at(-1)?.summary).toBe('现场处置：更换灯具两盏'),
    ],
    ['the clerk', () => signed(), 'clerkA', WORK, 'accept'],
    ['a co-handling unit while it is escalated', () => escalated(), 'clerkA', WORK, 'accept'],
    ['before signing', () => dispatched(), 'clerkA', WORK, 'noEffect:wrongState'],
    ['recalled meanwhile', () => movedToB(contacted()), 'clerkA', WORK, 'noEffect:reassigned'],
    [
      'a long note is cut in the history, not in the log',
      () => signed(),
      'clerkA',
      { note: '长'.repeat(4000) },
      'accept',
      (ticket) => {
        expect(ticket.history.at(-1)?.summary).toHaveLength(120);
      },
    ],
    ['no photo is demanded, none is refused', () => signed(), 'clerkA', { ...WORK, evidence: [] }, 'accept'],
    ['another office', () => signed(), 'clerkB', WORK, 'refuse:noRight'],
  ]);
});

describe('comment 批示、备注', () => {
  const TEXT = { text: '请抓紧办理' };
  judged('comment', [
    ['the leader', () => signed(), 'leaderA', TEXT, 'accept', (ticket) => expect(ticket.history.at(-1)?.audience).toBe('T')],
    ['the clerk, also while the city audits', () => fedBack(), 'clerkA', TEXT, 'accept'],
    ['a unit that had it before', () => movedToB(signed()), 'clerkA', TEXT, 'accept'],
    ['a unit asked to help', () => withCoHandler(signed()), 'leaderHousing', TEXT, 'accept'],
    ['the unit that took the walk-in for the city', () => walkInForB(), 'clerkA', TEXT, 'accept'],
    ['after closing', () => closedTicket(), 'leaderA', TEXT, 'noEffect:wrongState'],
    ['another office', () => signed(), 'leaderB', TEXT, 'refuse:noRight'],
    ['a grid worker', () => assigned(), 'gridA', TEXT, 'refuse:noRight'],
    ['the city uses its decisions', () => signed(), 'supervisor', TEXT, 'refuse:noRight'],
  ]);
});
