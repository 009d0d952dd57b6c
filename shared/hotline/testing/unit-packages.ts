/** Packages of a unit's proposals, and a proposal on its way: what the tables of proposing and of granting both start from. */
import type { ActionKind } from '../actions/index.ts';
import { of, ofWith, signed } from './stages.ts';
import { type Body, step, type Told } from './story.ts';

export const TOLD = { at: '2026-11-24T01:30:00.000Z', how: '电话' };
export const HANGING = {
  plan: '列入明年改造',
  responsible: '城建科',
  reviewAt: '2027-05-24T01:04:00.000Z',
  explanation: '已说明原因',
  told: TOLD,
};
export const COURT = { article: '9-5', channel: '物业服务企业', explanation: '属物业服务范围' };
export const SAME = { main: 'LN210102-20261101-000009', reason: '同一事项' };
export const EXEMPT = { ground: 'mediation', citation: '人民调解法', reason: '双方调解' };
export const UNREASONABLE = { citation: '某条例第 5 条', reason: '超出政策' };
export const APPEAL = { reason: '诉求人已认可' };
export const ABUSE = { behaviour: 'harassment', record: '多次辱骂，有录音' };
export const GRANT = { grant: true, reason: '同意' };
export const DENY = { grant: false, reason: '不同意' };

/** Made by the clerk and signed by the leader. */
export function waiting(kind: ActionKind, body: Body, from: Told = signed()): Told {
  return step(step(from, kind, 'clerkA', body), 'leaderApprove', 'leaderA', of(kind));
}
export function granted(kind: ActionKind, body: Body, from: Told = signed()): Told {
  return step(waiting(kind, body, from), 'decideProposal', 'supervisor', ofWith(kind, GRANT));
}
