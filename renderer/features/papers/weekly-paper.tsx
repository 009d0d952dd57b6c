/** 一周简报 (art. 6; F13): the leader's own unit, this week or the last, from what is on this device. */
import { Button, Segmented } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { toInstant } from '../../../shared/hotline/calendar.ts';
import type { PersonId } from '../../../shared/hotline/ids.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import { mondayOf } from '../../../shared/papers/chinese-time.ts';
import type { Made } from '../../../shared/papers/paper.ts';
import { weeklyBrief } from '../../../shared/papers/weekly-brief.ts';
import type { Reference, Replica, SyncStatus } from '../../replica/door.ts';
import { shownNumber } from '../../replica/slim-rows.ts';
import { useObservable } from '../../ui/use-observable.ts';
import { PaperPreview } from './paper-preview.tsx';

type Props = Readonly<{ replica: Replica; reference: Reference; say: (text: string) => void }>;
const WEEKS = ['本周', '上周'] as const;

function gridsOf(reference: Reference) {
  const grids = [...reference.units.values()].flatMap((unit) => unit.grids);
  return {
    names: new Map(grids.map((grid) => [grid.code, grid.name])),
    ofWorker: new Map<PersonId, string>(grids.flatMap((grid) => grid.workers.map((worker) => [worker, grid.code] as const))),
  };
}

function Preview({ replica, reference, say, onClose }: Props & Readonly<{ onClose: () => void }>) {
  const { me } = replica;
  const status = useObservable<SyncStatus | undefined>(replica.status, undefined);
  const [week, setWeek] = useState<(typeof WEEKS)[number]>('本周');
  const [at] = useState(() => toInstant(Date.now()));
  const [tickets, setTickets] = useState<readonly Ticket[]>();
  useEffect(() => {
    void replica.papers.tickets().then(setTickets);
  }, [replica]);
  const dataAsOf = status?.dataAsOf;
  const made = useMemo((): Made | undefined => {
    if (tickets === undefined) return undefined;
    const { names, ofWorker } = gridsOf(reference);
    const paper = weeklyBrief({
      tickets,
      unit: me.unit,
      unitName: reference.units.get(me.unit)?.name ?? '本单位',
      person: me.name,
      monday: mondayOf(at) - (week === '上周' ? 7 : 0),
      at,
      dataAsOf,
      no: shownNumber,
      categoryName: (code) => reference.categories.get(code)?.path.at(-1) ?? '其他事项',
      placeName: (code) => names.get(code),
      gridOf: (worker) => ofWorker.get(worker),
    });
    return { ok: true, paper };
  }, [tickets, reference, me, at, week, dataAsOf]);
  return (
    <PaperPreview title="一周简报" made={made} replica={replica} say={say} onClose={onClose}>
      <Segmented aria-label="哪一周" options={[...WEEKS]} value={week} onChange={setWeek} />
    </PaperPreview>
  );
}

export function WeeklyBriefButton(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} data-testid="weekly-brief">
        一周简报
      </Button>
      {open ? <Preview {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
