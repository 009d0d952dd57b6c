/**
 * The ticket 工单: the fold of its accepted actions (hotline.md §3). Field names are fixed there.
 * Only the hub stores tickets [sync S3]; a desk shows `apply(ticket from the hub, own unsent actions)`.
 */
import Type, { type Static } from 'typebox';
import { EmergencyCall } from './emergency-record.ts';
import { ActionId, Instant, PersonId, TicketId, UnitCode } from './ids.ts';
import { Instruction } from './instruction-record.ts';
import { Meeting, Referral, Supervision, Urge } from './oversight-records.ts';
import { closed, oneOf, text } from './schema-builders.ts';
import { DISPOSAL, EvidenceEntry, HistoryEntry, PROPOSAL_KINDS } from './ticket-parts.ts';

export const STATUSES = [
  'registered',
  'awaitingMaterial',
  'dispatched',
  'inProgress',
  'rework',
  'returnReview',
  'escalationReview',
  'escalated',
  'suspended',
  'feedbackSubmitted',
  'callback',
  'closed',
  'guidedOut',
  'directAnswered',
  'merged',
  'archived',
  'void',
] as const;
export type Status = (typeof STATUSES)[number];
export const SOURCES = [
  'phone',
  'web',
  'wechat',
  'app',
  'province',
  'gov110',
  'leaderMailbox',
  'walkIn',
  'gridSelfFound',
  'import',
] as const;
export const REQUEST_KINDS = ['consult', 'help', 'complaint', 'report', 'suggestion'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];
export const DOMAINS = ['economy', 'market', 'society', 'publicService', 'environment', 'other'] as const;
export const URGENCIES = ['emergency', 'livelihood', 'urgent', 'normal', 'complex'] as const;
export type Urgency = (typeof URGENCIES)[number];
export const CONFIDENTIALITY = ['none', 'hideIdentity', 'sealed'] as const;
export const CLAUSES = ['14-1a', '14-1b', '14-1c', '14-2', '14-3', '14-4', '14-5', '14-6', '14-7', '14-8', '14-9'] as const;
export type Clause = (typeof CLAUSES)[number];
export const ASSIGNMENT_STATES = ['assigned', 'acknowledged', 'onSite', 'reported', 'checked', 'redo', 'cannot'] as const;
export const PROPOSAL_STATES = ['leaderReview', 'waiting', 'granted', 'denied', 'lapsed', 'returned', 'retracted'] as const;

/** Degrees × 10⁷ as safe integers [sync S4]; the datum must be stated. */
export const Address = Type.Object(
  {
    text: text(300),
    latE7: Type.Optional(Type.Integer()),
    lonE7: Type.Optional(Type.Integer()),
    crs: Type.Optional(oneOf(['GCJ-02', 'CGCS2000'])),
  },
  closed,
);
export const Region = Type.Object(
  {
    district: Type.Optional(Type.String({ pattern: '^[0-9]{6}$' })),
    street: Type.Optional(Type.String({ pattern: '^[0-9]{9}$' })),
    community: Type.Optional(Type.String({ pattern: '^[0-9]{12}$' })),
    grid: Type.Optional(Type.String({ pattern: '^[0-9]{15}$' })),
  },
  closed,
);
export const Complainant = Type.Object(
  {
    kind: oneOf(['natural', 'legal', 'unincorporated']),
    name: Type.Optional(text(60)),
    phone: Type.Optional(text(30)),
    altPhone: Type.Optional(text(30)),
    repeat: Type.Optional(Type.Boolean()),
    earlier: Type.Optional(Type.Array(text(40))),
    phoneHash: Type.Optional(text(64)),
  },
  closed,
);
export const Respondent = Type.Object(
  { unit: Type.Optional(UnitCode), person: Type.Optional(PersonId), name: Type.Optional(text(80)) },
  closed,
);
export const Category = Type.Object({ code: text(40), path: Type.Array(text(60), { maxItems: 3 }), version: Type.Integer() }, closed);

export const DUES = [
  'dispatch',
  'sign',
  'return',
  'contact',
  'handle',
  'co',
  'supplement',
  'decide',
  'upper',
  'review',
  'rework',
  'callback',
] as const;
export type DueName = (typeof DUES)[number];
/** `met` is the effective time of the act that met the limit; a due without it is running. */
export const Due = Type.Object(
  { at: Instant, original: Instant, start: Instant, provisional: Type.Optional(Type.Boolean()), met: Type.Optional(Instant) },
  closed,
);
export type Due = Readonly<Static<typeof Due>>;

