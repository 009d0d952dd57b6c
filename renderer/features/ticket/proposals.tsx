/** Proposals and results of a ticket: where each stands, who decided, and why. */
import { Tag } from 'antd';
import { GLOSSARY, term } from '../../../shared/hotline/glossary.ts';
import type { Proposal } from '../../../shared/hotline/ticket.ts';
import type { Reference } from '../../replica/door.ts';

const COLORS: Readonly<Record<string, string>> = {
  leaderReview: 'gold',
  waiting: 'blue',
  granted: 'green',
  denied: 'red',
  returned: 'red',
};
const LABELS: Readonly<Record<string, string>> = {
  done: '已开展的工作',
  why: '为何本级无法解决',
  ask: '请求事项',
  interim: '对诉求人的解释',
  reason: '情况说明',
  citation: '依据',
  publicReply: '公开答复',
  clause: '办结条款',
  ground: '理由',
  target: '提请层级',
};
const WORDS: Readonly<Record<string, string>> = { ...GLOSSARY.escalationGround, ...GLOSSARY.returnGround, city: '市级', district: '区级' };

export function Proposals({ proposals, reference }: Readonly<{ proposals: readonly Proposal[]; reference: Reference }>) {
  return proposals.map((one) => (
    <div key={one.id} className="card" data-testid={`proposal-${one.kind}`} data-state={one.state}>
      <h2>
        {one.kind === 'result' ? '办理结果' : `${term('proposalKind', one.kind)}申请`}{' '}
        <Tag color={COLORS[one.state] ?? 'default'}>{term('proposalState', one.state)}</Tag>
      </h2>
      {Object.entries(one.package)
        .filter(([key, value]) => LABELS[key] !== undefined && typeof value === 'string')
        .map(([key, value]) => (
          <div key={key} className="entry-line">
            <span className="entry-meta">{LABELS[key]}：</span>
            {WORDS[String(value)] ?? String(value)}
          </div>
        ))}
      <div className="entry-meta">
        {reference.people.get(one.by)?.name ?? ''} 提交
        {one.signedBy === undefined ? '' : `，${reference.people.get(one.signedBy)?.name ?? ''} 签批`}
      </div>
      {one.reason === undefined ? null : <div className="entry-line">答复：{one.reason}</div>}
    </div>
  ));
}
