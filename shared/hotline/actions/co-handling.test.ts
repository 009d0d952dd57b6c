import { describe, expect, test } from 'vitest';
import type { Instant } from '../ids.ts';
import { personId, UNITS } from '../testing/city.ts';
import {
  assigned,
  closedTicket,
  contacted,
  dispatched,
  escalated,
  fedBack,
  movedToB,
  RESULT,
  returnReview,
  signed,
  submitted,
} from '../testing/stages.ts';
import { act, at, later, step, ticketOf, type Told } from '../testing/story.ts';
import { DESK, judged } from '../testing/table.ts';

const ASK = { unit: UNITS.housing, ask: '请核查物业资质' };
const ANSWER = { result: '资质齐全' };
const STAGE = { reason: '需进场检测', nextStep: '明日进场', due: '2026-11-30T09:00:00.000Z' };

function asked(from: Told = signed()): Told {
  return step(from, 'requestCoHandling', 'clerkA', ASK);
}
function answered(): Told {
  return step(asked(), 'coAnswer', 'clerkHousing', ANSWER);
}
/** Everybody is asked whom a channel has room for. */
function crowded(): Told {
  const told = signed();
  const coHandlers = Array.from({ length: 8 }, (_one, i) => ({ unit: `dept-${i}` as never, ask: '一', status: 'requested' as const }));
  return { ...told, ticket: { ...ticketOf(told), coHandlers } };
}

describe('requestCoHandling 请求协办', () => {
  judged('requestCoHandling', [
    [
      'three working days, and one before the lead must be done',
      () => signed(),
      'clerkA',
      ASK,
      'accept',
      (ticket) => {
        expect(ticket.coHandlers).toMatchObject([{ unit: UNITS.housing, status: 'requested', due: '2026-11-27T09:00:00.000Z' }]);
        expect(ticket.due.co?.at).toBe('2026-11-27T09:00:00.000Z');
      },
    ],
    [
      'a day before the lead',
      () => at(signed(), '2026-11-27T01:00:00.000Z'),
      'clerkA',
      ASK,
      'accept',
      (ticket) => expect(ticket.due.co?.at).toBe('2026-11-30T09:00:00.000Z'),
    ],
    // 11-30 13:00 to 12-01 17:00 are 11.5 working hours: half of them end on 12-01 at 10:15.
    [
      'half of what is left under two working days',
      () => at(signed(), '2026-11-30T04:59:00.000Z'),
      'clerkA',
      ASK,
      'accept',
      (ticket) => expect(ticket.due.co?.at).toBe('2026-12-01T02:15:00.000Z'),
    ],
    [
      'in rework by its limit',
      () => inRework(),
      'clerkA',
      ASK,
      'accept',
      (ticket) => expect(ticket.due.co?.at).toBe('2026-11-26T09:00:00.000Z'),
    ],
    [
      'by a date that is named',
      () => signed(),
      'clerkA',
      { ...ASK, due: '2026-11-26T09:00:00.000Z' },
      'accept',
      (ticket) => expect(ticket.due.co?.at).toBe('2026-11-26T09:00:00.000Z'),
    ],
    [
      'by a date after the lead must be done',
      () => signed(),
      'clerkA',
      { ...ASK, due: '2026-12-02T09:00:00.000Z' },
      'noEffect:coDueOutside',
    ],
    ['by a date that is past', () => signed(), 'clerkA', { ...ASK, due: '2026-11-24T01:00:00.000Z' }, 'noEffect:coDueOutside'],
    ['while a return is under review', () => returnReview(), 'clerkA', ASK, 'accept'],
    ['a unit that is asked already', () => asked(), 'clerkA', ASK, 'noEffect:alreadyDone'],
    [
      'a unit that has answered, once more',
      () => answered(),
      'clerkA',
      { ...ASK, ask: '另请复查' },
      'accept',
      (ticket) => expect(ticket.coHandlers).toMatchObject([{ status: 'requested', ask: '另请复查' }]),
    ],
    ['a district', () => signed(), 'clerkA', { ...ASK, unit: UNITS.district }, 'accept'],
    ['itself', () => signed(), 'clerkA', { ...ASK, unit: UNITS.streetA }, 'noEffect:unknownUnit'],
    ['the city: that is an escalation', () => signed(), 'clerkA', { ...ASK, unit: UNITS.city }, 'noEffect:unknownUnit'],
    ['nobody knows that unit', () => signed(), 'clerkA', { ...ASK, unit: 'dept-nowhere' }, 'noEffect:unknownUnit'],
    ['a unit the desk does not hold', () => signed(), 'clerkA', { ...ASK, unit: 'dept-nowhere' }, 'unknown:unknownUnit', undefined, DESK],
    [
      'never the unit complained about (§9)',
      () => signed({ respondent: { unit: UNITS.housing } }),
      'clerkA',
      ASK,
      'noEffect:targetIsRespondent',
    ],
    ['a ninth unit', () => crowded(), 'clerkA', ASK, 'noEffect:tooManyUnits'],
    ['before signing', () => dispatched(), 'clerkA', ASK, 'noEffect:wrongState'],
    ['with the city', () => fedBack(), 'clerkA', ASK, 'noEffect:wrongState'],
    ['recalled meanwhile', () => movedToB(signed()), 'clerkA', ASK, 'noEffect:reassigned'],
    ['a unit that helps asks nobody', () => asked(), 'clerkHousing', { ...ASK, unit: UNITS.streetB }, 'refuse:noRight'],
    ['a leader', () => signed(), 'leaderA', ASK, 'refuse:noRight'],
  ]);
});

