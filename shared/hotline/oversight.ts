/** What 催办 and 督办 do to a ticket (art. 15, hotline.md §7): who is told, by when they reply, and what is lifted again. */
import type { Instant, PersonId, UnitCode } from './ids.ts';
import { metAt } from './judge.ts';
import type { Supervision, Urge } from './oversight-records.ts';
import { supervisionRules } from './packs/values.ts';
import type { Asked } from './rule.ts';
import { CITY } from './standing.ts';
import type { DueName, Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';
import { afterWorkingDays, dueAfter } from './working-time.ts';

export const CLOCK = 'system:clock' as PersonId;

/** The hub's clock and no other hand [sync A4]. */
export function byClock(asked: Pick<Asked, 'actor'>): boolean {
  return asked.actor === CLOCK;
}

/** Limits that the unit which leads answers for; of these the clock supervises too. */
export const LEAD_LIMITS: readonly DueName[] = ['sign', 'contact', 'handle', 'rework'];
/** Limits that bind somebody else: a helper, the level above, the city itself. The clock urges them. */
export const OTHER_LIMITS: readonly DueName[] = ['dispatch', 'co', 'supplement', 'decide', 'upper', 'callback'];

/** Who answers for a limit; nobody: it is over or not begun. */
export function answersFor(ticket: Ticket, limit: DueName, now: Instant): UnitCode | undefined {
  switch (limit) {
    case 'co':
      return ticket.coHandlers.find((one) => one.status === 'requested' && one.due !== undefined && one.due < now)?.unit;
    case 'upper':
      return ticket.upperLead;
    case 'dispatch':
    case 'decide':
    case 'callback':
    case 'supplement':
      return CITY;
    default:
      return ticket.lead;
  }
}

/** Units that may be urged: the lead, those that help, the one above. */
export function partiesOf(ticket: Ticket): readonly UnitCode[] {
  const helping = ticket.coHandlers.filter((one) => one.status !== 'ended').map((one) => one.unit);
  return [ticket.lead, ticket.upperLead, ...helping].filter((one) => one !== undefined);
}

/** The limit's own end as the ticket has it now; a helper's is its own. */
export function aboutLimit(
  ticket: Ticket,
  limit: DueName | undefined,
  unit: UnitCode | undefined,
): Readonly<{ limit?: string; limitDue?: Instant }> {
  if (limit === undefined) return {};
  const at = limit === 'co' ? ticket.coHandlers.find((one) => one.unit === unit)?.due : ticket.due[limit]?.at;
  return { limit, ...(at === undefined ? {} : { limitDue: at }) };
}

export function withUrge(ticket: Ticket, urge: Urge): Ticket {
  const flags = urge.unit === ticket.lead ? { ...ticket.flags, urged: true } : ticket.flags;
  return { ...ticket, flags, urges: [...ticket.urges, urge] };
}

/** Told to the unit that leads now, in this round, and not lifted. */
export function standingSupervisions(ticket: Ticket): readonly Supervision[] {
  const round = ticket.dispatches.length;
  return ticket.supervisions.filter((one) => one.lifted === undefined && one.unit === ticket.lead && one.round === round);
}

/** 待回复: the unit's leader owes a reply. */
export function openSupervisions(ticket: Ticket): readonly Supervision[] {
  return standingSupervisions(ticket).filter((one) => one.reply === undefined);
}

function withLevel(ticket: Ticket): Ticket {
  const supervised = Math.max(0, ...standingSupervisions(ticket).map((one) => one.level));
  return { ...ticket, flags: { ...ticket.flags, supervised } };
}

export function withSupervision(ticket: Ticket, supervision: Omit<Supervision, 'number'>): Ticket {
  const number = `${ticket.no ?? ''}督${ticket.supervisions.length + 1}`;
  return withLevel({ ...ticket, supervisions: [...ticket.supervisions, { ...supervision, number }] });
}

type Rules = Pick<Context, 'pack' | 'calendar'>;

/** 1 WD by the pack, from when the hub made it known: nobody replies to what no desk could see yet. */
export function replyDue({ pack, calendar, receivedAt }: Context): Instant {
  return dueAfter(supervisionRules(pack).reply, receivedAt, { calendar, officeHours: pack.officeHours }).at;
}

/** When the clock supervises at a level: so many working days after the limit (+1, +3, +5). */
export function levelDue(due: Instant, level: number, { pack, calendar }: Rules): Instant | undefined {
  const days = supervisionRules(pack).afterWorkingDays[level - 1];
  return days === undefined ? undefined : afterWorkingDays(due, days, { calendar, officeHours: pack.officeHours }).at;
}

type About = Pick<Urge, 'limit' | 'limitDue' | 'lifted' | 'round' | 'by'>;

/**
 * Whether what the clock said has turned out wrong: the limit was kept after all, or had been moved and is not over yet. What
 * was late stays said, also when it was done at last.
 */
export function isDisproved(ticket: Ticket, said: About, now: Instant): boolean {
  const limit = said.limit as DueName | undefined;
  if (said.by !== CLOCK || said.lifted !== undefined || limit === undefined || said.limitDue === undefined) return false;
  // A helper's own date is its own; the ticket's `co` is the earliest of several.
  if (limit === 'co') return false;
  if (said.round !== ticket.dispatches.length) return false;
  const due = ticket.due[limit];
  if (due === undefined) return false;
  const met = metAt(ticket, limit);
  if (met !== undefined) return met <= due.at;
  return due.at > said.limitDue && now <= due.at;
}

export function hasDisproved(ticket: Ticket, now: Instant): boolean {
  return [...ticket.urges, ...ticket.supervisions].some((one) => isDisproved(ticket, one, now));
}

/** Takes back what late facts have disproved [sync A4]; what people said stays. */
export function liftDisproved(ticket: Ticket, now: Instant): Ticket {
  const lift = <T extends About>(one: T): T => (isDisproved(ticket, one, now) ? { ...one, lifted: now } : one);
  const urges = ticket.urges.map(lift);
  const supervisions = ticket.supervisions.map(lift);
  const round = ticket.dispatches.length;
  const urged = urges.some((one) => one.lifted === undefined && one.unit === ticket.lead && one.round === round);
  return withLevel({ ...ticket, urges, supervisions, flags: { ...ticket.flags, urged: ticket.flags.urged && urged } });
}

/** Another unit, or another round: it begins unreminded. */
export function unreminded(ticket: Ticket): Ticket {
  return { ...ticket, flags: { ...ticket.flags, urged: false, supervised: 0 } };
}
