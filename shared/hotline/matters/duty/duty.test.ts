/** Rules of duty sheets and deputies (art. 7; F15), the same at the desk and at the hub. */
import { describe, expect, test } from 'vitest';
import { Check } from 'typebox/value';
import type { Action } from '../../action.ts';
import type { Instant, UnitCode } from '../../ids.ts';
import { contextAt, personId, UNITS, type Who } from '../../testing/city.ts';
import type { Context } from '../../verdict.ts';
import { applyMatter, decideMatter, mayActOn } from '../fold-matter.ts';
import { DutySheet, dutySheetId, standingDeputy } from './document.ts';

const AT = '2026-11-24T02:00:00.000Z' as Instant;
const ID = dutySheetId(UNITS.streetA as UnitCode);
const CONTEXT = contextAt(AT);

let count = 0;
function act(who: Who, kind: string, body: object): Action {
  count += 1;
  const id = `action:01ARZ3NDEKTSV4RRFFQ69G${String(count).padStart(4, '0')}`;
  return { _id: id, ticket: ID, kind, body, actor: personId(who), occurredAt: AT } as unknown as Action;
}
function verdict(from: DutySheet | undefined, who: Who, kind: string, body: object, context: Context = CONTEXT): string {
  const answer = decideMatter(from, act(who, kind, body), context);
  return answer.outcome === 'accept' ? 'accept' : `${answer.outcome}:${answer.code}`;
}
function after(from: DutySheet | undefined, ...actions: readonly Action[]): DutySheet {
  return actions.reduce<DutySheet | undefined>((matter, action) => {
    expect(decideMatter(matter, action, CONTEXT)).toEqual({ outcome: 'accept' });
    return applyMatter(matter, action, CONTEXT) as DutySheet;
  }, from) as DutySheet;
}
const deputy = (person: Who, stands?: Who) => ({ person: personId(person), ...(stands === undefined ? {} : { deputy: personId(stands) }) });

describe('F15 the duty sheet of a unit', () => {
  test('F15 two who begin it offline write on the same sheet: what is not named stays', () => {
    const sheet = after(
      undefined,
      act('clerkA', 'keepDutySheet', { contact: personId('secondClerkA'), phone: '024-23001234' }),
      act('leaderA', 'keepDutySheet', { nightPhone: '024-23001234 转8' }),
    );
    expect(Check(DutySheet, sheet)).toBe(true);
    expect(sheet).toMatchObject({ unit: UNITS.streetA, contact: personId('secondClerkA'), phone: '024-23001234', by: personId('leaderA') });
    expect(sheet.nightPhone).toBe('024-23001234 转8');
    expect(sheet.history[0]?.summary).toBe('联系人secondClerkA，值班电话024-23001234');
    expect(mayActOn(sheet, 'keepDutySheet', personId('clerkA'), CONTEXT)).toBe(true);
    expect(mayActOn(sheet, 'keepDutySheet', personId('gridA'), CONTEXT)).toBe(false);
  });

  test.each([
    ['a grid worker', 'gridA', { phone: '024-23001234' }, 'refuse:noRight'],
    ['the office of another unit', 'clerkB', { phone: '024-23001234' }, 'refuse:noRight'],
    ['the city', 'supervisor', { phone: '024-23001234' }, 'refuse:noRight'],
    ['with a contact of another unit', 'clerkA', { contact: personId('clerkB') }, 'refuse:unknownPerson'],
    ['with what is no telephone', 'clerkA', { phone: '打给老李' }, 'refuse:malformed'],
    ['with nothing', 'clerkA', {}, 'refuse:nothingChanged'],
  ] as const)('F15 is not kept by or %s', (_name, who, body, expected) => {
    expect(verdict(undefined, who, 'keepDutySheet', body)).toBe(expected);
  });
});

describe('F15 deputies', () => {
  test('F15 one a person, named and taken away one by one', () => {
    const sheet = after(
      undefined,
      act('clerkA', 'nameDeputy', deputy('gridA', 'secondGridA')),
      act('leaderA', 'nameDeputy', deputy('clerkA', 'secondClerkA')),
      act('secondClerkA', 'nameDeputy', deputy('gridA', 'thirdGridA')),
    );
    expect(standingDeputy(sheet, personId('gridA'))).toBe(personId('thirdGridA'));
    expect(standingDeputy(sheet, personId('clerkA'))).toBe(personId('secondClerkA'));
    const none = after(sheet, act('leaderA', 'nameDeputy', deputy('gridA')));
    expect(standingDeputy(none, personId('gridA'))).toBeUndefined();
    expect(none.history.at(-1)?.summary).toBe('gridA不设代岗人');
    expect(Check(DutySheet, none)).toBe(true);
  });

  test.each([
    ['a clerk for a grid worker', 'gridA', 'clerkA'],
    ['a grid worker for a clerk', 'clerkA', 'gridA'],
    ['a clerk for a leader', 'leaderA', 'clerkA'],
    ['a clerk for somebody who is clerk and leader', 'clerkAndLeaderA', 'clerkA'],
  ] as const)('F15 no right by standing in: %s is refused, with what to do', (_name, person, stands) => {
    expect(verdict(undefined, 'leaderA', 'nameDeputy', deputy(person, stands))).toBe('refuse:deputyLacksRole');
  });

  test('F15 who holds more may stand in for who holds less; nobody for themselves, nobody of another unit', () => {
    expect(verdict(undefined, 'leaderA', 'nameDeputy', deputy('clerkA', 'clerkAndLeaderA'))).toBe('accept');
    expect(verdict(undefined, 'leaderA', 'nameDeputy', deputy('clerkA', 'clerkA'))).toBe('refuse:deputyIsPerson');
    expect(verdict(undefined, 'leaderA', 'nameDeputy', deputy('gridA', 'gridB'))).toBe('refuse:unknownPerson');
    // A role at another unit is none here.
    expect(verdict(undefined, 'leaderA', 'nameDeputy', deputy('leaderA', 'clerkALeaderB'))).toBe('refuse:deputyLacksRole');
  });
});
