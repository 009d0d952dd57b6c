/** 专项治理 on the board (F53): what runs and what hangs, each a click away. Nothing where there is nothing and nobody to begin it. */
import { Button } from 'antd';
import type { Reference, Replica } from '../../replica/door.ts';
import { fullTime } from '../../ui/time-text.ts';
import type { Governing } from './governance-panel.tsx';
import { suspended } from './hung-tickets.ts';
import { nextStep } from './next-step.ts';
import { ticketsOf, useRows, useTasks } from './own-tasks.ts';

const SHOWN = 4;

type Props = Readonly<{ replica: Replica; reference: Reference; now: number; onGovern: (governing: Governing) => void }>;

export function GovernanceCard({ replica, reference, now, onGovern }: Props) {
  const { me } = replica;
  const { open, done } = useTasks(replica);
  const rows = useRows(replica);
  const hung = suspended(rows.values(), me.unit, me.audience);
  const begins = me.roles.some((role) => role === 'clerk' || role === 'leader');
  if (me.audience === 'city' || (!begins && open.length + done.length + hung.length === 0)) return null;
  return (
    <section className="card" aria-labelledby="governance-title" data-testid="governance-card">
      <h2 id="governance-title">专项治理</h2>
      {open.length === 0 ? <p className="quiet">没有进行中的任务。</p> : null}
      <ul className="warnings">
        {open.slice(0, SHOWN).map(({ matter }) => {
          const step = nextStep(matter, ticketsOf(matter, rows), now);
          return (
            <li key={matter._id}>
              <span>
                <b>{matter.title}</b>
                <span className="quiet">
                  {' '}
                  {reference.people.get(matter.responsible)?.name ?? ''}，{fullTime(matter.due)} 前
                </span>
                <br />
                <span className={step.level}>{step.text}</span>
              </span>
            </li>
          );
        })}
      </ul>
      <div className="actions">
        <Button size="small" onClick={() => onGovern({ tab: 'tasks' })} data-testid="governance-open">
          全部任务{open.length + done.length === 0 ? '' : `（${open.length + done.length}）`}
        </Button>
        <Button size="small" onClick={() => onGovern({ tab: 'ledger' })} data-testid="ledger-open">
          挂账台账（{hung.length}）
        </Button>
        {begins ? (
          <Button size="small" onClick={() => onGovern({ tab: 'tasks', begin: 'empty' })}>
            发起
          </Button>
        ) : null}
      </div>
    </section>
  );
}
