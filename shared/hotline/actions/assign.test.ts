import { describe, expect } from 'vitest';
import { COMMUNITY_A, personId, UNITS } from '../testing/city.ts';
import { assigned, checked, dispatched, fedBack, movedToB, of, registered, returnReview, signed, takenBack } from '../testing/stages.ts';
import { step, type Told } from '../testing/story.ts';
import { DESK, judged } from '../testing/table.ts';

const TO_GRID = { person: personId('gridA'), opinion: '请现场查看' };

describe('assign 下派', () => {
  judged('assign', [
    [
      'to a grid worker',
      () => signed(),
      'clerkA',
      TO_GRID,
      'accept',
      (ticket) => {
        expect(ticket.assignment).toMatchObject({ person: personId('gridA'), state: 'assigned', opinion: '请现场查看' });
      },
    ],
    [
      'to a community: every grid worker there is named',
      () => signed(),
      'clerkA',
      { community: COMMUNITY_A },
      'accept',
      (ticket) => {
        expect(ticket.assignment).toMatchObject({ workers: [personId('gridA'), personId('thirdGridA')], state: 'assigned' });
        expect(ticket.history.at(-1)?.summary).toBe('下派至一网格所在社区');
      },
    ],
    [
      'to a community where the one complained about works: not to them',
      () => aboutThirdWorker(),
      'clerkHousing',
      { community: COMMUNITY_A },
      'noEffect:nobodyThere',
    ],
    ['to a community without grid workers', () => signed(), 'clerkA', { community: '210102001009' }, 'noEffect:nobodyThere'],
    [
      'to a community of a unit the desk does not hold',
      () => signed(),
      'clerkA',
      { community: COMMUNITY_A },
      'unknown:unknownPerson',
      undefined,
      { end: 'desk', unit: () => undefined },
    ],
    ['a matter for departments only, by the clerk of a street', () => forDepartments(), 'clerkA', TO_GRID, 'noEffect:leaderAssigns'],
    ['a matter for departments only, by its leader', () => forDepartments(), 'leaderA', TO_GRID, 'accept'],
    [
      'a matter for departments only, at a department',
      () => forDepartments('housing'),
      'clerkHousing',
      { person: personId('leaderHousing') },
      'accept',
    ],
    [
      'a category the desk does not hold',
      () => forDepartments(),
      'clerkA',
      TO_GRID,
      'unknown:leaderAssigns',
      undefined,
      { end: 'desk', category: () => undefined },
    ],
    ['while a return is under review, work goes on', () => returnReview(), 'clerkA', TO_GRID, 'accept'],
    [
      'again after it was checked',
      () => checked(),
      'clerkA',
      { person: personId('secondGridA') },
      'accept',
      (ticket) => {
        expect(ticket.pastAssignees).toEqual([personId('gridA')]);
      },
    ],
    [
      'two clerks: the first has effect',
      () => assigned(),
      'secondClerkA',
      { person: personId('secondGridA') },
      'noEffect:alreadyDone',
      (ticket) => {
        expect(ticket.assignment?.person).toBe(personId('gridA'));
      },
    ],
    ['nobody named', () => signed(), 'clerkA', { opinion: '请办理' }, 'refuse:assigneeMissing'],
    ['somebody of another office', () => signed(), 'clerkA', { person: personId('gridB') }, 'noEffect:unknownPerson'],
    ['somebody unknown', () => signed(), 'clerkA', { person: personId('stranger') }, 'noEffect:unknownPerson'],
    [
      'somebody the desk does not know',
      () => signed(),
      'clerkA',
      { person: personId('stranger') },
      'unknown:unknownPerson',
      undefined,
      DESK,
    ],
    ['a community of another street', () => signed(), 'clerkA', { community: '210103001001' }, 'noEffect:unknownPerson'],
    [
      'never to the one complained about',
      () => aboutWorker(),
      'clerkHousing',
      { person: personId('gridA') },
      'noEffect:targetIsRespondent',
    ],
    ['not yet signed', () => dispatched(), 'clerkA', TO_GRID, 'noEffect:wrongState'],
    ['with the city', () => fedBack(), 'clerkA', TO_GRID, 'noEffect:wrongState'],
    ['recalled meanwhile', () => movedToB(signed()), 'clerkA', TO_GRID, 'noEffect:reassigned'],
    ['a leader does not assign', () => signed(), 'leaderA', TO_GRID, 'refuse:noRight'],
    ['another office', () => signed(), 'clerkB', TO_GRID, 'refuse:noRight'],
  ]);
});

function forDepartments(at: 'streetA' | 'housing' = 'streetA'): Told {
  const told = registered({ category: { code: 'D1', path: ['住建', '物业'], version: 1 } });
  const given = step(told, 'dispatch', 'dispatcher', { unit: UNITS[at], reason: '属地' });
  return step(given, 'sign', at === 'housing' ? 'clerkHousing' : 'clerkA');
}
/** At a department, which has no grids of its own. */
function aboutThirdWorker(): Told {
  const told = registered({ respondent: { person: personId('thirdGridA') } });
  return step(step(told, 'dispatch', 'dispatcher', { unit: UNITS.housing, reason: '物业问题' }), 'sign', 'clerkHousing');
}

function aboutWorker(): Told {
  const told = registered({ respondent: { person: personId('gridA') } });
  return step(step(told, 'dispatch', 'dispatcher', { unit: UNITS.housing, reason: '物业问题' }), 'sign', 'clerkHousing');
}

describe('recallAssignment 收回下派', () => {
  judged('recallAssignment', [
    [
      'the clerk takes it back',
      () => assigned(),
      'clerkA',
      { reason: '另行安排' },
      'accept',
      (ticket) => {
        expect(ticket.assignment).toBeUndefined();
        expect(ticket.pastAssignees).toEqual([personId('gridA')]);
      },
    ],
    ['the one that is meant', () => assigned(), 'clerkA', of('assign'), 'accept'],
    [
      'a late one does not end a newer assignment',
      () => step(takenBack(), 'assign', 'clerkA', TO_GRID),
      'secondClerkA',
      { of: 'action:00000000000000000000000001' },
      'noEffect:notFound',
    ],
    ['nothing is assigned', () => signed(), 'clerkA', {}, 'noEffect:notFound'],
    ['recalled meanwhile', () => movedToB(assigned()), 'clerkA', {}, 'noEffect:reassigned'],
    ['with the city', () => fedBack(), 'clerkA', {}, 'noEffect:wrongState'],
    ['the worker cannot', () => assigned(), 'gridA', {}, 'refuse:noRight'],
  ]);
});
