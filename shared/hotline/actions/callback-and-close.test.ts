import { describe, expect } from 'vitest';
import { personId } from '../testing/city.ts';
import { ANSWERED, calledBack, closedTicket, contacted, disputedTicket, fedBack, RESULT, unsolvedAgain } from '../testing/stages.ts';
import { at, step, type Told } from '../testing/story.ts';
import { judged } from '../testing/table.ts';

const WITHDRAWN = { ...RESULT, clause: '14-3', clauseEvidence: { record: '诉求人来电表示不再反映' } };
const UNSOLVED = { ...ANSWERED, solved: 'notSolved' };
const SILENCE = { reached: false };

function failed(times: readonly string[]): Told {
  return times.reduce((told, time) => step(at(told, time), 'callback', 'operator', SILENCE), calledBack());
}
const MORNING_1 = '2026-11-24T02:00:00.000Z';
const AFTERNOON_1 = '2026-11-24T06:00:00.000Z';
const MORNING_2 = '2026-11-25T02:00:00.000Z';

describe('callback 回访', () => {
  judged('callback', [
    [
      'content: closed',
      () => calledBack(),
      'operator',
      ANSWERED,
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('closed');
        expect(ticket.closing).toMatchObject({ clause: '14-1a', at: '2026-11-24T01:08:00.000Z' });
        expect(ticket.due.callback?.met).toBeDefined();
      },
    ],
    [
      'dissatisfied but solved: closed',
      () => calledBack(),
      'operator',
      { ...ANSWERED, satisfiedResult: 'dissatisfied' },
      'accept',
      (ticket) => expect(ticket.status).toBe('closed'),
    ],
    [
      'not solved under 14-1a: rework',
      () => calledBack(),
      'operator',
      UNSOLVED,
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('rework');
        expect(ticket.due.rework?.at).toBe('2026-11-27T09:00:00.000Z');
      },
    ],
    [
      'not solved under 14-3: closed',
      () => calledBack(fedBack(step(contacted(), 'submitResult', 'clerkA', WITHDRAWN))),
      'operator',
      UNSOLVED,
      'accept',
      (ticket) => expect(ticket.status).toBe('closed'),
    ],
    [
      'not solved a second time: rework',
      () => unsolvedAgain(calledBack()),
      'operator',
      UNSOLVED,
      'accept',
      (ticket) => expect(ticket.status).toBe('rework'),
    ],
    [
      'not solved a third time: it waits for the supervisor',
      () => unsolvedAgain(unsolvedAgain(calledBack())),
      'operator',
      UNSOLVED,
      'accept',
      (ticket) => expect(ticket.status).toBe('callback'),
    ],
    ['in dispute nobody calls again', () => disputedTicket(), 'operator', ANSWERED, 'refuse:supervisorDecides'],
    ['not reached: it waits', () => calledBack(), 'operator', SILENCE, 'accept', (ticket) => expect(ticket.status).toBe('callback')],
    ['not reached twice in one morning', () => failed([MORNING_1]), 'operator', SILENCE, 'refuse:sameHalfDay'],
    ['reached later the same morning', () => failed([MORNING_1]), 'operator', ANSWERED, 'accept'],
    [
      'third failed attempt: 无法回访',
      () => at(failed([MORNING_1, AFTERNOON_1]), MORNING_2),
      'operator',
      SILENCE,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'closed', closing: { clause: '14-1a', unreachable: true } });
      },
    ],
    [
      'failed attempts of an earlier round do not count',
      () => secondRound(),
      'operator',
      SILENCE,
      'accept',
      (ticket) => expect(ticket.status).toBe('callback'),
    ],
    ['reached, and nothing answered', () => calledBack(), 'operator', { reached: true }, 'refuse:answersMissing'],
    ...['solved', 'satisfiedResult', 'satisfiedProcess', 'truthful'].map(
      (field) =>
        [
          `reached, ${field} left out`,
          () => calledBack(),
          'operator',
          { ...ANSWERED, [field]: undefined },
          'refuse:answersMissing',
        ] as const,
    ),
    ['noon parts the half-days', () => at(failed([MORNING_1]), '2026-11-24T03:59:00.000Z'), 'operator', SILENCE, 'accept'],
    ['two operators', () => closedTicket(), 'operator', ANSWERED, 'refuse:wrongState'],
    ['not yet audited', () => fedBack(), 'operator', ANSWERED, 'refuse:wrongState'],
    ['the office does not call back for the city', () => calledBack(), 'clerkA', ANSWERED, 'refuse:noRight'],
  ]);
});

/** Two failed attempts, then not solved, rework, a new result, a new callback. */
function secondRound(): Told {
  const round = unsolvedAgain(failed([MORNING_1, AFTERNOON_1]));
  return at(round, MORNING_2);
}

const CLOSE = { clause: '14-1a', clauseEvidence: { acceptance: '经核实已解决' }, reason: '经裁定办结' };

describe('close 办结', () => {
  judged('close', [
    [
      'in dispute, by the supervisor',
      () => disputedTicket(),
      'supervisor',
      CLOSE,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'closed', closing: { clause: '14-1a', confirmedBy: personId('supervisor') } });
        expect(ticket.before).toBeUndefined();
      },
    ],
    ['in dispute, by the operator', () => disputedTicket(), 'operator', CLOSE, 'refuse:supervisorDecides'],
    ['before everybody was asked (art. 15)', () => calledBack(), 'supervisor', CLOSE, 'refuse:callbackFirst'],
    ['by a district: the city closes', () => disputedTicket(), 'districtSupervisor', CLOSE, 'refuse:noRight'],
    ['while the office works', () => contacted(), 'supervisor', CLOSE, 'refuse:wrongState'],
    ['what is closed', () => closedTicket(), 'supervisor', CLOSE, 'refuse:wrongState'],
    ['without the evidence of the clause', () => disputedTicket(), 'supervisor', { ...CLOSE, clauseEvidence: {} }, 'refuse:clauseEvidence'],
    ['14-8 before its time', () => disputedTicket(), 'supervisor', { ...CLOSE, clause: '14-8', clauseEvidence: {} }, 'refuse:clauseNotYet'],
    ['the office closes nothing', () => calledBack(), 'leaderA', CLOSE, 'refuse:noRight'],
  ]);
});
