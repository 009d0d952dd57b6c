/** 同一来电人的其他工单 (F27): asked of the hub when somebody presses, for it is logged; whether it is the same matter a person says. */
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { SameCallerAnswer } from '../../../shared/sync/wire.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { fullTime } from '../../ui/time-text.ts';

type Props = Readonly<{ replica: Replica; reference: Reference; ticket: Ticket; onOpen: (id: TicketId) => void }>;

/** The same as at the hub: city and district roles, and who answers for a ticket of their own unit. */
function mayAsk({ me }: Replica, { confidential, lead }: Ticket): boolean {
  if (confidential === 'sealed') return false;
  if (me.roles.some((role) => role === 'operator' || role === 'dispatcher' || role === 'supervisor')) return true;
  return lead === me.unit && me.roles.some((role) => role === 'clerk' || role === 'leader');
}

export function SameCaller({ replica, reference, ticket, onOpen }: Props) {
  const [found, setFound] = useState<SameCallerAnswer>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  if (!mayAsk(replica, ticket)) return null;
  const ask = async (): Promise<void> => {
    setBusy(true);
    const answer = await replica.sameCaller(ticket._id);
    setBusy(false);
    setFound(answer.ok ? answer.found : undefined);
    setProblem(answer.ok ? undefined : answer.message);
  };
  const city = replica.me.audience === 'city';
  return (
    <section className="card duplicates" data-testid="same-caller" aria-label="同一来电人的其他工单">
      <h2>同一来电人的其他工单</h2>
      {found === undefined ? null : found.rows.length === 0 ? (
        <p role="status">没有您可以查看的其他工单。</p>
      ) : (
        <ul>
          {found.rows.map((row) => (
            <li key={row.id}>
              {city || row.unit === replica.me.unit ? (
                <button type="button" className="link" data-testid={`caller-${row.id}`} onClick={() => onOpen(row.id)}>
                  {row.no ?? '未编号'}
                </button>
              ) : (
                <span data-testid={`caller-${row.id}`}>{row.no ?? '未编号'}</span>
              )}
              <span>{term('status', row.status)}</span>
              <span className="duplicate-title">{row.title}</span>
              <span className="quiet">
                {[
                  row.unit === undefined ? '尚未派单' : (reference.units.get(row.unit)?.name ?? row.unit),
                  `${fullTime(row.acceptedAt)}受理`,
                ].join('，')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {found !== undefined && found.total > found.rows.length ? (
        <p className="quiet">
          共 {found.total} 件，列出最近 {found.rows.length} 件。
        </p>
      ) : null}
      {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} />}
      <p className="quiet">按来电号码在全市查找，需要联网，会被记录。是否同一事项请核对后决定。</p>
      <Button size="small" loading={busy} onClick={() => void ask()} data-testid="same-caller-ask">
        {found === undefined ? '查找' : '重新查找'}
      </Button>
    </section>
  );
}