export const Assignment = Type.Object(
  {
    action: ActionId,
    person: Type.Optional(PersonId),
    community: Type.Optional(text(12)),
    /** The community's grid workers when it was assigned: each sees it until one takes it. */
    workers: Type.Optional(Type.Array(PersonId, { maxItems: 10 })),
    opinion: Type.Optional(text(1000)),
    due: Type.Optional(Instant),
    state: oneOf(ASSIGNMENT_STATES),
    at: Instant,
    by: PersonId,
    note: Type.Optional(text(2000)),
    reason: Type.Optional(text(2000)),
  },
  closed,
);
export type Assignment = Readonly<Static<typeof Assignment>>;

/** A proposal or result on its way: the leader's review first, then the level that decides (hotline.md §4). */
export const Proposal = Type.Object(
  {
    /** The id of the action that made it; `of` in later actions names it. */
    id: ActionId,
    kind: oneOf(PROPOSAL_KINDS),
    package: Type.Record(Type.String(), Type.Unknown()),
    state: oneOf(PROPOSAL_STATES),
    unit: UnitCode,
    by: PersonId,
    at: Instant,
    signedBy: Type.Optional(PersonId),
    signedAt: Type.Optional(Instant),
    decidedBy: Type.Optional(PersonId),
    decidedAt: Type.Optional(Instant),
    reason: Type.Optional(text(2000)),
  },
  closed,
);
export type Proposal = Readonly<Static<typeof Proposal>>;

export const Dispatch = Type.Object(
  {
    action: ActionId,
    round: Type.Integer(),
    unit: UnitCode,
    by: PersonId,
    at: Instant,
    basis: Type.Optional(text(200)),
    reason: Type.Optional(text(1000)),
    designated: Type.Boolean(),
  },
  closed,
);
export type Dispatch = Readonly<Static<typeof Dispatch>>;

export const CoHandler = Type.Object(
  {
    unit: UnitCode,
    ask: text(2000),
    due: Type.Optional(Instant),
    status: oneOf(['requested', 'reported', 'answered', 'silent', 'ended']),
    answer: Type.Optional(text(4000)),
    /** 不配合, since when (art. 11): it waits for the supervisor, and no longer holds up the result. */
    silentAt: Type.Optional(Instant),
  },
  closed,
);

export type CoHandler = Readonly<Static<typeof CoHandler>>;

export const Closing = Type.Object(
  {
    clause: Type.Optional(oneOf(CLAUSES)),
    /** 无法回访: three failed callbacks on different half-days. */
    unreachable: Type.Optional(Type.Boolean()),
    evidence: Type.Record(Type.String(), Type.Unknown()),
    proposedBy: Type.Optional(PersonId),
    confirmedBy: Type.Optional(PersonId),
    at: Type.Optional(Instant),
  },
  closed,
);

