/**
 * Everything that crosses the wire between a desk and the hub, as schemas. One file, so that both ends compile against
 * the same words. Paths are under `/desk`; the session travels in `Authorization: Bearer <token>` [sync G0].
 */
import Type, { type Static } from 'typebox';
import { Envelope } from '../hotline/action.ts';
import { ActionId, DeviceId, Instant, PersonId, ReplicaId, Sha256, SubjectId, TicketId, UnitCode } from '../hotline/ids.ts';
import { Audience, Role } from '../hotline/roles.ts';
import { closed, oneOf } from '../hotline/schema-builders.ts';

const open = { additionalProperties: true } as const;

/** The oldest and newest wire version this code speaks [sync V1]. */
export const WIRE_VERSION = 1;
/** One action's largest canonical form, bytes [sync G5]. */
export const MAX_ACTION_BYTES = 64 * 1024;
/** One request's largest body, bytes [sync G5]. */
export const MAX_BATCH_BYTES = 1024 * 1024;
/** Evidence travels in chunks of at most this many bytes [sync E2]. */
export const CHUNK_BYTES = 256 * 1024;

/** What the one-time enrolment code says, as `GD1.` + base64url(JSON) (architecture.md, "Running"). */
export const EnrolmentCode = Type.Object(
  {
    hub: Type.String({ maxLength: 300 }),
    hubId: Type.String({ maxLength: 40 }),
    /** SHA-256 of the hub's certificate; absent on loopback without TLS. */
    fingerprint: Type.Optional(Sha256),
    secret: Type.String({ maxLength: 60 }),
  },
  closed,
);
export type EnrolmentCode = Readonly<Static<typeof EnrolmentCode>>;

/** `POST /desk/enrol`: once a code; answers the device's own secret. */
export const EnrolRequest = Type.Object({ secret: Type.String({ maxLength: 60 }), name: Type.String({ maxLength: 80 }) }, closed);
export const EnrolAnswer = Type.Object(
  {
    hubId: Type.String(),
    device: DeviceId,
    deviceSecret: Type.String(),
    unit: UnitCode,
    unitName: Type.String(),
    /** Who may sign in on this device: people of the unit. */
    people: Type.Array(Type.Object({ id: PersonId, name: Type.String(), login: Type.String(), roles: Type.Array(Role) }, open)),
    /** By which the desk knows files that the city has signed (F05; docs/adr/0008). */
    hubKey: Type.Optional(Type.String()),
  },
  open,
);
export type EnrolRequest = Readonly<Static<typeof EnrolRequest>>;
export type EnrolAnswer = Readonly<Static<typeof EnrolAnswer>>;

/**
 * `POST /desk/session`: a person signs in on an enrolled device. With `publicKey` (P-256, uncompressed point, base64url)
 * the hub certifies this key for the person and device. Reports the device's clock and the chain's head (hotline.md §7).
 */
export const SessionRequest = Type.Object(
  {
    device: DeviceId,
    deviceSecret: Type.String(),
    login: Type.String({ maxLength: 60 }),
    password: Type.String({ maxLength: 200 }),
    publicKey: Type.Optional(Type.String({ maxLength: 200 })),
  },
  closed,
);
/** Error of every other `/desk` route for a session that was had with a password set by an administrator (F50). */
export const MUST_CHANGE_PASSWORD = 'mustChangePassword';
export const SessionAnswer = Type.Object(
  {
    token: Type.String(),
    expiresAt: Instant,
    person: Type.Object({ id: PersonId, name: Type.String(), roles: Type.Array(Role), unit: UnitCode }, open),
    audience: Audience,
    hubId: Type.String(),
    hubTime: Instant,
    /** As at enrolment, for devices enrolled before it was told. */
    hubKey: Type.Optional(Type.String()),
    /** The session is good for `POST /desk/password` only, and no key was certified by it. */
    code: Type.Optional(Type.Literal(MUST_CHANGE_PASSWORD)),
  },
  open,
);
export type SessionRequest = Readonly<Static<typeof SessionRequest>>;
export type SessionAnswer = Readonly<Static<typeof SessionAnswer>>;

/** `POST /desk/password` (F50): the person's own; refused with `wrongOldPassword`, or what is wrong with the new one. */
export const PasswordRequest = Type.Object(
  {
    login: Type.String({ maxLength: 60 }),
    password: Type.String({ minLength: 1, maxLength: 200 }),
    newPassword: Type.String({ minLength: 1, maxLength: 200 }),
  },
  closed,
);
export const PasswordAnswer = Type.Object({ ok: Type.Literal(true) }, open);

