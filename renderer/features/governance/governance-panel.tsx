/** 专项治理 and 挂账台账 (art. 19; F53): everything of it that this device holds, without a network. */
import { Button, Drawer, Tabs } from 'antd';
import { useState } from 'react';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { suspended } from './hung-tickets.ts';
import { Ledger } from './ledger.tsx';
import { useRows, useTasks, type TaskView } from './own-tasks.ts';
import { TaskCard } from './task-card.tsx';
import type { Seed } from './task-draft.ts';
import { TaskForm } from './task-form.tsx';

/** What the panel opens with: a list, or the form of a new task. */
export type Governing = Readonly<{ tab: 'tasks' | 'ledger'; begin?: Seed | 'empty' }>;

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  now: number;
  governing: Governing;
  say: (text: string) => void;
  onOpen: (id: TicketId) => void;
  onClose: () => void;
}>;

function Tasks(props: Props) {
  const { replica, governing } = props;
  const { open, done } = useTasks(replica);
  const [begin, setBegin] = useState(governing.begin);
  const begins = replica.me.roles.some((role) => role === 'clerk' || role === 'leader');
  if (begin !== undefined) return <TaskForm {...props} seed={begin === 'empty' ? undefined : begin} onClose={() => setBegin(undefined)} />;
  const card = (view: TaskView) => <TaskCard key={view.matter._id} {...props} view={view} />;
  return (
    <>
      <div className="task-head">
        <p className="quiet">对反复出现的问题集中治理，力争未诉先办。按完成时限排列。</p>
        {begins ? (
          <Button type="primary" onClick={() => setBegin('empty')} data-testid="task-begin">
            发起专项治理
          </Button>
        ) : null}
      </div>
      {open.length === 0 ? (
        <p className="card">{begins ? '没有进行中的任务。可从工作概览的“预警”发起，也可以直接发起。' : '您的网格没有进行中的任务。'}</p>
      ) : null}
      {open.map(card)}
      {done.length === 0 ? null : (
        <details className="task-done">
          <summary>已办结 {done.length} 项</summary>
          {done.map(card)}
        </details>
      )}
    </>
  );
}

export function GovernancePanel(props: Props) {
  const { replica, now, governing, onOpen, onClose } = props;
  const { open } = useTasks(replica);
  const hung = suspended(useRows(replica).values(), replica.me.unit, replica.me.audience);
  return (
    <Drawer open title="专项治理与挂账" size="min(860px, 100vw)" onClose={onClose} rootClassName="governance">
      <Tabs
        defaultActiveKey={governing.tab}
        items={[
          { key: 'tasks', label: `专项治理 ${open.length} 项`, children: <Tasks {...props} /> },
          {
            key: 'ledger',
            label: `挂账台账 ${hung.length} 件`,
            children: <Ledger replica={replica} rows={hung} now={now} onOpen={onOpen} />,
          },
        ]}
      />
    </Drawer>
  );
}