function inRework(): Told {
  return step(fedBack(submitted()), 'auditResult', 'supervisor', { pass: false, reason: '重办' });
}
function twoAsked(): Told {
  return step(asked(), 'requestCoHandling', 'clerkA', { ...ASK, unit: UNITS.streetB, due: '2026-11-30T09:00:00.000Z' });
}

test('a request made offline before the others, and over before they were made: the limit begins with it and does not end before', () => {
  const first = step(later(signed(), 300), 'requestCoHandling', 'clerkA', ASK);
  const due = '2026-11-24T03:00:00.000Z';
  const effectiveAt = '2026-11-24T02:00:00.000Z' as Instant;
  const told = act(first, 'requestCoHandling', 'clerkA', { unit: UNITS.streetC, ask: '请核对', due }, { effectiveAt });
  expect(ticketOf(told).due.co).toMatchObject({ start: effectiveAt, at: due });
});

describe('coAnswer 协办反馈', () => {
  judged('coAnswer', [
    [
      'the unit asked',
      () => asked(),
      'clerkHousing',
      ANSWER,
      'accept',
      (ticket) => {
        expect(ticket.coHandlers).toMatchObject([{ status: 'answered', answer: '资质齐全' }]);
        expect(ticket.due.co?.met).toBe('2026-11-24T01:05:00.000Z');
      },
    ],
    [
      'the first of two: the other still owes',
      () => twoAsked(),
      'clerkHousing',
      ANSWER,
      'accept',
      (ticket) => expect(ticket.due.co).toMatchObject({ at: '2026-11-30T09:00:00.000Z' }),
    ],
    ['while it is escalated', () => escalatedWithHelp(), 'clerkHousing', ANSWER, 'accept'],
    ['twice', () => answered(), 'clerkHousing', ANSWER, 'noEffect:alreadyDone'],
    ['recalled meanwhile', () => designatedAway(), 'clerkHousing', ANSWER, 'noEffect:coEnded'],
    ['with the city', () => fedBack(reportedResult()), 'clerkHousing', ANSWER, 'noEffect:wrongState'],
    ['the unit that escalated was asked nothing', () => escalated(), 'clerkA', ANSWER, 'noEffect:nothingAsked'],
    ['the lead', () => asked(), 'clerkA', ANSWER, 'refuse:noRight'],
    ['a unit not asked', () => asked(), 'clerkB', ANSWER, 'refuse:noRight'],
    ['its leader', () => asked(), 'leaderHousing', ANSWER, 'refuse:noRight'],
    ['no result', () => asked(), 'clerkHousing', {}, 'refuse:malformed'],
  ]);
});

function escalatedWithHelp(): Told {
  const told = step(asked(), 'contact', 'clerkA', { channel: 'call', result: 'reached' });
  const more = { ground: 'tooHard', target: 'city', done: '一', why: '二', ask: '三', interim: '四', citation: '五' };
  const proposed = step(told, 'proposeEscalation', 'clerkA', more);
  const signedBy = step(proposed, 'leaderApprove', 'leaderA', (one) => ({ of: one.ids['proposeEscalation'] }));
  return step(signedBy, 'decideProposal', 'supervisor', (one) => ({ of: one.ids['proposeEscalation'], grant: true, reason: '同意' }));
}
function designatedAway(): Told {
  return step(asked(), 'designate', 'supervisor', { unit: UNITS.streetB, reason: '指定' });
}
function reportedResult(): Told {
  return step(step(asked(contacted()), 'coStageReport', 'clerkHousing', STAGE), 'submitResult', 'clerkA', RESULT);
}

describe('coStageReport 阶段报告', () => {
  judged('coStageReport', [
    [
      'not yet, and why, and when',
      () => asked(),
      'clerkHousing',
      STAGE,
      'accept',
      (ticket) => expect(ticket.coHandlers).toMatchObject([{ status: 'reported', due: STAGE.due, answer: '需进场检测\n明日进场' }]),
    ],
    [
      'to a date after the lead must be done',
      () => asked(),
      'clerkHousing',
      { ...STAGE, due: '2026-12-10T09:00:00.000Z' },
      'noEffect:coDueOutside',
    ],
    ['after the answer', () => answered(), 'clerkHousing', STAGE, 'noEffect:alreadyDone'],
    ['ended meanwhile', () => designatedAway(), 'clerkHousing', STAGE, 'noEffect:coEnded'],
    ['after the closing', () => closedTicket(), 'clerkHousing', STAGE, 'refuse:noRight'],
    ['no next step', () => asked(), 'clerkHousing', { ...STAGE, nextStep: '' }, 'refuse:malformed'],
    ['a worker of the lead', () => assigned(), 'gridA', STAGE, 'refuse:noRight'],
  ]);
  judged('submitResult', [
    ['a unit asked has not answered', () => asked(contacted()), 'clerkA', RESULT, 'refuse:coHandlersOpen'],
    ['it has answered', () => step(asked(contacted()), 'coAnswer', 'clerkHousing', ANSWER), 'clerkA', RESULT, 'accept'],
    ['it has reported its stage', () => step(asked(contacted()), 'coStageReport', 'clerkHousing', STAGE), 'clerkA', RESULT, 'accept'],
  ]);
  judged('recall', [['a matter of several units (art. 11)', () => asked(), 'dispatcher', { reason: '另派' }, 'refuse:onlyDesignate']]);
  expect(personId('clerkHousing')).toBeDefined();
});
