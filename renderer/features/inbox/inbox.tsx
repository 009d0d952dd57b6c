/** The inbox: lanes with counts, search, and a list that stays quick at ten thousand rows. All from the slim rows in memory. */
import { Input, Tag } from 'antd';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Reference, Replica, SlimRow } from '../../replica/door.ts';
import { matcher } from '../../replica/search.ts';
import { DeadlineLight } from '../../ui/deadline-light.tsx';
import { useNow, useObservable } from '../../ui/use-observable.ts';
import { lanesOf, type Lane } from './lanes.ts';

const ROW_PX = 66;
const NONE: ReadonlyMap<TicketId, SlimRow> = new Map();
const URGENT = ['emergency', 'livelihood', 'urgent'];

/** What ends first comes first; what has no running limit last. */
function byDue(a: SlimRow, b: SlimRow): number {
  const left = a.dueAt ?? '9';
  const right = b.dueAt ?? '9';
  return left < right ? -1 : left > right ? 1 : a.id < b.id ? 1 : -1;
}

type Props = Readonly<{ replica: Replica; reference: Reference; selected: TicketId | undefined; onSelect: (id: TicketId) => void }>;

export function Inbox({ replica, reference, selected, onSelect }: Props) {
  const rows = useObservable(replica.rows, NONE);
  const now = useNow();
  const lanes = lanesOf(replica.me);
  const [laneId, setLane] = useState(lanes[0]?.id ?? 'all');
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query);
  const lane = lanes.find((one) => one.id === laneId) ?? (lanes[0] as Lane);
  const counts = useMemo(
    () => new Map(lanes.map((one) => [one.id, [...rows.values()].filter((row) => one.holds(row, replica.me, now)).length])),
    [rows, lanes, replica.me, now],
  );
  const shown = useMemo(() => {
    const fits = matcher(wanted);
    return [...rows.values()].filter((row) => (wanted === '' ? lane.holds(row, replica.me, now) : fits(row.search))).sort(byDue);
  }, [rows, lane, wanted, replica.me, now]);
  const list = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: shown.length, getScrollElement: () => list.current, estimateSize: () => ROW_PX, overscan: 8 });
  const move = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const at = shown.findIndex((row) => row.id === selected);
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1)))];
    if (next !== undefined) {
      onSelect(next.id);
      virtual.scrollToIndex(shown.indexOf(next));
    }
  };
  return (
    <section className="inbox" aria-label="工单列表">
      <div className="inbox-lanes" role="tablist" aria-label="工单分栏">
        {lanes.map((one) => (
          <button
            key={one.id}
            type="button"
            role="tab"
            className="lane"
            data-testid={`lane-${one.id}`}
            aria-selected={one.id === laneId && wanted === ''}
            onClick={() => setLane(one.id)}
          >
            {one.name} {counts.get(one.id) ?? 0}
          </button>
        ))}
      </div>
      <div style={{ padding: '4px 12px 8px' }}>
        <Input.Search
          allowClear
          placeholder="查找编号、标题、内容、地址"
          aria-label="查找工单"
          data-testid="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <div ref={list} className="inbox-list" role="listbox" aria-label={lane.name} tabIndex={0} onKeyDown={move} data-testid="inbox-list">
        {shown.length === 0 ? (
          <div className="empty">{wanted === '' ? lane.empty : '本机没有找到。城市岗位可用“联网查询”查找全市工单。'}</div>
        ) : null}
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const row = shown[item.index];
            if (row === undefined) return null;
            return (
              <div
                key={row.id}
                className="row"
                role="option"
                aria-selected={row.id === selected}
                data-testid={`row-${row.id}`}
                data-title={row.title}
                style={{ top: item.start, height: ROW_PX }}
                onClick={() => onSelect(row.id)}
              >
                <div className="row-title">
                  {URGENT.includes(row.urgency) ? (
                    <Tag color={row.urgency === 'emergency' ? 'red' : 'orange'}>{term('urgency', row.urgency)}</Tag>
                  ) : null}
                  {row.title}
                </div>
                <div className="row-facts">
                  <DeadlineLight of={row} reference={reference} now={now} />
                  <span>{term('status', row.status)}</span>
                  {row.assignmentState === undefined ? null : <span>{term('assignmentState', row.assignmentState)}</span>}
                  {row.unsettled > 0 ? <span style={{ color: '#b45309' }}>未落定 {row.unsettled}</span> : null}
                  <span>{row.no}</span>
                </div>
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
