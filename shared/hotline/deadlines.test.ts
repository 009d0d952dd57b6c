import { describe, expect, test } from 'vitest';
import { limitFor } from './deadlines.ts';
import type { Instant } from './ids.ts';
import { judge, judgeDue, nextDue } from './judge.ts';
import { LN_DEFAULT } from './packs/ln-default.ts';
import { RulePackDocument } from './reference/documents.ts';
import { Check } from 'typebox/value';
import { CHINA_2022_2026 } from './calendars/china-2022-2026.ts';
import { contextAt } from './testing/city.ts';
import {
  assigned,
  contacted,
  dispatched,
  escalated,
  escalationReview,
  ofWith,
  REACHED,
  registered,
  RESULT,
  signed,
  submitted,
  fedBack,
  calledBack,
} from './testing/stages.ts';
import { act, at, step, ticketOf } from './testing/story.ts';
import { lightOf } from './warning-light.ts';

const RULES = { pack: LN_DEFAULT, calendar: CHINA_2022_2026 };
function instant(text: string): Instant {
  return text as Instant;
}

describe('F17 limits come from the pack', () => {
  test('LN-DEFAULT fits the schema of packs', () => expect(Check(RulePackDocument, LN_DEFAULT)).toBe(true));

  test.each([
    ['consult', 3],
    ['help', 5],
    ['complaint', 5],
    ['report', 10],
    ['suggestion', 10],
  ] as const)('handling of a normal %s takes %i working days', (kind, workingDays) => {
    expect(limitFor('handle', ticketOf(registered({ kind })), LN_DEFAULT)).toEqual({ workingDays });
  });

  test('urgency goes before the kind', () => {
    expect(limitFor('handle', ticketOf(registered({ urgency: 'complex', kind: 'consult' })), LN_DEFAULT)).toEqual({ workingDays: 15 });
    expect(limitFor('handle', ticketOf(registered({ urgency: 'emergency', kind: 'report' })), LN_DEFAULT)).toEqual({ minutes: 1440 });
  });

  test('a year without a calendar marks the limit 暂定', () => {
    const told = at(registered(), '2026-12-30T02:00:00.000Z');
    const ticket = ticketOf(step(told, 'dispatch', 'dispatcher', { unit: '210102001', reason: '属地' }));
    expect(ticket.due.handle).toMatchObject({ at: '2027-01-06T09:00:00.000Z', provisional: true });
    expect(ticket.due.sign?.provisional).toBeUndefined();
  });
});

describe('F17 F25 F37 the clock stands still', () => {
  test('while the level above looks at it, and the result is judged by the moved limit', () => {
    let told = at(escalated(), '2026-12-03T02:00:00.000Z');
    told = step(told, 'recall', 'dispatcher', { reason: '另派' });
    expect(ticketOf(told).stops).toMatchObject([{ why: 'escalation', to: '2026-12-03T02:01:00.000Z' }]);
    expect(ticketOf(told).due.handle).toBeUndefined();
  });

  test('from the third failed attempt until the result under 14-8: nobody is late for waiting', () => {
    let told = signed();
    for (const day of ['2026-11-24', '2026-11-25', '2026-11-26']) {
      told = step(at(told, `${day}T04:00:00.000Z`), 'contact', 'clerkA', { channel: 'call', result: 'notReached' });
    }
    told = step(at(told, '2026-12-28T02:00:00.000Z'), 'submitResult', 'clerkA', { ...RESULT, clause: '14-8', clauseEvidence: {} });
    told = step(told, 'leaderApprove', 'leaderA', ofWith('submitResult', {}));
    expect(ticketOf(told).stops).toHaveLength(1);
    expect(judgeDue(ticketOf(told), 'handle', told.now)).toBe('kept');
  });

  test('a city may switch it off for escalations', () => {
    const strict = { ...LN_DEFAULT, handleStopsIn: ['awaitingMaterial', 'suspended'] };
    const told = act(
      step(contacted(), 'proposeEscalation', 'clerkA', {
        ground: 'tooHard',
        target: 'city',
        done: '一',
        why: '二',
        ask: '三',
        interim: '四',
        citation: '五',
      }),
      'leaderApprove',
      'leaderA',
      ofWith('proposeEscalation', {}),
      { pack: strict },
    );
    expect(ticketOf(told)).toMatchObject({ status: 'escalationReview', stops: [] });
  });
});

