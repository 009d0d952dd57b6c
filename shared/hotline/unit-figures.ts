/** The score card of units (art. 7, 15, hotline.md §8; F08, F14, F44): figures, what each is, and who may ask for whose. */
import Type, { type Static } from 'typebox';
import { civilDate, type Day, dayOf } from './calendar.ts';
import type { Instant } from './ids.ts';
import { UnitCode } from './ids.ts';
import { overdueAt, type LeadFact, RATES, ratesAt, type RateName, type UnitFact } from './measure-facts.ts';
import type { UnitDocument } from './reference/documents.ts';
import type { RoleHeld } from './roles.ts';
import { oneOf } from './schema-builders.ts';
import { CITY, unitsAs } from './standing.ts';

const open = { additionalProperties: true } as const;
const count = Type.Integer({ minimum: 0 });
const Rate = Type.Object({ yes: count, of: count }, open);
export const UnitFigures = Type.Object(
  {
    unit: UnitCode,
    tickets: count,
    closed: count,
    exempt: count,
    responded: Rate,
    onTime: Rate,
    solved: Rate,
    satisfied: Rate,
    /** 不当退单, by ground. */
    improperReturns: Type.Record(Type.String({ maxLength: 40 }), count),
    overdue: count,
    supervisions: count,
    candidates: count,
  },
  open,
);
export type UnitFigures = Readonly<Static<typeof UnitFigures>>;

/** What can be asked for behind a figure; behind a rate, what missed it. */
export const FIGURES = ['tickets', 'closed', ...RATES, 'improperReturns', 'overdue', 'supervisions', 'candidates'] as const;
export type Figure = (typeof FIGURES)[number];
export const FigureName = oneOf(FIGURES);

/** `GET /desk/measures?from&to&unit`. `city`: means of all units in tenths of a percent, for a leader and a whole month only. */
export const MeasuresAnswer = Type.Object(
  {
    from: Type.String(),
    to: Type.String(),
    asOf: Type.String(),
    scope: oneOf(['city', 'district', 'unit']),
    units: Type.Array(UnitFigures),
    city: Type.Optional(
      Type.Partial(Type.Object(Object.fromEntries(RATES.map((name) => [name, count])) as Record<RateName, typeof count>)),
    ),
  },
  open,
);
export type MeasuresAnswer = Readonly<Static<typeof MeasuresAnswer>>;
/** `hidden`: counted in the figure, but not to be seen by this person (§9). */
export const FigureTicketsAnswer = Type.Object(
  { rows: Type.Array(Type.Record(Type.String(), Type.Unknown())), total: count, hidden: count },
  open,
);
export const ExportAnswer = Type.Object({ name: Type.String(), text: Type.String() }, open);
export type ExportAnswer = Readonly<Static<typeof ExportAnswer>>;

export type Period = Readonly<{ from: Day; to: Day }>;
/** No longer than a year and a day: a figure is of a period that somebody can answer for. */
export const LONGEST_DAYS = 366;

/** Civil days in UTC+8, both counted; nothing where they are no days, the wrong way round, or too far apart. */
export function periodOf(from: string, to: string): Period | undefined {
  const days = [from, to].map((date) => (/^\d{4}-\d{2}-\d{2}$/u.test(date) ? dayOf(`${date}T00:00:00.000+08:00`) : Number.NaN));
  const [first = Number.NaN, last = Number.NaN] = days;
  if (Number.isNaN(first) || Number.isNaN(last) || civilDate(first) !== from || civilDate(last) !== to) return undefined;
  return first <= last && last - first < LONGEST_DAYS ? { from: first, to: last } : undefined;
}

/** A civil month from its first day to its last, and over. */
export function isWholeMonth({ from, to }: Period, today: Day): boolean {
  const [first, last, next] = [civilDate(from), civilDate(to), civilDate(to + 1)];
  return first.endsWith('-01') && next.endsWith('-01') && first.slice(0, 7) === last.slice(0, 7) && to < today;
}

export type Scope = Readonly<{ kind: 'city' | 'district' | 'unit'; includes: (unit: UnitDocument) => boolean }>;

function handles({ type }: UnitDocument): boolean {
  return type !== 'city';
}

/**
 * Whose figures a person may have: the city's supervisors all units', a district's those of their district, a leader their own
 * unit's. Nobody else any (art. 7: 监督考核 is the department's).
 */
export function scopeOf(held: readonly RoleHeld[]): Scope | undefined {
  const supervises = unitsAs(held, 'supervisor');
  if (supervises.includes(CITY)) return { kind: 'city', includes: handles };
  if (supervises.length > 0)
    return {
      kind: 'district',
      includes: (unit) =>
        handles(unit) &&
        supervises.some(
          (code) => unit.code === code || unit.district === code || (/^[0-9]{9}$/u.test(unit.code) && unit.code.startsWith(code)),
        ),
    };
  const leads = unitsAs(held, 'leader');
  return leads.length === 0 ? undefined : { kind: 'unit', includes: (unit) => handles(unit) && leads.includes(unit.code) };
}

function behindLead(fact: LeadFact, figure: Exclude<Figure, 'improperReturns'>, now: Instant): boolean {
  switch (figure) {
    case 'tickets':
      return true;
    case 'closed':
      return fact.closed;
    case 'overdue':
      return overdueAt(fact, now);
    case 'supervisions':
      return fact.supervisions > 0;
    case 'candidates':
      return fact.candidate;
    default:
      return ratesAt(fact, now)[figure] === false;
  }
}

/** Whether a ticket stands behind a figure of the unit; behind a rate stands what missed it. */
export function isBehind({ lead, returns }: UnitFact, figure: Figure, now: Instant): boolean {
  if (figure === 'improperReturns') return returns.length > 0;
  return lead !== undefined && behindLead(lead, figure, now);
}

export function returnsOf({ improperReturns }: Pick<UnitFigures, 'improperReturns'>): number {
  return Object.values(improperReturns).reduce((sum, one) => sum + one, 0);
}

/** Of several units together: a share of the whole, never a mean of shares. */
export function totalOf(units: readonly UnitFigures[]): Omit<UnitFigures, 'unit'> {
  const sum = (pick: (one: UnitFigures) => number): number => units.reduce((so, one) => so + pick(one), 0);
  const rates = Object.fromEntries(RATES.map((name) => [name, { yes: sum((one) => one[name].yes), of: sum((one) => one[name].of) }]));
  const improperReturns: Record<string, number> = {};
  for (const one of units)
    for (const [ground, times] of Object.entries(one.improperReturns)) improperReturns[ground] = (improperReturns[ground] ?? 0) + times;
  const { responded, onTime, solved, satisfied } = rates as Pick<UnitFigures, RateName>;
  return {
    ...{ tickets: sum((one) => one.tickets), closed: sum((one) => one.closed), exempt: sum((one) => one.exempt) },
    ...{ responded, onTime, solved, satisfied, improperReturns },
    ...{ overdue: sum((one) => one.overdue), supervisions: sum((one) => one.supervisions), candidates: sum((one) => one.candidates) },
  };
}
