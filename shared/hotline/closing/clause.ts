/** What a clause of art. 14 asks for before a matter counts as closed (hotline.md §6). One file a clause. */
import Type, { type Static, type TSchema } from 'typebox';
import { Sha256 } from '../ids.ts';
import type { Finding } from '../rule.ts';
import type { EvidenceClaim } from '../ticket-parts.ts';
import type { Clause, Status, Ticket } from '../ticket.ts';
import type { Context } from '../verdict.ts';

/** `files`: those on the ticket and those this action names. */
export type ClauseInput<Evidence> = Readonly<{ stated: Evidence; files: readonly EvidenceClaim[]; context: Context }>;

export interface ClauseRule<S extends TSchema = TSchema> {
  readonly clause: Clause;
  /** What the person states; the desk shows these fields when the clause is chosen. */
  readonly evidence: S;
  /** What the person is asked to bring, in words. */
  readonly asks: string;
  /** The city may `close` every open state with it, not only a callback in dispute or a suspended matter (§4). */
  readonly cityClosesAnyOpen?: true;
  /** States that only this clause closes, by the city. */
  readonly closesIn?: readonly Status[];
  /** Confirmed with it, the ticket is a 密件 (§9). */
  readonly seals?: true;
  /** Two people at the city confirm it, one after the other. */
  readonly twoPeople?: true;
  check(ticket: Ticket, input: ClauseInput<Static<S>>): Finding | undefined;
}

export function defineClause<S extends TSchema>(rule: ClauseRule<S>): ClauseRule<S> {
  return rule;
}

/** Which of the ticket's files prove it. */
export const proofFiles = Type.Optional(Type.Array(Sha256, { title: '证明附件', maxItems: 10, 'x-widget': 'proof' }));

/** A call or a visit in which somebody was reached. */
export function wasReached(ticket: Ticket): boolean {
  return ticket.disposal.contacts.some((one) => one.result === 'reached');
}
