/** 移交任务 (F11, F15): one step from who has it to who takes it; what collides keeps the record and changes nothing. */
import { describe, expect } from 'vitest';
import { COMMUNITY_A, personId, UNITS } from '../testing/city.ts';
import { acknowledged, assigned, fedBack, movedToB, ofWith, redo, registered, reported, signed } from '../testing/stages.ts';
import { step, type Told } from '../testing/story.ts';
import { DESK, judged } from '../testing/table.ts';

const TO_SECOND = ofWith('assign', { person: personId('secondGridA'), reason: '休假' });

function communityTask(): Told {
  return step(signed(), 'assign', 'clerkA', { community: COMMUNITY_A, opinion: '请现场查看' });
}
function clerksTask(): Told {
  return step(signed(), 'assign', 'clerkA', { person: personId('secondClerkA') });
}
function aboutSecondWorker(): Told {
  const told = registered({ respondent: { person: personId('secondGridA') } });
  const given = step(told, 'dispatch', 'dispatcher', { unit: UNITS.housing, reason: '物业问题' });
  return step(given, 'sign', 'clerkHousing');
}

describe('handOver 移交任务', () => {
  judged('handOver', [
    [
      'the clerk moves it: opinion kept, from the start again, who had it may still say what they did',
      () => acknowledged(),
      'clerkA',
      TO_SECOND,
      'accept',
      (ticket, told) => {
        expect(ticket.assignment).toMatchObject({ person: personId('secondGridA'), state: 'assigned', opinion: '请现场查看' });
        expect(ticket.assignment?.action).toBe(told.ids['handOver']);
        expect(ticket.pastAssignees).toContain(personId('gridA'));
        expect(ticket.history.at(-1)?.summary).toBe('任务移交secondGridA：休假');
      },
    ],
    ['so may the leader', () => assigned(), 'leaderA', TO_SECOND, 'accept'],
    ['what was sent back to the worker too', () => redo(), 'clerkA', TO_SECOND, 'accept'],
    ['a community’s task becomes one person’s', () => communityTask(), 'clerkA', TO_SECOND, 'accept'],
    ['a worker moves nothing, their own neither', () => assigned(), 'gridA', TO_SECOND, 'refuse:noRight'],
    ['nor another office', () => assigned(), 'clerkB', TO_SECOND, 'refuse:noRight'],
    [
      'not to a post they do not hold',
      () => assigned(),
      'clerkA',
      ofWith('assign', { person: personId('secondClerkA') }),
      'noEffect:deputyLacksRole',
    ],
    [
      'a community’s neither',
      () => communityTask(),
      'clerkA',
      ofWith('assign', { person: personId('secondClerkA') }),
      'noEffect:deputyLacksRole',
    ],
    ['a clerk’s to a clerk', () => clerksTask(), 'clerkA', ofWith('assign', { person: personId('clerkAndLeaderA') }), 'accept'],
    ['not to another unit', () => assigned(), 'clerkA', ofWith('assign', { person: personId('gridB') }), 'noEffect:unknownPerson'],
    [
      'a desk that does not know the person leaves it to the hub',
      () => assigned(),
      'clerkA',
      ofWith('assign', { person: 'person:nobody' }),
      'unknown:unknownPerson',
      undefined,
      DESK,
    ],
    ['not to who has it', () => assigned(), 'clerkA', ofWith('assign', { person: personId('gridA') }), 'noEffect:alreadyTheirs'],
    ['not what is reported', () => reported(), 'clerkA', TO_SECOND, 'noEffect:nothingToHandOver'],
    [
      'not what is with the city',
      () => fedBack(),
      'clerkA',
      { of: 'action:00000000000000000000000001', person: personId('gridA') },
      'noEffect:wrongState',
    ],
    [
      'of two who do it offline the first counts',
      () => step(assigned(), 'handOver', 'clerkA', TO_SECOND),
      'secondClerkA',
      ofWith('assign', { person: personId('thirdGridA') }),
      'noEffect:alreadyDone',
      (ticket) => expect(ticket.assignment?.person).toBe(personId('secondGridA')),
    ],
    ['recalled by the city meanwhile', () => movedToB(assigned()), 'clerkA', TO_SECOND, 'noEffect:reassigned'],
    [
      'never to the one complained about',
      () => step(aboutSecondWorker(), 'assign', 'clerkHousing', { person: personId('clerkHousing') }),
      'clerkHousing',
      TO_SECOND,
      'noEffect:targetIsRespondent',
    ],
  ]);
});
