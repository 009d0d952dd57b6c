import { describe, expect } from 'vitest';
import { personId, UNITS } from '../testing/city.ts';
import {
  contacted,
  escalated,
  escalating,
  escalationReview,
  fedBack,
  ofWith,
  returning,
  returnReview,
  RESULT,
  withCoHandler,
} from '../testing/stages.ts';
import { at, step, type Told } from '../testing/story.ts';
import { judged } from '../testing/table.ts';

const GRANT = { grant: true, reason: '情况属实' };
const DENY = { grant: false, reason: '应由你单位办理' };

describe('decideProposal 审核裁定: a return', () => {
  judged('decideProposal', [
    [
      'granted: back to the city for another round',
      () => returnReview(),
      'dispatcher',
      ofWith('proposeReturn', GRANT),
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('registered');
        expect([ticket.lead, ticket.before]).toEqual([undefined, undefined]);
        expect(ticket.proposals[0]).toMatchObject({ state: 'granted', decidedBy: personId('dispatcher'), reason: '情况属实' });
        expect(Object.keys(ticket.due)).toEqual(['dispatch']);
      },
    ],
    [
      'denied: back to the state before, counted',
      () => returnReview(),
      'dispatcher',
      ofWith('proposeReturn', DENY),
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'inProgress', flags: { refusedReturns: 1 } });
        expect(ticket.due.decide).toBeUndefined();
      },
    ],
    ['the leader has not signed', () => returning(), 'dispatcher', ofWith('proposeReturn', GRANT), 'refuse:unsigned'],
    [
      'two dispatchers',
      () => step(returnReview(), 'decideProposal', 'dispatcher', ofWith('proposeReturn', DENY)),
      'dispatcher',
      ofWith('proposeReturn', GRANT),
      'refuse:alreadyDecided',
    ],
    [
      'taken back meanwhile',
      () => step(returnReview(), 'retract', 'leaderA', ofWith('proposeReturn', { reason: '重写' })),
      'dispatcher',
      ofWith('proposeReturn', GRANT),
      'refuse:lapsed',
    ],
    [
      'a proposal nobody made',
      () => returnReview(),
      'dispatcher',
      { of: 'action:0000000000000000000000000Z', ...GRANT },
      'refuse:notFound',
    ],
    ['a supervisor does not decide returns', () => returnReview(), 'supervisor', ofWith('proposeReturn', GRANT), 'refuse:noRight'],
    ['the office does not decide its own', () => returnReview(), 'leaderA', ofWith('proposeReturn', GRANT), 'refuse:noRight'],
    ['a result is audited', () => fedBack(), 'supervisor', ofWith('submitResult', GRANT), 'refuse:auditInstead'],
    ['without a reason', () => returnReview(), 'dispatcher', ofWith('proposeReturn', { grant: false }), 'refuse:malformed'],
  ]);
});

function reviewAfter(instant: string): Told {
  return at(escalationReview(), instant);
}

describe('decideProposal 审核裁定: an escalation', () => {
  judged('decideProposal', [
    [
      'granted: the city leads, the unit helps, 10 WD',
      () => escalationReview(),
      'supervisor',
      ofWith('proposeEscalation', GRANT),
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'escalated', lead: UNITS.streetA, upperLead: 'city' });
        expect(ticket.coHandlers).toMatchObject([{ unit: UNITS.streetA, status: 'reported' }]);
        expect(ticket.due.upper?.at).toBe('2026-12-08T09:00:00.000Z');
        expect(ticket.stops).toMatchObject([{ why: 'escalation' }]);
      },
    ],
    [
      'granted to a department that leads there',
      () => escalationReview(),
      'supervisor',
      ofWith('proposeEscalation', { ...GRANT, unit: UNITS.housing }),
      'accept',
      (ticket) => {
        expect(ticket.upperLead).toBe(UNITS.housing);
      },
    ],
    [
      'co-handlings pass to the new lead',
      () => withCoHandler(escalationReview()),
      'supervisor',
      ofWith('proposeEscalation', GRANT),
      'accept',
      (ticket) => {
        expect(ticket.coHandlers.map((one) => [one.unit, one.status])).toEqual([
          [UNITS.housing, 'requested'],
          [UNITS.streetA, 'reported'],
        ]);
      },
    ],
    [
      'denied after two days: back to work, the limit moved by them',
      () => reviewAfter('2026-11-26T02:00:00.000Z'),
      'supervisor',
      ofWith('proposeEscalation', DENY),
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('inProgress');
        expect(ticket.due.handle).toMatchObject({ original: '2026-12-01T09:00:00.000Z', at: '2026-12-03T09:00:00.000Z' });
      },
    ],
    [
      'to the district: its supervisor decides',
      () => escalationReview({ target: 'district' }),
      'districtSupervisor',
      ofWith('proposeEscalation', GRANT),
      'accept',
      (ticket) => {
        expect(ticket.upperLead).toBe(UNITS.district);
      },
    ],
    [
      'to the district: not the city',
      () => escalationReview({ target: 'district' }),
      'supervisor',
      ofWith('proposeEscalation', GRANT),
      'refuse:noRight',
    ],
    [
      'to the district: not another',
      () => escalationReview({ target: 'district' }),
      'otherSupervisor',
      ofWith('proposeEscalation', GRANT),
      'refuse:noRight',
    ],
    ['to the city: not the district', () => escalationReview(), 'districtSupervisor', ofWith('proposeEscalation', GRANT), 'refuse:noRight'],
    ['a dispatcher', () => escalationReview(), 'dispatcher', ofWith('proposeEscalation', GRANT), 'refuse:noRight'],
    [
      'up to the unit itself',
      () => escalationReview(),
      'supervisor',
      ofWith('proposeEscalation', { ...GRANT, unit: UNITS.streetA }),
      'refuse:unknownUnit',
    ],
    [
      'up to a unit nobody knows',
      () => escalationReview(),
      'supervisor',
      ofWith('proposeEscalation', { ...GRANT, unit: 'dept-nowhere' }),
      'refuse:unknownUnit',
    ],
    [
      'up to the unit complained about',
      () => aboutHousing(),
      'supervisor',
      ofWith('proposeEscalation', { ...GRANT, unit: UNITS.housing }),
      'refuse:targetIsRespondent',
    ],
    ['the leader has not signed', () => escalating(), 'supervisor', ofWith('proposeEscalation', GRANT), 'refuse:unsigned'],
  ]);
});

