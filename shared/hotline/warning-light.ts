/** 预警灯 (hotline.md §7, F17): how near a limit is, in the time it runs in. */
import { dayOf, millis } from './calendar.ts';
import { limitFor } from './deadlines.ts';
import type { GLOSSARY } from './glossary.ts';
import { isStopped } from './handle-clock.ts';
import type { Instant } from './ids.ts';
import { judgeDue } from './judge.ts';
import type { Limit } from './reference/documents.ts';
import type { Due, DueName, Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';
import { addWorkingDays, workingMinutesBetween, type WorkingTime } from './working-time.ts';

export type Light = keyof typeof GLOSSARY.light;
type Rules = Pick<Context, 'pack' | 'calendar'>;

/** Limits of this many working days and more warn a whole working day before the end. */
const LONG_DAYS = 3;

function span(limit: Limit, from: Instant, to: Instant, time: WorkingTime): number {
  return 'minutes' in limit ? Math.max(0, millis(to) - millis(from)) : workingMinutesBetween(time, from, to);
}

/** Yellow at 50 % elapsed; amber at ≤ 20 % or, for limits of 3 WD and more, ≤ 1 WD left; red overdue. */
export function lightOf(ticket: Ticket, name: DueName, now: Instant, { pack, calendar }: Rules): Light {
  const due = ticket.due[name];
  switch (judgeDue(ticket, name, now)) {
    case 'late':
      return 'red';
    case 'kept':
      return 'met';
    case 'ended':
      return 'none';
    case undefined:
      return 'none';
    default:
  }
  if (due === undefined) return 'none';
  if ((name === 'handle' || name === 'rework') && isStopped(ticket)) return 'stopped';
  return lightOfLimit(due, limitFor(name, ticket, pack), now, { pack, calendar });
}

/** The light of a running limit, from the little that a row of a list keeps of it. */
export function lightOfLimit(due: Pick<Due, 'at' | 'start'>, limit: Limit, now: Instant, { pack, calendar }: Rules): Light {
  if (now > due.at) return 'red';
  const time = { calendar, officeHours: pack.officeHours };
  const whole = span(limit, due.start, due.at, time);
  const left = span(limit, now, due.at, time);
  const lastDay = 'workingDays' in limit && limit.workingDays >= LONG_DAYS && addWorkingDays(calendar, dayOf(now), 1).day >= dayOf(due.at);
  if (lastDay || left * 5 <= whole) return 'amber';
  return left * 2 <= whole ? 'yellow' : 'green';
}
