/** 归档 (hotline.md §7): so many days after it was closed, at midnight in UTC+8; a matter that was reopened begins again. */
import { atMinute, dayOf } from './calendar.ts';
import type { Instant } from './ids.ts';
import type { RulePackDocument } from './reference/documents.ts';
import type { Status, Ticket } from './ticket.ts';

/** Merged ones stay: they can be parted, and go when their main ticket's time has come to be read no more. */
const ENDED: readonly Status[] = ['closed', 'guidedOut', 'directAnswered'];

/** When it ended: by the closing, else by the last act that took effect. */
function endedAt(ticket: Ticket): Instant | undefined {
  return ticket.closing?.at ?? ticket.disposal.told?.at ?? ticket.history.findLast((entry) => entry.noEffect === undefined)?.occurredAt;
}

export function archivesAt(ticket: Ticket, pack: RulePackDocument): Instant | undefined {
  const ended = ENDED.includes(ticket.status) ? endedAt(ticket) : undefined;
  return ended === undefined ? undefined : atMinute(dayOf(ended) + pack.archiveDays, 0);
}
