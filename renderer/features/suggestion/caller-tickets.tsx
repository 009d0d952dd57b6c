/**
 * What the number has called about lately, by the city's hub (art. 9(4), F27): beside what this device finds by itself, and only with
 * a line. Nothing of it is kept here.
 */
import { useEffect, useState } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import { CALLER_DAYS, dialled } from '../../../shared/hotline/repeat.ts';
import type { CallerAnswer } from '../../../shared/sync/caller-lookup.ts';
import type { Reference, Replica, SlimRow, SyncStatus, TicketView } from '../../replica/door.ts';
import { fullTime } from '../../ui/time-text.ts';
import { useObservable } from '../../ui/use-observable.ts';
import { useRested } from './use-neighbours.ts';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  phone: string | undefined;
  /** Already shown as found on this device. */
  except: readonly TicketId[];
  onOpen: (id: TicketId) => void;
  onLookedUp: (view: TicketView) => void;
  onSame?: ((no: string) => void) | undefined;
}>;

const NOTHING: ReadonlyMap<TicketId, SlimRow> = new Map();

/** The answer about a number: of the number last asked about only, also where answers overtake each other. */
function useCaller(replica: Replica, number: string): CallerAnswer | undefined {
  const status = useObservable<SyncStatus | undefined>(replica.status, undefined);
  const online = status?.link === 'online';
  const [known, setKnown] = useState<Readonly<{ number: string; answer: CallerAnswer | undefined }>>();
  useEffect(() => {
    if (!online || number === '') return undefined;
    let wanted = true;
    void replica.ticketsOfCaller({ phone: number }).then((answer) => {
      if (wanted) setKnown({ number, answer });
    });
    return () => {
      wanted = false;
    };
  }, [replica, number, online]);
  return online && known?.number === number ? known.answer : undefined;
}

export function CallerTickets({ replica, reference, phone, except, onOpen, onLookedUp, onSame }: Props) {
  const answer = useCaller(replica, useRested(dialled(phone) ?? ''));
  const here = useObservable(replica.rows, NOTHING);
  const [problem, setProblem] = useState<string>();
  const rows = (answer?.rows ?? []).filter(({ id }) => !except.includes(id));
  if (answer === undefined || rows.length === 0) return null;
  const more = answer.total - (answer.rows.length - rows.length);
  const open = async (id: TicketId): Promise<void> => {
    if (here.has(id)) {
      onOpen(id);
      return;
    }
    const view = await replica.lookupTicket(id);
    if (view !== undefined) onLookedUp(view);
    else setProblem('打开该工单需要联网。请稍后再试，或继续登记。');
  };
  return (
    <section className="card duplicates" data-testid="caller-tickets" aria-label="该号码近期来电">
      <h2>
        该号码近 {CALLER_DAYS} 日还有 {more} 件
      </h2>
      <ul>
        {rows.map(({ id, no, status, title, unit, acceptedAt }) => (
          <li key={id}>
            <button type="button" className="link" data-testid={`caller-${id}`} onClick={() => void open(id)}>
              {no}
            </button>
            <span>{term('status', status)}</span>
            <span className="quiet">{unit === undefined ? '尚未派单' : (reference.units.get(unit)?.name ?? '其他单位')}</span>
            <span className="quiet">{fullTime(acceptedAt)}</span>
            <span className="duplicate-title">{title}</span>
            {onSame === undefined ? null : (
              <button type="button" className="link" data-testid={`caller-same-${id}`} onClick={() => onSame(no)}>
                同一事项，告知进展
              </button>
            )}
          </li>
        ))}
      </ul>
      {problem === undefined ? null : <p role="alert">{problem}</p>}
      <p className="quiet">{more > rows.length ? `列出最近 ${rows.length} 件。` : ''}由市级按号码查得，不存本机，查询会被记录。</p>
    </section>
  );
}