export const CallbackAttempt = Type.Object(
  {
    action: ActionId,
    at: Instant,
    by: PersonId,
    reached: Type.Boolean(),
    solved: Type.Optional(oneOf(['solved', 'mostly', 'notSolved'])),
    satisfiedResult: Type.Optional(oneOf(['satisfied', 'mostly', 'dissatisfied'])),
    satisfiedProcess: Type.Optional(oneOf(['satisfied', 'mostly', 'dissatisfied'])),
    truthful: Type.Optional(Type.Boolean()),
    opinion: Type.Optional(text(1000)),
    /** This attempt sent the ticket back to work; at most twice (hotline.md §4). */
    reworked: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type CallbackAttempt = Readonly<Static<typeof CallbackAttempt>>;

/** What the complainant said on the public page (art. 15); `round`: of which passed result. */
const Rating = Type.Object(
  {
    action: ActionId,
    at: Instant,
    round: Type.Integer({ minimum: 0 }),
    solved: oneOf(['solved', 'mostly', 'notSolved']),
    satisfiedResult: oneOf(['satisfied', 'mostly', 'dissatisfied']),
    satisfiedProcess: oneOf(['satisfied', 'mostly', 'dissatisfied']),
  },
  closed,
);

export const Flags = Type.Object(
  {
    supervised: Type.Integer({ minimum: 0, maximum: 3 }),
    urged: Type.Boolean(),
    extensions: Type.Integer({ minimum: 0 }),
    reworks: Type.Integer({ minimum: 0 }),
    /** Refused returns, counted for §8 and §7 referral. */
    refusedReturns: Type.Integer({ minimum: 0 }),
    hard: Type.Boolean(),
    repeat: Type.Boolean(),
    emergencyNotified: Type.Boolean(),
    satisfactionExempt: Type.Boolean(),
    assessmentAppealed: Type.Boolean(),
    unreasonableClaim: Type.Boolean(),
    referralCandidate: Type.Boolean(),
  },
  closed,
);

export const Ticket = Type.Object(
  {
    _id: TicketId,
    schema: Type.Literal(1),
    no: Type.Optional(text(40)),
    externalNos: Type.Array(text(60)),
    source: oneOf(SOURCES),
    kind: Type.Optional(oneOf(REQUEST_KINDS)),
    domain: Type.Optional(oneOf(DOMAINS)),
    title: text(300),
    content: text(20_000),
    category: Type.Optional(Category),
    complainant: Complainant,
    respondent: Type.Optional(Respondent),
    confidential: oneOf(CONFIDENTIALITY),
    occurredAt: Type.Optional(Instant),
    acceptedAt: Instant,
    address: Type.Optional(Address),
    region: Type.Optional(Region),
    urgency: oneOf(URGENCIES),
    lead: Type.Optional(UnitCode),
    /** The unit that registered it and keeps it in its channel until it is dispatched (转市派单). */
    origin: Type.Optional(UnitCode),
    /** The unit that leads at the level above while escalated. */
    upperLead: Type.Optional(UnitCode),
    coHandlers: Type.Array(CoHandler),
    dispatches: Type.Array(Dispatch),
    assignment: Type.Optional(Assignment),
    /** Who had it assigned before: their late facts are kept [sync G6]. */
    pastAssignees: Type.Array(PersonId),
    due: Type.Partial(Type.Object(Object.fromEntries(DUES.map((d) => [d, Due])) as Record<DueName, typeof Due>, closed)),
    /** Spans in which the handle clock stood still (hotline.md §7); no `to`: it stands still now. */
    stops: Type.Array(Type.Object({ from: Instant, to: Type.Optional(Instant), why: text(30) }, closed)),
    proposals: Type.Array(Proposal),
    rulePack: Type.Object({ id: text(40), version: Type.Integer() }, closed),
    status: oneOf(STATUSES),
    /** The state a review, suspension or supplement returns to. */
    before: Type.Optional(oneOf(STATUSES)),
    flags: Flags,
    disposal: DISPOSAL,
    closing: Type.Optional(Closing),
    /** 双人办结 (14-9): what the first person at the city said; a second one closes. */
    firstClose: Type.Optional(Type.Object({ action: ActionId, by: PersonId, at: Instant }, closed)),
    /** 补正通知 (art. 9(2)): what is missing and how the complainant was told. */
    material: Type.Optional(
      Type.Object(
        { action: ActionId, list: text(2000), notice: text(500), at: Instant, by: PersonId, received: Type.Optional(Instant) },
        closed,
      ),
    ),
    callbacks: Type.Array(CallbackAttempt),
    rating: Type.Optional(Rating),
    assessment: Type.Optional(Type.Object({ counted: Type.Boolean(), exemptReason: Type.Optional(text(300)) }, closed)),
    supervisions: Type.Array(Supervision),
    urges: Type.Array(Urge),
    /** 领导批示 (art. 6). */
    instructions: Type.Optional(Type.Array(Instruction)),
    /** 突发事件通报 (art. 9(1)). */
    emergencyCalls: Type.Optional(Type.Array(EmergencyCall)),
    meetings: Type.Optional(Type.Array(Meeting)),
    referrals: Type.Optional(Type.Array(Referral)),
    evidence: Type.Array(EvidenceEntry),
    links: Type.Object(
      {
        /** The number it was merged under, as it was said; and the one that the hub has told its main ticket of. */
        main: Type.Optional(text(60)),
        linked: Type.Optional(text(60)),
        duplicateOf: Type.Optional(TicketId),
        duplicates: Type.Array(TicketId),
        earlier: Type.Array(text(60)),
      },
      closed,
    ),
    history: Type.Array(HistoryEntry),
  },
  closed,
);
export type Ticket = Readonly<Static<typeof Ticket>>;
