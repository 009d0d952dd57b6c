/** Rules of governance tasks (art. 19; F53), the same at the desk and at the hub. */
import { describe, expect, test } from 'vitest';
import { Check } from 'typebox/value';
import type { Action } from '../../action.ts';
import type { Instant, MatterId } from '../../ids.ts';
import { contextAt, GRID_A, personId, UNITS, type Who } from '../../testing/city.ts';
import type { Context } from '../../verdict.ts';
import { applyMatter, decideMatter, mayActOn } from '../fold-matter.ts';
import { Governance } from './document.ts';

const AT = '2026-11-24T02:00:00.000Z' as Instant;
const LATER = '2026-12-24T09:00:00.000Z' as Instant;
const ID = 'governance:01ARZ3NDEKTSV4RRFFQ69G5FAV' as MatterId;
const [ONE, TWO, THREE] = ['V', 'W', 'X'].map((last) => `ticket:01ARZ3NDEKTSV4RRFFQ69G5FA${last}`);
const OPEN = {
  unit: UNITS.streetA,
  title: '一网格路灯集中排查',
  plan: '逐杆排查，报养护单位更换',
  responsible: personId('secondClerkA'),
  due: LATER,
  category: 'A1',
  grid: GRID_A,
  tickets: [ONE, TWO],
};
const CONTEXT = contextAt(AT);

let count = 0;
function act(who: Who, kind: string, body: object): Action {
  count += 1;
  const id = `action:01ARZ3NDEKTSV4RRFFQ69G${String(count).padStart(4, '0')}`;
  return { _id: id, ticket: ID, kind, body, actor: personId(who), occurredAt: AT } as unknown as Action;
}
function verdict(from: Governance | undefined, who: Who, kind: string, body: object, context: Context = CONTEXT): string {
  const answer = decideMatter(from, act(who, kind, body), context);
  return answer.outcome === 'accept' ? 'accept' : `${answer.outcome}:${answer.code}`;
}
function after(from: Governance | undefined, ...actions: readonly Action[]): Governance {
  return actions.reduce<Governance | undefined>((matter, action) => {
    expect(decideMatter(matter, action, CONTEXT)).toEqual({ outcome: 'accept' });
    return applyMatter(matter, action, CONTEXT) as Governance;
  }, from) as Governance;
}
const opened = (more: object = {}): Governance => after(undefined, act('clerkA', 'openGovernance', { ...OPEN, ...more }));

describe('F53 a governance task is begun', () => {
  test('F53 by a clerk or a leader of the unit; the workers of the grid are those of the day, kept on the entry', () => {
    const task = opened();
    expect(Check(Governance, task)).toBe(true);
    expect(task).toMatchObject({ state: 'open', by: personId('clerkA'), at: AT, workers: [personId('gridA'), personId('thirdGridA')] });
    expect(task.history[0]).toMatchObject({ kind: 'openGovernance', summary: `发起：${OPEN.title}`, read: { workers: task.workers } });
    expect(verdict(undefined, 'leaderA', 'openGovernance', OPEN)).toBe('accept');
    expect(after(undefined, act('clerkA', 'openGovernance', { ...OPEN, grid: undefined })).workers).toEqual([]);
  });

  test.each([
    ['a grid worker', 'gridA', OPEN, 'refuse:noRight'],
    ['a clerk of another unit', 'clerkB', OPEN, 'refuse:noRight'],
    ['a dispatcher of the city', 'dispatcher', OPEN, 'refuse:noRight'],
    ['for somebody of another unit', 'clerkA', { ...OPEN, responsible: personId('clerkB') }, 'refuse:unknownPerson'],
    ['with a grid of another unit', 'clerkA', { ...OPEN, grid: '210102002001001' }, 'refuse:unknownGrid'],
    ['with a date that has been', 'clerkA', { ...OPEN, due: AT }, 'refuse:dueNotAhead'],
    ['without a plan', 'clerkA', { ...OPEN, plan: ' ' }, 'refuse:malformed'],
    ['with what is no ticket', 'clerkA', { ...OPEN, tickets: [ID] }, 'refuse:malformed'],
  ] as const)('F53 not by or %s', (_name, who, body, expected) => {
    expect(verdict(undefined, who, 'openGovernance', body)).toBe(expected);
  });

  test('F53 a desk that does not know the person leaves it to the hub', () => {
    const stranger = { ...OPEN, responsible: 'person:nobody' };
    expect(verdict(undefined, 'clerkA', 'openGovernance', stranger, { ...CONTEXT, end: 'desk' })).toBe('unknown:unknownPerson');
    expect(verdict(undefined, 'clerkA', 'openGovernance', stranger)).toBe('refuse:unknownPerson');
  });
});

