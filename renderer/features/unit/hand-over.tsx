/** 移交任务 of who is away (F15): what is moved and what stays is shown before the one press; what could not be saved is said after it. */
import { Alert, Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { firstValueFrom } from 'rxjs';
import type { PersonId, TicketId } from '../../../shared/hotline/ids.ts';
import type { Governance } from '../../../shared/hotline/matters/governance/document.ts';
import type { MatterView, Reference, Replica, SlimRow } from '../../replica/door.ts';
import { nameOf, useAway } from '../../ui/absences.ts';
import { useObservable } from '../../ui/use-observable.ts';
import { handOverPlan, type Left, type Seen } from './hand-over-plan.ts';

const NO_ROWS: ReadonlyMap<TicketId, SlimRow> = new Map();
const NO_MATTERS: ReadonlyMap<string, MatterView> = new Map();

/** Tickets of this device that are with somebody inside the unit, read whole when they change. */
function useSeen(replica: Replica): readonly Seen[] | undefined {
  const rows = useObservable(replica.rows, NO_ROWS);
  const [seen, setSeen] = useState<readonly Seen[]>();
  useEffect(() => {
    let live = true;
    const held = [...rows.values()].filter((row) => row.assignmentState !== undefined);
    void Promise.all(held.map((row) => firstValueFrom(replica.ticket(row.id)))).then((views) => {
      if (live) setSeen(views.filter((one) => one !== undefined));
    });
    return () => {
      live = false;
    };
  }, [rows, replica]);
  return seen;
}

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  person: PersonId;
  deputy: PersonId;
  say: (text: string) => void;
  onOpen: (id: TicketId) => void;
  onClose: () => void;
}>;

function Stays({ left, onOpen }: Readonly<{ left: readonly Left[]; onOpen: Props['onOpen'] }>) {
  if (left.length === 0) return null;
  return (
    <>
      <h3>不移交的 {left.length} 项</h3>
      <ul className="task-tickets" data-testid="hand-over-left">
        {left.map(({ title, why, ticket }) => (
          <li key={`${title} ${ticket ?? ''}`}>
            {ticket === undefined ? (
              title
            ) : (
              <Button type="link" onClick={() => onOpen(ticket)}>
                {title}
              </Button>
            )}
            <span className="quiet">{why}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

export function HandOver({ replica, reference, person, deputy, say, onOpen, onClose }: Props) {
  const seen = useSeen(replica);
  const matters = useObservable(replica.matters, NO_MATTERS);
  const away = useAway(replica);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<readonly Left[]>([]);
  const plan = useMemo(() => {
    const tasks = [...matters.values()].map((one) => one.matter).filter((one): one is Governance => one._id.startsWith('governance:'));
    return handOverPlan(seen ?? [], tasks, { person, deputy, me: replica.me.id, isAway: (one) => away.has(one) });
  }, [seen, matters, person, deputy, replica.me.id, away]);
  const name = nameOf(deputy, reference);
  const press = async (): Promise<void> => {
    setBusy(true);
    const problems: Left[] = [];
    for (const { ticket, title, body } of plan.moves) {
      const outcome = await replica.act({ ticket, kind: 'handOver', body });
      if (!outcome.ok) problems.push({ ticket, title, why: outcome.message });
    }
    setBusy(false);
    setFailed(problems);
    const done = plan.moves.length - problems.length;
    if (done > 0) say(`移交 ${done} 件：已保存`);
  };
  if (seen === undefined) return <p className="quiet">正在查看任务…</p>;
  return (
    <div className="task-act" data-testid="hand-over">
      {plan.moves.length === 0 ? (
        <p>没有要移交的任务。</p>
      ) : (
        <>
          <h3>
            移交给{name}的 {plan.moves.length} 件
          </h3>
          <ul className="task-tickets" data-testid="hand-over-moves">
            {plan.moves.map(({ ticket, title }) => (
              <li key={ticket}>
                <Button type="link" onClick={() => onOpen(ticket)}>
                  {title}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      <Stays left={plan.left} onOpen={onOpen} />
      {failed.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={`${failed.length} 件没有移交：${failed.map((one) => `${one.title}（${one.why}）`).join('；')}`}
        />
      )}
      {away.has(deputy) ? <p className="warn">{name}现在也在休假。请先调整代岗人。</p> : null}
      <p className="quiet">每件各记一条“移交任务”，意见和内部时限不变。返岗后不会自动转回，需要时再移交。断网时同样可以保存。</p>
      <div className="actions">
        <Button
          type="primary"
          loading={busy}
          disabled={plan.moves.length === 0 || away.has(deputy)}
          onClick={() => void press()}
          data-testid="hand-over-save"
        >
          移交 {plan.moves.length} 件
        </Button>
        <Button onClick={onClose}>返回</Button>
      </div>
    </div>
  );
}
