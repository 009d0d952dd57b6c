/** 签批清单: everything that waits for this leader, each with what it says, signed or sent back where it stands. */
import { Alert, Button, Input } from 'antd';
import { useMemo, useState } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Proposal } from '../../../shared/hotline/ticket.ts';
import type { Reference, Replica, SlimRow, TicketView } from '../../replica/door.ts';
import { DeadlineLight } from '../../ui/deadline-light.tsx';
import { PackageFacts, proposalName } from '../../ui/package-facts.tsx';
import { fullTime } from '../../ui/time-text.ts';
import { useNow, useObservable } from '../../ui/use-observable.ts';
import { GovernanceCard, type Governing } from '../governance/index.ts';
import { AwayCard } from '../unit/index.ts';
import { EarlyWarnings, OwnMeasures } from '../board/index.ts';
import { RedList } from './red-list.tsx';
import { SuggestionSigning, useSuggestions } from '../knowledge/index.ts';

const NONE: ReadonlyMap<TicketId, SlimRow> = new Map();
/** More than a leader reads in one go; the rest follows as these are signed. */
const SHOWN = 20;

type ListProps = Readonly<{
  replica: Replica;
  reference: Reference;
  onSelect: (id: TicketId) => void;
  onGovern: (governing: Governing) => void;
  onUnit: () => void;
  say: (text: string) => void;
}>;
type Props = Omit<ListProps, 'onGovern' | 'onUnit'> & Readonly<{ row: SlimRow; now: number }>;

function Item({ replica, reference, row, now, onSelect, say }: Props) {
  const source = useMemo(() => replica.ticket(row.id), [replica, row.id]);
  const view = useObservable<TicketView | undefined>(source, undefined);
  const [opinion, setOpinion] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const proposal: Proposal | undefined = view?.ticket.proposals.findLast((one) => one.state === 'leaderReview');
  if (view === undefined || proposal === undefined) return null;
  const own = proposal.by === replica.me.id;
  const sign = async (kind: 'leaderApprove' | 'leaderReturn'): Promise<void> => {
    const said = opinion.trim();
    if (kind === 'leaderReturn' && said === '') {
      setProblem('退回修改须写明意见。');
      return;
    }
    setBusy(true);
    const outcome = await replica.act({ ticket: row.id, kind, body: { of: proposal.id, ...(said === '' ? {} : { opinion: said }) } });
    setBusy(false);
    setProblem(outcome.ok ? undefined : outcome.message);
    if (outcome.ok) say(`${term('action', kind)}：已保存`);
  };
  return (
    <article className="card signing" data-testid="signing-item" aria-label={`${proposalName(proposal.kind)}：${row.title}`}>
      <header>
        <h2>
          <span className="kind">{proposalName(proposal.kind)}</span>
          {row.title}
        </h2>
        <DeadlineLight of={row} reference={reference} now={now} whole />
      </header>
      <PackageFacts of={proposal} reference={reference} />
      <p className="quiet">
        {reference.people.get(proposal.by)?.name ?? '调度员'} 于 {fullTime(proposal.at)} 提交 · {row.no}
      </p>
      {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} />}
      <div className="signing-acts">
        <Input.TextArea
          aria-label={`对“${row.title}”的审核意见`}
          placeholder="审核意见（退回时必填）"
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={1000}
          value={opinion}
          onChange={(event) => setOpinion(event.target.value)}
        />
        <Button type="primary" loading={busy} disabled={own} onClick={() => void sign('leaderApprove')} data-testid="signing-approve">
          签批通过
        </Button>
        <Button disabled={own} onClick={() => void sign('leaderReturn')} data-testid="signing-return">
          退回修改
        </Button>
        <Button type="link" onClick={() => onSelect(row.id)}>
          查看工单
        </Button>
      </div>
      {own ? <p className="quiet">您是提交人，须由其他分管领导审核。</p> : null}
    </article>
  );
}

export function SigningList(props: ListProps) {
  const rows = useObservable(props.replica.rows, NONE);
  const now = useNow();
  const drafts = useSuggestions(props.replica).toSign.length;
  const all = useMemo(() => [...rows.values()], [rows]);
  const waiting = useMemo(
    () =>
      all
        .filter((row) => row.pending.some((one) => one.state === 'leaderReview'))
        .toSorted((a, b) => ((a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1)),
    [all],
  );
  return (
    <main className="pane board" aria-label="签批清单">
      <RedList rows={all} replica={props.replica} reference={props.reference} now={now} onSelect={props.onSelect} say={props.say} />
      <h1 className="pane-title">待我签批 {waiting.length + drafts} 件</h1>
      {waiting.length + drafts === 0 ? (
        <section className="card">
          <p>没有等您签批的事项。调度员提交的申请和办理结果会自动出现在这里。</p>
          <p className="quiet">您也可以在调度员的电脑上“现场签批”：由您本人输入密码，断网同样有效。</p>
        </section>
      ) : (
        <p className="quiet">签批通过后自动上报；退回修改须写明意见。断网时同样可以签批，恢复网络后送达。</p>
      )}
      {waiting.slice(0, SHOWN).map((row) => (
        <Item key={row.id} {...props} row={row} now={now} />
      ))}
      {waiting.length > SHOWN ? <p className="quiet">还有 {waiting.length - SHOWN} 件，签批后依次显示。</p> : null}
      <SuggestionSigning replica={props.replica} reference={props.reference} now={now} say={props.say} />
      <AwayCard replica={props.replica} reference={props.reference} rows={all} now={now} onUnit={props.onUnit} />
      <EarlyWarnings
        rows={all}
        replica={props.replica}
        reference={props.reference}
        now={now}
        onSelect={props.onSelect}
        onGovern={props.onGovern}
      />
      <GovernanceCard replica={props.replica} reference={props.reference} now={now} onGovern={props.onGovern} />
      <OwnMeasures replica={props.replica} />
    </main>
  );
}
