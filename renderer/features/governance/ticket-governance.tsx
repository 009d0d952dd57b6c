/** On a ticket (F53): which governance tasks it belongs to; an office begins one with it, or adds it to one that runs. */
import { Button, Select } from 'antd';
import type { TicketId, UnitCode } from '../../../shared/hotline/ids.ts';
import { mayActOn } from '../../../shared/hotline/matters/fold-matter.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Replica } from '../../replica/door.ts';
import type { Governing } from './governance-panel.tsx';
import { useTasks } from './own-tasks.ts';
import type { Seed } from './task-draft.ts';

type Props = Readonly<{ replica: Replica; ticket: Ticket; say: (text: string) => void; onGovern: (governing: Governing) => void }>;

function seedOf(ticket: Ticket): Seed {
  const { category, region } = ticket;
  return {
    title: `${category?.path.at(-1) ?? '同类问题'}集中治理`,
    ...(category === undefined ? {} : { category: category.code }),
    ...(region?.grid === undefined ? {} : { grid: region.grid }),
    tickets: [ticket._id],
  };
}

export function TicketGovernance({ replica, ticket, say, onGovern }: Props) {
  const { open, done } = useTasks(replica);
  const { me } = replica;
  const id: TicketId = ticket._id;
  const of = [...open, ...done].filter(({ matter }) => matter.tickets.includes(id));
  const begins = me.roles.some((role) => role === 'clerk' || role === 'leader') && ticket.lead === (me.unit as UnitCode | undefined);
  if (of.length === 0 && !begins) return null;
  const running = of.some(({ matter }) => matter.state === 'open');
  const others = open.filter(({ matter, context }) => !matter.tickets.includes(id) && mayActOn(matter, 'changeGovernance', me.id, context));
  const add = async (task: string): Promise<void> => {
    const chosen = others.find(({ matter }) => matter._id === task);
    if (chosen === undefined) return;
    const outcome = await replica.act({ ticket: chosen.matter._id, kind: 'changeGovernance', body: { link: [id] } });
    say(outcome.ok ? '已加入任务：已保存' : outcome.message);
  };
  return (
    <section className="card" data-testid="ticket-governance">
      <h2>专项治理</h2>
      {of.map(({ matter }) => (
        <p key={matter._id}>
          <Button type="link" className="inline-link" onClick={() => onGovern({ tab: 'tasks' })}>
            {matter.title}
          </Button>
        </p>
      ))}
      {begins && !running ? (
        <div className="actions">
          {others.length === 0 ? null : (
            <Select
              aria-label="加入进行中的任务"
              placeholder="加入进行中的任务"
              value={null}
              style={{ minWidth: 180 }}
              options={others.map(({ matter }) => ({ value: matter._id as string, label: matter.title }))}
              onChange={(task: string | null) => {
                if (task !== null) void add(task);
              }}
            />
          )}
          <Button onClick={() => onGovern({ tab: 'tasks', begin: seedOf(ticket) })}>以此件发起</Button>
        </div>
      ) : null}
    </section>
  );
}
