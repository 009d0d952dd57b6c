/** 延期 (art. 12(2)): of the limit that runs now, before it is over; how often and by how much the pack says. */
import { withDueAt } from './deadlines.ts';
import type { Asked, Finding } from './rule.ts';
import type { DueName, Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';
import { afterWorkingDays } from './working-time.ts';

export function extendedDue(ticket: Ticket): DueName {
  return ticket.status === 'rework' || (ticket.before === 'rework' && ticket.due.rework !== undefined) ? 'rework' : 'handle';
}

/** Judged by the effective time: signed in time offline is in time (collision 4). */
export function beforeDue(ticket: Ticket, { context }: Asked): Finding | undefined {
  const due = ticket.due[extendedDue(ticket)];
  return due !== undefined && context.effectiveAt <= due.at ? undefined : { code: 'dueOver' };
}

export function extend(ticket: Ticket, name: DueName, workingDays: number, context: Context): Ticket {
  const flags = { ...ticket.flags, extensions: ticket.flags.extensions + 1 };
  const due = ticket.due[name];
  if (due === undefined) return { ...ticket, flags };
  const moved = afterWorkingDays(due.at, workingDays, { calendar: context.calendar, officeHours: context.pack.officeHours });
  return withDueAt({ ...ticket, flags }, name, moved.at, moved.provisional);
}
