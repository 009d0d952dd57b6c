import { describe, expect, test } from 'vitest';
import { Check } from 'typebox/value';
import { CLAUSE_RULES } from './index.ts';
import { personId } from '../testing/city.ts';
import { ANSWERED, calledBack, contacted, disputedTicket, escalated, fedBack, RESULT, signed } from '../testing/stages.ts';
import { step, ticketOf, type Told } from '../testing/story.ts';
import { judged } from '../testing/table.ts';
import { type Clause, CLAUSES } from '../ticket.ts';

function file(kind: string, digit: string): Record<string, unknown> {
  return { hash: digit.repeat(64), kind, name: '附件.jpg', type: 'image/jpeg', size: 10 };
}
function result(clause: Clause, clauseEvidence: Record<string, unknown>, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...RESULT, clause, clauseEvidence, ...more };
}

const EXECUTED = { parties: '王女士与物业公司', executed: '11 月 24 日已退费' };
const EARLIER = { earlier: 'LN210102-20260101-000001', noNewReason: '所述事实与此前相同' };
const SUED = { procedure: 'suit', caseNo: '(2026)辽0102民初1号', authority: '某区法院' };
const VERIFIED = { record: '两次到场未发现所述情况', first: '张三' };
const INVESTIGATED = { body: 'police', noticeNo: '受案字〔2026〕1号' };
const UNLAWFUL = { citation: '某条例第 3 条', why: '诉求与该条相悖' };
const OTHER = { citation: '某法第 9 条', why: '依法应当终结' };

function visited(times: number): Told {
  let told = contacted();
  for (let i = 0; i < times; i += 1) told = step(told, 'contact', 'clerkA', { channel: 'visit', result: 'notReached' });
  return told;
}
function arrivedOnce(): Told {
  const told = step(contacted(), 'assign', 'clerkA', { person: personId('gridA') });
  return step(told, 'arrive', 'gridA');
}

describe('F40 what a clause asks of a result', () => {
  judged('submitResult', [
    [
      '14-1b, both papers',
      () => contacted(),
      'clerkA',
      result('14-1b', EXECUTED, { evidence: [file('agreement', 'a'), file('after', 'b')] }),
      'accept',
    ],
    [
      '14-1b, executed, shown in the process',
      () => contacted(),
      'clerkA',
      result('14-1b', EXECUTED, { evidence: [file('agreement', 'a'), file('process', 'b')] }),
      'accept',
    ],
    [
      '14-1b, executed, shown otherwise',
      () => contacted(),
      'clerkA',
      result('14-1b', EXECUTED, { evidence: [file('agreement', 'a'), file('other', 'b')] }),
      'accept',
    ],
    [
      '14-1b, signed and not executed',
      () => contacted(),
      'clerkA',
      result('14-1b', EXECUTED, { evidence: [file('agreement', 'a')] }),
      'refuse:clauseEvidence',
    ],
    [
      '14-1b, executed and not signed',
      () => contacted(),
      'clerkA',
      result('14-1b', EXECUTED, { evidence: [file('after', 'b')] }),
      'refuse:clauseEvidence',
    ],
    ['14-1c, the number of the closed ticket', () => contacted(), 'clerkA', result('14-1c', EARLIER), 'accept'],
    ['14-1c, no number', () => contacted(), 'clerkA', result('14-1c', { noNewReason: '无' }), 'refuse:clauseEvidence'],
    [
      '14-1c, its own number',
      () => contacted({ externalNos: ['市 1'] }),
      'clerkA',
      result('14-1c', { ...EARLIER, earlier: ' 市 1' }),
      'refuse:clauseEvidence',
    ],
    ['14-2, the case number', () => contacted(), 'clerkA', result('14-2', SUED), 'accept'],
    ['14-2, no number', () => contacted(), 'clerkA', result('14-2', { ...SUED, caseNo: '' }), 'refuse:clauseEvidence'],
    ['14-4, nothing was asked for', () => contacted(), 'clerkA', result('14-4', { heard: '无正当理由' }), 'refuse:clauseNotYet'],
    ['14-5, two people', () => contacted(), 'clerkA', result('14-5', { ...VERIFIED, second: '李四' }), 'accept'],
    [
      '14-5, one person named twice',
      () => contacted(),
      'clerkA',
      result('14-5', { ...VERIFIED, second: '张三 ' }),
      'refuse:clauseEvidence',
    ],
    ['14-5, one person, two visits', () => visited(2), 'clerkA', result('14-5', VERIFIED), 'accept'],
    ['14-5, one person, one visit', () => visited(1), 'clerkA', result('14-5', VERIFIED), 'refuse:clauseEvidence'],
    ['14-5, one person, an arrival only', () => arrivedOnce(), 'clerkA', result('14-5', VERIFIED), 'refuse:clauseEvidence'],
    [
      '14-5, one person, an arrival and a visit',
      () => step(arrivedOnce(), 'contact', 'clerkA', { channel: 'visit', result: 'reached' }),
      'clerkA',
      result('14-5', VERIFIED),
      'accept',
    ],
    ['14-6, the notice', () => contacted(), 'clerkA', result('14-6', INVESTIGATED), 'accept'],
    ['14-6, no number', () => contacted(), 'clerkA', result('14-6', { body: 'police' }), 'refuse:clauseEvidence'],
    ['14-7, the rule cited', () => contacted(), 'clerkA', result('14-7', UNLAWFUL), 'accept'],
    ['14-7, nothing cited', () => contacted(), 'clerkA', result('14-7', { why: '不合法' }), 'refuse:clauseEvidence'],
    ['14-9, the citation', () => contacted(), 'clerkA', result('14-9', OTHER), 'accept'],
    ['14-9, no citation', () => contacted(), 'clerkA', result('14-9', { why: '依法' }), 'refuse:clauseEvidence'],
  ]);
});

