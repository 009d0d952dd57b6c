/** 单位档案 (art. 7; F15): whom to call at a unit, and who stands in for whom there. One a unit, read by everybody. */
import Type, { type Static } from 'typebox';
import { Instant, MatterId, PersonId, UnitCode } from '../../ids.ts';
import { closed, text } from '../../schema-builders.ts';
import { HistoryEntry } from '../../ticket-parts.ts';

const PREFIX = 'duty:';

/** As many as a unit has people. */
export const MOST_DEPUTIES = 300;

const Deputy = Type.Object({ person: PersonId, deputy: PersonId }, closed);

/** A telephone of an office: digits, an extension after 转. */
export const TELEPHONE = '^[0-9+][0-9 -]{4,19}(转[0-9]{1,6})?$';

export const DutySheet = Type.Object(
  {
    _id: MatterId,
    schema: Type.Literal(1),
    unit: UnitCode,
    /** 联系人, and the telephones of the office in and out of hours. */
    contact: Type.Optional(PersonId),
    phone: Type.Optional(text(30)),
    nightPhone: Type.Optional(text(30)),
    deputies: Type.Array(Deputy, { maxItems: MOST_DEPUTIES }),
    by: PersonId,
    at: Instant,
    history: Type.Array(HistoryEntry),
  },
  closed,
);
export type DutySheet = Readonly<Static<typeof DutySheet>>;

export function dutySheetId(unit: UnitCode): MatterId {
  return `${PREFIX}${unit}` as MatterId;
}

export function unitOfSheet(id: string): UnitCode {
  return id.slice(PREFIX.length) as UnitCode;
}

export function blankSheet(id: MatterId): DutySheet {
  const by = 'system:import' as PersonId;
  return { _id: id, schema: 1, unit: unitOfSheet(id), deputies: [], by, at: '1970-01-01T00:00:00.000Z' as Instant, history: [] };
}

export function standingDeputy(sheet: DutySheet | undefined, person: PersonId): PersonId | undefined {
  return sheet?.deputies.find((one) => one.person === person)?.deputy;
}