describe('judge', () => {
  test('by effective times: signed in time offline, received late, is in time (collision 4)', () => {
    const told = act(dispatched(), 'sign', 'clerkA', {}, { receivedAt: instant('2026-12-05T02:00:00.000Z') });
    expect(judgeDue(ticketOf(told), 'sign', instant('2026-12-06T02:00:00.000Z'))).toBe('kept');
  });

  test('a contact that reaches the hub after the result still counts when it was made [proof L7]', () => {
    const silent = signed({ complainant: { kind: 'natural' } });
    const photo = { hash: 'a'.repeat(64), kind: 'after', name: '灯.jpg', type: 'image/jpeg', size: 1 };
    const sent = fedBack(step(silent, 'submitResult', 'clerkA', { ...RESULT, evidence: [photo] }));
    const late = act(sent, 'contact', 'clerkA', REACHED, { effectiveAt: instant('2026-11-24T01:30:00.000Z') });
    expect(late.verdict?.outcome).toBe('noEffect');
    const after = instant('2026-12-20T02:00:00.000Z');
    expect([judgeDue(ticketOf(sent), 'contact', after), judgeDue(ticketOf(late), 'contact', after)]).toEqual(['overdue', 'kept']);
  });

  test('running, overdue, kept, late, ended', () => {
    const told = contacted();
    expect(judge(ticketOf(told), told.now)).toEqual({
      dispatch: 'kept',
      sign: 'kept',
      return: 'ended',
      contact: 'kept',
      handle: 'running',
    });
    expect(judge(ticketOf(told), instant('2026-12-02T02:00:00.000Z')).handle).toBe('overdue');
    const late = fedBack(at(submitted(), '2026-12-02T02:00:00.000Z'));
    expect(judge(ticketOf(late), late.now).handle).toBe('late');
    const closed = step(calledBack(), 'callback', 'operator', {
      reached: true,
      solved: 'solved',
      satisfiedResult: 'satisfied',
      satisfiedProcess: 'satisfied',
      truthful: true,
    });
    expect(judge(ticketOf(closed), closed.now)).toMatchObject({ handle: 'kept', callback: 'kept', return: 'ended' });
  });

  test('the next due is the first that runs; a window binds nobody', () => {
    expect(nextDue(ticketOf(dispatched()))?.name).toBe('sign');
    expect(nextDue(ticketOf(signed()))?.name).toBe('contact');
    expect(nextDue(ticketOf(assigned()))?.name).toBe('contact');
    expect(nextDue(ticketOf(contacted()))?.name).toBe('handle');
  });
});

describe('F17 the warning light', () => {
  // handle: 5 WD from Tuesday 2026-11-24 09:02 to 2026-12-01 17:00.
  test.each([
    ['2026-11-24T02:00:00.000Z', 'green'],
    ['2026-11-26T09:00:00.000Z', 'green'],
    ['2026-11-27T04:00:00.000Z', 'yellow'],
    ['2026-11-29T04:00:00.000Z', 'yellow'],
    ['2026-11-30T01:00:00.000Z', 'amber'],
    ['2026-12-01T09:00:00.000Z', 'amber'],
    ['2026-12-01T09:00:00.001Z', 'red'],
  ])('of five working days, at %s: %s', (now, light) => {
    expect(lightOf(ticketOf(contacted()), 'handle', instant(now), RULES)).toBe(light);
  });

  // emergency: 15 min to sign, natural time, from 09:02.
  test.each([
    ['2026-11-24T01:09:00.000Z', 'green'],
    ['2026-11-24T01:09:30.000Z', 'yellow'],
    ['2026-11-24T01:14:00.000Z', 'amber'],
    ['2026-11-24T01:17:01.000Z', 'red'],
  ])('of fifteen minutes, at %s: %s', (now, light) => {
    expect(lightOf(ticketOf(dispatched({ urgency: 'emergency' })), 'sign', instant(now), RULES)).toBe(light);
  });

  test('met, stopped, none', () => {
    const now = instant('2026-11-24T03:00:00.000Z');
    expect(lightOf(ticketOf(contacted()), 'contact', now, RULES)).toBe('met');
    expect(lightOf(ticketOf(escalationReview()), 'handle', now, RULES)).toBe('stopped');
    expect(lightOf(ticketOf(registered()), 'handle', now, RULES)).toBe('none');
    expect(contextAt(now).pack.id).toBe('LN-DEFAULT');
  });
});
