/**
 * A matter: a record without a ticket that actions are folded into by the same protocol (docs/adr/0009). What a kind of matter
 * is lies in its rules; `decideMatter` and `applyMatter` know none by name, as `decide` and `apply` know no action.
 */
import type { Static, TSchema } from 'typebox';
import type { ActionId, MatterId } from '../ids.ts';
import type { ArticleDocument } from '../reference/article.ts';
import type { CardDocument } from '../reference/card.ts';
import type { CategoryDocument } from '../reference/documents.ts';
import type { ActionCategory, Asked, Finding, Input } from '../rule.ts';
import type { HistoryEntry, Recalled } from '../ticket-parts.ts';

/** What every matter carries: its own history, each entry with the action's id [sync D3, L8]. */
export type Matter = Readonly<{ _id: MatterId; schema: 1; history: readonly HistoryEntry[] }>;

/**
 * A document that an accepted action brings to life beside its matter. Written before the matter, created and never changed;
 * everything in it comes from the matter and the action, so that writing it twice writes the same [sync A3].
 */
export type SideDocument = (CategoryDocument | ArticleDocument | CardDocument) & Readonly<{ by: ActionId }>;

/** The rule of one action on a matter; see `ActionRule`, whose words it shares. `M` is the matter it brings about or changes. */
export interface MatterRule<M extends Matter = Matter, K extends string = string, S extends TSchema = TSchema> {
  readonly kind: K;
  readonly category: ActionCategory;
  readonly body: S;
  /** What the schema cannot say; refused like a malformed body. */
  complete?(body: Static<S>): Finding | undefined;
  /** Whether the actor ever had the right; refuses facts too [sync G6]. */
  right(matter: M | undefined, input: Input<Static<S>>): Finding | undefined;
  /** Whether a matter's state lets it happen now: for the list of what may be done. */
  open?(matter: M, asked: Asked): Finding | undefined;
  /** The same for what depends on the body; of a matter that is born too. */
  guard?(matter: M | undefined, input: Input<Static<S>>): Finding | undefined;
  /** What the effect takes from documents that may change later [proof L8] (docs/adr/0006). */
  reads?(matter: M | undefined, input: Input<Static<S>>): Recalled;
  /** Only of the action that begins a matter. */
  create?(input: Input<Static<S>>): M;
  /** It begins the matter where there is none yet, and changes the one that is there: of matters with a name of their own. */
  readonly orChanges?: true;
  effect(matter: M, input: Input<Static<S>>): M;
  /** The documents that the accepted action makes; `matter` is as it stands after the effect. */
  documents?(matter: M, input: Input<Static<S>>): readonly SideDocument[];
  /** For the history; cut to 120 characters by the fold. */
  summary(input: Input<Static<S>>): string;
}

/** A kind of matter: the prefix of its ids, its document, its actions. Who holds it: `shared/sync/matter-channels.ts` [sync C1]. */
export interface MatterKind<M extends Matter = Matter> {
  readonly prefix: string;
  readonly document: TSchema;
  readonly rules: readonly MatterRule<M>[];
  /** A matter of which nothing was said yet: the fold is total [proof L8]. */
  blank(id: MatterId): M;
}

/** Infers kind and body of a rule written in place. */
export function defineMatterRule<M extends Matter>() {
  return <const K extends string, S extends TSchema>(rule: MatterRule<M, K, S>): MatterRule<M, K, S> => rule;
}
