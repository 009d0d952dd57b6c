/**
 * When the handle clock stands still (hotline.md §7): awaiting material, suspended, on the level above, and from the third
 * attempt under 14-8. It follows from the ticket as it is; the fold calls it after every effect, no action stops it by hand.
 */
import { nonCooperation, stopsAt } from './closing/non-cooperation.ts';
import { moveDueByStop } from './deadlines.ts';
import type { StopReason } from './glossary.ts';
import type { Instant } from './ids.ts';
import { WORK_STATES } from './states.ts';
import type { Status, Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';

const STOPPING_STATES: Readonly<Partial<Record<Status, StopReason>>> = {
  awaitingMaterial: 'material',
  suspended: 'suspension',
  escalationReview: 'escalation',
  escalated: 'escalation',
};

/** Why it stands still, and since when; the pack says which states stop it. */
function standstill(ticket: Ticket, { pack, effectiveAt }: Context): Readonly<{ why: StopReason; from: Instant }> | undefined {
  // Under another ticket nobody can work on it, whatever a pack says.
  if (ticket.status === 'merged') return { why: 'merge', from: effectiveAt };
  const byState = STOPPING_STATES[ticket.status];
  if (byState !== undefined && pack.handleStopsIn.includes(ticket.status)) return { why: byState, from: effectiveAt };
  if (!WORK_STATES.includes(ticket.status) || !pack.handleStopsIn.includes('nonCooperation')) return undefined;
  const from = stopsAt(nonCooperation(ticket.disposal.contacts), pack);
  return from === undefined ? undefined : { why: 'nonCooperation', from };
}

export function isStopped(ticket: Ticket): boolean {
  return ticket.stops.some((stop) => stop.to === undefined);
}

/** The clock goes on: `handle` and `rework` move by the time it stood still. */
function resume(ticket: Ticket, context: Context): Ticket {
  const running = ticket.stops.find((stop) => stop.to === undefined);
  if (running === undefined) return ticket;
  const to = context.effectiveAt < running.from ? running.from : context.effectiveAt;
  const stops = ticket.stops.map((stop) => (stop === running ? { ...stop, to } : stop));
  const moved = moveDueByStop({ ...ticket, stops }, 'handle', running.from, to, context);
  return moveDueByStop(moved, 'rework', running.from, to, context);
}

/** Two stops never overlap: nothing is counted twice. */
function stop(ticket: Ticket, from: Instant, why: StopReason): Ticket {
  const last = ticket.stops.at(-1)?.to;
  const begin = last !== undefined && from < last ? last : from;
  return { ...ticket, stops: [...ticket.stops, { from: begin, why }] };
}

export function settleClock(ticket: Ticket, context: Context): Ticket {
  const running = ticket.stops.find((one) => one.to === undefined);
  const wanted = standstill(ticket, context);
  if (running?.why === wanted?.why) return ticket;
  const freed = resume(ticket, context);
  return wanted === undefined ? freed : stop(freed, wanted.from, wanted.why);
}
