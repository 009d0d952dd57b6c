import { describe, expect } from 'vitest';
import { personId, UNITS } from '../testing/city.ts';
import {
  assigned,
  calledBack,
  closedTicket,
  dispatched,
  escalated,
  fedBack,
  movedToB,
  REGISTER,
  registered,
  RESULT,
  signed,
  submitted,
} from '../testing/stages.ts';
import { at, BEGINNING, step, ticketOf, type Told } from '../testing/story.ts';
import { judged } from '../testing/table.ts';

function walkIn(more: Record<string, unknown> = {}): Told {
  return step(BEGINNING, 'register', 'clerkA', { ...REGISTER, source: 'walkIn', ...more });
}
function recalledWalkIn(): Told {
  return step(walkIn(), 'recall', 'dispatcher', { reason: '另派' });
}
const ANSWER = { answer: '办理地点为政务服务中心三楼', article: 'KB-12' };

describe('directAnswer 直接答复', () => {
  judged('directAnswer', [
    [
      'on the phone',
      () => registered(),
      'operator',
      ANSWER,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'directAnswered', disposal: { publicReply: ANSWER.answer, told: { how: '直接答复' } } });
        expect(ticket.due.dispatch?.met).toBe('2026-11-24T01:02:00.000Z');
      },
    ],
    ['at the counter of a street', () => walkIn(), 'clerkA', ANSWER, 'accept', (ticket) => expect(ticket.due.handle?.met).toBeDefined()],
    ['at the counter, kept for the city', () => walkIn({ toCity: true }), 'clerkA', ANSWER, 'accept'],
    [
      'at the counter, dispatched meanwhile: kept as record',
      () => step(walkIn({ toCity: true }), 'dispatch', 'dispatcher', { unit: UNITS.streetB, reason: '属地' }),
      'clerkA',
      ANSWER,
      'noEffect:reassigned',
    ],
    ['at the counter, recalled meanwhile', () => recalledWalkIn(), 'clerkA', ANSWER, 'noEffect:reassigned'],
    ['at the counter, dispatched back to the office: a matter like others', () => backAtA(), 'clerkA', ANSWER, 'noEffect:wrongState'],
    ['at the counter, already with the city', () => withTheCity(), 'clerkA', ANSWER, 'noEffect:wrongState'],
    ['what came by phone is no walk-in', () => signed(), 'clerkA', ANSWER, 'noEffect:wrongState'],
    ['twice', () => dispatched(), 'operator', ANSWER, 'refuse:wrongState'],
    ['a leader', () => walkIn(), 'leaderA', ANSWER, 'refuse:noRight'],
    ['another office', () => walkIn(), 'clerkB', ANSWER, 'refuse:noRight'],
    [
      'the operator complained about',
      () => registered({ respondent: { person: personId('operator') } }),
      'operator',
      ANSWER,
      'refuse:conflictOfInterest',
    ],
    ['no answer', () => registered(), 'operator', { article: 'KB-12' }, 'refuse:malformed'],
  ]);
});

function backAtA(): Told {
  return step(step(recalledWalkIn(), 'dispatch', 'dispatcher', { unit: UNITS.streetA, reason: '属地' }), 'sign', 'clerkA');
}
function withTheCity(): Told {
  let told = step(walkIn(), 'contact', 'clerkA', { channel: 'visit', result: 'reached' });
  told = step(told, 'submitResult', 'clerkA', RESULT);
  return step(told, 'leaderApprove', 'leaderA', (one) => ({ of: one.ids['submitResult'] }));
}

const COURT = { article: '9-3', channel: '某区人民法院', explanation: '已进入诉讼程序', reference: '(2026)民初1号' };

describe('guideOut 告知渠道', () => {
  judged('guideOut', [
    [
      'to the court',
      () => registered(),
      'operator',
      COURT,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'guidedOut', confidential: 'none', disposal: { publicReply: '已进入诉讼程序' } });
        expect(ticket.closing).toMatchObject({ evidence: { article: '9-3', channel: '某区人民法院' }, confirmedBy: personId('operator') });
      },
    ],
    [
      'a secret is sealed',
      () => registered(),
      'operator',
      { ...COURT, secret: true },
      'accept',
      (ticket) => expect(ticket.confidential).toBe('sealed'),
    ],
    [
      'the same matter again, with its number',
      () => registered(),
      'operator',
      { ...COURT, article: '9-4', reference: 'LN1' },
      'accept',
      (ticket) => expect(ticket.links.earlier).toEqual(['LN1']),
    ],
    [
      'the same matter again, without its number',
      () => registered(),
      'operator',
      { ...COURT, article: '9-4', reference: undefined },
      'refuse:earlierMissing',
    ],
    ['another class asks for no number', () => registered(), 'operator', { ...COURT, reference: undefined }, 'accept'],
    ['no class of art. 9', () => registered(), 'operator', { ...COURT, article: '9-7' }, 'refuse:malformed'],
    ['no channel named', () => registered(), 'operator', { ...COURT, channel: undefined }, 'refuse:malformed'],
    ['after the dispatch a unit proposes it', () => signed(), 'operator', COURT, 'refuse:wrongState'],
    ['a clerk proposes it', () => signed(), 'clerkA', COURT, 'refuse:noRight'],
  ]);
});

