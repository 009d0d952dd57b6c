/** The stations of a ticket's usual way, as stories that others go on from. */
import { UNITS, personId } from './city.ts';
import type { UnitCode } from '../ids.ts';
import { act, BEGINNING, step, ticketOf, type Told } from './story.ts';

export const REGISTER = {
  source: 'phone',
  title: '楼道照明不亮',
  content: '二单元楼道灯坏了一周',
  kind: 'help',
  complainant: { kind: 'natural', name: '王女士', phone: '00000000000' },
  region: { district: '210102', street: UNITS.streetA },
};
export const DISPATCH = { unit: UNITS.streetA, reason: '属地管辖' };
export const RETURN = { ground: 'notOurDuty', citation: '派单目录第 12 项', reason: '属住建部门职责' };
export const ESCALATION = {
  ground: 'overAuthority',
  target: 'city',
  done: '已上门',
  why: '涉及市政管线',
  ask: '请协调管线单位',
  interim: '已告知正在协调',
  citation: '派单目录第 7 项',
};
export const RESULT = {
  clause: '14-1a',
  clauseEvidence: { acceptance: '电话中表示认可' },
  solved: true,
  process: '已更换灯具',
  publicReply: '楼道灯已修好',
  told: { at: '2026-11-24T02:00:00.000Z', how: '电话' },
};
export const ANSWERED = { reached: true, solved: 'solved', satisfiedResult: 'satisfied', satisfiedProcess: 'mostly', truthful: true };
export const REACHED = { channel: 'call', result: 'reached' };

export function of(kind: string) {
  return (told: Told) => ({ of: told.ids[kind] ?? 'action:00000000000000000000000000' });
}

export function ofWith(kind: string, more: Record<string, unknown>) {
  return (told: Told) => ({ ...of(kind)(told), ...more });
}

export function registered(more: Record<string, unknown> = {}): Told {
  return step(BEGINNING, 'register', 'operator', { ...REGISTER, ...more });
}

export function dispatched(more: Record<string, unknown> = {}): Told {
  return step(registered(more), 'dispatch', 'dispatcher', DISPATCH);
}

export function signed(more: Record<string, unknown> = {}): Told {
  return step(dispatched(more), 'sign', 'clerkA');
}

export function assigned(): Told {
  return step(signed(), 'assign', 'clerkA', { person: personId('gridA'), opinion: '请现场查看' });
}

export function acknowledged(): Told {
  return step(assigned(), 'acknowledge', 'gridA');
}
export function reported(): Told {
  return step(acknowledged(), 'report', 'gridA', { note: '已换灯' });
}
export function checked(): Told {
  return step(reported(), 'checkReport', 'clerkA', { ok: true });
}
export function redo(): Told {
  return step(reported(), 'checkReport', 'clerkA', { ok: false, reason: '请拍全景' });
}
export function takenBack(from: Told = assigned()): Told {
  return step(from, 'recallAssignment', 'clerkA', { reason: '另行安排' });
}

export function contacted(more: Record<string, unknown> = {}): Told {
  return step(signed(more), 'contact', 'clerkA', REACHED);
}

export function submitted(): Told {
  return step(contacted(), 'submitResult', 'clerkA', RESULT);
}

/** With the city: the leader has signed the result. */
export function fedBack(from: Told = submitted()): Told {
  return step(from, 'leaderApprove', 'leaderA', of('submitResult'));
}

export function calledBack(from: Told = fedBack(), by: 'supervisor' | 'operatorSupervisor' = 'supervisor'): Told {
  return step(from, 'auditResult', by, { pass: true });
}

export function closedTicket(): Told {
  return step(calledBack(), 'callback', 'operator', ANSWERED);
}

export function returning(): Told {
  return step(signed(), 'proposeReturn', 'clerkA', RETURN);
}

export function returnReview(): Told {
  return step(returning(), 'leaderApprove', 'leaderA', of('proposeReturn'));
}

export function escalating(more: Record<string, unknown> = {}): Told {
  return step(contacted(), 'proposeEscalation', 'clerkA', { ...ESCALATION, ...more });
}

export function escalationReview(more: Record<string, unknown> = {}): Told {
  return step(escalating(more), 'leaderApprove', 'leaderA', of('proposeEscalation'));
}

export function escalated(more: Record<string, unknown> = {}): Told {
  const by = more['target'] === 'district' ? 'districtSupervisor' : 'supervisor';
  return step(escalationReview(more), 'decideProposal', by, ofWith('proposeEscalation', { grant: true, reason: '情况属实' }));
}

/** The copy a grid worker's replica holds: without the fields of offices and of the city (hotline.md §3). */
export function workersCopy(told: Told): Told {
  const { internalNote: _note, draft: _draft, ...disposal } = ticketOf(told).disposal;
  const without = { dispatches: [], proposals: [], callbacks: [], supervisions: [], urges: [], pastAssignees: [] };
  return { ...told, ticket: { ...ticketOf(told), ...without, disposal } };
}

/** Taken from A and given to B while A's people know nothing of it. */
export function movedToB(from: Told): Told {
  const recalled = step(from, 'recall', 'dispatcher', { reason: '派单有误' });
  return step(recalled, 'dispatch', 'dispatcher', { unit: UNITS.streetB, reason: '属地管辖' });
}

/** Unsolved under 14-1a, as often as the story wants; each time back through the office. */
export function unsolvedAgain(from: Told): Told {
  const back = act(from, 'callback', 'operator', { ...ANSWERED, solved: 'notSolved' });
  if (back.ticket?.status !== 'rework') return back;
  return calledBack(fedBack(step(back, 'submitResult', 'clerkA', RESULT)));
}

/** Not solved a third time, after two reworks: the supervisor decides. */
export function disputedTicket(): Told {
  return unsolvedAgain(unsolvedAgain(unsolvedAgain(calledBack())));
}

/** Co-handling comes with its own actions; the guards are there before them. */
export function withCoHandler(told: Told, status: 'requested' | 'reported' | 'answered' | 'ended' = 'requested'): Told {
  const co = { unit: UNITS.housing as UnitCode, ask: '请配合', status };
  return { ...told, ticket: { ...ticketOf(told), coHandlers: [co] } };
}
