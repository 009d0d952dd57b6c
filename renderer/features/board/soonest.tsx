/** 最先到期: the open tickets whose limit ends first, whichever lane they are in. */
import { term } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Role } from '../../../shared/hotline/roles.ts';
import type { DueName } from '../../../shared/hotline/ticket.ts';
import type { Me, Reference, SlimRow } from '../../replica/door.ts';
import { DeadlineLight, lightNow } from '../../ui/deadline-light.tsx';

const SHOWN = 10;

type Props = Readonly<{ rows: readonly SlimRow[]; me: Me; reference: Reference; now: number; onSelect: (id: TicketId) => void }>;

/** Whose limits they are: an office answers for its own work, the city for dispatching, deciding and calling back. */
const OF_ROLE: Readonly<Partial<Record<Role, readonly DueName[]>>> = {
  operator: ['callback', 'supplement'],
  dispatcher: ['dispatch', 'decide'],
  supervisor: ['decide', 'upper', 'review'],
  clerk: ['sign', 'contact', 'handle', 'rework', 'co'],
  gridWorker: ['contact', 'handle', 'rework'],
};

function running(rows: readonly SlimRow[], me: Me): readonly SlimRow[] {
  const names = me.roles.flatMap((role) => OF_ROLE[role] ?? []);
  const own = me.audience === 'person' ? rows.filter((row) => row.assignee === me.id) : rows;
  return own
    .filter((row) => row.dueAt !== undefined && row.dueStopped !== true && names.some((name) => name === row.dueName))
    .toSorted((a, b) => ((a.dueAt ?? '') < (b.dueAt ?? '') ? -1 : 1));
}

export function Soonest({ rows, me, reference, now, onSelect }: Props) {
  const due = running(rows, me);
  const late = due.filter((row) => Date.parse(row.dueAt ?? '') < now).length;
  const near = due.filter((row) => lightNow(row, reference, now) === 'amber').length;
  return (
    <section className="card" aria-labelledby="soonest-title">
      <h2 id="soonest-title">最先到期</h2>
      <p className="board-line">
        等本岗位办理、正在计时 <b>{due.length}</b> 件，其中超期 <b className={late > 0 ? 'bad' : ''}>{late}</b> 件，临期{' '}
        <b className={near > 0 ? 'warn' : ''}>{near}</b> 件。
      </p>
      {due.length === 0 ? (
        <p className="quiet">没有正在计时的工单。新工单到达后会自动出现在左侧，不用刷新。</p>
      ) : (
        <ul className="soonest">
          {due.slice(0, SHOWN).map((row) => (
            <li key={row.id}>
              <button type="button" onClick={() => onSelect(row.id)}>
                <span className="soonest-title">{row.title}</span>
                <span className="quiet">{term('status', row.status)}</span>
                <DeadlineLight of={row} reference={reference} now={now} whole />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