const UP = { unit: '省某厅', reason: '省级单位职责', externalNo: '省 7' };
function handedUp(): Told {
  return step(registered(), 'handUp', 'dispatcher', UP);
}

const { process: _process, ...SAID } = RESULT;
const PROVINCE_SAYS = { ...SAID, next: 'final', result: '省级已办理', clause: '14-7', clauseEvidence: { citation: '某条', why: '说明' } };
function answered(): Told {
  return step(handedUp(), 'upperResult', 'supervisor', PROVINCE_SAYS);
}

describe('handUp 转省级热线', () => {
  judged('handUp', [
    [
      'the city follows it, 10 WD',
      () => registered(),
      'dispatcher',
      UP,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'escalated', upperLead: 'city', externalNos: ['省 7'] });
        expect(ticket.due.upper?.at).toBe('2026-12-08T09:00:00.000Z');
        expect(ticket.due.dispatch?.met).toBeDefined();
      },
    ],
    ['what a unit has goes up by escalation', () => signed(), 'dispatcher', UP, 'refuse:wrongState'],
    ['an operator', () => registered(), 'operator', UP, 'refuse:noRight'],
    ['no unit named', () => registered(), 'dispatcher', { reason: '省级' }, 'refuse:malformed'],
  ]);
  judged('upperResult', [
    [
      'the province sends it back: to be dispatched here',
      () => handedUp(),
      'supervisor',
      { next: 'back', result: '属市级职责' },
      'accept',
      (ticket) => expect(ticket).toMatchObject({ status: 'registered', due: { dispatch: {} } }),
    ],
    [
      'the province has answered: to the audit',
      () => handedUp(),
      'supervisor',
      PROVINCE_SAYS,
      'accept',
      (ticket) => expect(ticket.status).toBe('feedbackSubmitted'),
    ],
  ]);
  judged('auditResult', [
    [
      'not enough: it is dispatched here, nobody reworks it',
      () => answered(),
      'supervisor',
      { pass: false, reason: '答复不完整' },
      'accept',
      (ticket) => expect(ticket.status).toBe('registered'),
    ],
  ]);
  judged('recall', [
    [
      'taken back from the province',
      () => handedUp(),
      'dispatcher',
      { reason: '误转' },
      'accept',
      (ticket) => expect(ticket.status).toBe('registered'),
    ],
  ]);
});

const FIRE = { service: 'fire', receiver: '值班员 012', at: '2026-11-24T01:00:00.000Z' };

describe('notifyEmergency 突发事件通报', () => {
  judged('notifyEmergency', [
    ['the operator', () => registered(), 'operator', FIRE, 'accept', (ticket) => expect(ticket.flags.emergencyNotified).toBe(true)],
    ['the clerk', () => signed(), 'clerkA', FIRE, 'accept'],
    ['the leader', () => signed(), 'leaderA', FIRE, 'accept'],
    [
      'the worker',
      () => assigned(),
      'gridA',
      { ...FIRE, note: '明火已灭' },
      'accept',
      (ticket) => expect(ticket.history.at(-1)?.summary).toBe('突发事件已通报消防救援机构（值班员 012）：明火已灭'),
    ],
    ['a worker who has nothing to do with it', () => assigned(), 'gridB', FIRE, 'refuse:noRight'],
    ['another office', () => signed(), 'clerkB', FIRE, 'refuse:noRight'],
    [
      'the operator complained about',
      () => registered({ respondent: { person: personId('operator') } }),
      'operator',
      FIRE,
      'refuse:conflictOfInterest',
    ],
    ['a dispatcher', () => registered(), 'dispatcher', FIRE, 'refuse:noRight'],
    ['after the closing', () => closedTicket(), 'clerkA', FIRE, 'noEffect:wrongState'],
    ['nobody received it', () => registered(), 'operator', { ...FIRE, receiver: ' ' }, 'refuse:malformed'],
  ]);
});

const LIST = { list: '房产证明', notice: '11 月 24 日电话通知本人' };
function awaiting(from: Told = signed()): Told {
  return step(from, 'requestMaterial', 'clerkA', LIST);
}
function cityAwaits(): Told {
  return step(registered(), 'requestMaterial', 'operator', LIST);
}

