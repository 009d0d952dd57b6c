/** 办理过程: every entry with who and when, and for own entries how far they have come [sync D2, D7]. */
import { Tag, Timeline } from 'antd';
import { term } from '../../../shared/hotline/glossary.ts';
import type { HistoryEntry } from '../../../shared/hotline/ticket-parts.ts';
import { refusalText } from '../../../shared/hotline/refusals.ts';
import type { OutboxItem, Reference, TicketView } from '../../replica/door.ts';
import { clockTime, shortTime } from '../../ui/time-text.ts';

function OwnState({ item }: Readonly<{ item: OutboxItem }>) {
  switch (item.state) {
    case 'saved':
      return <Tag color="gold">已保存，未送达</Tag>;
    case 'sent':
      return <Tag color="blue">已送达市级 {clockTime(item.receivedAt)}</Tag>;
    case 'accepted':
      return <Tag color="green">已采纳 {clockTime(item.receivedAt)}</Tag>;
    case 'refused':
    case 'quarantined':
      return <Tag color="red">{item.reason ?? refusalText(item.code ?? '')}</Tag>;
  }
}

function Entry({
  entry,
  item,
  reference,
  now,
}: Readonly<{ entry: HistoryEntry; item: OutboxItem | undefined; reference: Reference; now: number }>) {
  const who =
    entry.actor === undefined ? '' : entry.actor.startsWith('system:') ? '系统' : (reference.people.get(entry.actor)?.name ?? '其他人员');
  const unit = entry.unit === undefined ? '' : (reference.units.get(entry.unit)?.name ?? '');
  return (
    <div data-testid={`timeline-entry-${entry.kind}`} data-state={item?.state ?? 'accepted'}>
      <div className="entry-line">
        {entry.summary ?? `${term('action', entry.kind)}（内容不在您的查看范围）`} {item === undefined ? null : <OwnState item={item} />}
        {entry.noEffect === undefined ? null : <Tag>未生效：{refusalText(entry.noEffect)}</Tag>}
        {entry.backfilled === true ? <Tag>补录</Tag> : null}
      </div>
      <div className="entry-meta">
        {shortTime(entry.occurredAt, now)} {who} {unit}
      </div>
    </div>
  );
}

export function TicketTimeline({ view, reference, now }: Readonly<{ view: TicketView; reference: Reference; now: number }>) {
  const refused = [...view.own.values()].filter((item) => item.state === 'refused' || item.state === 'quarantined');
  const entries = view.ticket.history.map((entry) => {
    const item = view.own.get(entry.id);
    return { key: entry.id, content: <Entry entry={entry} item={item} reference={reference} now={now} /> };
  });
  const denied = refused.map((item) => ({
    key: item.action._id,
    color: 'red',
    content: (
      <div data-testid={`timeline-refused-${item.action.kind}`} className="entry-line">
        {term('action', item.action.kind)} <OwnState item={item} />
      </div>
    ),
  }));
  return <Timeline items={[...entries, ...denied].reverse()} />;
}
