/** The lanes of the inbox by role: what waits for this person first, everything last. */
import type { Me, SlimRow } from '../../replica/door.ts';

export type Lane = Readonly<{ id: string; name: string; holds: (row: SlimRow, me: Me, now: number) => boolean; empty: string }>;

const WORKING = ['inProgress', 'rework'];

function late(row: SlimRow, now: number): boolean {
  return row.dueAt !== undefined && row.dueStopped !== true && Date.parse(row.dueAt) < now;
}

function waitsFor(row: SlimRow, state: string): boolean {
  return row.pending.some((one) => one.state === state);
}

const ALL: Lane = { id: 'all', name: '全部', holds: () => true, empty: '本机还没有工单。' };
const OVERDUE: Lane = { id: 'overdue', name: '超期', holds: (row, _me, now) => late(row, now), empty: '没有超期的工单。' };

/** Its reply is owed by this person's unit (art. 15). */
export function owesReply(row: SlimRow, me: Me): boolean {
  return row.supervision?.unit === me.unit;
}

export const SUPERVISED: Lane = { id: 'supervised', name: '督办待回复', holds: owesReply, empty: '没有待回复的督办。' };
const AWAITING: Lane = {
  id: 'awaiting',
  name: '待补正',
  holds: (row) => row.status === 'awaitingMaterial',
  empty: '没有等诉求人补正的工单。',
};
/** Decided by those who supervise, but neither an escalation nor a result, which have lanes of their own. */
const OWN_LANE = ['return', 'escalation', 'result'];

const CLERK: readonly Lane[] = [
  { id: 'toSign', name: '待签收', holds: (row, me) => row.status === 'dispatched' && row.lead === me.unit, empty: '没有待签收的工单。' },
  {
    id: 'toAssign',
    name: '待下派',
    holds: (row, me) =>
      WORKING.includes(row.status) &&
      row.lead === me.unit &&
      (row.assignmentState === undefined || row.assignmentState === 'redo') &&
      row.pending.length === 0,
    empty: '没有待下派的工单。',
  },
  {
    id: 'inField',
    name: '网格在办',
    holds: (row) => ['assigned', 'acknowledged', 'onSite'].includes(row.assignmentState ?? ''),
    empty: '没有网格员在办的工单。',
  },
  {
    id: 'toCheck',
    name: '待核报',
    holds: (row) => row.assignmentState === 'reported' || row.assignmentState === 'cannot',
    empty: '没有待核报的工单。',
  },
  { id: 'inReview', name: '审核中', holds: (row) => row.pending.length > 0, empty: '没有在审核中的申请。' },
  { id: 'helping', name: '协办', holds: (row, me) => row.helpers?.includes(me.unit) === true, empty: '没有请本单位协办的工单。' },
  AWAITING,
  SUPERVISED,
  OVERDUE,
  ALL,
];
const LEADER: readonly Lane[] = [
  { id: 'toApprove', name: '待我签批', holds: (row) => waitsFor(row, 'leaderReview'), empty: '没有等您签批的事项。' },
  SUPERVISED,
  { id: 'inReview', name: '已上报', holds: (row) => waitsFor(row, 'waiting'), empty: '没有等上级裁定的事项。' },
  OVERDUE,
  ALL,
];
const GRID: readonly Lane[] = [
  {
    id: 'mine',
    name: '我的任务',
    // A community's task is nobody's yet and every worker's there; the replica holds no others.
    holds: (row, me) =>
      (row.assignee ?? me.id) === me.id && ['assigned', 'acknowledged', 'onSite', 'redo'].includes(row.assignmentState ?? ''),
    empty: '没有新任务。',
  },
  {
    id: 'reported',
    name: '已回报',
    holds: (row) => ['reported', 'checked', 'cannot'].includes(row.assignmentState ?? ''),
    empty: '还没有回报过的任务。',
  },
  ALL,
];
const DISPATCHER: readonly Lane[] = [
  { id: 'toDispatch', name: '待派单', holds: (row) => row.status === 'registered', empty: '没有待派单的工单。' },
  { id: 'returns', name: '退单审核', holds: (row) => row.status === 'returnReview', empty: '没有待审核的退单。' },
  ALL,
];
const SUPERVISOR: readonly Lane[] = [
  { id: 'escalations', name: '提级审核', holds: (row) => row.status === 'escalationReview', empty: '没有待审核的提级申请。' },
  { id: 'escalated', name: '提级办理', holds: (row) => row.status === 'escalated', empty: '没有提级办理中的工单。' },
  {
    id: 'proposals',
    name: '其他申请',
    holds: (row) => row.pending.some((one) => one.state === 'waiting' && !OWN_LANE.includes(one.kind)),
    empty: '没有待裁定的延期、挂账等申请。',
  },
  {
    id: 'unanswered',
    name: '督办未回复',
    holds: (row) => row.supervision !== undefined,
    empty: '没有未回复的督办。',
  },
  { id: 'toAudit', name: '待审核结果', holds: (row) => row.status === 'feedbackSubmitted', empty: '没有待审核的办理结果。' },
  OVERDUE,
  ALL,
];
const OPERATOR: readonly Lane[] = [
  { id: 'callback', name: '待回访', holds: (row) => row.status === 'callback', empty: '没有待回访的工单。' },
  { id: 'registered', name: '待派单', holds: (row) => row.status === 'registered', empty: '没有待派单的工单。' },
  AWAITING,
  ALL,
];

export function lanesOf(me: Me): readonly Lane[] {
  if (me.roles.includes('leader')) return LEADER;
  if (me.roles.includes('clerk')) return CLERK;
  if (me.roles.includes('dispatcher')) return DISPATCHER;
  if (me.roles.includes('supervisor')) return SUPERVISOR;
  if (me.roles.includes('operator')) return OPERATOR;
  return GRID;
}
