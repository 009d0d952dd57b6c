/**
 * What a ticket adds to the figures of units (hotline.md §8; art. 7, 15; F14, F44), small enough to be kept for years: what is
 * settled as it is, what still runs as the moment from which it counts. Of units, never of persons.
 */
import { dayOf, type Day } from './calendar.ts';
import type { Instant, UnitCode } from './ids.ts';
import { judgeDue } from './judge.ts';
import { measure, type Rates } from './measures.ts';
import type { DueName, Ticket } from './ticket.ts';

export const RATES = ['responded', 'onTime', 'solved', 'satisfied'] as const satisfies readonly (keyof Rates)[];
export type RateName = (typeof RATES)[number];

/** Limits that bind the unit that leads a matter; the others bind the city or the complainant. */
export const OFFICE_LIMITS: readonly DueName[] = ['sign', 'contact', 'handle', 'rework'];

/** Of the unit that leads a ticket. A rate that is absent does not count, or not yet. */
export type LeadFact = Readonly<
  Partial<Record<RateName, boolean>> & {
    closed: boolean;
    /** Taken out of the rates by a granted appeal or exemption (art. 15). */
    exempt: boolean;
    candidate: boolean;
    supervisions: number;
    /** The first contact is missed from then on, if it has not come. */
    contactBy?: Instant;
    /** Overdue from then on, if nothing happens. */
    overdueFrom?: Instant;
  }
>;
/** `returns`: the grounds of what this unit asked to return and was denied; `lead`: where it leads the ticket now. */
export type UnitFact = Readonly<{ unit: UnitCode; day: Day; lead?: LeadFact; returns: readonly string[] }>;

const BEGINNING = '0000-01-01T00:00:00.000Z' as Instant;
const END = '9999-12-31T00:00:00.000Z' as Instant;

/** The limits that will be over some day if nothing happens; while its clock stands still no limit is. */
function endsWithout(ticket: Ticket, names: readonly DueName[]): Instant | undefined {
  const ends = names.filter((name) => judgeDue(ticket, name, END) === 'overdue').map((name) => ticket.due[name]?.at ?? END);
  return ends.toSorted()[0];
}

function leadFact(ticket: Ticket): LeadFact {
  const { unit: _unit, improperReturns: _returns, ...settled } = measure(ticket, BEGINNING);
  const exempt = ticket.assessment?.counted === false;
  const contactBy = exempt ? undefined : endsWithout(ticket, ['contact']);
  const overdueFrom = endsWithout(ticket, OFFICE_LIMITS);
  return {
    ...settled,
    closed: ticket.status === 'closed' || ticket.status === 'archived',
    exempt,
    candidate: ticket.flags.referralCandidate,
    supervisions: ticket.supervisions.length,
    ...(contactBy === undefined ? {} : { contactBy }),
    ...(overdueFrom === undefined ? {} : { overdueFrom }),
  };
}

/** One for each unit that the ticket says something about, under the day it was accepted (UTC+8). A void one says nothing. */
export function unitFacts(ticket: Ticket): readonly UnitFact[] {
  const day = dayOf(ticket.acceptedAt);
  const returns = new Map<UnitCode, string[]>();
  for (const { unit, ground } of measure(ticket, BEGINNING).improperReturns) returns.set(unit, [...(returns.get(unit) ?? []), ground]);
  const led = ticket.status === 'void' ? undefined : ticket.lead;
  const units = new Set([...(led === undefined ? [] : [led]), ...returns.keys()]);
  return [...units].map((unit) => ({
    unit,
    day,
    ...(unit === led ? { lead: leadFact(ticket) } : {}),
    returns: returns.get(unit) ?? [],
  }));
}

/** The rates as they are at a moment: a first contact that never came is missed when its time is over. */
export function ratesAt(fact: LeadFact, now: Instant): Readonly<Partial<Record<RateName, boolean>>> {
  const known = Object.fromEntries(RATES.flatMap((name) => (fact[name] === undefined ? [] : [[name, fact[name]]])));
  return fact.contactBy !== undefined && fact.contactBy < now ? { ...known, responded: false } : known;
}

export function overdueAt(fact: LeadFact, now: Instant): boolean {
  return fact.overdueFrom !== undefined && fact.overdueFrom < now;
}
