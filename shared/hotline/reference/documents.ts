/** Reference documents of the `hotline` database [sync S1]: who exists, and by which rules and calendar work is timed. */
import Type, { type Static } from 'typebox';
import { ActionId, Instant, PersonId, UnitCode } from '../ids.ts';
import { RoleHeld } from '../roles.ts';
import { closed, oneOf } from '../schema-builders.ts';

export const Grid = Type.Object(
  { code: Type.String({ pattern: '^[0-9]{15}$' }), name: Type.String({ maxLength: 60 }), workers: Type.Array(PersonId) },
  closed,
);

export const UnitDocument = Type.Object(
  {
    _id: Type.String({ pattern: '^unit:', maxLength: 60 }),
    schema: Type.Literal(1),
    code: UnitCode,
    name: Type.String({ maxLength: 80 }),
    type: oneOf(['city', 'district', 'street', 'department']),
    district: Type.Optional(Type.String({ pattern: '^[0-9]{6}$' })),
    /** The unit lets its clerk sign alone: no leader's signature is asked (hotline.md §4). */
    clerkSignsAlone: Type.Optional(Type.Boolean()),
    grids: Type.Array(Grid),
  },
  closed,
);
export type UnitDocument = Readonly<Static<typeof UnitDocument>>;

export const PersonDocument = Type.Object(
  {
    _id: PersonId,
    schema: Type.Literal(1),
    name: Type.String({ maxLength: 40 }),
    roles: Type.Array(RoleHeld),
  },
  closed,
);
export type PersonDocument = Readonly<Static<typeof PersonDocument>>;

export const CategoryDocument = Type.Object(
  {
    _id: Type.String({ pattern: '^category:', maxLength: 60 }),
    schema: Type.Literal(1),
    code: Type.String({ maxLength: 40 }),
    path: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 3 }),
    version: Type.Integer({ minimum: 1 }),
    /** Units that usually lead matters of this category; empty means the street of the region. */
    units: Type.Array(UnitCode),
    departmentOnly: Type.Optional(Type.Boolean()),
    /** Of a version that a suggestion brought about: the decision that made it, and since when it is in force (docs/adr/0009). */
    by: Type.Optional(ActionId),
    since: Type.Optional(Instant),
  },
  closed,
);
export type CategoryDocument = Readonly<Static<typeof CategoryDocument>>;

/** Statutory holidays (`off: true`) and make-up working days (`off: false`) of the years it names. */
export const CalendarDocument = Type.Object(
  {
    _id: Type.String({ pattern: '^calendar:', maxLength: 60 }),
    schema: Type.Literal(1),
    version: Type.Integer({ minimum: 1 }),
    /** 依据: the notice that says so. */
    title: Type.Optional(Type.String({ maxLength: 200 })),
    /** The hub's counter when it was taken: what had been received before is reckoned without it, also when folded again (ADR 8). */
    order: Type.Optional(Type.Integer({ minimum: 0 })),
    years: Type.Array(Type.Integer({ minimum: 2000, maximum: 2200 })),
    days: Type.Record(
      Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
      Type.Object({ off: Type.Boolean(), name: Type.String({ maxLength: 20 }) }, closed),
    ),
  },
  closed,
);
export type CalendarDocument = Readonly<Static<typeof CalendarDocument>>;

/**
 * One limit of the rule pack (hotline.md §7). `workingDays` end at 17:00 of the last day, `workingMinutes` run in
 * office hours, `minutes` are natural time.
 */
export const Limit = Type.Union([
  Type.Object({ workingDays: Type.Integer({ minimum: 0, maximum: 400 }) }, closed),
  Type.Object({ workingMinutes: Type.Integer({ minimum: 0 }) }, closed),
  Type.Object({ minutes: Type.Integer({ minimum: 0 }) }, closed),
]);
export type Limit = Readonly<Static<typeof Limit>>;

