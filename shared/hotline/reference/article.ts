/** An entry of the knowledge base (article 17; F47): what it says, where it comes from, how long it is good for. */
import Type, { type Static } from 'typebox';
import { ActionId, Instant } from '../ids.ts';
import { closed } from '../schema-builders.ts';

export const ArticleDocument = Type.Object(
  {
    _id: Type.String({ pattern: '^article:', maxLength: 60 }),
    schema: Type.Literal(1),
    /** What people cite, such as `ZS-0012`. */
    code: Type.String({ minLength: 1, maxLength: 40 }),
    version: Type.Integer({ minimum: 1 }),
    title: Type.String({ minLength: 1, maxLength: 120 }),
    body: Type.String({ minLength: 1, maxLength: 8000 }),
    /** Document, paragraph and issuing body. */
    source: Type.String({ minLength: 1, maxLength: 200 }),
    /** Other words that people use for it. */
    keywords: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 30 }),
    validTo: Type.Optional(Instant),
    /** Of a version that a suggestion brought about: the decision that made it, and since when it is in force (docs/adr/0009). */
    by: Type.Optional(ActionId),
    since: Type.Optional(Instant),
  },
  closed,
);
export type ArticleDocument = Readonly<Static<typeof ArticleDocument>>;