function closing(clause: Clause, clauseEvidence: Record<string, unknown>): Record<string, unknown> {
  return { clause, clauseEvidence, reason: '依法办结' };
}
function closedOnce(from: Told = signed()): Told {
  return step(from, 'close', 'supervisor', closing('14-9', OTHER));
}

describe('close 办结: by the city, from any open state', () => {
  judged('close', [
    [
      '14-2, while the office works',
      () => signed(),
      'operator',
      closing('14-2', SUED),
      'accept',
      (ticket) => expect(ticket).toMatchObject({ status: 'closed', confidential: 'none' }),
    ],
    [
      '14-6: sealed from then on',
      () => signed(),
      'supervisor',
      closing('14-6', INVESTIGATED),
      'accept',
      (ticket) => expect(ticket).toMatchObject({ status: 'closed', confidential: 'sealed' }),
    ],
    [
      '14-2, while it is above: nobody leads there any more',
      () => escalated(),
      'operator',
      closing('14-2', SUED),
      'accept',
      (ticket) => expect([ticket.status, ticket.upperLead, ticket.coHandlers[0]?.status]).toEqual(['closed', undefined, 'ended']),
    ],
    ['14-7 waits for its result', () => signed(), 'supervisor', closing('14-7', UNLAWFUL), 'refuse:wrongState'],
    ['14-7 in dispute', () => disputedTicket(), 'supervisor', closing('14-7', UNLAWFUL), 'accept'],
    [
      '14-9: the first of two, it stays open',
      () => signed(),
      'supervisor',
      closing('14-9', OTHER),
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('inProgress');
        expect(ticket.firstClose).toMatchObject({ by: personId('supervisor') });
      },
    ],
    ['14-9: not the same person again', () => closedOnce(), 'supervisor', closing('14-9', OTHER), 'refuse:secondPerson'],
    [
      '14-9: the second one closes',
      () => closedOnce(),
      'operator',
      closing('14-9', OTHER),
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({
          status: 'closed',
          closing: { proposedBy: personId('supervisor'), confirmedBy: personId('operator') },
        });
        expect(ticket.firstClose).toBeUndefined();
      },
    ],
    [
      '14-9: recalled in between, it begins anew',
      () => step(closedOnce(), 'recall', 'dispatcher', { reason: '另派' }),
      'supervisor',
      closing('14-9', OTHER),
      'accept',
    ],
    ['14-2 after the first of two', () => closedOnce(), 'supervisor', closing('14-2', SUED), 'accept'],
  ]);
});

describe('a result under a clause of its own kind', () => {
  judged('auditResult', [
    [
      '14-6: sealed when the city takes it',
      () => fedBack(step(contacted(), 'submitResult', 'clerkA', result('14-6', INVESTIGATED))),
      'supervisor',
      { pass: true },
      'accept',
      (ticket) => expect(ticket.confidential).toBe('sealed'),
    ],
  ]);
  judged('callback', [
    [
      '14-9: another than the one who audited',
      () => auditedBy149(),
      'operator',
      ANSWERED,
      'accept',
      (ticket) => expect(ticket.status).toBe('closed'),
    ],
    ['14-9: not the one who audited', () => auditedBy149('operatorSupervisor'), 'operatorSupervisor', ANSWERED, 'refuse:secondPerson'],
    [
      '14-1a may be called back by whoever audited',
      () => calledBack(fedBack(), 'operatorSupervisor'),
      'operatorSupervisor',
      ANSWERED,
      'accept',
    ],
  ]);
});

function auditedBy149(who: 'supervisor' | 'operatorSupervisor' = 'supervisor'): Told {
  return calledBack(fedBack(step(contacted(), 'submitResult', 'clerkA', result('14-9', OTHER))), who);
}

test('every clause of art. 14 has its rule, its words, and evidence that can be missing', () => {
  expect(Object.keys(CLAUSE_RULES)).toEqual([...CLAUSES]);
  for (const clause of CLAUSES) {
    expect(`${clause} ${CLAUSE_RULES[clause].asks}`).toMatch(/\p{Script=Han}/u);
    if (clause !== '14-8') expect(`${clause} ${Check(CLAUSE_RULES[clause].evidence, {})}`).toBe(`${clause} false`);
    const fields: Record<string, { title?: string }> = JSON.parse(JSON.stringify(CLAUSE_RULES[clause].evidence))['properties'];
    for (const field of Object.values(fields)) expect(field.title).toMatch(/\p{Script=Han}/u);
  }
  expect(ticketOf(signed()).firstClose).toBeUndefined();
});
