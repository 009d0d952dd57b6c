/** One leave: who, until when, who stands in, and what can be done about it now. */
import { Alert, Button, Tag } from 'antd';
import { useState } from 'react';
import { toInstant } from '../../../shared/hotline/calendar.ts';
import { term } from '../../../shared/hotline/glossary.ts';
import type { PersonId, TicketId } from '../../../shared/hotline/ids.ts';
import { isAway } from '../../../shared/hotline/matters/leave/on-leave.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { dayText, nameOf, type LeaveView } from '../../ui/absences.ts';
import { Field } from '../../ui/labelled-field.tsx';
import { SentState } from '../../ui/sent-state.tsx';
import { ColleagueSelect } from './colleague-select.tsx';
import { DayPicker, today } from './day-picker.tsx';
import { HandOver } from './hand-over.tsx';
import { possibleDeputies } from './posts.ts';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  now: number;
  view: LeaveView;
  office: boolean;
  say: (text: string) => void;
  onOpen: (id: TicketId) => void;
}>;
type Change = Readonly<{ to?: string; deputy?: PersonId }>;

function ChangeForm({
  reference,
  now,
  view: { matter },
  onSave,
  onClose,
}: Props & Readonly<{ onSave: (change: Change) => Promise<void>; onClose: () => void }>) {
  const [to, setTo] = useState(matter.to);
  const [deputy, setDeputy] = useState(matter.deputy);
  const change: Change = {
    ...(to === matter.to ? {} : { to }),
    ...(deputy === undefined || deputy === matter.deputy ? {} : { deputy }),
  };
  const earliest = matter.from > today(now) ? matter.from : today(now);
  return (
    <form
      noValidate
      className="task-act"
      aria-label="调整休假"
      onSubmit={(event) => {
        event.preventDefault();
        void onSave(change);
      }}
    >
      <div className="task-pair">
        <Field id="change-to" label="结束日期（含当天）" help="可以延长，也可以提前。">
          <DayPicker id="change-to" value={to} now={now} earliest={earliest} onChange={(day) => setTo(day ?? matter.to)} />
        </Field>
        <Field id="change-deputy" label="代岗人">
          <ColleagueSelect
            id="change-deputy"
            people={possibleDeputies(reference, matter.unit, matter.person, now)}
            value={deputy}
            placeholder="未设"
            empty="没有岗位相同的同事"
            onChange={setDeputy}
          />
        </Field>
      </div>
      <div className="actions">
        <Button type="primary" htmlType="submit" disabled={Object.keys(change).length === 0} data-testid="leave-change-save">
          保存调整
        </Button>
        <Button onClick={onClose}>返回</Button>
      </div>
    </form>
  );
}

export function LeaveCard(props: Props) {
  const { replica, reference, now, view, office, say, onOpen } = props;
  const { matter } = view;
  const [doing, setDoing] = useState<'change' | 'handOver'>();
  const [problem, setProblem] = useState<string>();
  const away = isAway(matter, toInstant(now));
  const act = async (kind: string, body: Record<string, unknown>): Promise<void> => {
    const outcome = await replica.act({ ticket: matter._id, kind, body });
    setProblem(outcome.ok ? undefined : outcome.message);
    if (!outcome.ok) return;
    setDoing(undefined);
    say(`${term('action', kind)}：已保存`);
  };
  const last = [...view.own.values()].at(-1);
  const { deputy } = matter;
  return (
    <article className="card task" data-testid="leave" data-away={away} aria-label={`${nameOf(matter.person, reference)}休假`}>
      <header>
        <h2>{nameOf(matter.person, reference)}</h2>
        <Tag color={away ? 'orange' : 'blue'}>{away ? '休假中' : '未开始'}</Tag>
        <span>
          {dayText(matter.from, now)}
          {matter.to === matter.from ? '' : `至${dayText(matter.to, now)}`}，{term('leaveReason', matter.reason)}
        </span>
      </header>
      <p>
        {deputy === undefined ? (
          <span className="warn">没有代岗人，任务不能移交。可“调整”后指定。</span>
        ) : (
          `代岗人：${nameOf(deputy, reference)}`
        )}
      </p>
      {last === undefined ? null : <SentState item={last} now={now} />}
      {problem === undefined ? null : <Alert type="warning" showIcon role="alert" title={problem} />}
      {doing !== undefined ? null : (
        <div className="actions">
          {office && deputy !== undefined ? (
            <Button type="primary" onClick={() => setDoing('handOver')} data-testid="leave-do-hand-over">
              移交任务
            </Button>
          ) : null}
          <Button onClick={() => setDoing('change')} data-testid="leave-do-change">
            调整
          </Button>
          <Button onClick={() => void act('endLeave', {})} data-testid="leave-do-end">
            {away ? '销假返岗' : '取消休假'}
          </Button>
        </div>
      )}
      {doing === 'change' ? (
        <ChangeForm {...props} onSave={(change) => act('changeLeave', change)} onClose={() => setDoing(undefined)} />
      ) : null}
      {doing === 'handOver' && deputy !== undefined ? (
        <HandOver
          replica={replica}
          reference={reference}
          person={matter.person}
          deputy={deputy}
          say={say}
          onOpen={onOpen}
          onClose={() => setDoing(undefined)}
        />
      ) : null}
    </article>
  );
}
