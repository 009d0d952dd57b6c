/** Who is away and who stands in, whom to call at a unit (art. 7; F15): read out of the matters on this device, for every screen alike. */
import { useMemo } from 'react';
import { civilDate, dayOf, toInstant } from '../../shared/hotline/calendar.ts';
import type { MatterId, PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import type { DutySheet } from '../../shared/hotline/matters/duty/document.ts';
import type { Leave } from '../../shared/hotline/matters/leave/document.ts';
import { leavesAt, standIn } from '../../shared/hotline/matters/leave/on-leave.ts';
import type { MatterView, Reference, Replica } from '../replica/door.ts';
import { useNow, useObservable } from './use-observable.ts';

const NONE: ReadonlyMap<MatterId, MatterView> = new Map();

export type LeaveView = MatterView<Leave>;
export type Absences = ReadonlyMap<PersonId, Leave>;

function isLeave(view: MatterView): view is LeaveView {
  return view.matter._id.startsWith('leave:');
}
function isSheet(view: MatterView): view is MatterView<DutySheet> {
  return view.matter._id.startsWith('duty:');
}

/** The first to begin in front. */
export function useLeaves(replica: Replica): readonly LeaveView[] {
  const matters = useObservable(replica.matters, NONE);
  return useMemo(() => [...matters.values()].filter(isLeave).toSorted((a, b) => (a.matter.from < b.matter.from ? -1 : 1)), [matters]);
}

export function useAway(replica: Replica): Absences {
  const leaves = useLeaves(replica);
  const now = useNow();
  return useMemo(
    () =>
      leavesAt(
        leaves.map((one) => one.matter),
        toInstant(now),
      ),
    [leaves, now],
  );
}

export function useDutySheets(replica: Replica): ReadonlyMap<UnitCode, MatterView<DutySheet>> {
  const matters = useObservable(replica.matters, NONE);
  return useMemo(() => new Map([...matters.values()].filter(isSheet).map((view) => [view.matter.unit, view])), [matters]);
}

/** `11月27日`, with the year where it is another one than today's. */
export function dayText(day: string, now: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const thisYear = Number(civilDate(dayOf(toInstant(now))).slice(0, 4));
  return `${year === thisYear ? '' : `${year}年`}${month}月${date}日`;
}

export function nameOf(person: PersonId | undefined, reference: Reference): string {
  return person === undefined ? '' : (reference.people.get(person)?.name ?? '其他人员');
}

/** `休假至 11月27日，孙立新代岗`; nothing of who is there. */
export function awayText(person: PersonId | undefined, away: Absences, reference: Reference, now: number): string | undefined {
  const leave = person === undefined ? undefined : away.get(person);
  if (leave === undefined) return undefined;
  const deputy = standIn(leave, away);
  const stands = deputy !== undefined ? `${nameOf(deputy, reference)}代岗` : leave.deputy === undefined ? '没有代岗人' : '代岗人也在休假';
  return `休假至 ${dayText(leave.to, now)}，${stands}`;
}
