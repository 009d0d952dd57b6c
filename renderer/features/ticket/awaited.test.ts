import { expect, test } from 'vitest';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import { UNITS } from '../../../shared/hotline/testing/city.ts';
import { calledBack, contacted, escalated, fedBack, of, registered, returning, signed } from '../../../shared/hotline/testing/stages.ts';
import { step, ticketOf, type Told } from '../../../shared/hotline/testing/story.ts';
import { awaitedOf } from './awaited.ts';

const NAMES = {
  replier: () => '分管领导',
  unit: (code: string | undefined) => `${code ?? '上级'}`,
  proposal: (kind: string) => kind,
  said: (by: string) => by,
};

function awaited(told: Told) {
  return awaitedOf(ticketOf(told) as Ticket, NAMES);
}

test('[art. 15] F41 a supervision names who replies: the leader, where the clerk may not alone', () => {
  const told = step(signed(), 'supervise', 'supervisor', { level: '1', opinion: '请说明' });
  expect(awaited(told)[0]?.who).toContain(`督办单待${UNITS.streetA}分管领导回复`);
});

test('[art. 9(2)] a supplement: what is missing, how it was told, until when', () => {
  const told = step(registered(), 'requestMaterial', 'operator', { list: '身份证明', notice: '电话告知' });
  const [one] = awaited(told);
  expect(one).toMatchObject({ who: '等诉求人补正', what: '身份证明\n通知：电话告知', until: ticketOf(told).due.supplement?.at });
});

test('[art. 11] each helper with what was asked and its own date; a stage report moves the date and is not the answer', () => {
  const due = '2026-11-25T08:00:00.000Z';
  const asked = step(contacted(), 'requestCoHandling', 'clerkA', { unit: UNITS.housing, ask: '请测温', due });
  expect(awaited(asked)).toMatchObject([{ who: `等${UNITS.housing}协办反馈`, what: '请测温', until: due }]);
  expect(awaited(asked)[0]?.overdue).toContain('不配合');
  const later = '2026-11-26T08:00:00.000Z';
  const reported = step(asked, 'coStageReport', 'clerkHousing', { reason: '设备未到', nextStep: '周四上门', due: later });
  expect(awaited(reported)).toMatchObject([{ until: later }]);
  expect(awaited(reported)[0]?.what).toContain('阶段报告：设备未到');
  expect(awaited(step(reported, 'coAnswer', 'clerkHousing', { result: '已测温 21 度' }))).toEqual([]);
});

test('a proposal waits for the leader first, then for the level that decides, with its limit', () => {
  expect(awaited(returning())).toMatchObject([{ who: '等分管领导签批', what: 'return' }]);
  const waiting = step(returning(), 'leaderApprove', 'leaderA', of('proposeReturn'));
  expect(awaited(waiting)).toMatchObject([{ who: '等上级裁定', until: ticketOf(waiting).due.decide?.at }]);
  expect(awaited(fedBack())).toMatchObject([{ who: '等市审核' }]);
});

test('the level above, and the callback, each until their own limit', () => {
  expect(awaited(escalated())).toMatchObject([{ id: 'upper', until: ticketOf(escalated()).due.upper?.at }]);
  expect(awaited(calledBack())).toMatchObject([{ id: 'callback', until: ticketOf(calledBack()).due.callback?.at }]);
});

test('nothing is waited for while the office has the work in hand', () => {
  expect(awaited(signed())).toEqual([]);
});
