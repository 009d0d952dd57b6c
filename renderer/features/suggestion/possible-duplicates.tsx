/** 疑似重复件 beside a form (art. 9(4), F27): number, state, and why. Whether it is the same matter a person says. */
import { useMemo } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import { phoneDigits } from '../../../shared/suggestion/duplicates.ts';
import type { Reference, Replica, TicketView } from '../../replica/door.ts';
import { CallerTickets } from './caller-tickets.tsx';
import { duplicateWhy } from './suggestion-words.ts';
import { useNeighbours, useRested } from './use-neighbours.ts';

/** A ticket, or what of one has been typed so far. */
type Matter = Pick<Ticket, 'title' | 'content' | 'complainant' | 'address'> & Readonly<{ _id?: TicketId }>;
type Props = Readonly<{
  replica: Replica;
  matter: Matter;
  onOpen: (id: TicketId) => void;
  /** Told the number of the one that a person says it is. */
  onSame?: ((no: string) => void) | undefined;
  /** Where a call is taken, the city is asked about the number too. */
  caller?: Readonly<{ reference: Reference; phone: string | undefined; onLookedUp: (view: TicketView) => void }> | undefined;
}>;

const SHOWN = 5;

export function PossibleDuplicates({ replica, matter, onOpen, onSame, caller }: Props) {
  const { neighbours, version } = useNeighbours(replica);
  const asked = useRested(
    JSON.stringify({
      ...(matter._id === undefined ? {} : { id: matter._id }),
      title: matter.title,
      content: matter.content,
      phones: [matter.complainant.phone, matter.complainant.altPhone].flatMap((one) => phoneDigits(one ?? '') ?? []),
      address: matter.address?.text,
    }),
  );
  const found = useMemo(() => {
    void version;
    return neighbours.duplicates.find(JSON.parse(asked) as Parameters<typeof neighbours.duplicates.find>[0], SHOWN);
  }, [neighbours, version, asked]);
  const shown = found.flatMap(({ id, reasons }) => {
    const row = neighbours.row(id);
    return row === undefined ? [] : [{ row, why: duplicateWhy(reasons) }];
  });
  const local =
    shown.length === 0 ? null : (
      <section className="card duplicates" data-testid="possible-duplicates" aria-label="疑似重复件">
        <h2>疑似重复件</h2>
        <ul>
          {shown.map(({ row, why }) => (
            <li key={row.id}>
              <button type="button" className="link" data-testid={`duplicate-${row.id}`} onClick={() => onOpen(row.id)}>
                {row.no}
              </button>
              <span>{term('status', row.status)}</span>
              <span className="duplicate-title">{row.title}</span>
              <span className="quiet">{why}</span>
              {onSame === undefined || row.no.startsWith('暂') ? null : (
                <button type="button" className="link" data-testid={`same-${row.id}`} onClick={() => onSame(row.no)}>
                  同一事项，告知进展
                </button>
              )}
            </li>
          ))}
        </ul>
        <p className="quiet">是否同一事项请核对后决定。</p>
      </section>
    );
  const except = shown.map(({ row }) => row.id);
  return (
    <>
      {local}
      {caller === undefined ? null : <CallerTickets replica={replica} except={except} onOpen={onOpen} onSame={onSame} {...caller} />}
    </>
  );
}
