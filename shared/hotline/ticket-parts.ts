/** Parts of the ticket that carry their own audience or grow while it is worked on (hotline.md §2, §3). */
import Type, { type Static } from 'typebox';
import { ActionId, DeviceId, Instant, PersonId, Sha256, UnitCode } from './ids.ts';
import { closed, oneOf, text } from './schema-builders.ts';

export const PROPOSAL_KINDS = [
  'return',
  'escalation',
  'extension',
  'suspension',
  'guideOut',
  'merge',
  'exemption',
  'unreasonable',
  'appeal',
  'abuse',
  'result',
] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];
/** Of these one is open at a time (hotline.md §4). */
export const MOVING_PROPOSALS: readonly ProposalKind[] = ['return', 'escalation', 'suspension', 'result'];

export const EVIDENCE_KINDS = ['idDocument', 'contactProof', 'process', 'before', 'after', 'agreement', 'other'] as const;
export const FIELD_AUDIENCE = ['S', 'T', 'C'] as const;

/** One file, named by its hash [sync E2]. `action` is the action that names it; its actor uploads it [sync E1]. */
export const EvidenceEntry = Type.Object(
  {
    hash: Sha256,
    kind: oneOf(EVIDENCE_KINDS),
    name: text(120),
    type: text(80),
    size: Type.Integer({ minimum: 1, maximum: 52_428_800 }),
    takenAt: Type.Optional(Instant),
    action: ActionId,
    by: PersonId,
    device: DeviceId,
    audience: oneOf(FIELD_AUDIENCE),
  },
  closed,
);
export type EvidenceEntry = Readonly<Static<typeof EvidenceEntry>>;

/** What an action's body says of a file it names; the fold adds action, actor, device and audience. */
export const EvidenceClaim = Type.Object(
  {
    hash: Sha256,
    kind: oneOf(EVIDENCE_KINDS),
    name: text(120),
    type: text(80),
    size: Type.Integer({ minimum: 1, maximum: 52_428_800 }),
    takenAt: Type.Optional(Instant),
  },
  closed,
);
export type EvidenceClaim = Readonly<Static<typeof EvidenceClaim>>;

export const Contact = Type.Object(
  {
    action: ActionId,
    at: Instant,
    channel: oneOf(['call', 'visit', 'wechat', 'sms']),
    result: oneOf(['reached', 'notReached', 'refused']),
    cooperates: Type.Optional(Type.Boolean()),
    /** A just reason was given: the count of art. 14(8) starts again. */
    excused: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type Contact = Readonly<Static<typeof Contact>>;

export const DISPOSAL = Type.Object(
  {
    verified: Type.Optional(Type.Boolean()),
    outOfScope: Type.Optional(Type.Boolean()),
    contacted: Type.Optional(Type.Boolean()),
    contacts: Type.Array(Contact),
    solved: Type.Optional(Type.Boolean()),
    unsolvedReason: Type.Optional(text(1000)),
    process: Type.Optional(text(8000)),
    publicReply: Type.Optional(text(8000)),
    told: Type.Optional(Type.Object({ at: Instant, how: text(60) }, closed)),
    internalNote: Type.Optional(text(4000)),
    /** 拟办结果 kept between clerk and leader. */
    draft: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  closed,
);

/**
 * What the effect took from documents that may change later (a unit's profile, its grids, a person's post), as it was then: a
 * ticket folded again from its log comes out the same [proof L8]. Absent: nothing was taken.
 */
export const Recalled = Type.Object(
  {
    /** The unit's profile let its clerk sign alone. */
    signsAlone: Type.Optional(Type.Boolean()),
    /** The grid workers of the community that was named. */
    workers: Type.Optional(Type.Array(PersonId, { maxItems: 10 })),
    /** What that community was called. */
    community: Type.Optional(text(60)),
    /** The unit of the person complained about (§9). */
    respondentUnit: Type.Optional(UnitCode),
    /** Earlier tickets of the same caller, category and place (重复诉求), by number. */
    repeatOf: Type.Optional(Type.Array(text(40), { maxItems: 20 })),
  },
  closed,
);
export type Recalled = Readonly<Static<typeof Recalled>>;

/**
 * A folded entry of 办理过程. Ids stay in every projection [sync D3]: a copy that may not read an entry keeps
 * `id`, `kind` and the times. `summary` has at most 120 characters.
 */
export const HistoryEntry = Type.Object(
  {
    id: ActionId,
    kind: text(40),
    actor: Type.Optional(PersonId),
    unit: Type.Optional(UnitCode),
    occurredAt: Instant,
    receivedAt: Instant,
    summary: Type.Optional(text(120)),
    audience: oneOf(FIELD_AUDIENCE),
    backfilled: Type.Optional(Type.Boolean()),
    /** A fact kept without effect: the stable code of why (hotline.md §2). */
    noEffect: Type.Optional(text(40)),
    read: Type.Optional(Recalled),
  },
  closed,
);
export type HistoryEntry = Readonly<Static<typeof HistoryEntry>>;
