/** 批示 of a unit's leader as the ticket keeps it (art. 6; F13; docs/adr/0011). */
import Type, { type Static } from 'typebox';
import { ActionId, Instant, PersonId, UnitCode } from './ids.ts';
import { closed, text } from './schema-builders.ts';

export const Instruction = Type.Object(
  {
    action: ActionId,
    by: PersonId,
    unit: UnitCode,
    at: Instant,
    text: text(500),
    reply: Type.Optional(Type.Object({ action: ActionId, by: PersonId, at: Instant, text: text(2000) }, closed)),
    /** Without a reply it ends with the result that was fed back (the id of that proposal), or when the matter left the unit. */
    ended: Type.Optional(Type.Union([ActionId, Type.Literal('left')])),
  },
  closed,
);
export type Instruction = Readonly<Static<typeof Instruction>>;
