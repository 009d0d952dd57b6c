/** Proposals and results of a ticket: where each stands, who decided, and why. */
import { Tag } from 'antd';
import { term } from '../../../shared/hotline/glossary.ts';
import type { Proposal } from '../../../shared/hotline/ticket.ts';
import type { Reference } from '../../replica/door.ts';
import { PackageFacts, proposalName } from '../../ui/package-facts.tsx';
import { fullTime } from '../../ui/time-text.ts';

const COLORS: Readonly<Record<string, string>> = {
  leaderReview: 'gold',
  waiting: 'blue',
  granted: 'green',
  denied: 'red',
  returned: 'red',
};

const DENIED: readonly Proposal['state'][] = ['denied', 'returned'];
/** Whose words stand with it: the leader's until the level above has spoken. */
const ANSWER: Readonly<Partial<Record<Proposal['state'], string>>> = { waiting: '领导意见', returned: '领导意见', lapsed: '说明' };

function stateWords({ kind, state }: Proposal): string {
  return kind === 'result' && state === 'waiting' ? '待市审核' : term('proposalState', state);
}

/** Who did what to it and when, one step after the other. */
function steps(one: Proposal, reference: Reference): string {
  const name = (id: Proposal['by'] | undefined): string => (id === undefined ? '' : (reference.people.get(id)?.name ?? '其他人员'));
  return [
    `${name(one.by)} ${fullTime(one.at)} 提交`,
    ...(one.signedAt === undefined ? [] : [`${name(one.signedBy)} ${fullTime(one.signedAt)} 签批`]),
    ...(one.decidedAt === undefined ? [] : [`${name(one.decidedBy)} ${fullTime(one.decidedAt)} 裁定`]),
  ].join('；');
}

export function Proposals({ proposals, reference }: Readonly<{ proposals: readonly Proposal[]; reference: Reference }>) {
  return proposals.toReversed().map((one) => (
    <section key={one.id} className="card" data-testid={`proposal-${one.kind}`} data-state={one.state}>
      <h2>
        {proposalName(one.kind)} <Tag color={COLORS[one.state] ?? 'default'}>{stateWords(one)}</Tag>
      </h2>
      {one.reason === undefined ? null : (
        <p className={DENIED.includes(one.state) ? 'answer bad-answer' : 'answer'}>
          {ANSWER[one.state] ?? '答复'}：{one.reason}
        </p>
      )}
      <PackageFacts of={one} reference={reference} />
      <p className="quiet">{steps(one, reference)}</p>
    </section>
  ));
}
