/** F08, F42, F43, F44: the measures of hotline.md §8, one matter at a time and added up. */
import { describe, expect, test } from 'vitest';
import type { Instant } from './ids.ts';
import { measure, ratesOf } from './measures.ts';
import { UNITS } from './testing/city.ts';
import {
  ANSWERED,
  calledBack,
  closedTicket,
  contacted,
  dispatched,
  fedBack,
  of,
  ofWith,
  REACHED,
  RESULT,
  RETURN,
  signed,
  submitted,
} from './testing/stages.ts';
import { act, at, step, ticketOf, type Told } from './testing/story.ts';
import { granted, EXEMPT, APPEAL, waiting } from './testing/unit-packages.ts';

const LATER = '2027-01-15T02:00:00.000Z' as Instant;

function of8(told: Told) {
  return measure(ticketOf(told), told.now);
}
function answered(more: Record<string, unknown>): Told {
  return step(calledBack(), 'callback', 'operator', { ...ANSWERED, ...more });
}
function unreachable(): Told {
  const days = ['2026-11-25T01:00:00.000Z', '2026-11-25T06:00:00.000Z', '2026-11-26T01:00:00.000Z'];
  return days.reduce((told, day) => step(at(told, day), 'callback', 'operator', { reached: false }), calledBack());
}

describe('one matter', () => {
  test('all is well', () => {
    expect(of8(closedTicket())).toEqual({
      unit: UNITS.streetA,
      responded: true,
      solved: true,
      satisfied: true,
      onTime: true,
      improperReturns: [],
    });
  });

  test('while it runs nothing is said of what has not come', () =>
    expect(of8(dispatched())).toEqual({ unit: UNITS.streetA, improperReturns: [] }));

  test('no contact within the limit', () => {
    const late = at(signed(), '2026-11-26T02:00:00.000Z');
    expect(of8(late).responded).toBe(false);
    expect(of8(step(late, 'contact', 'clerkA', REACHED)).responded).toBe(false);
    // Made on the first morning without a net [proof L7].
    const heard = act(late, 'contact', 'clerkA', REACHED, { effectiveAt: '2026-11-24T02:00:00.000Z' as Instant });
    expect(of8(heard).responded).toBe(true);
  });

  test('a result signed after the limit is late, whenever the callback closes it', () => {
    const late = fedBack(at(submitted(), '2026-12-02T02:00:00.000Z'));
    expect(of8(step(calledBack(late), 'callback', 'operator', ANSWERED)).onTime).toBe(false);
  });

  test('a rework that was late is late, though the first result was not', () => {
    const back = step(calledBack(), 'callback', 'operator', { ...ANSWERED, solved: 'notSolved' });
    const again = step(at(back, '2026-12-20T02:00:00.000Z'), 'submitResult', 'clerkA', RESULT);
    expect(of8(step(calledBack(fedBack(again)), 'callback', 'operator', ANSWERED)).onTime).toBe(false);
  });

  test('withdrawn before the limit is over: on time; after it: not', () => {
    const withdrawal = { confirmed: true, confirmedAt: '2026-11-24T01:00:00.000Z', how: 'call', record: '来电撤回' };
    expect(of8(step(contacted(), 'withdraw', 'operator', withdrawal)).onTime).toBe(true);
    expect(of8(step(at(contacted(), '2026-12-05T01:00:00.000Z'), 'withdraw', 'operator', withdrawal)).onTime).toBe(false);
  });

  test.each([
    [{ solved: 'mostly' }, true, true],
    [{ satisfiedResult: 'mostly' }, true, true],
    [{ satisfiedResult: 'dissatisfied' }, true, false],
  ])('a callback that says %j', (said, solved, satisfied) => {
    expect(of8(answered(said))).toMatchObject({ solved, satisfied });
  });

  test('nobody was reached: no valid callback', () => {
    expect(ticketOf(unreachable()).status).toBe('closed');
    expect(of8(unreachable())).not.toHaveProperty('solved');
    expect(of8(unreachable())).not.toHaveProperty('satisfied');
    expect(of8(unreachable()).onTime).toBe(true);
  });

  test('F43 mediation: solved counts, satisfaction does not (art. 15)', () => {
    const exempt = granted('proposeExemption', EXEMPT, contacted());
    const closed = step(calledBack(fedBack(step(exempt, 'submitResult', 'clerkA', RESULT))), 'callback', 'operator', {
      ...ANSWERED,
      satisfiedResult: 'dissatisfied',
    });
    expect(of8(closed)).toMatchObject({ solved: true });
    expect(of8(closed)).not.toHaveProperty('satisfied');
  });

  test('an appeal that was granted takes it out of every rate', () => {
    const appealed = step(
      waiting('appealAssessment', APPEAL, answered({ satisfiedResult: 'dissatisfied' })),
      'decideProposal',
      'supervisor',
      ofWith('appealAssessment', { grant: true, reason: '情况属实' }),
    );
    expect(of8(appealed)).toEqual({ unit: UNITS.streetA, improperReturns: [] });
  });

  test('a refused return is told with its unit, its ground and why', () => {
    const asked = step(step(signed(), 'proposeReturn', 'clerkA', RETURN), 'leaderApprove', 'leaderA', of('proposeReturn'));
    const denied = step(asked, 'decideProposal', 'dispatcher', ofWith('proposeReturn', { grant: false, reason: '属你单位职责' }));
    expect(of8(denied).improperReturns).toEqual([{ unit: UNITS.streetA, ground: 'notOurDuty', why: '属你单位职责' }]);
  });
});

test('rates say what they are of', () => {
  const all = [closedTicket(), answered({ satisfiedResult: 'dissatisfied' }), unreachable(), dispatched()].map((told) =>
    measure(ticketOf(told), LATER),
  );
  expect(ratesOf(all)).toEqual({
    responded: { yes: 3, of: 3 },
    solved: { yes: 2, of: 2 },
    satisfied: { yes: 1, of: 2 },
    onTime: { yes: 3, of: 3 },
  });
});
