/** 办理过程: every entry with who and when, and for own entries how far they have come [sync D2, D7]. */
import { Tag, Timeline } from 'antd';
import { PUBLIC } from '../../../shared/hotline/actions/rate.ts';
import { term } from '../../../shared/hotline/glossary.ts';
import type { HistoryEntry } from '../../../shared/hotline/ticket-parts.ts';
import { refusalText } from '../../../shared/hotline/refusals.ts';
import type { OutboxItem, Reference, TicketView } from '../../replica/door.ts';
import { SentState } from '../../ui/sent-state.tsx';
import { shortTime } from '../../ui/time-text.ts';

type Props = Readonly<{ entry: HistoryEntry; item: OutboxItem | undefined; reference: Reference; now: number }>;

function who({ actor }: HistoryEntry, reference: Reference): string {
  if (actor === undefined) return '';
  if (actor === PUBLIC) return '诉求人';
  return actor.startsWith('system:') ? '系统' : (reference.people.get(actor)?.name ?? '其他人员');
}

function Entry({ entry, item, reference, now }: Props) {
  const unit = entry.unit === undefined ? '' : (reference.units.get(entry.unit)?.name ?? '');
  return (
    <div data-testid={`timeline-entry-${entry.kind}`} data-state={item?.state ?? 'accepted'}>
      <div className="entry-line">{entry.summary ?? `${term('action', entry.kind)}（内容不在您的查看范围）`}</div>
      <div className="quiet">
        {shortTime(entry.occurredAt, now)} {who(entry, reference)} {unit}
        {entry.backfilled === true ? <Tag>{term('mark', 'backfilled')}</Tag> : null}
      </div>
      {item === undefined ? null : <SentState item={item} now={now} />}
      {entry.noEffect === undefined || item?.code !== undefined ? null : (
        <div className="quiet">
          <Tag color="orange">{term('mark', 'noEffect')}</Tag>
          {refusalText(entry.noEffect)}
        </div>
      )}
    </div>
  );
}

export function TicketTimeline({ view, reference, now }: Readonly<{ view: TicketView; reference: Reference; now: number }>) {
  const refused = [...view.own.values()].filter((item) => item.state === 'refused' || item.state === 'quarantined');
  const entries = view.ticket.history.map((entry) => ({
    key: entry.id,
    color: entry.noEffect === undefined ? 'blue' : 'gray',
    content: <Entry entry={entry} item={view.own.get(entry.id)} reference={reference} now={now} />,
  }));
  const denied = refused.map((item) => ({
    key: item.action._id,
    color: 'red',
    content: (
      <div data-testid={`timeline-refused-${item.action.kind}`}>
        <div className="entry-line">{term('action', item.action.kind)}</div>
        <SentState item={item} now={now} />
      </div>
    ),
  }));
  return <Timeline items={[...entries, ...denied].reverse()} />;
}
