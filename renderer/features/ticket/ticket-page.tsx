/** One ticket: what it is, what may be done now, how it stands, what has been done. */
import { Button, Descriptions, Empty, Tag } from 'antd';
import { useMemo } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import { of as just } from 'rxjs';
import type { Reference, Replica, TicketView } from '../../replica/door.ts';
import { shownNumber, slimRow } from '../../replica/slim-rows.ts';
import { DeadlineLight } from '../../ui/deadline-light.tsx';
import { shortTime } from '../../ui/time-text.ts';
import { useNow, useObservable } from '../../ui/use-observable.ts';
import { EvidenceView } from './evidence-view.tsx';
import { Proposals } from './proposals.tsx';
import { TicketActions } from './ticket-actions.tsx';
import { TicketTimeline } from './timeline.tsx';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  id: TicketId;
  lookedUp?: TicketView | undefined;
  say: (text: string) => void;
  onBack: () => void;
}>;

export function TicketPage({ replica, reference, id, lookedUp, say, onBack }: Props) {
  const source = useMemo(() => (lookedUp === undefined ? replica.ticket(id) : just(lookedUp)), [replica, id, lookedUp]);
  const view = useObservable<TicketView | undefined>(source, undefined);
  const now = useNow();
  if (view === undefined || view.ticket._id !== id) {
    return (
      <main className="pane">
        <Empty description="该工单不在本机，可能已改派或办结移出。您写过的文字在“同步中心”的待找回里。" />
      </main>
    );
  }
  const { ticket } = view;
  return (
    <main
      className="pane"
      data-testid="ticket-page"
      data-status={ticket.status}
      data-assignment={ticket.assignment?.state ?? ''}
      aria-label={`工单 ${shownNumber(ticket)}`}
    >
      <div className="card">
        <div style={{ display: 'flex', gap: 8, alignItems: 'flex-start' }}>
          <h1 className="ticket-title" style={{ flex: 1 }}>
            {ticket.title}
          </h1>
          <Button onClick={onBack}>返回列表</Button>
        </div>
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center', margin: '6px 0 10px' }}>
          <Tag color="blue">{term('status', ticket.status)}</Tag>
          <Tag color={ticket.urgency === 'emergency' ? 'red' : ticket.urgency === 'normal' ? 'default' : 'orange'}>
            {term('urgency', ticket.urgency)}
          </Tag>
          {ticket.confidential === 'none' ? null : <Tag color="purple">{term('confidential', ticket.confidential)}</Tag>}
          <DeadlineLight of={slimRow(ticket, 0, view.context.pack)} reference={reference} now={now} />
          {lookedUp === undefined ? null : <Tag>联网查询，不存本机</Tag>}
        </div>
        <Descriptions size="small" column={{ xs: 1, sm: 2, lg: 3 }}>
          <Descriptions.Item label="工单编号">{shownNumber(ticket)}</Descriptions.Item>
          <Descriptions.Item label="诉求类型">{term('kind', ticket.kind)}</Descriptions.Item>
          <Descriptions.Item label="受理渠道">{term('source', ticket.source)}</Descriptions.Item>
          <Descriptions.Item label="事项分类">{ticket.category?.path.join(' / ') ?? '—'}</Descriptions.Item>
          <Descriptions.Item label="受理时间">{shortTime(ticket.acceptedAt, now)}</Descriptions.Item>
          <Descriptions.Item label="承办单位">
            {ticket.lead === undefined ? '—' : (reference.units.get(ticket.lead)?.name ?? ticket.lead)}
          </Descriptions.Item>
          <Descriptions.Item label="诉求人">{ticket.complainant.name ?? '未提供'}</Descriptions.Item>
          <Descriptions.Item label="联系电话">{ticket.complainant.phone ?? '未提供'}</Descriptions.Item>
          <Descriptions.Item label="事发地址">{ticket.address?.text ?? '—'}</Descriptions.Item>
          {ticket.assignment === undefined ? null : (
            <Descriptions.Item label="内部下派">
              {ticket.assignment.person === undefined
                ? ticket.assignment.community
                : (reference.people.get(ticket.assignment.person)?.name ?? '网格员')}{' '}
              · {term('assignmentState', ticket.assignment.state)}
            </Descriptions.Item>
          )}
          {ticket.externalNos.length === 0 ? null : <Descriptions.Item label="原编号">{ticket.externalNos.join('、')}</Descriptions.Item>}
        </Descriptions>
      </div>
      <TicketActions key={id} replica={replica} reference={reference} view={view} say={say} />
      <div className="card">
        <h2>诉求内容</h2>
        <div className="ticket-content">{ticket.content}</div>
      </div>
      {ticket.disposal.publicReply === undefined ? null : (
        <div className="card">
          <h2>公开答复</h2>
          <div className="ticket-content">{ticket.disposal.publicReply}</div>
        </div>
      )}
      <Proposals proposals={ticket.proposals} reference={reference} />
      <EvidenceView replica={replica} ticket={id} entries={ticket.evidence} />
      <div className="card">
        <h2>办理过程</h2>
        <TicketTimeline view={view} reference={reference} now={now} />
      </div>
    </main>
  );
}
