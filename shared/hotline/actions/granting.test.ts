import { describe, expect } from 'vitest';
import { personId, UNITS } from '../testing/city.ts';
import {
  calledBack,
  closedTicket,
  contacted,
  escalating,
  movedToB,
  of,
  ofWith,
  REGISTER,
  registered,
  returnReview,
  signed,
} from '../testing/stages.ts';
import { at, BEGINNING, step, ticketOf, type Told } from '../testing/story.ts';
import { judged } from '../testing/table.ts';
import { HANGING, COURT, SAME, EXEMPT, UNREASONABLE, APPEAL, ABUSE, GRANT, DENY, waiting, granted } from '../testing/unit-packages.ts';

describe('proposeSuspension 申请挂账', () => {
  judged('proposeSuspension', [
    ['to the last day of six months', () => signed(), 'clerkA', HANGING, 'accept'],
    ['a minute longer', () => signed(), 'clerkA', { ...HANGING, reviewAt: '2027-05-24T01:04:00.001Z' }, 'refuse:reviewOutside'],
    ['to a day that is past', () => signed(), 'clerkA', { ...HANGING, reviewAt: '2026-11-24T01:04:00.000Z' }, 'refuse:reviewOutside'],
    ['an escalation is open', () => escalating(), 'clerkA', HANGING, 'refuse:pendingProposal'],
    ['not explained to the complainant', () => signed(), 'clerkA', { ...HANGING, explanation: '' }, 'refuse:malformed'],
  ]);
  judged('decideProposal', [
    [
      'granted: the clock stands still until the review',
      () => waiting('proposeSuspension', HANGING),
      'supervisor',
      ofWith('proposeSuspension', GRANT),
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'suspended', before: 'inProgress', stops: [{ why: 'suspension' }] });
        expect(ticket.due.review?.at).toBe(HANGING.reviewAt);
      },
    ],
    [
      'asked for too long ago: its review would be over at once',
      () => at(waiting('proposeSuspension', HANGING), '2027-06-01T01:00:00.000Z'),
      'supervisor',
      ofWith('proposeSuspension', GRANT),
      'refuse:reviewOutside',
    ],
    [
      'material was asked for meanwhile: not now',
      () => step(waiting('proposeSuspension', HANGING), 'requestMaterial', 'clerkA', { list: '证明', notice: '电话' }),
      'supervisor',
      ofWith('proposeSuspension', GRANT),
      'refuse:wrongState',
    ],
    [
      'but it may be denied',
      () => step(waiting('proposeSuspension', HANGING), 'requestMaterial', 'clerkA', { list: '证明', notice: '电话' }),
      'supervisor',
      ofWith('proposeSuspension', DENY),
      'accept',
      (ticket) => expect(ticket.status).toBe('awaitingMaterial'),
    ],
  ]);
});

describe('resume 恢复办理', () => {
  const WHY = { reason: '改造已获批' };
  const hung = () => granted('proposeSuspension', HANGING);
  judged('resume', [
    [
      'by the clock, once the review date is over',
      () => at(hung(), '2027-05-25T01:00:00.000Z'),
      'clock',
      WHY,
      'accept',
      (ticket) => expect(ticket.status).toBe('inProgress'),
    ],
    ['by the clock, before it', () => hung(), 'clock', WHY, 'noEffect:notDueYet'],
    [
      'by the leader: back to work, the limit moved by the days',
      () => at(hung(), '2026-11-26T02:00:00.000Z'),
      'leaderA',
      WHY,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'inProgress', due: { handle: { at: '2026-12-03T09:00:00.000Z' } } });
        expect([ticket.before, ticket.due.review?.met]).toEqual([undefined, '2026-11-26T02:01:00.000Z']);
      },
    ],
    ['by the clerk alone', () => hung(), 'clerkA', WHY, 'noEffect:leaderSigns'],
    ['by the clerk of a unit that signs alone', () => hungAlone(), 'clerkAlone', WHY, 'accept'],
    [
      'by a clerk whose unit the desk does not hold',
      () => hung(),
      'clerkA',
      WHY,
      'unknown:leaderSigns',
      undefined,
      { end: 'desk', unit: () => undefined },
    ],
    ['twice', () => step(hung(), 'resume', 'leaderA', WHY), 'leaderA', WHY, 'noEffect:wrongState'],
    ['recalled meanwhile', () => movedToB(hung()), 'leaderA', WHY, 'noEffect:reassigned'],
    ['another office', () => hung(), 'leaderB', WHY, 'refuse:noRight'],
    ['without a reason', () => hung(), 'leaderA', {}, 'refuse:malformed'],
  ]);
  judged('close', [
    [
      'a suspended matter, by the city',
      () => hung(),
      'operator',
      { clause: '14-7', clauseEvidence: { citation: '一', why: '二' }, reason: '三' },
      'accept',
    ],
  ]);
  judged('recordWork', [['work goes on while it is suspended', () => hung(), 'clerkA', { note: '已报计划' }, 'accept']]);
});