/** `POST /desk/handshake`: clock and chain; answered with the hub's time, from which the desk knows its drift. */
export const HandshakeRequest = Type.Object(
  {
    deviceTime: Instant,
    replica: ReplicaId,
    lastN: Type.Integer({ minimum: 0 }),
    lastHash: Sha256,
    /** The last position this replica has confirmed, for [sync G6]. */
    since: Type.Optional(Type.String({ maxLength: 20_000 })),
    wire: Type.Integer(),
    /** Repairs since the last handshake, never silent [sync P3]. */
    repairs: Type.Integer({ minimum: 0 }),
    /** Rows kept aside because they did not fit [sync D1]. */
    aside: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export const HandshakeAnswer = Type.Object(
  { hubTime: Instant, storeId: Type.String(), hubId: Type.String(), wireMin: Type.Integer(), wireMax: Type.Integer() },
  open,
);
export type HandshakeRequest = Readonly<Static<typeof HandshakeRequest>>;
export type HandshakeAnswer = Readonly<Static<typeof HandshakeAnswer>>;

/** Count and sum of a channel for an audience [sync P1]; `sum` is 16 hexadecimal digits. */
export const Digest = Type.Object({ count: Type.Integer({ minimum: 0 }), sum: Type.String({ pattern: '^[0-9a-f]{16}$' }) }, closed);
export type Digest = Readonly<Static<typeof Digest>>;

/**
 * One row of `GET /desk/_changes?since&limit&feed&include_docs&heartbeat&timeout&only&left` [sync F3].
 * `in` names the desk's channels that hold the document now; empty means that it left them all [sync F5].
 */
export const FeedRow = Type.Object(
  {
    seq: Type.String(),
    id: Type.String(),
    changes: Type.Array(Type.Object({ rev: Type.String() }, open)),
    /** SHA-256 of the body's canonical form; absent on a row that left. */
    tag: Type.Optional(Sha256),
    in: Type.Optional(Type.Array(Type.String())),
    doc: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    deleted: Type.Optional(Type.Boolean()),
  },
  open,
);
export type FeedRow = Readonly<Static<typeof FeedRow>>;

export const FeedPage = Type.Object(
  {
    results: Type.Array(Type.Unknown()),
    last_seq: Type.String(),
    pending: Type.Integer({ minimum: 0 }),
    /** The person's channels now [sync F3]; what is held by none of them is dropped [sync F4]. */
    grants: Type.Array(Type.String()),
    audience: Audience,
    hubTime: Instant,
    /** Present on a page that reaches the end of the log [sync P2]. */
    digests: Type.Optional(Type.Record(Type.String(), Digest)),
    storeId: Type.Optional(Type.String()),
    /** True when the position was not of this epoch or audience: repair by digest [sync F6]. */
    rewound: Type.Optional(Type.Boolean()),
  },
  open,
);
export type FeedPage = Readonly<Static<typeof FeedPage>>;

/** `GET /desk/_held?channel=`: what the channel holds, and the position of the snapshot it was read in [sync P3]. */
export const HeldAnswer = Type.Object(
  { channel: Type.String(), last_seq: Type.String(), rows: Type.Array(Type.Tuple([Type.String(), Sha256])), digest: Digest },
  open,
);
export type HeldAnswer = Readonly<Static<typeof HeldAnswer>>;

/** `POST /desk/_bodies`: bodies of documents that the desk may hold; ids it may not hold are simply absent. */
export const BodiesRequest = Type.Object({ ids: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 1000 }) }, closed);
export const BodiesAnswer = Type.Object({ results: Type.Array(Type.Unknown()) }, open);

