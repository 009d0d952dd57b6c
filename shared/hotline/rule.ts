/** The shape of one action's rule: who may, when, what it does, how it reads. `decide` and `apply` know no action by name. */
import type { Static, TSchema } from 'typebox';
import type { Action, StoredAction } from './action.ts';
import type { PersonId } from './ids.ts';
import type { RefusalCode } from './refusals.ts';
import type { FieldAudience, Role, RoleHeld } from './roles.ts';
import type { Recalled } from './ticket-parts.ts';
import type { Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';

/** F fact, P proposal, D decision (hotline.md §2). */
export type ActionCategory = 'F' | 'P' | 'D';

/** What speaks against an action; `unknown` when the copy lacks what the question needs [sync D3]. */
export type Finding = Readonly<{ code: RefusalCode; detail?: string; unknown?: true }>;

/** Who asks, with the roles that count for them. */
export type Asked = Readonly<{ actor: PersonId; held: readonly RoleHeld[]; context: Context }>;

export type Input<Body> = Asked & Readonly<{ action: Action | StoredAction; body: Body }>;

/**
 * Methods, not function fields: a rule over its own body fits the registry's rule over any body, because `decide` and
 * `apply` check the body by the rule's schema before they call any of them.
 */
export interface ActionRule<K extends string = string, S extends TSchema = TSchema> {
  readonly kind: K;
  readonly category: ActionCategory;
  /** A decision that is a fact when one of these does it, who hold no role of the city: kept in any case [sync G6]. */
  readonly factBy?: readonly Role[];
  readonly body: S;
  /** Who may read its entry in the history. */
  readonly audience: FieldAudience;
  /** It is judged by dispatches, proposals or callbacks: a copy without the fields of offices cannot tell [sync D3]. */
  readonly needsOfficeFields?: true;
  /** What the schema cannot say: fields that need one another. Refused like a malformed body. */
  complete?(body: Static<S>): Finding | undefined;
  /** Whether the actor ever had the right, as far as the ticket tells; refuses facts too [sync G6]. */
  right(ticket: Ticket | undefined, asked: Asked): Finding | undefined;
  /** The same for what depends on the body. */
  rightOver?(ticket: Ticket | undefined, input: Input<Static<S>>): Finding | undefined;
  /** Whether the ticket lets it happen now, whatever the body: a fact is kept without effect, all else is refused. */
  open(ticket: Ticket, asked: Asked): Finding | undefined;
  /** The same for what depends on the body. */
  guard?(ticket: Ticket, input: Input<Static<S>>): Finding | undefined;
  /** What the effect takes from documents that may change later; kept on its entry [proof L8]. */
  reads?(ticket: Ticket | undefined, input: Input<Static<S>>): Recalled;
  /** Only `register`: the ticket it brings to life. */
  create?(input: Input<Static<S>>): Ticket;
  effect(ticket: Ticket, input: Input<Static<S>>): Ticket;
  /** For the history; cut to 120 characters by the fold. */
  summary(input: Input<Static<S>>): string;
}

/** Infers kind and body of a rule written in place. */
export function defineAction<const K extends string, S extends TSchema>(rule: ActionRule<K, S>): ActionRule<K, S> {
  return rule;
}
