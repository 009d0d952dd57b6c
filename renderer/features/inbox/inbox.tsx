/** The inbox: lanes with counts, filters, search, and a list that stays quick at ten thousand rows. All from the slim rows. */
import { Badge, Button, Input, Select } from 'antd';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Reference, Replica, SlimRow, SyncStatus } from '../../replica/door.ts';
import { matcher } from '../../replica/search.ts';
import { useNow, useObservable } from '../../ui/use-observable.ts';
import { StandingIn } from '../unit/index.ts';
import { useAway } from '../../ui/absences.ts';
import { FilterPanel } from './filter-panel.tsx';
import { passes, type Filters } from './filters.ts';
import { lanesOf, type Lane } from './lanes.ts';
import { Row } from './row.tsx';

const ROW_PX = 84;
const NONE: ReadonlyMap<TicketId, SlimRow> = new Map();

type Order = 'due' | 'newest';
/** What ends first comes first; what has no running limit last. */
const ORDERS: Readonly<Record<Order, (a: SlimRow, b: SlimRow) => number>> = {
  due(a, b) {
    const left = a.dueAt ?? '9';
    const right = b.dueAt ?? '9';
    return left < right ? -1 : left > right ? 1 : a.id < b.id ? 1 : -1;
  },
  newest: (a, b) => (a.acceptedAt > b.acceptedAt ? -1 : a.acceptedAt < b.acceptedAt ? 1 : a.id < b.id ? 1 : -1),
};

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  status: SyncStatus;
  selected: TicketId | undefined;
  laneId: string | undefined;
  filters: Filters;
  /** Grows when a lane is asked for from elsewhere: what was searched for is set aside. */
  visits: number;
  onLane: (lane: string) => void;
  onFilters: (filters: Filters) => void;
  onSelect: (id: TicketId) => void;
  /** Given to the ticket page, so that one can go through a lane without coming back to the list. */
  onOrder: (step: (by: 1 | -1) => void) => void;
}>;

function emptyText(lane: Lane, wanted: string, filtered: boolean, status: SyncStatus, city: boolean): string {
  if (!status.complete && wanted === '' && !filtered) return '数据未齐，正在从市级取回本机应有的工单。已到的可以先办。';
  if (wanted !== '') return city ? '本机没有找到。可用右上角“联网查询”查找全市工单。' : '本机没有找到。请换个词，或清除筛选再找。';
  return filtered ? '没有符合筛选条件的工单。可清除筛选再看。' : `${lane.empty}有新的会自动出现在这里，不用刷新。`;
}