function aboutHousing(): Told {
  const told = step(contacted({ respondent: { unit: UNITS.housing } }), 'proposeEscalation', 'clerkA', {
    ground: 'tooHard',
    target: 'city',
    done: '一',
    why: '二',
    ask: '三',
    interim: '四',
    citation: '五',
  });
  return step(told, 'leaderApprove', 'leaderA', (one) => ({ of: one.ids['proposeEscalation'] }));
}

const BACK = { next: 'back', result: '已协调管线单位，请继续办理' };
const { process: _process, ...SAID } = RESULT;
const FINAL = { ...SAID, next: 'final', result: '已由市级处理完毕' };

describe('upperResult 提级办理结果', () => {
  judged('upperResult', [
    [
      'back to the unit, with a new limit',
      () => at(escalated(), '2026-12-01T02:00:00.000Z'),
      'supervisor',
      BACK,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'inProgress', lead: UNITS.streetA });
        expect([ticket.upperLead, ticket.before]).toEqual([undefined, undefined]);
        expect(ticket.coHandlers.every((one) => one.status === 'ended')).toBe(true);
        expect(ticket.due.upper?.met).toBe('2026-12-01T02:01:00.000Z');
        expect(ticket.due.handle).toMatchObject({ start: '2026-12-01T02:01:00.000Z', at: '2026-12-08T09:00:00.000Z' });
        expect(ticket.stops.every((stop) => stop.to !== undefined)).toBe(true);
      },
    ],
    [
      'final: on to the audit',
      () => escalated(),
      'supervisor',
      FINAL,
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('feedbackSubmitted');
        expect(ticket.disposal).toMatchObject({ process: '已由市级处理完毕', publicReply: '楼道灯已修好' });
        expect(ticket.closing).toMatchObject({ clause: '14-1a', proposedBy: personId('supervisor') });
        expect(ticket.proposals.at(-1)).toMatchObject({ kind: 'result', unit: 'city' });
      },
    ],
    ['by the clerk of the unit that leads there', () => ledByHousing(), 'clerkHousing', BACK, 'accept'],
    [
      "final by that clerk: that unit's result",
      () => ledByHousing(),
      'clerkHousing',
      FINAL,
      'accept',
      (ticket) => expect(ticket.proposals.at(-1)?.unit).toBe(UNITS.housing),
    ],
    [
      'back: other co-handlers go on',
      () => withCoHandler(escalated()),
      'supervisor',
      BACK,
      'accept',
      (ticket) => expect(ticket.coHandlers).toMatchObject([{ unit: UNITS.housing, status: 'requested' }]),
    ],
    ...['clause', 'clauseEvidence', 'publicReply', 'told'].map(
      (field) =>
        [`final, ${field} left out`, () => escalated(), 'supervisor', { ...FINAL, [field]: undefined }, 'refuse:resultIncomplete'] as const,
    ),
    ['by the supervisor of the district asked', () => escalated({ target: 'district' }), 'districtSupervisor', BACK, 'accept'],
    ['not by the district when the city was asked', () => escalated(), 'districtSupervisor', BACK, 'refuse:noRight'],
    ["not by the unit's own clerk", () => escalated(), 'clerkA', BACK, 'refuse:noRight'],
    ['not escalated', () => contacted(), 'supervisor', BACK, 'refuse:wrongState'],
    ['under review only', () => escalationReview(), 'supervisor', BACK, 'refuse:wrongState'],
    ['final without its clause', () => escalated(), 'supervisor', { next: 'final', result: '已处理' }, 'refuse:resultIncomplete'],
    [
      'final without the evidence of its clause',
      () => escalated(),
      'supervisor',
      { ...FINAL, clauseEvidence: {} },
      'refuse:clauseEvidence',
    ],
    ['a leader', () => escalated(), 'leaderA', BACK, 'refuse:noRight'],
  ]);
});

describe('retract 撤回申请: a result of the level above', () => {
  judged('retract', [
    [
      "is not the unit's to take back",
      () => step(escalated(), 'upperResult', 'supervisor', FINAL),
      'clerkA',
      ofWith('upperResult', { reason: '撤回' }),
      'refuse:noRight',
    ],
  ]);
});

function ledByHousing(): Told {
  return step(escalationReview(), 'decideProposal', 'supervisor', ofWith('proposeEscalation', { ...GRANT, unit: UNITS.housing }));
}