const byUrgency = Type.Object({ emergency: Limit, livelihood: Limit, urgent: Limit, normal: Limit, complex: Limit }, closed);

const ClockTime = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', maxLength: 5 });

export const RulePackDocument = Type.Object(
  {
    _id: Type.String({ pattern: '^pack:', maxLength: 60 }),
    schema: Type.Literal(1),
    id: Type.String({ maxLength: 40 }),
    version: Type.Integer({ minimum: 1 }),
    layer: oneOf(['nation', 'province', 'city', 'district']),
    validFrom: Instant,
    /** A pack of one district; without it, of the whole city. */
    district: Type.Optional(Type.String({ pattern: '^[0-9]{6}$' })),
    /** Of which layers it was composed, `city:SY-12345:3`, and of each value by path the one that said it (F05). */
    layers: Type.Optional(Type.Array(Type.String({ maxLength: 90 }), { maxItems: 8 })),
    trace: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 90 }))),
    /** In order, without overlap; at least one, else no working hour would ever pass. */
    officeHours: Type.Array(Type.Object({ from: ClockTime, to: ClockTime }, closed), { minItems: 1, maxItems: 6 }),
    dispatch: byUrgency,
    sign: byUrgency,
    returnWindow: byUrgency,
    contact: byUrgency,
    handle: byUrgency,
    /** `handle` of urgency `normal`, by kind of request; an unknown kind takes `handle.normal`. */
    handleNormalByKind: Type.Object({ consult: Limit, help: Limit, complaint: Limit, report: Limit, suggestion: Limit }, closed),
    dispatchRounds: Type.Integer({ minimum: 1 }),
    extension: Type.Object({ times: Type.Integer(), workingDays: Type.Integer() }, closed),
    /** The review of a suspended matter lies no farther off. */
    suspensionMonths: Type.Integer({ minimum: 1 }),
    coHandling: Limit,
    supplement: Limit,
    decide: Limit,
    upper: Limit,
    rework: Limit,
    reworkTimes: Type.Integer(),
    callback: Limit,
    callbackAttempts: Type.Integer(),
    /** States in which the handle clock stands still, and `nonCooperation` (14-8); escalation is a switch of the city. */
    handleStopsIn: Type.Array(Type.String({ maxLength: 30 })),
    nonCooperation: Type.Object({ days: Type.Integer(), attempts: Type.Integer() }, closed),
    archiveDays: Type.Integer(),
    /** Named by packs since the clock runs by them; read through `packs/values.ts`. */
    supervision: Type.Optional(
      Type.Object(
        {
          /** Working days after a due at which the clock supervises at level 1, 2, 3 (art. 15). */
          afterWorkingDays: Type.Array(Type.Integer({ minimum: 0 }), { minItems: 3, maxItems: 3 }),
          reply: Limit,
        },
        closed,
      ),
    ),
    /** The same caller, category and place within so many days: 重复诉求. */
    repeatDays: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Times of the year in which matters of some categories are more pressing; `from` may lie after `to`, over New Year. */
    seasons: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String({ maxLength: 20 }),
            from: Type.String({ pattern: '^[01][0-9]-[0-3][0-9]$' }),
            to: Type.String({ pattern: '^[01][0-9]-[0-3][0-9]$' }),
            /** Words in the path of a category. */
            words: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 20 }),
            raisesTo: Type.Optional(oneOf(['emergency', 'livelihood', 'urgent'])),
          },
          closed,
        ),
        { maxItems: 12 },
      ),
    ),
    /** 移送 (art. 16). */
    referral: Type.Optional(
      Type.Object(
        {
          overdueWorkingDays: Type.Integer({ minimum: 1 }),
          supervisions: Type.Integer({ minimum: 1 }),
          refusedReturns: Type.Integer({ minimum: 1 }),
          reworks: Type.Integer({ minimum: 1 }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type RulePackDocument = Readonly<Static<typeof RulePackDocument>>;
