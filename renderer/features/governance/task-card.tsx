/** One governance task: what, who, until when, its tickets, what has been told, what comes next. */
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import type { PersonId, TicketId } from '../../../shared/hotline/ids.ts';
import { mayActOn } from '../../../shared/hotline/matters/fold-matter.ts';
import type { Governance } from '../../../shared/hotline/matters/governance/document.ts';
import type { Reference, Replica, SlimRow } from '../../replica/door.ts';
import { LongText } from '../../ui/long-text.tsx';
import { SentState } from '../../ui/sent-state.tsx';
import { fullTime } from '../../ui/time-text.ts';
import { nextStep } from './next-step.ts';
import { ticketsOf, useRows, type TaskView } from './own-tasks.ts';
import { FinishForm, NoteForm } from './task-acts.tsx';
import { TaskForm } from './task-form.tsx';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  view: TaskView;
  now: number;
  say: (text: string) => void;
  onOpen: (id: TicketId) => void;
}>;
type Doing = 'note' | 'change' | 'finish' | undefined;

function nameOf(id: PersonId, reference: Reference): string {
  return reference.people.get(id)?.name ?? '其他人员';
}

function facts(task: Governance, reference: Reference): readonly (readonly [string, string])[] {
  const grid = reference.units.get(task.unit)?.grids.find((one) => one.code === task.grid);
  const workers = task.workers.map((one) => nameOf(one, reference)).join('、');
  const subject = task.category === undefined ? undefined : reference.categories.get(task.category)?.path.join(' / ');
  return [
    ['责任人', nameOf(task.responsible, reference)],
    ['完成时限', fullTime(task.due)],
    ...(task.grid === undefined ? [] : [['涉及网格', `${grid?.name ?? '其他网格'}${workers === '' ? '' : `（${workers}）`}`] as const]),
    ...(subject === undefined ? [] : [['问题类别', subject] as const]),
    ['发起', `${nameOf(task.by, reference)} ${fullTime(task.at)}`],
    ...(task.endedAt === undefined || task.endedBy === undefined
      ? []
      : [['办结', `${nameOf(task.endedBy, reference)} ${fullTime(task.endedAt)}，${term('governanceOutcome', task.outcome)}`] as const]),
  ];
}

function Tickets({ task, held, onOpen }: Readonly<{ task: Governance; held: readonly SlimRow[]; onOpen: Props['onOpen'] }>) {
  if (task.tickets.length === 0) return <p className="quiet">没有关联工单。</p>;
  const elsewhere = task.tickets.length - held.length;
  return (
    <>
      <ul className="task-tickets">
        {held.map((row) => (
          <li key={row.id}>
            <Button type="link" onClick={() => onOpen(row.id)}>
              {row.title}
            </Button>
            <span className="quiet">
              {row.no} · {term('status', row.status)}
            </span>
          </li>
        ))}
      </ul>
      {elsewhere === 0 ? null : <p className="quiet">另有 {elsewhere} 件不在本机：未下派给您，或已办结移出。</p>}
    </>
  );
}

function Notes({ task, reference }: Readonly<{ task: Governance; reference: Reference }>) {
  if (task.notes.length === 0) return null;
  return (
    <>
      <h3>进展</h3>
      <ol className="task-notes">
        {task.notes.toReversed().map((note) => (
          <li key={note.action}>
            <LongText text={note.text} />
            <div className="quiet">
              {nameOf(note.by, reference)} {fullTime(note.at)}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

function History({ task, reference }: Readonly<{ task: Governance; reference: Reference }>) {
  return (
    <details className="task-history">
      <summary>全部记录 {task.history.length} 条</summary>
      <ol className="task-notes">
        {task.history.toReversed().map((entry) => (
          <li key={entry.id}>
            {term('action', entry.kind)}：{entry.summary ?? ''}
            <div className="quiet">
              {entry.actor === undefined ? '' : nameOf(entry.actor, reference)} {fullTime(entry.occurredAt)}
            </div>
          </li>
        ))}
      </ol>
    </details>
  );
}

export function TaskCard({ replica, reference, view, now, say, onOpen }: Props) {
  const { matter: task, own, context } = view;
  const rows = useRows(replica);
  const [doing, setDoing] = useState<Doing>();
  const { held, open, here } = ticketsOf(task, rows);
  const may = (kind: string): boolean => mayActOn(task, kind, replica.me.id, context);
  const step = nextStep(task, { open, here }, now);
  const unsettled = [...own.values()].filter(({ state }) => state !== 'accepted').at(-1);
  const close = (): void => setDoing(undefined);
  const form = { replica, task, say, onClose: close };
  return (
    <article className="card task" data-testid="task" data-state={task.state} aria-label={`专项治理：${task.title}`}>
      <header>
        <h2>{task.title}</h2>
        <Tag color={task.state === 'done' ? 'green' : 'blue'}>{term('governanceState', task.state)}</Tag>
        {unsettled === undefined ? null : <SentState item={unsettled} now={now} />}
      </header>
      {task.state === 'done' ? null : (
        <p className={`task-next ${step.level}`} data-testid="task-next">
          <b>下一步</b> {step.text}
        </p>
      )}
      <dl className="facts-list task-facts">
        {facts(task, reference).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>治理方案</h3>
      <LongText text={task.plan} />
      {task.result === undefined ? null : (
        <>
          <h3>成效说明</h3>
          <LongText text={task.result} />
        </>
      )}
      <h3>
        关联工单 {task.tickets.length} 件{here === 0 ? '' : `，未办结 ${open} 件`}
      </h3>
      <Tickets task={task} held={held} onOpen={onOpen} />
      <Notes task={task} reference={reference} />
      <History task={task} reference={reference} />
      {doing === 'note' ? <NoteForm {...form} /> : null}
      {doing === 'finish' ? <FinishForm {...form} stillOpen={open} /> : null}
      {doing === 'change' ? <TaskForm {...form} reference={reference} now={now} /> : null}
      {doing !== undefined ? null : (
        <div className="actions">
          {may('noteProgress') ? (
            <Button type={task.state === 'done' ? 'default' : 'primary'} onClick={() => setDoing('note')} data-testid="task-do-note">
              {task.state === 'done' ? '补记后续情况' : '登记进展'}
            </Button>
          ) : null}
          {may('changeGovernance') ? <Button onClick={() => setDoing('change')}>调整</Button> : null}
          {may('finishGovernance') ? (
            <Button onClick={() => setDoing('finish')} data-testid="task-do-finish">
              办结
            </Button>
          ) : null}
        </div>
      )}
    </article>
  );
}
