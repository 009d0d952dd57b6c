import { describe, expect } from 'vitest';
import { personId } from '../testing/city.ts';
import {
  ANSWERED,
  calledBack,
  closedTicket,
  contacted,
  dispatched,
  fedBack,
  movedToB,
  ofWith,
  REGISTER,
  RESULT,
  returning,
  signed,
  submitted,
  unsolvedAgain,
  withCoHandler,
  workersCopy,
} from '../testing/stages.ts';
import { at, BEGINNING, step, type Told } from '../testing/story.ts';
import { GRID_DESK, judged } from '../testing/table.ts';

const PHOTO = { hash: 'a'.repeat(64), kind: 'after', name: '灯.jpg', type: 'image/jpeg', size: 1024 };
const NOT_REACHED = { channel: 'call', result: 'notReached' };
const SILENT = { ...RESULT, clause: '14-8', clauseEvidence: {}, solved: false };
const WITHDRAWN = { ...RESULT, clause: '14-3', clauseEvidence: { record: '诉求人来电表示不再反映' } };

/** Failed calls on these days (UTC+8, noon). */
function tried(...days: readonly string[]): Told {
  return days.reduce((told, day) => step(at(told, `${day}T04:00:00.000Z`), 'contact', 'clerkA', NOT_REACHED), signed());
}
function anonymous(): Told {
  const { complainant: _complainant, ...rest } = REGISTER;
  return step(
    step(step(BEGINNING, 'register', 'operator', rest), 'dispatch', 'dispatcher', { unit: '210102001', reason: '属地' }),
    'sign',
    'clerkA',
  );
}

describe('draftResult 拟办结果', () => {
  judged('draftResult', [
    [
      'half a result is kept',
      () => signed(),
      'clerkA',
      { publicReply: '正在处理' },
      'accept',
      (ticket) => expect(ticket.disposal.draft).toEqual({ publicReply: '正在处理' }),
    ],
    [
      'the next draft replaces it',
      () => step(signed(), 'draftResult', 'clerkA', { process: '一' }),
      'secondClerkA',
      { process: '二' },
      'accept',
      (ticket) => expect(ticket.disposal.draft).toEqual({ process: '二' }),
    ],
    ['before signing', () => dispatched(), 'clerkA', {}, 'noEffect:wrongState'],
    ['recalled meanwhile', () => movedToB(signed()), 'clerkA', { process: '一' }, 'noEffect:reassigned'],
    ['another office', () => signed(), 'clerkB', {}, 'refuse:noRight'],
  ]);
});

describe('submitResult 报审', () => {
  judged('submitResult', [
    [
      '14-1a, with a call that got through',
      () => contacted(),
      'clerkA',
      RESULT,
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('inProgress');
        expect(ticket.proposals).toMatchObject([{ kind: 'result', state: 'leaderReview' }]);
        expect(ticket.disposal.draft).toBeUndefined();
      },
    ],
    ['14-1a, with a photo', () => tried('2026-11-24'), 'clerkA', { ...RESULT, evidence: [PHOTO] }, 'accept'],
    [
      '14-1a, with a photo already on the ticket',
      () => step(tried('2026-11-24'), 'recordWork', 'clerkA', { note: '已修', evidence: [PHOTO] }),
      'clerkA',
      { ...RESULT, clauseEvidence: { acceptance: '已修好', proof: [PHOTO.hash] } },
      'accept',
    ],
    ['14-1a, and nobody reached, and nothing shown', () => tried('2026-11-24'), 'clerkA', RESULT, 'refuse:clauseEvidence'],
    ['14-1a, nothing stated', () => contacted(), 'clerkA', { ...RESULT, clauseEvidence: {} }, 'refuse:clauseEvidence'],
    [
      '14-1a, a proof that is not there',
      () => contacted(),
      'clerkA',
      { ...RESULT, clauseEvidence: { acceptance: '认可', proof: [PHOTO.hash] } },
      'refuse:clauseEvidence',
    ],
    ['14-3, with the call in which they withdrew', () => contacted(), 'clerkA', WITHDRAWN, 'accept'],
    ['14-3, with the letter', () => tried('2026-11-24'), 'clerkA', { ...WITHDRAWN, evidence: [{ ...PHOTO, kind: 'agreement' }] }, 'accept'],
    ['14-3, nobody heard it', () => tried('2026-11-24'), 'clerkA', WITHDRAWN, 'refuse:clauseEvidence'],
    [
      '14-8, on the thirtieth day, three attempts',
      () => at(tried('2026-11-24', '2026-12-01', '2026-12-10'), '2026-12-24T02:00:00.000Z'),
      'clerkA',
      SILENT,
      'accept',
    ],
    [
      '14-8, on the twenty-ninth day',
      () => at(tried('2026-11-24', '2026-12-01', '2026-12-10'), '2026-12-23T02:00:00.000Z'),
      'clerkA',
      SILENT,
      'refuse:clauseNotYet',
      (_ticket, told) => {
        expect(told.verdict).toMatchObject({ detail: '首次 2026-11-24，已在 3 个不同日期联系；须满 30 日、3 次' });
      },
    ],
    [
      '14-8, two attempts',
      () => at(tried('2026-11-24', '2026-12-01'), '2026-12-30T02:00:00.000Z'),
      'clerkA',
      SILENT,
      'refuse:clauseNotYet',
    ],
    [
      '14-8, three attempts on two days',
      () => at(tried('2026-11-24', '2026-11-24', '2026-12-01'), '2026-12-30T02:00:00.000Z'),
      'clerkA',
      SILENT,
      'refuse:clauseNotYet',
    ],
    [
      '14-8, they cooperated in between',
      () =>
        at(
          step(tried('2026-11-24', '2026-12-01', '2026-12-10'), 'contact', 'clerkA', { channel: 'call', result: 'reached' }),
          '2026-12-30T02:00:00.000Z',
        ),
      'clerkA',
      SILENT,
      'refuse:clauseNotYet',
    ],
    [
      'a clause that is still to come',
      () => contacted(),
      'clerkA',
      { ...RESULT, clause: '14-2', clauseEvidence: {} },
      'refuse:clauseUnknown',
    ],
    ['no contact logged', () => signed(), 'clerkA', RESULT, 'refuse:noContactYet'],
    ['nobody to contact (无联系方式)', () => anonymous(), 'clerkA', { ...RESULT, evidence: [PHOTO] }, 'accept'],
    ['a co-handler has not answered', () => withCoHandler(contacted()), 'clerkA', RESULT, 'refuse:coHandlersOpen'],
    ['a co-handler has reported its stage', () => withCoHandler(contacted(), 'reported'), 'clerkA', RESULT, 'accept'],
    [
      'another proposal is open',
      () => step(returning(), 'contact', 'clerkA', { channel: 'call', result: 'reached' }),
      'clerkA',
      RESULT,
      'refuse:pendingProposal',
    ],
    ['two clerks: the second is refused', () => submitted(), 'secondClerkA', RESULT, 'refuse:pendingProposal'],
    ['with the city', () => fedBack(), 'clerkA', RESULT, 'refuse:pendingProposal'],
    ['before signing', () => dispatched(), 'clerkA', RESULT, 'refuse:wrongState'],
    ['recalled meanwhile: refused with 已改派', () => movedToB(contacted()), 'clerkA', RESULT, 'refuse:reassigned'],
    ['the complainant was not told', () => contacted(), 'clerkA', { ...RESULT, told: undefined }, 'refuse:malformed'],
    ['no public reply', () => contacted(), 'clerkA', { ...RESULT, publicReply: ' ' }, 'refuse:malformed'],
    ["on a worker's copy", () => workersCopy(contacted()), 'clerkA', RESULT, 'unknown:copyLacks', undefined, GRID_DESK],
    ['a leader', () => contacted(), 'leaderA', RESULT, 'refuse:noRight'],
  ]);
});

