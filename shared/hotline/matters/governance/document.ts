/** 专项治理、未诉先办 (art. 19; F53): a task of a unit about what comes again and again, with the tickets it is about. */
import Type, { type Static } from 'typebox';
import { ActionId, Instant, MatterId, PersonId, TicketId, UnitCode } from '../../ids.ts';
import { closed, oneOf, text } from '../../schema-builders.ts';
import { HistoryEntry } from '../../ticket-parts.ts';

const GOVERNANCE_STATES = ['open', 'done'] as const;
/** How it ended: what was the matter is gone, is watched from now on, or is no more asked for. */
const GOVERNANCE_OUTCOMES = ['solved', 'watched', 'dropped'] as const;

/** As many as a person can look through. */
export const MOST_TICKETS = 200;

export const GridCode = Type.String({ pattern: '^[0-9a-z-]{1,40}$', maxLength: 40 });
export const Linked = Type.Array(TicketId, { maxItems: MOST_TICKETS, uniqueItems: true });

const Note = Type.Object({ action: ActionId, by: PersonId, at: Instant, text: text(500) }, closed);

/** Tickets by id alone: who may see one sees it on their own desk, and nobody else learns of it here. */
export const Governance = Type.Object(
  {
    _id: MatterId,
    schema: Type.Literal(1),
    unit: UnitCode,
    title: text(80),
    plan: text(2000),
    responsible: PersonId,
    due: Instant,
    /** Row of the catalogue and grid of the early warning it came from (F52). */
    category: Type.Optional(text(40)),
    grid: Type.Optional(GridCode),
    /** Who works in that grid, as the unit's profile said when the grid was named. */
    workers: Type.Array(PersonId, { maxItems: 10 }),
    /** All who were responsible or worked there once: what they wrote offline counts, whoever has it now [sync G6]. */
    involved: Type.Array(PersonId),
    tickets: Linked,
    state: oneOf(GOVERNANCE_STATES),
    by: PersonId,
    at: Instant,
    notes: Type.Array(Note),
    outcome: Type.Optional(oneOf(GOVERNANCE_OUTCOMES)),
    result: Type.Optional(text(2000)),
    endedBy: Type.Optional(PersonId),
    endedAt: Type.Optional(Instant),
    history: Type.Array(HistoryEntry),
  },
  closed,
);
export type Governance = Readonly<Static<typeof Governance>>;