describe('requestMaterial 通知补正', () => {
  judged('requestMaterial', [
    [
      'by the office: 5 WD, the handle clock stands still',
      () => signed(),
      'clerkA',
      LIST,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'awaitingMaterial', before: 'inProgress', material: { list: '房产证明' } });
        expect(ticket.due.supplement?.at).toBe('2026-12-01T09:00:00.000Z');
        expect(ticket.stops).toMatchObject([{ why: 'material' }]);
      },
    ],
    [
      'by the city, before a dispatch',
      () => registered(),
      'operator',
      LIST,
      'accept',
      (ticket) => expect([ticket.before, ticket.due.dispatch]).toEqual(['registered', undefined]),
    ],
    ['by the office that took it for the city', () => walkIn({ toCity: true }), 'clerkA', LIST, 'accept'],
    [
      'until a day that is named',
      () => signed(),
      'clerkA',
      { ...LIST, deadline: '2026-11-26T09:00:00.000Z' },
      'accept',
      (ticket) => expect(ticket.due.supplement).toMatchObject({ at: '2026-11-26T09:00:00.000Z' }),
    ],
    ['until a day that is past', () => signed(), 'clerkA', { ...LIST, deadline: '2026-11-24T01:00:00.000Z' }, 'noEffect:deadlinePast'],
    ['in rework', () => inRework(), 'clerkA', LIST, 'accept', (ticket) => expect(ticket.before).toBe('rework')],
    ['before signing', () => dispatched(), 'clerkA', LIST, 'noEffect:wrongState'],
    ['twice', () => awaiting(), 'clerkA', LIST, 'noEffect:wrongState'],
    ['recalled meanwhile', () => movedToB(signed()), 'clerkA', LIST, 'noEffect:reassigned'],
    ['another office', () => signed(), 'clerkB', LIST, 'refuse:noRight'],
    ['a worker', () => assigned(), 'gridA', LIST, 'refuse:noRight'],
    ['no proof of the notice', () => signed(), 'clerkA', { list: '房产证明' }, 'refuse:malformed'],
  ]);
});

function inRework(): Told {
  return step(fedBack(submitted()), 'auditResult', 'supervisor', { pass: false, reason: '重办' });
}

const LATE = { clause: '14-4', clauseEvidence: { heard: '电话询问，无正当理由' }, reason: '逾期未补正' };

describe('materialReceived 收到材料', () => {
  judged('materialReceived', [
    [
      'two working days later: back to work, the limit moved by them',
      () => at(awaiting(), '2026-11-26T02:00:00.000Z'),
      'clerkA',
      { note: '房产证明复印件' },
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('inProgress');
        expect(ticket.before).toBeUndefined();
        expect(ticket.due.handle).toMatchObject({ original: '2026-12-01T09:00:00.000Z', at: '2026-12-03T09:00:00.000Z' });
        expect(ticket.due.supplement?.met).toBe('2026-11-26T02:01:00.000Z');
        expect(ticket.material?.received).toBe('2026-11-26T02:01:00.000Z');
      },
    ],
    [
      'at the city: the time for dispatching begins anew',
      () => cityAwaits(),
      'operator',
      {},
      'accept',
      (ticket) => expect([ticket.status, ticket.due.dispatch?.start]).toEqual(['registered', '2026-11-24T01:03:00.000Z']),
    ],
    ['nothing was asked for', () => signed(), 'clerkA', {}, 'noEffect:wrongState'],
    ['recalled meanwhile', () => movedToB(awaiting()), 'clerkA', {}, 'noEffect:reassigned'],
    ['another office', () => awaiting(), 'clerkB', {}, 'refuse:noRight'],
  ]);
  judged('close', [
    [
      '14-4, after the day',
      () => at(awaiting(), '2026-12-01T09:00:00.000Z'),
      'operator',
      LATE,
      'accept',
      (ticket) => expect(ticket.closing?.clause).toBe('14-4'),
    ],
    ['14-4, on the day', () => at(awaiting(), '2026-12-01T08:58:00.000Z'), 'operator', LATE, 'refuse:clauseNotYet'],
    [
      '14-4, they were not heard',
      () => at(awaiting(), '2026-12-02T02:00:00.000Z'),
      'operator',
      { ...LATE, clauseEvidence: {} },
      'refuse:clauseEvidence',
    ],
    [
      '14-4, received meanwhile',
      () => at(step(awaiting(), 'materialReceived', 'clerkA'), '2026-12-02T02:00:00.000Z'),
      'operator',
      LATE,
      'refuse:wrongState',
    ],
    [
      '14-1a, while material is awaited',
      () => at(awaiting(), '2026-12-02T02:00:00.000Z'),
      'operator',
      { ...LATE, clause: '14-1a', clauseEvidence: { acceptance: '认可' } },
      'refuse:wrongState',
    ],
  ]);
});

describe('void 作废', () => {
  const WHY = { reason: '误登' };
  judged('void', [
    ['registered by mistake', () => registered(), 'supervisor', WHY, 'accept', (ticket) => expect(ticket.status).toBe('void')],
    ['what a unit has is not void', () => dispatched(), 'supervisor', WHY, 'refuse:wrongState'],
    ['what is above is not void', () => escalated(), 'supervisor', WHY, 'refuse:wrongState'],
    ['a district', () => registered(), 'districtSupervisor', WHY, 'refuse:noRight'],
    ['an operator', () => registered(), 'operator', WHY, 'refuse:noRight'],
    ['without a reason', () => registered(), 'supervisor', {}, 'refuse:malformed'],
  ]);
  expect(ticketOf(calledBack()).status).toBe('callback');
});
