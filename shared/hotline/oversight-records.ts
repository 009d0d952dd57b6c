/** 催办、督办、专题协调和约谈、移送 as the ticket keeps them (hotline.md §3, §5; art. 15, 16). */
import Type, { type Static } from 'typebox';
import { ActionId, Instant, PersonId, UnitCode } from './ids.ts';
import { closed, oneOf, text } from './schema-builders.ts';

export const REFERRAL_TRIGGERS = ['overdue', 'supervised', 'returned', 'repeated'] as const;
export type ReferralTrigger = (typeof REFERRAL_TRIGGERS)[number];

/** `round` is the dispatch it was said in: what one unit was told is not held against the next one. */
const addressed = {
  action: ActionId,
  by: PersonId,
  at: Instant,
  unit: UnitCode,
  round: Type.Integer({ minimum: 0 }),
  opinion: text(2000),
  /** The limit it is about, and when that ended: a limit that moved is another one [sync A4]. */
  limit: Type.Optional(text(20)),
  limitDue: Type.Optional(Instant),
  /** Since then disproved: a late fact showed that the limit was kept, or had been moved in time (collision 4). */
  lifted: Type.Optional(Instant),
};

export const Urge = Type.Object(addressed, closed);
export type Urge = Readonly<Static<typeof Urge>>;

export const Supervision = Type.Object(
  {
    ...addressed,
    /** 督办单号: the ticket's number and a count. */
    number: text(60),
    level: Type.Integer({ minimum: 1, maximum: 3 }),
    /** By when the unit replies. */
    due: Instant,
    reply: Type.Optional(Type.Object({ action: ActionId, by: PersonId, at: Instant, text: text(4000) }, closed)),
  },
  closed,
);
export type Supervision = Readonly<Static<typeof Supervision>>;

/** 专题协调、约谈 (art. 15). */
export const Meeting = Type.Object(
  {
    action: ActionId,
    by: PersonId,
    form: oneOf(['coordination', 'interview']),
    heldAt: Instant,
    topic: text(200),
    unit: Type.Optional(UnitCode),
    others: Type.Optional(text(300)),
    decision: text(4000),
  },
  closed,
);
export type Meeting = Readonly<Static<typeof Meeting>>;

/** 移送 (art. 16): for the city alone. */
export const Referral = Type.Object(
  { action: ActionId, by: PersonId, at: Instant, trigger: oneOf(REFERRAL_TRIGGERS), receiver: text(100), material: text(4000) },
  closed,
);
export type Referral = Readonly<Static<typeof Referral>>;
