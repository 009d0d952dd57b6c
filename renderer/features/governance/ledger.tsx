/** 挂账台账 (art. 12, 19; F37, F53): the unit's suspended tickets as this device holds them, those to be looked at first in front. */
import { Button, Tag } from 'antd';
import { useMemo } from 'react';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Replica, SlimRow, TicketView } from '../../replica/door.ts';
import { plannedFor } from './hung-tickets.ts';
import { LongText } from '../../ui/long-text.tsx';
import { fullTime } from '../../ui/time-text.ts';
import { useObservable } from '../../ui/use-observable.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 7;

function Review({ at, now }: Readonly<{ at: string | undefined; now: number }>) {
  if (at === undefined) return <>未记</>;
  const left = Math.ceil((Date.parse(at) - now) / DAY_MS);
  return (
    <>
      {fullTime(at)}{' '}
      {left < 0 ? <Tag color="red">已到期，请复核</Tag> : left <= SOON_DAYS ? <Tag color="orange">{left} 天后复核</Tag> : null}
    </>
  );
}

function Line({ replica, row, now, onOpen }: Readonly<{ replica: Replica; row: SlimRow; now: number; onOpen: (id: TicketId) => void }>) {
  const source = useMemo(() => replica.ticket(row.id), [replica, row.id]);
  const view = useObservable<TicketView | undefined>(source, undefined);
  const { plan, responsible, reviewAt } = view === undefined ? {} : plannedFor(view.ticket);
  return (
    <article className="card task" data-testid="ledger-line" aria-label={`挂账：${row.title}`}>
      <header>
        <h2>
          <Button type="link" onClick={() => onOpen(row.id)}>
            {row.title}
          </Button>
        </h2>
        <span className="quiet">{row.no}</span>
      </header>
      <dl className="facts-list task-facts">
        <div>
          <dt>复核日期</dt>
          <dd>
            <Review at={reviewAt ?? row.dueAt} now={now} />
          </dd>
        </div>
        <div>
          <dt>责任人</dt>
          <dd>{responsible ?? '见工单'}</dd>
        </div>
      </dl>
      {plan === undefined ? null : (
        <>
          <h3>解决计划</h3>
          <LongText text={plan} />
        </>
      )}
    </article>
  );
}

type Props = Readonly<{ replica: Replica; rows: readonly SlimRow[]; now: number; onOpen: (id: TicketId) => void }>;

export function Ledger({ replica, rows, now, onOpen }: Props) {
  return (
    <>
      <p className="quiet ledger-lead">一时难以解决、经批准挂账的工单。按复核日期排列；条件具备时在工单中“恢复办理”。</p>
      {rows.length === 0 ? <p className="card">本单位没有挂账的工单。</p> : null}
      {rows.map((row) => (
        <Line key={row.id} replica={replica} row={row} now={now} onOpen={onOpen} />
      ))}
    </>
  );
}
