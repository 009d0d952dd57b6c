/**
 * The action envelope [sync G0]: an immutable record of what one person did on one device.
 * The body's schema depends on `kind` and lives with the action in `actions/<kind>.ts`.
 */
import Type, { type Static } from 'typebox';
import { ActionId, DeviceId, Instant, PersonId, ReplicaId, Sha256, SubjectId } from './ids.ts';

export const ACTION_SCHEMA = 1;

export const Envelope = Type.Object(
  {
    _id: ActionId,
    schema: Type.Integer({ minimum: 1 }),
    /** What it is about: a ticket, or a matter without one (docs/adr/0009). The name is of the first version. */
    ticket: SubjectId,
    kind: Type.String({ maxLength: 40 }),
    actor: PersonId,
    device: DeviceId,
    replica: ReplicaId,
    /** Numbers the replica's actions from 1 without a gap [sync G7]. */
    n: Type.Integer({ minimum: 1 }),
    /** Hash of the replica's action n - 1 as signed; 64 zeros for the first [sync G7]. */
    prev: Sha256,
    /** The replica's previous action on this ticket [sync A1]. */
    after: Type.Optional(ActionId),
    /** What the device's clock said; judged by the hub against handshakes (hotline.md §7). */
    occurredAt: Instant,
    body: Type.Record(Type.String(), Type.Unknown()),
    /** ECDSA P-256, IEEE P1363, base64url, over SHA-256 of the canonical form of all other fields. */
    sig: Type.String({ minLength: 86, maxLength: 86, pattern: '^[A-Za-z0-9_-]+$' }),
  },
  { additionalProperties: false },
);
export type Action = Readonly<Static<typeof Envelope>>;
export type UnsignedAction = Omit<Action, 'sig'>;

/** What the gate adds once when it takes an action; never part of the signature or of the same-body test [sync G2]. */
export const Received = Type.Object(
  {
    at: Instant,
    /** Orders actions received in the same millisecond, over the hub's whole life. */
    counter: Type.Integer({ minimum: 0 }),
    effectiveAt: Instant,
    backfilled: Type.Optional(Type.Boolean()),
    /** The last handshake before the action: rights held then count for facts too [sync G6]. */
    confirmedAt: Type.Optional(Instant),
    /** The person whose session carried it, where that is another than the actor [sync G1]. */
    carriedBy: Type.Optional(PersonId),
    /** A registration sent again after a restore: the number its desk had seen [sync R2]. */
    seenNo: Type.Optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
);
export type Received = Readonly<Static<typeof Received>>;

/** As stored in the log: the envelope plus the gate's stamp. */
export const StoredAction = Type.Object({ ...Envelope.properties, received: Received }, { additionalProperties: false });
export type StoredAction = Readonly<Static<typeof StoredAction>>;
