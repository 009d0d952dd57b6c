/**
 * What `decide` answers and what it may look at. Expected refusals are values with stable codes;
 * their Chinese sentences and next steps live in `refusals.ts`.
 */
import type { TSchema } from 'typebox';
import type { Instant, PersonId, UnitCode } from './ids.ts';
import type { CalendarDocument, CategoryDocument, PersonDocument, RulePackDocument, UnitDocument } from './reference/documents.ts';
import type { Audience } from './roles.ts';
import type { NoEffectCode, RefusalCode } from './refusals.ts';
import type { Recalled } from './ticket-parts.ts';

export type Verdict =
  | Readonly<{ outcome: 'accept' }>
  /** A fact whose guard no longer holds: kept in the history without effect (hotline.md §2). */
  | Readonly<{ outcome: 'noEffect'; code: NoEffectCode; detail?: string }>
  | Readonly<{ outcome: 'refuse'; code: RefusalCode; detail?: string }>
  /** The copy lacks a field the guard needs: the desk warns, the hub decides [sync D3]. Never answered at the hub. */
  | Readonly<{ outcome: 'unknown'; code: RefusalCode }>;

export type Callers = Readonly<{
  hash: (dialled: string) => string;
  /** Numbers of the tickets with one of these keys (`repeat.ts`) accepted in a span, the oldest first. */
  earlier: (keys: readonly string[], since: Instant, until: Instant) => readonly string[];
}>;

/** Look-ups and rules, the same shape at both ends; everything else comes with the action. */
export type Context = Readonly<{
  end: 'desk' | 'hub';
  /** Time of receipt at the hub; on the desk the device's time corrected by the known drift. */
  receivedAt: Instant;
  /** When it counts as done (hotline.md §7, "Whose clock"). */
  effectiveAt: Instant;
  backfilled?: boolean;
  /** The last feed position the device had confirmed before the action: rights held then count for facts too [sync G6]. */
  confirmedAt?: Instant;
  /** On a desk: the audience of the replica the ticket's copy comes from [sync C3]; without it, the actor's own. */
  audience?: Audience;
  person: (id: PersonId) => PersonDocument | undefined;
  unit: (code: UnitCode) => UnitDocument | undefined;
  category: (code: string) => CategoryDocument | undefined;
  /** A version of a catalogue row or of an article, by its id; absent where nothing asks for it (docs/adr/0009). */
  document?: (id: string) => Readonly<{ version: number; by?: string }> | undefined;
  calendar: CalendarDocument;
  pack: RulePackDocument;
  /** Whether a body fits its schema, faster than the interpreter and with the same answer: at the hub alone. */
  fits?: (schema: TSchema, value: unknown) => boolean;
  /** At the hub alone: a caller's HMAC, and who called before of the same; for `register` (hotline.md §3, §7). */
  callers?: Callers;
  /** Effects take these in place of the documents: `apply` fills them in, a fold from the log brings those of its entry [proof L8]. */
  recalled?: Recalled;
  /** For `register`: the number the hub has claimed; absent on a desk, which shows 暂G…. */
  number?: string;
}>;