export function Inbox(props: Props) {
  const { replica, reference, status, selected, laneId, filters, visits, onLane, onFilters, onSelect, onOrder } = props;
  const rows = useObservable(replica.rows, NONE);
  const now = useNow();
  const away = useAway(replica);
  const { me } = replica;
  const lanes = useMemo(() => lanesOf(me), [me]);
  const lane = lanes.find((one) => one.id === laneId) ?? (lanes[0] as Lane);
  const [query, setQuery] = useState('');
  const [order, setOrder] = useState<Order>('due');
  useEffect(() => {
    setQuery('');
  }, [visits]);
  const filtered = Object.keys(filters).length > 0;
  const [filtering, setFiltering] = useState(filtered);
  const wanted = useDeferredValue(query.trim());
  const all = useMemo(() => [...rows.values()], [rows]);
  const counts = useMemo(
    () => new Map(lanes.map((one) => [one.id, all.filter((row) => one.holds(row, me, now)).length])),
    [all, lanes, me, now],
  );
  const inLane = useMemo(() => {
    const fits = matcher(wanted);
    return all.filter((row) => (wanted === '' ? lane.holds(row, me, now) : fits(row.search)));
  }, [all, lane, wanted, me, now]);
  const shown = useMemo(
    () => (filtered ? inLane.filter((row) => passes(row, filters, { reference, now })) : inLane).toSorted(ORDERS[order]),
    [inLane, filters, filtered, order, reference, now],
  );
  const list = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: shown.length, getScrollElement: () => list.current, estimateSize: () => ROW_PX, overscan: 8 });
  const drawn = virtual.getVirtualItems();
  const step = (by: 1 | -1): void => {
    const at = shown.findIndex((row) => row.id === selected);
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
    if (next === undefined) return;
    onSelect(next.id);
    virtual.scrollToIndex(shown.indexOf(next));
  };
  useEffect(() => {
    onOrder(step);
  });
  useEffect(() => {
    list.current?.scrollTo({ top: 0 });
  }, [lane.id, wanted, filters, order]);
  const move = (event: KeyboardEvent): void => {
    if (['ArrowDown', 'j'].includes(event.key)) step(1);
    else if (['ArrowUp', 'k'].includes(event.key)) step(-1);
    else if (event.key === 'Enter') document.querySelector<HTMLElement>('.pane .actions button')?.focus();
    else return;
    event.preventDefault();
  };
  const city = me.audience === 'city';
  return (
    <section className="inbox" aria-label="工单列表">
      <div className="inbox-lanes" role="group" aria-label="工单分栏">
        {lanes.map((one) => (
          <button
            key={one.id}
            type="button"
            className="lane"
            data-testid={`lane-${one.id}`}
            aria-pressed={one.id === lane.id && wanted === ''}
            onClick={() => {
              onLane(one.id);
              setQuery('');
            }}
          >
            {one.name} <b>{counts.get(one.id) ?? 0}</b>
          </button>
        ))}
      </div>
      <div className="inbox-search">
        <Input
          allowClear
          placeholder="在本机全部工单中查找"
          aria-label="查找工单"
          data-testid="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <Badge count={Object.keys(filters).length} size="small">
          <Button data-testid="filters" aria-expanded={filtering} aria-controls="filter-panel" onClick={() => setFiltering(!filtering)}>
            筛选
          </Button>
        </Badge>
      </div>
      {filtering ? <FilterPanel rows={inLane} filters={filters} reference={reference} now={now} onChange={onFilters} /> : null}
      <div className="inbox-count">
        <span role="status">
          {wanted === '' ? lane.name : '查找结果'} {shown.length} 件{shown.length === inLane.length ? '' : `（筛选自 ${inLane.length} 件）`}
        </span>
        <Select
          size="small"
          variant="borderless"
          aria-label="排序"
          value={order}
          onChange={setOrder}
          options={[
            { value: 'due', label: '先到期的在前' },
            { value: 'newest', label: '新受理的在前' },
          ]}
        />
      </div>
      <StandingIn replica={replica} reference={reference} now={now} />
      <div
        ref={list}
        className="inbox-list"
        role="listbox"
        aria-label={`${wanted === '' ? lane.name : '查找结果'}，上下方向键移动，回车进入办理`}
        aria-activedescendant={drawn.some((item) => shown[item.index]?.id === selected) ? `row-${selected ?? ''}` : undefined}
        tabIndex={0}
        onKeyDown={move}
        data-testid="inbox-list"
      >
        {drawn.map((item) => {
          const row = shown[item.index];
          if (row === undefined) return null;
          return (
            <div
              key={row.id}
              id={`row-${row.id}`}
              className="row"
              role="option"
              aria-selected={row.id === selected}
              aria-setsize={shown.length}
              aria-posinset={item.index + 1}
              data-testid={`row-${row.id}`}
              data-title={row.title}
              style={{ transform: `translateY(${item.start}px)`, height: ROW_PX }}
              onClick={() => onSelect(row.id)}
            >
              <Row row={row} me={me} reference={reference} now={now} away={away} />
            </div>
          );
        })}
        <div aria-hidden="true" style={{ height: virtual.getTotalSize() }} />
      </div>
      {shown.length === 0 ? <div className="empty inbox-empty">{emptyText(lane, wanted, filtered, status, city)}</div> : null}
    </section>
  );
}
