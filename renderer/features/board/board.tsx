/** What a person sees before a ticket is chosen: what is most pressing, and for an office who has what. */
import { useMemo } from 'react';
import type { PersonId, TicketId } from '../../../shared/hotline/ids.ts';
import { isOpen } from '../../../shared/hotline/standing.ts';
import type { Reference, Replica, SlimRow } from '../../replica/door.ts';
import { GovernanceCard, type Governing } from '../governance/index.ts';
import { useNow, useObservable } from '../../ui/use-observable.ts';
import { AwayCard } from '../unit/index.ts';
import { EarlyWarnings } from './early-warnings.tsx';
import { Legend } from './legend.tsx';
import { OwnMeasures } from './own-measures.tsx';
import { Soonest } from './soonest.tsx';
import { Workload } from './workload.tsx';

const NONE: ReadonlyMap<TicketId, SlimRow> = new Map();

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  onSelect: (id: TicketId) => void;
  onWorker: (worker: PersonId) => void;
  onLane: (lane: string) => void;
  onGovern: (governing: Governing) => void;
  onUnit: () => void;
}>;

export function Board({ replica, reference, onSelect, onWorker, onLane, onGovern, onUnit }: Props) {
  const rows = useObservable(replica.rows, NONE);
  const now = useNow();
  const { me } = replica;
  const all = useMemo(() => [...rows.values()], [rows]);
  const open = useMemo(() => [...rows.values()].filter((row) => isOpen(row)), [rows]);
  return (
    <main className="pane board" aria-label="工作概览">
      <Soonest rows={open} me={me} reference={reference} now={now} onSelect={onSelect} />
      <AwayCard replica={replica} reference={reference} rows={open} now={now} onUnit={onUnit} />
      <EarlyWarnings rows={all} replica={replica} reference={reference} now={now} onSelect={onSelect} onGovern={onGovern} />
      <GovernanceCard replica={replica} reference={reference} now={now} onGovern={onGovern} />
      {me.roles.includes('clerk') ? (
        <Workload replica={replica} rows={open} unit={me.unit} reference={reference} now={now} onWorker={onWorker} onLane={onLane} />
      ) : null}
      {me.roles.includes('clerk') ? <OwnMeasures replica={replica} /> : null}
      <Legend />
    </main>
  );
}
