/** 预警 (article 19; F52): what comes again and again, before it is a wave. Subjects and places, never people. */
import { Button } from 'antd';
import { useMemo } from 'react';
import { toInstant } from '../../../shared/hotline/calendar.ts';
import { clusters, CLUSTER, RISE, rises, type Matter } from '../../../shared/hotline/early-warning.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import { useTasks, type Governing } from '../governance/index.ts';
import type { Reference, Replica, SlimRow } from '../../replica/door.ts';

type Props = Readonly<{
  rows: readonly SlimRow[];
  replica: Replica;
  reference: Reference;
  now: number;
  onSelect: (id: TicketId) => void;
  onGovern: (governing: Governing) => void;
}>;

/** Grids by code and by who works there: many a ticket has no grid of its own. */
function gridNames(reference: Reference): Readonly<{ names: ReadonlyMap<string, string>; ofWorker: ReadonlyMap<string, string> }> {
  const grids = [...reference.units.values()].flatMap((unit) => unit.grids);
  return {
    names: new Map(grids.map((grid) => [grid.code, grid.name])),
    ofWorker: new Map(grids.flatMap((grid) => grid.workers.map((worker) => [worker, grid.code] as const))),
  };
}

function subject(code: string, reference: Reference): string {
  return reference.categories.get(code)?.path.at(-1) ?? code;
}

export function EarlyWarnings({ rows, replica, reference, now, onSelect, onGovern }: Props) {
  const { open: running } = useTasks(replica);
  // Once an hour is often enough for what is counted in days.
  const hour = Math.floor(now / 3_600_000) * 3_600_000;
  const found = useMemo(() => {
    const { names, ofWorker } = gridNames(reference);
    const matters = rows.flatMap((row): Matter[] => {
      if (row.category === undefined) return [];
      const place = row.grid ?? (row.assignee === undefined ? undefined : ofWorker.get(row.assignee));
      return [{ id: row.id, category: row.category, place, acceptedAt: row.acceptedAt }];
    });
    const at = toInstant(hour + 3_600_000);
    return { clusters: clusters(matters, at), rises: rises(matters, at), names };
  }, [rows, reference, hour]);
  // A unit's own office begins a task out of a warning (F53); what it does not lead is not its own to put right.
  const { me } = replica;
  const begins = me.roles.some((role) => role === 'clerk' || role === 'leader');
  const begin = (category: string, tickets: readonly TicketId[], place?: string) => {
    const lead = new Map(rows.map((row) => [row.id, row.lead]));
    const own = tickets.filter((id) => lead.get(id) === me.unit);
    if (!begins || own.length === 0) return undefined;
    const name = subject(category, reference);
    if (running.some(({ matter }) => matter.category === category && (matter.grid === undefined || matter.grid === place)))
      return (
        <Button size="small" aria-label={`查看专项治理：${name}`} onClick={() => onGovern({ tab: 'tasks' })}>
          已在专项治理
        </Button>
      );
    const seed = { title: `${name}集中治理`, category, ...(place === undefined ? {} : { grid: place }), tickets: own };
    return (
      <Button size="small" aria-label={`发起专项治理：${name}`} onClick={() => onGovern({ tab: 'tasks', begin: seed })}>
        发起专项治理
      </Button>
    );
  };
  if (found.clusters.length === 0 && found.rises.length === 0) return null;
  return (
    <section className="card" aria-labelledby="warnings-title" data-testid="early-warnings">
      <h2 id="warnings-title">预警</h2>
      <ul className="warnings">
        {found.clusters.map(({ category, place, tickets }) => (
          <li key={`${place} ${category}`}>
            <span>
              <b>{subject(category, reference)}</b>：{found.names.get(place) ?? '同一网格'}近 {CLUSTER.days} 日 {tickets.length}{' '}
              件，建议并查原因
            </span>
            <span className="warning-acts">
              <OpenFirst tickets={tickets} onSelect={onSelect} what={subject(category, reference)} />
              {begin(category, tickets, place)}
            </span>
          </li>
        ))}
        {found.rises.map(({ category, now: count, expected, tickets }) => (
          <li key={category}>
            <span>
              <b>{subject(category, reference)}</b>：近 {RISE.days} 日 {count} 件，此前每周约 {Math.round(expected * 10) / 10} 件，明显上升
            </span>
            <span className="warning-acts">
              <OpenFirst tickets={tickets} onSelect={onSelect} what={subject(category, reference)} />
              {begin(category, tickets)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OpenFirst({
  tickets,
  what,
  onSelect,
}: Readonly<{ tickets: readonly TicketId[]; what: string; onSelect: (id: TicketId) => void }>) {
  const last = tickets.at(-1);
  return last === undefined ? null : (
    <Button size="small" type="link" aria-label={`查看最近一件：${what}`} onClick={() => onSelect(last)}>
      查看最近一件
    </Button>
  );
}