function hungAlone(): Told {
  const told = step(BEGINNING, 'register', 'clerkAlone', { ...REGISTER, source: 'walkIn' });
  return step(
    step(told, 'proposeSuspension', 'clerkAlone', { ...HANGING, reviewAt: '2027-05-01T01:00:00.000Z' }),
    'decideProposal',
    'supervisor',
    ofWith('proposeSuspension', GRANT),
  );
}

describe('what granting does', () => {
  judged('proposeGuideOut', [
    ['the same matter again, without its number', () => signed(), 'clerkA', { ...COURT, article: '9-4' }, 'refuse:earlierMissing'],
  ]);
  judged('proposeMerge', [
    ['into itself', () => signed({ externalNos: ['市 1'] }), 'clerkA', { ...SAME, main: '市 1 ' }, 'refuse:ownNumber'],
  ]);
  judged('decideProposal', [
    [
      '建议告知渠道: told, and ended',
      () => waiting('proposeGuideOut', COURT),
      'supervisor',
      ofWith('proposeGuideOut', GRANT),
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({
          status: 'guidedOut',
          lead: UNITS.streetA,
          disposal: { publicReply: '属物业服务范围' },
          closing: { confirmedBy: personId('supervisor') },
        });
      },
    ],
    [
      '建议并单: merged, the work stays as history',
      () => waiting('proposeMerge', SAME),
      'supervisor',
      ofWith('proposeMerge', GRANT),
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'merged', before: 'inProgress', links: { main: SAME.main } });
      },
    ],
    [
      '申请不计满意率',
      () => waiting('proposeExemption', EXEMPT),
      'supervisor',
      ofWith('proposeExemption', GRANT),
      'accept',
      (ticket) => expect(ticket.flags.satisfactionExempt).toBe(true),
    ],
    [
      '不合理诉求认定',
      () => waiting('claimUnreasonable', UNREASONABLE),
      'supervisor',
      ofWith('claimUnreasonable', GRANT),
      'accept',
      (ticket) => expect(ticket.flags.unreasonableClaim).toBe(true),
    ],
    [
      '考核申诉: it no longer counts',
      () => waiting('appealAssessment', APPEAL),
      'supervisor',
      ofWith('appealAssessment', GRANT),
      'accept',
      (ticket) => {
        expect([ticket.assessment, ticket.flags.assessmentAppealed]).toEqual([{ counted: false, exemptReason: '同意' }, false]);
      },
    ],
    [
      '恶意诉求移交: nothing is kept of the person',
      () => waiting('reportAbuse', ABUSE),
      'supervisor',
      ofWith('reportAbuse', GRANT),
      'accept',
      (ticket) => expect(ticket.status).toBe('inProgress'),
    ],
  ]);
});

describe('appealAssessment 考核申诉', () => {
  judged('appealAssessment', [
    ['after the closing', () => closedTicket(), 'clerkA', APPEAL, 'accept'],
    ['while the city calls back', () => calledBack(), 'clerkA', APPEAL, 'refuse:wrongState'],
  ]);
  judged('leaderApprove', [
    [
      'after the closing: 考核申诉中',
      () => step(closedTicket(), 'appealAssessment', 'clerkA', APPEAL),
      'leaderA',
      of('appealAssessment'),
      'accept',
      (ticket) => expect([ticket.status, ticket.flags.assessmentAppealed]).toEqual(['closed', true]),
    ],
  ]);
  judged('recall', [
    [
      'it lapses with a recall',
      () => waiting('appealAssessment', APPEAL),
      'dispatcher',
      { reason: '另派' },
      'accept',
      (ticket) => expect(ticket.flags.assessmentAppealed).toBe(false),
    ],
  ]);
});

describe('reportAbuse 恶意诉求移交', () => {
  judged('reportAbuse', [
    [
      'by the operator, before a dispatch: it waits for the supervisor',
      () => registered(),
      'operator',
      ABUSE,
      'accept',
      (ticket) => expect(ticket.proposals).toMatchObject([{ state: 'waiting', unit: 'city' }]),
    ],
    ['by the operator, on what is closed', () => closedTicket(), 'operator', ABUSE, 'refuse:wrongState'],
    [
      'by the operator, while one is open',
      () => step(registered(), 'reportAbuse', 'operator', ABUSE),
      'operator',
      ABUSE,
      'refuse:pendingProposal',
    ],
    [
      'by the operator complained about',
      () => registered({ respondent: { person: personId('operator') } }),
      'operator',
      ABUSE,
      'refuse:conflictOfInterest',
    ],
  ]);
  judged('decideProposal', [
    ['of the operator', () => step(registered(), 'reportAbuse', 'operator', ABUSE), 'supervisor', ofWith('reportAbuse', GRANT), 'accept'],
  ]);
  judged('comment', [['a return under review bars no comment', () => returnReview(), 'clerkA', { text: '一' }, 'accept']]);
  expect(ticketOf(contacted()).proposals).toEqual([]);
});