function disputedTicket(): Told {
  return unsolvedAgain(unsolvedAgain(unsolvedAgain(calledBack())));
}

describe('auditResult 市审核', () => {
  judged('auditResult', [
    [
      'passed: to the callback',
      () => fedBack(),
      'supervisor',
      { pass: true },
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('callback');
        expect(ticket.closing).toMatchObject({ clause: '14-1a', proposedBy: personId('clerkA'), confirmedBy: personId('supervisor') });
        expect(ticket.proposals[0]?.state).toBe('granted');
        expect(ticket.due.callback?.at).toBe('2026-11-25T09:00:00.000Z');
        expect(ticket.due.decide).toBeUndefined();
      },
    ],
    [
      'sent back: rework, 3 WD',
      () => fedBack(),
      'supervisor',
      { pass: false, reason: '答复不完整' },
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'rework', flags: { reworks: 1 } });
        expect(ticket.closing).toBeUndefined();
        expect(ticket.due.rework?.at).toBe('2026-11-27T09:00:00.000Z');
      },
    ],
    ['the result that was read', () => fedBack(), 'supervisor', ofWith('submitResult', { pass: true }), 'accept'],
    [
      'another result than the one that was read',
      () => fedBack(),
      'supervisor',
      { of: 'action:0000000000000000000000000Z', pass: true },
      'refuse:lapsed',
    ],
    ['sent back without a reason', () => fedBack(), 'supervisor', { pass: false }, 'refuse:reasonMissing'],
    [
      'in dispute after two reworks: back to work',
      () => disputedTicket(),
      'supervisor',
      { pass: false, reason: '确未解决' },
      'accept',
      (ticket) => expect(ticket.status).toBe('rework'),
    ],
    ['in dispute there is nothing to pass', () => disputedTicket(), 'supervisor', { pass: true }, 'refuse:wrongState'],
    ['the leader has not signed', () => submitted(), 'supervisor', { pass: true }, 'refuse:wrongState'],
    ['two supervisors', () => calledBack(), 'supervisor', { pass: true }, 'refuse:wrongState'],
    ['a district does not audit', () => fedBack(), 'districtSupervisor', { pass: true }, 'refuse:noRight'],
    ['the office does not audit itself', () => fedBack(), 'leaderA', { pass: true }, 'refuse:noRight'],
  ]);
});

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
    ['in the callback, by the supervisor', () => calledBack(), 'supervisor', CLOSE, 'accept'],
    ['in the callback, by the operator', () => calledBack(), 'operator', CLOSE, 'refuse:supervisorDecides'],
    ['while the office works', () => contacted(), 'supervisor', CLOSE, 'refuse:wrongState'],
    ['what is closed', () => closedTicket(), 'supervisor', CLOSE, 'refuse:wrongState'],
    ['without the evidence of the clause', () => disputedTicket(), 'supervisor', { ...CLOSE, clauseEvidence: {} }, 'refuse:clauseEvidence'],
    ['14-8 before its time', () => disputedTicket(), 'supervisor', { ...CLOSE, clause: '14-8', clauseEvidence: {} }, 'refuse:clauseNotYet'],
    ['a clause that is still to come', () => disputedTicket(), 'supervisor', { ...CLOSE, clause: '14-9' }, 'refuse:clauseUnknown'],
    ['the office closes nothing', () => calledBack(), 'leaderA', CLOSE, 'refuse:noRight'],
  ]);
});
