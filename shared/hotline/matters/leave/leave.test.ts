/** Rules of leaves and who stands in (art. 7; F15), the same at the desk and at the hub. */
import { describe, expect, test } from 'vitest';
import { Check } from 'typebox/value';
import type { Action } from '../../action.ts';
import type { Instant, MatterId } from '../../ids.ts';
import { contextAt, personId, UNITS, type Who } from '../../testing/city.ts';
import { applyMatter, decideMatter } from '../fold-matter.ts';
import { Leave } from './document.ts';
import { isAway, isOver, leavesAt, standIn } from './on-leave.ts';

const AT = '2026-11-24T02:00:00.000Z' as Instant;
const ID = 'leave:01ARZ3NDEKTSV4RRFFQ69G5FAV' as MatterId;
const WEEK = {
  unit: UNITS.streetA,
  person: personId('gridA'),
  from: '2026-11-25',
  to: '2026-11-27',
  deputy: personId('secondGridA'),
  reason: 'sick',
};

let count = 0;
function act(who: Who, kind: string, body: object): Action {
  count += 1;
  const id = `action:01ARZ3NDEKTSV4RRFFQ69G${String(count).padStart(4, '0')}`;
  return { _id: id, ticket: ID, kind, body, actor: personId(who), occurredAt: AT } as unknown as Action;
}
function verdict(from: Leave | undefined, who: Who, kind: string, body: object, at: string = AT): string {
  const answer = decideMatter(from, act(who, kind, body), contextAt(at as Instant));
  return answer.outcome === 'accept' ? 'accept' : `${answer.outcome}:${answer.code}`;
}
function then(from: Leave | undefined, who: Who, kind: string, body: object, at: string = AT): Leave {
  const action = act(who, kind, body);
  const context = contextAt(at as Instant);
  expect(decideMatter(from, action, context)).toEqual({ outcome: 'accept' });
  const leave = applyMatter(from, action, context) as Leave;
  expect(Check(Leave, leave)).toBe(true);
  return leave;
}
const recorded = (more: object = {}): Leave => then(undefined, 'gridA', 'recordLeave', { ...WEEK, ...more });

describe('F15 a leave is recorded', () => {
  test('F15 by the person, by a clerk or by a leader of the unit; the history does not say why', () => {
    for (const who of ['gridA', 'clerkA', 'leaderA'] as const) expect(verdict(undefined, who, 'recordLeave', WEEK), who).toBe('accept');
    expect(recorded().history[0]?.summary).toBe('gridA休假 2026-11-25 至 2026-11-27，secondGridA代岗');
  });

  test.each([
    ['a colleague in the field', 'secondGridA', WEEK, 'refuse:noRight'],
    ['the office of another unit', 'clerkB', WEEK, 'refuse:noRight'],
    ['the person at a unit that is not theirs', 'gridA', { ...WEEK, unit: UNITS.streetB }, 'refuse:noRight'],
    ['for somebody of another unit', 'clerkA', { ...WEEK, person: personId('gridB'), deputy: undefined }, 'refuse:unknownPerson'],
    ['with a deputy without the post', 'clerkA', { ...WEEK, deputy: personId('clerkA') }, 'refuse:deputyLacksRole'],
    ['with its last day before its first', 'gridA', { ...WEEK, to: '2026-11-24' }, 'refuse:leaveDays'],
    ['with a day that does not exist', 'gridA', { ...WEEK, to: '2026-11-31' }, 'refuse:leaveDays'],
    ['that is over', 'gridA', { ...WEEK, from: '2026-11-20', to: '2026-11-23' }, 'refuse:leaveDays'],
    ['of more than a year', 'gridA', { ...WEEK, to: '2027-12-24' }, 'refuse:leaveDays'],
  ] as const)('F15 not by or %s', (_name, who, body, expected) => {
    expect(verdict(undefined, who, 'recordLeave', body)).toBe(expected);
  });
});

describe('F15 a leave changes', () => {
  test('F15 it is extended or shortened, another deputy stands in; what is not named stays', () => {
    const longer = then(recorded(), 'clerkA', 'changeLeave', { to: '2026-11-30' });
    expect(longer).toMatchObject({ to: '2026-11-30', deputy: personId('secondGridA') });
    expect(then(longer, 'gridA', 'changeLeave', { deputy: personId('thirdGridA') })).toMatchObject({ deputy: personId('thirdGridA') });
    expect(verdict(longer, 'clerkA', 'changeLeave', {})).toBe('refuse:nothingChanged');
    expect(verdict(longer, 'clerkA', 'changeLeave', { deputy: personId('clerkA') })).toBe('refuse:deputyLacksRole');
    expect(verdict(longer, 'secondGridA', 'changeLeave', { to: '2026-11-29' })).toBe('refuse:noRight');
  });

  test('F15 ended early, once: who ends it second is told who was first and changes nothing', () => {
    const back = then(recorded(), 'gridA', 'endLeave', {}, '2026-11-26T01:00:00.000Z');
    expect(back).toMatchObject({ endedBy: personId('gridA'), endedAt: '2026-11-26T01:00:00.000Z' });
    expect(verdict(back, 'clerkA', 'endLeave', {})).toBe('noEffect:alreadyDone');
    expect(verdict(back, 'clerkA', 'changeLeave', { to: '2026-12-01' })).toBe('refuse:alreadyDone');
    expect(isAway(back, '2026-11-26T00:59:00.000Z' as Instant)).toBe(true);
    expect(isAway(back, '2026-11-26T01:00:00.000Z' as Instant)).toBe(false);
    expect(isOver(back, '2026-11-26T01:00:00.000Z' as Instant)).toBe(true);
  });
});

describe('F15 who is away, and who stands in', () => {
  test('F15 by days in China, both counted', () => {
    const leave = recorded();
    const away = (at: string): boolean => isAway(leave, at as Instant);
    expect([away('2026-11-24T15:59:59.999Z'), away('2026-11-24T16:00:00.000Z')]).toEqual([false, true]);
    expect([away('2026-11-27T15:59:59.999Z'), away('2026-11-27T16:00:00.000Z')]).toEqual([true, false]);
  });

  test('F15 of two leaves at once the longer counts, in whichever order they are held; a deputy who is away stands in for nobody', () => {
    const short = recorded();
    const long = { ...recorded({ to: '2026-12-01', deputy: personId('thirdGridA') }), _id: 'leave:01ARZ3NDEKTSV4RRFFQ69G5FAW' as MatterId };
    const now = '2026-11-25T02:00:00.000Z' as Instant;
    for (const order of [
      [short, long],
      [long, short],
    ]) {
      const away = leavesAt(order, now);
      expect(away.get(personId('gridA'))?.to).toBe('2026-12-01');
      expect(standIn(away.get(personId('gridA')), away)).toBe(personId('thirdGridA'));
    }
    const both = leavesAt([short, { ...long, person: personId('secondGridA') }], now);
    expect(standIn(both.get(personId('gridA')), both)).toBeUndefined();
  });
});
