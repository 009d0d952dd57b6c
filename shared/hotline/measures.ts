/**
 * What a matter says for the measures of hotline.md §8 (art. 15; F08, F42, F44): from effective times and what people said,
 * whatever order it arrived in [proof L7]. Rates are of matters and of units, never of persons.
 */
import type { UnitCode } from './ids.ts';
import type { Instant } from './ids.ts';
import { judgeDue } from './judge.ts';
import type { Ticket } from './ticket.ts';

export type ImproperReturn = Readonly<{ unit: UnitCode; ground: string; why: string }>;
/** What is absent does not count in that measure: not yet known, exempt, or taken out by a granted appeal. */
export type Measured = Readonly<{
  unit?: UnitCode;
  responded?: boolean;
  solved?: boolean;
  satisfied?: boolean;
  onTime?: boolean;
  improperReturns: readonly ImproperReturn[];
}>;

/** 响应: the first contact within its limit; a limit that runs, or ended with the matter, says nothing yet. */
function responded(ticket: Ticket, now: Instant): boolean | undefined {
  const judged = judgeDue(ticket, 'contact', now);
  if (judged === 'kept') return true;
  return judged === 'late' || judged === 'overdue' ? false : undefined;
}

/** 按时办结: closed, and each handling limit it had was kept; one that nothing met, by the closing itself. */
function onTime(ticket: Ticket, now: Instant): boolean | undefined {
  const closedAt = ticket.closing?.at;
  if ((ticket.status !== 'closed' && ticket.status !== 'archived') || closedAt === undefined) return undefined;
  const limits = (['handle', 'rework'] as const).filter((name) => ticket.due[name] !== undefined);
  if (limits.length === 0) return undefined;
  return limits.every((name) => {
    const judged = judgeDue(ticket, name, now);
    return judged === 'kept' || (judged === 'ended' && closedAt <= (ticket.due[name]?.at ?? closedAt));
  });
}

/** The last one that reached somebody: 无法回访 and 无人接听 are no valid callbacks. */
function validCallback(ticket: Ticket): Ticket['callbacks'][number] | undefined {
  const asked = ticket.callbacks.findLast((one) => one.reached);
  return ticket.status === 'closed' || ticket.status === 'archived' ? asked : undefined;
}

function improperReturns(ticket: Ticket): readonly ImproperReturn[] {
  return ticket.proposals
    .filter((one) => one.kind === 'return' && one.state === 'denied')
    .map((one) => ({ unit: one.unit, ground: String(one.package['ground'] ?? ''), why: one.reason ?? '' }));
}

export function measure(ticket: Ticket, now: Instant): Measured {
  const unit = ticket.lead === undefined ? {} : { unit: ticket.lead };
  const returns = { improperReturns: improperReturns(ticket) };
  if (ticket.assessment?.counted === false) return { ...unit, ...returns };
  const callback = validCallback(ticket);
  const known = {
    responded: responded(ticket, now),
    onTime: onTime(ticket, now),
    solved: callback?.solved === undefined ? undefined : callback.solved !== 'notSolved',
    // Mediation and enforcement: no one-sided satisfaction (art. 15).
    satisfied:
      callback?.satisfiedResult === undefined || ticket.flags.satisfactionExempt ? undefined : callback.satisfiedResult !== 'dissatisfied',
  };
  return { ...unit, ...returns, ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) };
}

export type Rate = Readonly<{ yes: number; of: number }>;
export type Rates = Readonly<Record<'responded' | 'solved' | 'satisfied' | 'onTime', Rate>>;

function rate(values: readonly (boolean | undefined)[]): Rate {
  const known = values.filter((one) => one !== undefined);
  return { yes: known.filter((one) => one).length, of: known.length };
}

/** 响应率、解决率、满意率、按时办结率, each with what it is of: two of three is said, not two thirds. */
export function ratesOf(measured: readonly Measured[]): Rates {
  return {
    responded: rate(measured.map((one) => one.responded)),
    solved: rate(measured.map((one) => one.solved)),
    satisfied: rate(measured.map((one) => one.satisfied)),
    onTime: rate(measured.map((one) => one.onTime)),
  };
}