/** `POST /desk/_bulk_docs` [sync G1]: rows are judged one by one, so only the envelope of the batch is checked. */
export const BulkRequest = Type.Object(
  {
    docs: Type.Array(Type.Unknown(), { maxItems: 1000 }),
    /** By the registering action: the number its desk had seen before a restore [sync R2]. */
    seen: Type.Optional(Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 40 }))),
  },
  open,
);
export const GATE_STATES = ['waiting', 'accepted', 'refused', 'quarantined'] as const;
export const BulkRow = Type.Union([
  Type.Object(
    {
      ok: Type.Literal(true),
      id: Type.String(),
      rev: Type.String(),
      /** [sync G2] */
      state: oneOf(GATE_STATES),
      /** The hub's own time of receipt [sync D7]. */
      receivedAt: Instant,
      code: Type.Optional(Type.String()),
      reason: Type.Optional(Type.String()),
    },
    open,
  ),
  Type.Object(
    {
      id: Type.String(),
      error: Type.String(),
      /** Chinese, with a next step. */
      reason: Type.String(),
      /** The action is in quarantine and settled [sync G4]; false: keep it in the outbox and try again (tooNew). */
      settled: Type.Boolean(),
    },
    open,
  ),
]);
export type BulkRow = Readonly<Static<typeof BulkRow>>;

/** A stub in place of what cannot be sent [sync G5, V1]: goes through `_bulk_docs` beside actions. */
export const ActionStub = Type.Object(
  {
    _id: ActionId,
    stub: oneOf(['tooLarge', 'tooNew', 'malformed']),
    hash: Sha256,
    ticket: SubjectId,
    actor: PersonId,
    replica: ReplicaId,
    n: Type.Integer({ minimum: 1 }),
    bytes: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type ActionStub = Readonly<Static<typeof ActionStub>>;

/** `POST /desk/rescue`: once, by a revoked device, signed with its key; goes into quarantine [sync D4]. */
export const RescueRequest = Type.Object(
  // Whatever they are: a device that has one chance must not lose it for one that does not fit [proof L4].
  { device: DeviceId, actions: Type.Array(Type.Unknown()), texts: Type.Array(Type.Unknown()) },
  closed,
);

/** `POST /desk/evidence/status`: how far files of this device have come, one state each, in order [sync E2]. */
export const EvidenceStatusRequest = Type.Object(
  { files: Type.Array(Type.Object({ actor: PersonId, hash: Sha256 }, closed), { maxItems: 100 }) },
  closed,
);
const EvidenceState = Type.Union([
  Type.Literal('confirmed'),
  Type.Literal('unknown'),
  /** The bytes were not what the hash says; they are gone from the hub, and are to be sent again. */
  Type.Literal('mismatch'),
  Type.Object({ have: Type.Integer(), of: Type.Integer() }, open),
]);
export type EvidenceState = Readonly<Static<typeof EvidenceState>>;
export const EvidenceStatusAnswer = Type.Object({ states: Type.Array(EvidenceState) }, open);

/** `GET /desk/tickets?no&unit&state&text&limit` and `/desk/tickets/<id>` [sync Q1]: shown, logged, not stored. */
export const LookupAnswer = Type.Object({ rows: Type.Array(Type.Record(Type.String(), Type.Unknown())), total: Type.Integer() }, open);
export type LookupAnswer = Readonly<Static<typeof LookupAnswer>>;

/**
 * `GET /desk/tickets/<id>/same-caller` (F27): other matters of the caller of a ticket, by the hash of the number. Neither number nor
 * name is among it.
 */
export const SameCallerAnswer = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          id: TicketId,
          no: Type.Optional(Type.String()),
          title: Type.String(),
          unit: Type.Optional(UnitCode),
          status: Type.String(),
          acceptedAt: Instant,
        },
        open,
      ),
    ),
    total: Type.Integer({ minimum: 0 }),
  },
  open,
);
export type SameCallerAnswer = Readonly<Static<typeof SameCallerAnswer>>;

/** Every error body: CouchDB's two words plus Chinese with a next step in `reason`. */
export const WireError = Type.Object({ error: Type.String(), reason: Type.String(), limit: Type.Optional(Type.Integer()) }, open);
export type WireError = Readonly<Static<typeof WireError>>;

/**
 * A refusal [sync A2]: the whole action and the reason, in the actor's own channel.
 * Its id derives from the action: `refusal:<action id without its prefix>` [sync A3].
 */
export const RefusalDocument = Type.Object(
  {
    _id: Type.String({ pattern: '^refusal:', maxLength: 190 }),
    schema: Type.Literal(1),
    action: Envelope,
    actor: PersonId,
    ticket: SubjectId,
    code: Type.String({ maxLength: 40 }),
    reason: Type.String({ maxLength: 400 }),
    at: Instant,
    /** When it left the channel, by the hub's clock (`refusal-term.ts`): from then on only the store has it. */
    leftAt: Type.Optional(Instant),
  },
  closed,
);
export type RefusalDocument = Readonly<Static<typeof RefusalDocument>>;
