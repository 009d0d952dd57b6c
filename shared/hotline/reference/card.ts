/** A handling card (article 10; F30): how matters of some categories are handled, on what basis, with what proof, and said how. */
import Type, { type Static } from 'typebox';
import { ActionId, Instant } from '../ids.ts';
import { closed } from '../schema-builders.ts';

const lines = (maxLength: number, maxItems: number) => Type.Array(Type.String({ minLength: 1, maxLength }), { maxItems });

export const CardDocument = Type.Object(
  {
    _id: Type.String({ pattern: '^card:', maxLength: 60 }),
    schema: Type.Literal(1),
    code: Type.String({ minLength: 1, maxLength: 40 }),
    version: Type.Integer({ minimum: 1 }),
    title: Type.String({ minLength: 1, maxLength: 60 }),
    /** Codes of the catalogue or their beginnings: `0201` is for all rows under it. */
    categories: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 40 }),
    steps: lines(300, 12),
    /** Laws and rules by name; by article only where somebody has checked it. */
    basis: lines(200, 12),
    evidence: lines(120, 12),
    /** A reply to begin with; what is to be filled in stands in 〔〕. */
    reply: Type.String({ minLength: 1, maxLength: 1000 }),
    /** Of a version that a suggestion brought about: the decision that made it, and since when it is in force (docs/adr/0009). */
    by: Type.Optional(ActionId),
    since: Type.Optional(Instant),
  },
  closed,
);
export type CardDocument = Readonly<Static<typeof CardDocument>>;
