/**
 * What an administrator decided of an action that the gate had kept aside [sync G4] (docs/adr/0016): told to the people who did and
 * carried it, in their own channels. By the hash of the very body, because whoever can send a row can write another's id into it.
 */
import Type, { type Static } from 'typebox';
import { ActionId, Instant, PersonId, Sha256 } from '../hotline/ids.ts';
import { closed, oneOf } from '../hotline/schema-builders.ts';

export const RulingDocument = Type.Object(
  {
    /** `ruling:` and the hash that names what was kept. */
    _id: Type.String({ pattern: '^ruling:[0-9a-f]{64}$' }),
    schema: Type.Literal(1),
    action: ActionId,
    /** Of the action as signed [sync G2]. */
    hash: Sha256,
    people: Type.Array(PersonId, { minItems: 1, maxItems: 2 }),
    /** `released`: given to the authority, whose verdict follows by itself. `dismissed`: never to be. */
    outcome: oneOf(['released', 'dismissed']),
    /** Of what is dismissed: in the administrator's words. */
    reason: Type.Optional(Type.String({ maxLength: 200 })),
    /** When the hub had received it [sync D7]. */
    receivedAt: Instant,
    at: Instant,
  },
  closed,
);
export type RulingDocument = Readonly<Static<typeof RulingDocument>>;

/** In `_revs_diff` [sync R1], of what the desk holds to be decided: a restored hub may have it in quarantine again, and says so anew. */
export const DECIDED = 'decided';
