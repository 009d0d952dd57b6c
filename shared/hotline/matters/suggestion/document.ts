/** 建议 (hotline.md §5, last line; F18, F48, F49): a change that somebody proposes to the catalogue or to the knowledge base. */
import Type, { type Static } from 'typebox';
import { ActionId, Instant, MatterId, PersonId, TicketId, UnitCode } from '../../ids.ts';
import { closed, oneOf, text } from '../../schema-builders.ts';
import { HistoryEntry } from '../../ticket-parts.ts';

export const SUGGESTION_TARGETS = ['categoryChange', 'newCategory', 'articleChange', 'newArticle'] as const;

export const SUGGESTION_STATES = ['leaderReview', 'waiting', 'granted', 'denied', 'returned', 'retracted'] as const;
export type SuggestionState = (typeof SUGGESTION_STATES)[number];

const NOT_BLANK = '\\S';
const filled = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: NOT_BLANK });

/** A row of the catalogue as it is proposed, or as it was granted (art. 8). */
export const CategoryContent = Type.Object(
  {
    path: Type.Array(filled(60), { minItems: 3, maxItems: 3 }),
    units: Type.Array(UnitCode, { maxItems: 20 }),
    departmentOnly: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type CategoryContent = Readonly<Static<typeof CategoryContent>>;

/** An entry of the knowledge base as it is proposed, or as it was granted (art. 17). */
export const ArticleContent = Type.Object(
  {
    title: filled(120),
    body: filled(8000),
    source: filled(200),
    keywords: Type.Array(filled(40), { maxItems: 30 }),
    validTo: Type.Optional(Instant),
  },
  closed,
);
export type ArticleContent = Readonly<Static<typeof ArticleContent>>;

/** Which version of what it is about. */
export const About = Type.Object({ code: filled(40), version: Type.Integer({ minimum: 1 }) }, closed);
export type About = Readonly<Static<typeof About>>;

export const Suggestion = Type.Object(
  {
    _id: MatterId,
    schema: Type.Literal(1),
    target: oneOf(SUGGESTION_TARGETS),
    state: oneOf(SUGGESTION_STATES),
    about: Type.Optional(About),
    problem: Type.Optional(text(40)),
    reason: text(1000),
    /** What is right, and where it says so (F49). */
    citation: Type.Optional(text(200)),
    category: Type.Optional(CategoryContent),
    article: Type.Optional(ArticleContent),
    /** The solved ticket that a new article was drafted from (F48). */
    from: Type.Optional(TicketId),
    by: PersonId,
    unit: UnitCode,
    at: Instant,
    signedBy: Type.Optional(PersonId),
    signedAt: Type.Optional(Instant),
    decidedBy: Type.Optional(PersonId),
    decidedAt: Type.Optional(Instant),
    /** The leader's or the city's words. */
    answer: Type.Optional(text(1000)),
    /** What was made of it: the version that is in force since. */
    granted: Type.Optional(Type.Object({ code: filled(40), version: Type.Integer({ minimum: 1 }), action: ActionId }, closed)),
    history: Type.Array(HistoryEntry),
  },
  closed,
);
export type Suggestion = Readonly<Static<typeof Suggestion>>;

/** What it is about: a row of the catalogue, or an entry of the knowledge base. */
export function isAboutCatalogue({ target }: Pick<Suggestion, 'target'>): boolean {
  return target === 'categoryChange' || target === 'newCategory';
}

export function isOpenSuggestion({ state }: Pick<Suggestion, 'state'>): boolean {
  return state === 'leaderReview' || state === 'waiting';
}
