/** [sync A4] What the clock has to say, as a pure function: by limit and level, once each, the highest alone, nothing while it stands still. */
import { describe, expect, test } from 'vitest';
import { apply } from './apply.ts';
import { clockActionId, clockSchedule, dueActs, wakeAt, type ClockAct } from './clock-schedule.ts';
import type { Instant } from './ids.ts';
import { contextAt, UNITS } from './testing/city.ts';
import { closedTicket, contacted, dispatched, escalated, fedBack, registered, signed } from './testing/stages.ts';
import { anAction, at, step, ticketOf, type Told } from './testing/story.ts';
import { granted, HANGING } from './testing/unit-packages.ts';
import type { Ticket } from './ticket.ts';

function due(ticket: Ticket, now: string): readonly string[] {
  return dueActs(ticket, now as Instant, contextAt(now as Instant)).map((one) => `${one.kind} ${one.key}`);
}
/** Says what is due, as the hub does. */
function said(ticket: Ticket, now: string, n: number): Ticket {
  return dueActs(ticket, now as Instant, contextAt(now as Instant)).reduce((next: Ticket, act: ClockAct, i) => {
    const action = anAction(1000 + n * 10 + i, act.kind, 'clock', { ...act.body }, act.at);
    return apply(next, action, contextAt(now as Instant, { effectiveAt: act.at }));
  }, ticket);
}

const HANDLE = '2026-12-01T09:00:00.000Z';

describe('the handling limit of a unit', () => {
  test('an urge, then each level; each once', () => {
    let ticket = ticketOf(contacted());
    expect(due(ticket, HANDLE)).toEqual([]);
    const steps = [
      ['2026-12-01T09:00:00.001Z', `urge handle.0:${HANDLE}`],
      ['2026-12-02T09:01:00.000Z', `supervise handle.1:${HANDLE}`],
      ['2026-12-04T09:01:00.000Z', `supervise handle.2:${HANDLE}`],
      ['2026-12-08T09:01:00.000Z', `supervise handle.3:${HANDLE}`],
      ['2026-12-15T09:01:00.000Z', 'nominate overdue.0:2026-12-15T09:00:00.000Z'],
    ] as const;
    steps.forEach(([now, expected], i) => {
      expect(due(ticket, now)).toEqual([expected]);
      ticket = said(ticket, now, i);
      expect(due(ticket, now)).toEqual([]);
    });
    expect(wakeAt(ticket, contextAt(HANDLE as Instant))).toBeUndefined();
  });

  test('after a long standstill of the hub: the highest level alone, and the levels below it never', () => {
    const ticket = ticketOf(contacted());
    expect(due(ticket, '2026-12-09T02:00:00.000Z')).toEqual([`supervise handle.3:${HANDLE}`]);
    expect(due(said(ticket, '2026-12-09T02:00:00.000Z', 1), '2026-12-09T02:00:00.000Z')).toEqual([]);
  });

  test('two limits that end at the same moment are two', () => {
    const late = ticketOf(signed());
    expect(due(late, '2026-12-01T10:00:00.000Z').map((one) => one.split(':')[0])).toEqual(['supervise contact.2', 'urge handle.0']);
  });

  test('while the clock stands still nothing comes due', () => {
    expect(due(ticketOf(escalated()), '2026-12-07T10:00:00.000Z')).toEqual([]);
    const hung = ticketOf(granted('proposeSuspension', HANGING, contacted()));
    expect(due(hung, '2027-04-01T10:00:00.000Z')).toEqual([]);
    expect(due(hung, '2027-05-25T10:00:00.000Z')).toEqual([`resume review.0:${HANGING.reviewAt}`]);
  });

  test('met is met, late or not', () => {
    const late = ticketOf(fedBack(at(step(contacted(), 'submitResult', 'clerkA', RESULT_BODY), '2026-12-01T10:00:00.000Z')));
    expect(due(late, '2026-12-09T02:00:00.000Z').filter((one) => one.includes('handle'))).toEqual([]);
  });
});

const RESULT_BODY = {
  clause: '14-1a',
  clauseEvidence: { acceptance: '认可' },
  solved: true,
  process: '已修',
  publicReply: '已修',
  told: { at: '2026-11-24T02:00:00.000Z', how: '电话' },
};

test('each helper by its own date, the city by its own limits', () => {
  const asked = step(contacted(), 'requestCoHandling', 'clerkA', { unit: UNITS.housing, ask: '一', due: '2026-11-25T09:00:00.000Z' });
  const two = ticketOf(step(asked, 'requestCoHandling', 'clerkA', { unit: UNITS.streetB, ask: '二', due: '2026-11-26T09:00:00.000Z' }));
  const helping = (now: string) => due(two, now).filter((one) => one.includes('co.'));
  expect(helping('2026-11-25T10:00:00.000Z')).toEqual([`urge co.${UNITS.housing}.0:2026-11-25T09:00:00.000Z`]);
  expect(helping('2026-11-26T10:00:00.000Z')).toHaveLength(2);
  expect(due(ticketOf(registered()), '2026-11-24T06:00:00.000Z')).toEqual([`urge dispatch.0:${ticketOf(registered()).due.dispatch?.at}`]);
});

test('an id says ticket, kind, limit, level and due, and is one that the hub may give', () => {
  const ticket = ticketOf(contacted());
  const [act] = dueActs(ticket, '2026-12-01T10:00:00.000Z' as Instant, contextAt(HANDLE as Instant));
  if (act === undefined) throw new Error('nothing is due');
  expect(clockActionId(ticket._id, act)).toBe(`action:clock:${ticket._id}:urge:handle.0:${HANDLE}`);
});

describe('the clock wakes for the first thing it will have to say', () => {
  const urged: Told = { ...contacted(), ticket: said(ticketOf(contacted()), '2026-12-01T10:00:00.000Z', 1) };
  test.each([
    ['registered', registered()],
    ['dispatched', dispatched()],
    ['signed', signed()],
    ['urged', urged],
    ['escalated', escalated()],
    ['fed back', fedBack()],
    ['closed', closedTicket()],
    ['suspended', granted('proposeSuspension', HANGING, contacted())],
  ])('%s', (_what, told) => {
    const rules = contextAt(told.now);
    const first = clockSchedule(ticketOf(told), rules)
      .map((one) => one.at)
      .toSorted()[0];
    expect(first).toBeDefined();
    expect(wakeAt(ticketOf(told), rules)).toBe(first);
  });
});