describe('F53 while it runs', () => {
  test('F53 tickets are linked and taken out one by one: two who do it offline do not undo each other', () => {
    const both = after(
      opened(),
      act('clerkA', 'changeGovernance', { link: [THREE] }),
      act('secondClerkA', 'changeGovernance', { unlink: [ONE], reason: '不是同一原因' }),
    );
    expect(both.tickets).toEqual([TWO, THREE]);
    expect(both.history.at(-1)?.summary).toBe('调整移出工单：不是同一原因');
    expect(verdict(both, 'clerkA', 'changeGovernance', { reason: '无' })).toBe('refuse:nothingChanged');
    expect(verdict(both, 'gridA', 'changeGovernance', { link: [ONE] })).toBe('refuse:noRight');
  });

  test('F53 another person, date or plan: what is not named stays; a colleague of yesterday may still send what they wrote in the field', () => {
    const passed = after(
      opened({ responsible: personId('secondGridA') }),
      act('leaderA', 'changeGovernance', { responsible: personId('gridA') }),
    );
    expect(passed).toMatchObject({ responsible: personId('gridA'), plan: OPEN.plan, due: LATER });
    const noted = after(passed, act('secondGridA', 'noteProgress', { text: '已查十二杆' }));
    expect(noted.notes).toMatchObject([{ by: personId('secondGridA'), text: '已查十二杆', at: AT }]);
  });

  test('F53 progress is told by the workers of the grid and by the office; by nobody else', () => {
    const task = opened();
    for (const who of ['gridA', 'thirdGridA', 'clerkA', 'leaderA'] as const)
      expect(verdict(task, who, 'noteProgress', { text: '进展' }), who).toBe('accept');
    for (const who of ['secondGridA', 'clerkB', 'supervisor'] as const)
      expect(verdict(task, who, 'noteProgress', { text: '进展' }), who).toBe('refuse:noRight');
  });
});

describe('F53 its end', () => {
  const END = { outcome: 'solved', result: '更换十二盏，夜查正常' };

  test('F53 done with a result, once: the second is told who was first; a late note is kept all the same', () => {
    const done = after(opened(), act('leaderA', 'finishGovernance', END));
    expect(Check(Governance, done)).toBe(true);
    expect(done).toMatchObject({ state: 'done', ...END, endedBy: personId('leaderA'), endedAt: AT });
    const second = decideMatter(done, act('clerkA', 'finishGovernance', END), CONTEXT);
    expect(second).toMatchObject({ outcome: 'refuse', code: 'alreadyDone', detail: expect.stringContaining('leaderA') as string });
    expect(verdict(done, 'clerkA', 'changeGovernance', { link: [THREE] })).toBe('refuse:alreadyDone');
    expect(after(done, act('gridA', 'noteProgress', { text: '回访两户，满意' })).notes).toHaveLength(1);
    expect(mayActOn(done, 'finishGovernance', personId('clerkA'), CONTEXT)).toBe(false);
    expect(mayActOn(opened(), 'finishGovernance', personId('clerkA'), CONTEXT)).toBe(true);
  });

  test('F53 not without a result, not by who is responsible in the field alone', () => {
    expect(verdict(opened(), 'clerkA', 'finishGovernance', { outcome: 'solved' })).toBe('refuse:malformed');
    expect(verdict(opened({ responsible: personId('gridA') }), 'gridA', 'finishGovernance', END)).toBe('refuse:noRight');
    expect(verdict(undefined, 'clerkA', 'finishGovernance', END)).toBe('refuse:matterMissing');
  });
});
