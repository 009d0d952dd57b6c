/** 休假 (art. 7; F15): who of a unit is away on which days, and who stands in. Held inside the unit only. */
import Type, { type Static } from 'typebox';
import { GLOSSARY } from '../../glossary.ts';
import { Instant, MatterId, PersonId, UnitCode } from '../../ids.ts';
import { closed, oneOf } from '../../schema-builders.ts';
import { HistoryEntry } from '../../ticket-parts.ts';

/** A civil day in UTC+8: `2026-11-24`. */
export const CivilDay = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$', maxLength: 10 });

export const LEAVE_REASONS = Object.keys(GLOSSARY.leaveReason) as (keyof typeof GLOSSARY.leaveReason)[];

export const Leave = Type.Object(
  {
    _id: MatterId,
    schema: Type.Literal(1),
    unit: UnitCode,
    person: PersonId,
    /** Both days counted. */
    from: CivilDay,
    to: CivilDay,
    deputy: Type.Optional(PersonId),
    reason: oneOf(LEAVE_REASONS),
    by: PersonId,
    at: Instant,
    /** Back before its last day, or not gone at all. */
    endedBy: Type.Optional(PersonId),
    endedAt: Type.Optional(Instant),
    history: Type.Array(HistoryEntry),
  },
  closed,
);
export type Leave = Readonly<Static<typeof Leave>>;
