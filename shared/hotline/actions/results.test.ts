import { describe, expect } from 'vitest';
import { personId } from '../testing/city.ts';
import {
  calledBack,
  contacted,
  dispatched,
  disputedTicket,
  fedBack,
  movedToB,
  ofWith,
  REGISTER,
  RESULT,
  returning,
  signed,
  submitted,
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
/** Reached on these days, and each time without cooperation. */
function unwilling(...days: readonly string[]): Told {
  const said = { channel: 'call', result: 'reached', cooperates: false };
  return days.reduce((told, day) => step(at(told, `${day}T04:00:00.000Z`), 'contact', 'clerkA', said), signed());
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
    [
      '14-1a, only a picture of how it was',
      () => tried('2026-11-24'),
      'clerkA',
      { ...RESULT, evidence: [{ ...PHOTO, kind: 'before' }] },
      'refuse:clauseEvidence',
    ],
    [
      '14-1a, only an identity paper',
      () => tried('2026-11-24'),
      'clerkA',
      { ...RESULT, evidence: [{ ...PHOTO, kind: 'idDocument' }] },
      'refuse:clauseEvidence',
    ],
    ['14-3, with the call in which they withdrew', () => contacted(), 'clerkA', WITHDRAWN, 'accept'],
    ['14-3, with the letter', () => tried('2026-11-24'), 'clerkA', { ...WITHDRAWN, evidence: [{ ...PHOTO, kind: 'agreement' }] }, 'accept'],
    [
      '14-3, with a recording',
      () => tried('2026-11-24'),
      'clerkA',
      { ...WITHDRAWN, evidence: [{ ...PHOTO, kind: 'contactProof' }] },
      'accept',
    ],
    ['14-3, with another paper', () => tried('2026-11-24'), 'clerkA', { ...WITHDRAWN, evidence: [{ ...PHOTO, kind: 'other' }] }, 'accept'],
    [
      '14-3, a picture of the lamp withdraws nothing',
      () => tried('2026-11-24'),
      'clerkA',
      { ...WITHDRAWN, evidence: [PHOTO] },
      'refuse:clauseEvidence',
    ],
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
      '14-8, reached each time and not cooperating',
      () => at(unwilling('2026-11-24', '2026-12-01', '2026-12-10'), '2026-12-24T02:00:00.000Z'),
      'clerkA',
      SILENT,
      'accept',
    ],
    ['no contact logged', () => signed(), 'clerkA', RESULT, 'refuse:noContactYet'],
    [
      'only a second phone is known, and nobody called it',
      () => signed({ complainant: { kind: 'natural', altPhone: '1' } }),
      'clerkA',
      RESULT,
      'refuse:noContactYet',
    ],
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
