/** Suspended tickets of a unit (art. 12(2), F37) and what was planned for them. */
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { SlimRow } from '../../replica/door.ts';

/** Of the unit: what it leads; of a worker: what they hold. */
export function suspended(rows: Iterable<SlimRow>, unit: string, audience: string): readonly SlimRow[] {
  return [...rows]
    .filter((row) => row.status === 'suspended' && (audience !== 'office' || row.lead === unit))
    .toSorted((a, b) => ((a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1));
}

/** What was granted: the plan, who answers for it, and when it is looked at again. */
export function plannedFor(ticket: Ticket): Readonly<{ plan?: string; responsible?: string; reviewAt?: string }> {
  const granted = ticket.proposals.findLast((one) => one.kind === 'suspension' && one.state === 'granted');
  const { plan, responsible, reviewAt } = (granted?.package ?? {}) as Readonly<Record<string, string>>;
  const review = ticket.due.review?.at ?? reviewAt;
  return {
    ...(plan === undefined ? {} : { plan }),
    ...(responsible === undefined ? {} : { responsible }),
    ...(review === undefined ? {} : { reviewAt: review }),
  };
}
