/** Table tests of verdicts: who does what, where the ticket stands, and what `decide` answers at which end. */
import { Check } from 'typebox/value';
import { expect, test } from 'vitest';
import type { ActionKind } from '../actions/index.ts';
import { FUNCTIONS } from '../articles.ts';
import { REFUSALS, type RefusalCode } from '../refusals.ts';
import { Ticket } from '../ticket.ts';
import type { Context } from '../verdict.ts';
import { act, ticketOf, type Actor, type Body, type Told } from './story.ts';

export type Expected = 'accept' | `refuse:${RefusalCode}` | `noEffect:${RefusalCode}` | `unknown:${RefusalCode}`;

export type Row = readonly [
  says: string,
  from: () => Told,
  actor: Actor,
  body: Body,
  expected: Expected,
  after?: ((ticket: Ticket, told: Told) => void) | undefined,
  context?: Partial<Context>,
];

/** Every row: the verdict, a ticket that still fits its schema, and a text for each code. Named by the functions it proves. */
export function judged(kind: ActionKind, rows: readonly Row[]): void {
  const functions = (FUNCTIONS[kind] ?? []).map((id) => `${id} `).join('');
  for (const row of rows) test(`${functions}${kind}: ${row[0]}`, () => checkRow(kind, row));
}

function checkRow(kind: ActionKind, [, from, actor, body, expected, after, context]: Row): void {
  const before = from();
  const told = act(before, kind, actor, body, context);
  const { verdict } = told;
  const answer = verdict === undefined || verdict.outcome === 'accept' ? 'accept' : `${verdict.outcome}:${verdict.code}`;
  expect(answer).toBe(expected);
  if (verdict !== undefined && 'code' in verdict) expect(REFUSALS[verdict.code]).toMatch(/。$/u);
  if (told.ticket === undefined) return;
  expect(Check(Ticket, told.ticket)).toBe(true);
  if (answer === 'accept') expect(told.ticket.history.at(-1)?.kind).toBe(kind);
  if (expected.startsWith('noEffect')) keepsOnlyTheRecord(ticketOf(before), told.ticket);
  after?.(told.ticket, told);
}

/** A fact without effect leaves an entry that says why, and its files; nothing else changes. */
function keepsOnlyTheRecord(before: Ticket, after: Ticket): void {
  expect({ ...after, history: [], evidence: [] }).toEqual({ ...before, history: [], evidence: [] });
  expect(after.history).toHaveLength(before.history.length + 1);
  expect(after.history.at(-1)?.noEffect).toBeDefined();
}

export const DESK: Partial<Context> = { end: 'desk' };
/** A desk whose replica is a grid worker's: no dispatches, no proposals (hotline.md §3). */
export const GRID_DESK: Partial<Context> = { end: 'desk', audience: 'person' };
