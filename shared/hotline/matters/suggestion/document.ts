/** 建议 (hotline.md §5, last line; F18, F30, F48, F49): a change that somebody proposes to the catalogue, the knowledge base or a handling card. */
import Type, { type Static } from 'typebox';
import { ActionId, Instant, MatterId, PersonId, TicketId, UnitCode } from '../../ids.ts';
import { closed, oneOf, text } from '../../schema-builders.ts';
import { HistoryEntry } from '../../ticket-parts.ts';

export const SUGGESTION_TARGETS = ['categoryChange', 'newCategory', 'articleChange', 'newArticle', 'cardChange'] as const;
type Target = (typeof SUGGESTION_TARGETS)[number];

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

/** A handling card as it is proposed, or as it was granted (art. 10; F30). */
export const CardContent = Type.Object(
  {
    title: filled(60),
    categories: Type.Array(filled(40), { minItems: 1, maxItems: 40 }),
    steps: Type.Array(filled(300), { minItems: 1, maxItems: 12 }),
    basis: Type.Array(filled(200), { maxItems: 12 }),
    evidence: Type.Array(filled(120), { maxItems: 12 }),
    reply: filled(1000),
  },
  closed,
);
export type CardContent = Readonly<Static<typeof CardContent>>;

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
    card: Type.Optional(CardContent),
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

/** What it is about: a row of the catalogue, an entry of the knowledge base, or a handling card. */
const ABOUT: Readonly<Record<Target, 'category' | 'article' | 'card'>> = {
  categoryChange: 'category',
  newCategory: 'category',
  articleChange: 'article',
  newArticle: 'article',
  cardChange: 'card',
};

export function aboutWhat({ target }: Pick<Suggestion, 'target'>): 'category' | 'article' | 'card' {
  return ABOUT[target];
}

/** A change of something that is there; else something new. */
export function changesWhatIs({ target }: Pick<Suggestion, 'target'>): boolean {
  return target.endsWith('Change');
}

/** What a unit writes for all others is let out by its own leader first, as a result is (F30, F48). */
export function leavesByLeader({ target }: Pick<Suggestion, 'target'>): boolean {
  return target === 'newArticle' || target === 'cardChange';
}

export function isOpenSuggestion({ state }: Pick<Suggestion, 'state'>): boolean {
  return state === 'leaderReview' || state === 'waiting';
}
