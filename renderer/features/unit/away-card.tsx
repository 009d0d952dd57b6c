/** 今日休假 on the board (F15): who is away, who stands in, and what is still with who is away. */
import { Button } from 'antd';
import type { PersonId } from '../../../shared/hotline/ids.ts';
import type { Reference, Replica, SlimRow } from '../../replica/door.ts';
import { awayText, nameOf, useAway } from '../../ui/absences.ts';

type Props = Readonly<{ replica: Replica; reference: Reference; rows: readonly SlimRow[]; now: number; onUnit: () => void }>;

const IN_HAND = ['assigned', 'acknowledged', 'onSite', 'redo', 'cannot'];

function inHand(rows: readonly SlimRow[], person: PersonId): number {
  return rows.filter((row) => row.assignee === person && IN_HAND.includes(row.assignmentState ?? '')).length;
}

export function AwayCard({ replica, reference, rows, now, onUnit }: Props) {
  const away = useAway(replica);
  if (away.size === 0 || replica.me.audience === 'city') return null;
  const office = replica.me.audience === 'office';
  return (
    <section className="card" aria-labelledby="away-title" data-testid="away-card">
      <h2 id="away-title">今日休假</h2>
      <ul className="warnings">
        {[...away.keys()].map((person) => {
          const left = office ? inHand(rows, person) : 0;
          return (
            <li key={person}>
              <span>
                <b>{nameOf(person, reference)}</b> {awayText(person, away, reference, now)}
                {left === 0 ? null : <span className="warn">，还有 {left} 件在手</span>}
              </span>
            </li>
          );
        })}
      </ul>
      <Button size="small" onClick={onUnit} data-testid="away-open">
        {office ? '休假与移交' : '查看'}
      </Button>
    </section>
  );
}
