/** The shape of one action's rule: body, right, guard, effect, summary. `decide` and `apply` know no action by name. */
import type { Static, TSchema } from 'typebox';
import type { Action, StoredAction } from './action.ts';
import type { RefusalCode } from './refusals.ts';
import type { RoleHeld } from './roles.ts';
import type { Ticket } from './ticket.ts';
import type { FieldAudience } from './roles.ts';
import type { Context } from './verdict.ts';

/** F fact, P proposal, D decision (hotline.md §2). */
export type ActionCategory = 'F' | 'P' | 'D';

/** What a guard found; `unknown` when the copy lacks a field it needs [sync D3]. */
export type Finding = Readonly<{ code: RefusalCode; detail?: string; unknown?: true }>;

export type Input<Body> = Readonly<{
  action: Action | StoredAction;
  body: Body;
  held: readonly RoleHeld[];
  context: Context;
}>;

export type ActionRule<S extends TSchema = TSchema> = Readonly<{
  kind: string;
  category: ActionCategory;
  body: S;
  /** Who may read its entry in the history. */
  audience: FieldAudience;
  /** May be taken in any state, without a ticket (`register`). */
  creates?: true;
  /** Whether the actor ever had the right; refuses facts too [sync G6]. */
  right: (ticket: Ticket | undefined, input: Input<Static<S>>) => Finding | undefined;
  /** Whether it holds now: a fact is kept without effect, a proposal or decision is refused. */
  guard: (ticket: Ticket, input: Input<Static<S>>) => Finding | undefined;
  effect: (ticket: Ticket, input: Input<Static<S>>) => Ticket;
  summary: (input: Input<Static<S>>) => string;
}>;

/** Keeps the body's type while the registry forgets it; the body is checked by its schema before any of these run. */
export function defineAction<S extends TSchema>(rule: ActionRule<S>): ActionRule {
  return rule as unknown as ActionRule;
}
