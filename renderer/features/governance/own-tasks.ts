/** Governance tasks on this device, those that end first in front; done ones last, the newest first. */
import { useMemo } from 'react';
import type { MatterId, TicketId } from '../../../shared/hotline/ids.ts';
import type { Governance } from '../../../shared/hotline/matters/governance/document.ts';
import type { MatterView, Replica, SlimRow } from '../../replica/door.ts';
import { isOpen } from '../../../shared/hotline/standing.ts';
import { useObservable } from '../../ui/use-observable.ts';

export type TaskView = MatterView<Governance>;

const NONE: ReadonlyMap<MatterId, MatterView> = new Map();
const NO_ROWS: ReadonlyMap<TicketId, SlimRow> = new Map();

export function useTasks(replica: Replica): Readonly<{ open: readonly TaskView[]; done: readonly TaskView[] }> {
  const matters = useObservable(replica.matters, NONE);
  return useMemo(() => {
    const all = [...matters.values()].filter((one): one is TaskView => one.matter._id.startsWith('governance:'));
    const open = all.filter(({ matter }) => matter.state === 'open');
    const done = all.filter(({ matter }) => matter.state === 'done');
    return {
      open: open.toSorted((a, b) => (a.matter.due < b.matter.due ? -1 : 1)),
      done: done.toSorted((a, b) => ((a.matter.endedAt ?? '') > (b.matter.endedAt ?? '') ? -1 : 1)),
    };
  }, [matters]);
}

export function useRows(replica: Replica): ReadonlyMap<TicketId, SlimRow> {
  return useObservable(replica.rows, NO_ROWS);
}

/** Of its tickets: those on this device, and how many of them are still open. */
export function ticketsOf(
  task: Governance,
  rows: ReadonlyMap<TicketId, SlimRow>,
): Readonly<{ held: readonly SlimRow[]; open: number; here: number }> {
  const held = task.tickets.flatMap((id) => rows.get(id) ?? []);
  return { held, open: held.filter((row) => isOpen(row)).length, here: held.length };
}
