/** 网格任务: who has how much, so that the next task goes to who can take it. By grid, never as a ranking (国办函〔2026〕12号). */
import { Button, Tag } from 'antd';
import type { PersonId, UnitCode } from '../../../shared/hotline/ids.ts';
import type { Reference, Replica, SlimRow } from '../../replica/door.ts';
import { awayText, useAway } from '../../ui/absences.ts';

type Props = Readonly<{
  replica: Replica;
  rows: readonly SlimRow[];
  unit: UnitCode;
  reference: Reference;
  now: number;
  onWorker: (worker: PersonId) => void;
  onLane: (lane: string) => void;
}>;

type Line = Readonly<{ worker: PersonId; name: string; grid: string; code: string }>;

function workers(reference: Reference, unit: UnitCode): readonly Line[] {
  const grids = reference.units.get(unit)?.grids ?? [];
  return [...reference.people.values()]
    .filter((person) => person.roles.some((held) => held.role === 'gridWorker' && held.unit === unit && held.to === undefined))
    .map((person) => {
      const own = grids.filter((grid) => grid.workers.includes(person._id));
      return {
        worker: person._id,
        name: person.name,
        grid: own.map((grid) => grid.name).join('、') || '未定网格',
        code: own[0]?.code ?? '9',
      };
    })
    .toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.name.localeCompare(b.name, 'zh-CN')));
}

const COLUMNS: readonly Readonly<{ name: string; states: readonly string[] }>[] = [
  { name: '待接单', states: ['assigned', 'redo'] },
  { name: '在办', states: ['acknowledged', 'onSite'] },
  { name: '待核报', states: ['reported', 'cannot'] },
];

export function Workload({ replica, rows, unit, reference, now, onWorker, onLane }: Props) {
  const lines = workers(reference, unit);
  const away = useAway(replica);
  const waiting = rows.filter(
    (row) => ['inProgress', 'rework'].includes(row.status) && row.lead === unit && row.assignmentState === undefined,
  );
  const toCheck = rows.filter((row) => row.assignmentState === 'reported' || row.assignmentState === 'cannot');
  return (
    <section className="card" aria-labelledby="workload-title">
      <h2 id="workload-title">网格任务</h2>
      <p className="board-line">
        <Button size="small" onClick={() => onLane('toAssign')}>
          待下派 {waiting.length} 件
        </Button>
        <Button size="small" onClick={() => onLane('toCheck')}>
          待核报 {toCheck.length} 件
        </Button>
      </p>
      <table className="workload">
        <thead>
          <tr>
            <th scope="col">网格员</th>
            <th scope="col">网格</th>
            {COLUMNS.map((column) => (
              <th key={column.name} scope="col" className="number">
                {column.name}
              </th>
            ))}
            <th scope="col" className="number">
              超期
            </th>
            <th scope="col">
              <span className="unseen">查看</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ worker, name, grid }) => {
            const own = rows.filter((row) => row.assignee === worker);
            const late = own.filter((row) => row.dueAt !== undefined && row.dueStopped !== true && Date.parse(row.dueAt) < now).length;
            return (
              <tr key={worker}>
                <th scope="row">
                  {name}
                  {away.has(worker) ? (
                    <>
                      {' '}
                      <Tag color="orange" title={awayText(worker, away, reference, now)}>
                        休假
                      </Tag>
                    </>
                  ) : null}
                </th>
                <td>{grid}</td>
                {COLUMNS.map((column) => (
                  <td key={column.name} className="number">
                    {own.filter((row) => column.states.includes(row.assignmentState ?? '')).length}
                  </td>
                ))}
                <td className={late > 0 ? 'number bad' : 'number'}>{late}</td>
                <td>
                  <Button size="small" type="link" onClick={() => onWorker(worker)} aria-label={`查看${name}的工单`}>
                    查看工单
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
