/**
 * 移送 (art. 16, F46): the four triggers, and the unit's own early warning before one fires. Counted from the ticket alone; the
 * limits come from the pack. Nothing here ranks anybody: each trigger is about one matter.
 */
import type { Instant } from './ids.ts';
import { clockOf, metAt } from './judge.ts';
import { CLOCK } from './oversight.ts';
import type { ReferralTrigger } from './oversight-records.ts';
import { referralRules } from './packs/values.ts';
import { isOpen } from './standing.ts';
import type { Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';
import { afterWorkingDays } from './working-time.ts';

type Rules = Pick<Context, 'pack' | 'calendar'>;

/** `met`: the trigger holds. `near`: one more, or so much more time, and it will. */
export type ReferralSign = Readonly<{
  trigger: ReferralTrigger;
  state: 'near' | 'met';
  count: number;
  limit: number;
  /** When an overdue matter becomes one for referral. */
  at?: Instant;
}>;

/** When an overdue matter becomes one for referral, if nothing happens; nothing where no handling limit runs. */
export function overdueMatterAt(ticket: Ticket, { pack, calendar }: Rules): Instant | undefined {
  const name = (['rework', 'handle'] as const).find((one) => ticket.due[one] !== undefined && metAt(ticket, one) === undefined);
  const due = name === undefined ? undefined : ticket.due[name];
  if (name === undefined || due === undefined || !isOpen(ticket)) return undefined;
  const days = referralRules(pack).overdueWorkingDays;
  const at = afterWorkingDays(due.at, days, { calendar, officeHours: pack.officeHours }).at;
  // While its clock stands still the time does not come.
  return at < clockOf(ticket, name, '9999-12-31T00:00:00.000Z' as Instant) ? at : undefined;
}

/** When the handling limit will have been over for longer than the pack lets pass; nothing where it was kept or ended. */
function overdueSign(ticket: Ticket, now: Instant, { pack, calendar }: Rules): ReferralSign | undefined {
  const limit = referralRules(pack).overdueWorkingDays;
  const time = { calendar, officeHours: pack.officeHours };
  for (const name of ['rework', 'handle'] as const) {
    const due = ticket.due[name];
    if (due === undefined) continue;
    const met = metAt(ticket, name);
    if (met === undefined && !isOpen(ticket)) continue;
    const until = met ?? clockOf(ticket, name, now);
    if (until <= due.at) continue;
    const at = afterWorkingDays(due.at, limit, time).at;
    let days = 0;
    while (days < limit && until > afterWorkingDays(due.at, days + 1, time).at) days += 1;
    if (until > at) return { trigger: 'overdue', state: 'met', count: limit + 1, limit, at };
    // Done at last, and not so late: no longer on its way there.
    if (met === undefined) return { trigger: 'overdue', state: 'near', count: days, limit, at };
  }
  return undefined;
}

function counted(trigger: ReferralTrigger, count: number, limit: number): ReferralSign | undefined {
  if (count >= limit) return { trigger, state: 'met', count, limit };
  return count > 0 && count >= limit - 1 ? { trigger, state: 'near', count, limit } : undefined;
}

/** Supervisions that people issued and that stand; the clock's own do not count. */
function supervisedByPeople(ticket: Ticket): number {
  return isOpen(ticket) ? ticket.supervisions.filter((one) => one.by !== CLOCK && one.lifted === undefined).length : 0;
}

/** Reworks, and the earlier tickets of a repeated matter. */
function timesRepeated({ flags, links }: Ticket): number {
  return flags.reworks + (flags.repeat ? Math.max(1, links.earlier.length) : 0);
}

/** Every trigger that holds or is near, for the supervisor and, before it fires, for the unit. */
export function referralSigns(ticket: Ticket, now: Instant, rules: Rules): readonly ReferralSign[] {
  const limits = referralRules(rules.pack);
  return [
    overdueSign(ticket, now, rules),
    counted('supervised', supervisedByPeople(ticket), limits.supervisions),
    counted('returned', ticket.flags.refusedReturns, limits.refusedReturns),
    counted('repeated', timesRepeated(ticket), limits.reworks),
  ].filter((sign) => sign !== undefined);
}

export function triggerHolds(ticket: Ticket, trigger: ReferralTrigger, now: Instant, rules: Rules): boolean {
  return referralSigns(ticket, now, rules).some((sign) => sign.trigger === trigger && sign.state === 'met');
}

/** 移送候选 is set where a count grows or the clock says that time is over; judged by the hub's time of receipt. */
export function withCandidate(ticket: Ticket, context: Context): Ticket {
  const met = referralSigns(ticket, context.receivedAt, context).some((sign) => sign.state === 'met');
  if (met === ticket.flags.referralCandidate) return ticket;
  return { ...ticket, flags: { ...ticket.flags, referralCandidate: met } };
}
