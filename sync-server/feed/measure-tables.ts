/**
 * Figures of units in the rebuildable index (hotline.md §8, F44): a row a ticket for what stands behind a figure, and sums a unit
 * and day, so that a question of a year reads some hundred rows a unit and never a ticket. Runs inside the index's transaction.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Day } from '../../shared/hotline/calendar.ts';
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { Instant, UnitCode } from '../../shared/hotline/ids.ts';
import { type LeadFact, overdueAt, RATES, ratesAt, type UnitFact } from '../../shared/hotline/measure-facts.ts';
import { type Figure, isBehind, type Period, type UnitFigures } from '../../shared/hotline/unit-figures.ts';
import type { FactRow, Tables } from './tables.ts';

type Measured = Pick<Tables, 'facts' | 'tallies' | 'running'>;
/** Sorts behind every id. */
const LAST = '\uffff';
const LED = 1;
const CLOSED = 2;
const EXEMPT = 4;
const CANDIDATE = 8;
const FIRST_RATE = 16;

/** Places in a row of sums; each rate takes two more, yes and of. */
const SUMS = { tickets: 0, closed: 1, exempt: 2, candidates: 3, supervisions: 4, rates: 5 } as const;
const WIDTH = SUMS.rates + RATES.length * 2;

/** Bits, supervisions, and in milliseconds what still runs; grounds behind. */
function packed({ lead, returns }: UnitFact): FactRow {
  if (lead === undefined) return [0, 0, 0, 0, ...returns];
  let bits = LED | (lead.closed ? CLOSED : 0) | (lead.exempt ? EXEMPT : 0) | (lead.candidate ? CANDIDATE : 0);
  RATES.forEach((name, at) => {
    if (lead[name] !== undefined) bits |= (lead[name] ? 3 : 1) * FIRST_RATE * 4 ** at;
  });
  const moment = (instant: Instant | undefined): number => (instant === undefined ? 0 : millis(instant));
  return [bits, lead.supervisions, moment(lead.contactBy), moment(lead.overdueFrom), ...returns];
}

function unpacked(unit: UnitCode, day: Day, [bits, supervisions, contactBy, overdueFrom, ...returns]: FactRow): UnitFact {
  if ((bits & LED) === 0) return { unit, day, returns };
  const rates = RATES.flatMap((name, at) => {
    const said = Math.floor(bits / (FIRST_RATE * 4 ** at)) % 4;
    return said === 0 ? [] : [[name, said === 3]];
  });
  const lead: LeadFact = {
    ...Object.fromEntries(rates),
    closed: (bits & CLOSED) !== 0,
    exempt: (bits & EXEMPT) !== 0,
    candidate: (bits & CANDIDATE) !== 0,
    supervisions,
    ...(contactBy === 0 ? {} : { contactBy: toInstant(contactBy) }),
    ...(overdueFrom === 0 ? {} : { overdueFrom: toInstant(overdueFrom) }),
  };
  return { unit, day, lead, returns };
}

function sumsOf({ lead }: UnitFact): number[] {
  if (lead === undefined) return Array.from({ length: WIDTH }, () => 0);
  const rates = RATES.flatMap((name) => [lead[name] === true ? 1 : 0, lead[name] === undefined ? 0 : 1]);
  return [1, Number(lead.closed), Number(lead.exempt), Number(lead.candidate), lead.supervisions, ...rates];
}

function shift(tables: Measured, fact: UnitFact, sign: 1 | -1): void {
  const key: [string, number] = [fact.unit, fact.day];
  const { sums: before, grounds: known } = tables.tallies.get(key) ?? { sums: [], grounds: {} };
  const sums = sumsOf(fact).map((one, at) => (before[at] ?? 0) + sign * one);
  const grounds = new Map(Object.entries(known));
  for (const ground of fact.returns) grounds.set(ground, (grounds.get(ground) ?? 0) + sign);
  const left = [...grounds].filter(([, times]) => times !== 0);
  if (left.length === 0 && sums.every((one) => one === 0)) tables.tallies.removeSync(key);
  else tables.tallies.putSync(key, { sums, grounds: Object.fromEntries(left) });
}

/** What a ticket said before is taken out, what it says now is put in; returns where, for the next time. */
export function indexFacts(
  tables: Measured,
  id: string,
  before: readonly (readonly [string, number])[],
  facts: readonly UnitFact[],
): [string, number][] {
  const same = new Set<UnitFact>();
  for (const [unit, day] of before) {
    const row = tables.facts.get([unit, day, id]);
    if (row === undefined) continue;
    // Most changes say nothing new of a unit.
    const next = facts.find((fact) => fact.unit === unit && fact.day === day);
    if (next !== undefined && isDeepStrictEqual(packed(next), row)) {
      same.add(next);
      continue;
    }
    shift(tables, unpacked(unit as UnitCode, day, row), -1);
    tables.facts.removeSync([unit, day, id]);
    tables.running.removeSync([unit, day, id]);
  }
  return facts.map((fact) => {
    if (!same.has(fact)) {
      const row = packed(fact);
      shift(tables, fact, 1);
      tables.facts.putSync([fact.unit, fact.day, id], row);
      if (row[2] !== 0 || row[3] !== 0) tables.running.putSync([fact.unit, fact.day, id], row);
    }
    return [fact.unit, fact.day];
  });
}

/** The figures of one unit for tickets accepted in the period, as they are at the moment. */
export function figuresOf(tables: Measured, unit: UnitCode, { from, to }: Period, now: Instant): UnitFigures {
  const sums = Array.from({ length: WIDTH }, () => 0);
  const grounds = new Map<string, number>();
  for (const { value } of tables.tallies.getRange({ start: [unit, from], end: [unit, to + 1] })) {
    value.sums.forEach((one, at) => (sums[at] = (sums[at] ?? 0) + one));
    for (const [ground, times] of Object.entries(value.grounds)) grounds.set(ground, (grounds.get(ground) ?? 0) + times);
  }
  let overdue = 0;
  let missed = 0;
  for (const { key, value } of tables.running.getRange({ start: [unit, from], end: [unit, to, LAST] })) {
    const { lead } = unpacked(unit, key[1], value);
    if (lead === undefined) continue;
    if (overdueAt(lead, now)) overdue += 1;
    if (lead.responded === undefined && ratesAt(lead, now).responded === false) missed += 1;
  }
  const rate = (at: number): { yes: number; of: number } => ({
    yes: sums[SUMS.rates + at * 2] ?? 0,
    of: (sums[SUMS.rates + at * 2 + 1] ?? 0) + (RATES[at] === 'responded' ? missed : 0),
  });
  const rates = Object.fromEntries(RATES.map((name, at) => [name, rate(at)])) as Pick<UnitFigures, (typeof RATES)[number]>;
  const sum = (at: number): number => sums[at] ?? 0;
  return {
    unit,
    ...{ tickets: sum(SUMS.tickets), closed: sum(SUMS.closed), exempt: sum(SUMS.exempt) },
    ...rates,
    improperReturns: Object.fromEntries(grounds),
    ...{ overdue, supervisions: sum(SUMS.supervisions), candidates: sum(SUMS.candidates) },
  };
}

/** The tickets behind a figure, the latest accepted first. */
export function ticketsBehind(tables: Measured, unit: UnitCode, { from, to }: Period, figure: Figure, now: Instant): readonly string[] {
  const found: string[] = [];
  for (const { key, value } of tables.facts.getRange({ start: [unit, from], end: [unit, to, LAST] }))
    if (isBehind(unpacked(unit, key[1], value), figure, now)) found.push(key[2]);
  return found.toReversed();
}
