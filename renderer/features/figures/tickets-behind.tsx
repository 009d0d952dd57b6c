/** The tickets behind a figure (F44): listed by the hub, logged there, shown and not stored here [sync Q1]. */
import { Alert, Button, Spin, Table } from 'antd';
import { useEffect, useState } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import type { UnitCode } from '../../../shared/hotline/ids.ts';
import { RATES } from '../../../shared/hotline/measure-facts.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Figure } from '../../../shared/hotline/unit-figures.ts';
import type { FigurePeriod, Reference, Replica, TicketsBehind as Found } from '../../replica/door.ts';
import { shownNumber } from '../../replica/slim-rows.ts';
import { fullTime } from '../../ui/time-text.ts';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  period: FigurePeriod;
  unit: UnitCode;
  figure: Figure;
  onBack: () => void;
  onOpen: (ticket: Ticket) => void;
}>;

function deniedFor(ticket: Ticket, unit: UnitCode): string {
  return ticket.proposals
    .filter((one) => one.kind === 'return' && one.state === 'denied' && one.unit === unit)
    .map((one) => `${term('returnGround', String(one.package['ground'] ?? ''))}：${one.reason ?? '未写明理由'}`)
    .join('；');
}

export function TicketsBehind({ replica, reference, period, unit, figure, onBack, onOpen }: Props) {
  const [found, setFound] = useState<Found>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let gone = false;
    void replica.figures.behind({ ...period, unit, figure }).then((answer) => {
      if (gone) return;
      setFound(answer.ok ? answer.value : undefined);
      setProblem(answer.ok ? undefined : answer.message);
    });
    return () => {
      gone = true;
    };
  }, [replica, period, unit, figure]);
  const missed = (RATES as readonly Figure[]).includes(figure) ? '：未达标的工单' : '';
  const name = reference.units.get(unit)?.name ?? '其他单位';
  return (
    <section aria-labelledby="behind-title" data-testid="tickets-behind">
      <div className="figures-bar">
        <Button onClick={onBack} data-testid="behind-back" autoFocus>
          返回考核表
        </Button>
        <h3 id="behind-title">
          {name}，{term('figure', figure)}
          {missed}
        </h3>
        <span className="quiet">查看明细会被记录，内容不存本机。</span>
      </div>
      {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} />}
      {found === undefined && problem === undefined ? <Spin /> : null}
      {found === undefined ? null : (
        <>
          {found.hidden > 0 ? (
            <Alert type="info" showIcon title={`另有 ${found.hidden} 件您无权查看，或已由其他单位主办，只计数不列出。`} />
          ) : null}
          <Table<Ticket>
            size="small"
            rowKey="_id"
            dataSource={[...found.rows]}
            pagination={{
              pageSize: 14,
              showSizeChanger: false,
              hideOnSinglePage: found.rows.length === found.total,
              showTotal: () =>
                found.rows.length + found.hidden < found.total
                  ? `共 ${found.total} 件，列出最近 ${found.rows.length} 件，缩短期间可看其余的`
                  : `共 ${found.total} 件`,
            }}
            locale={{ emptyText: '没有可列出的工单。' }}
            onRow={(ticket) => ({ onClick: () => onOpen(ticket), className: 'clickable' })}
            columns={[
              {
                title: '标题',
                ellipsis: true,
                render: (_, ticket) => (
                  <button type="button" className="link" data-testid={`behind-${ticket._id}`}>
                    {ticket.title}
                  </button>
                ),
              },
              ...(figure === 'improperReturns'
                ? [{ title: '退单理由与驳回意见', ellipsis: true, render: (_: unknown, ticket: Ticket) => deniedFor(ticket, unit) }]
                : []),
              { title: '状态', width: 130, render: (_, ticket) => term('status', ticket.status) },
              { title: '受理时间', width: 170, render: (_, ticket) => fullTime(ticket.acceptedAt) },
              { title: '工单编号', width: 215, render: (_, ticket) => shownNumber(ticket) },
            ]}
          />
        </>
      )}
    </section>
  );
}
