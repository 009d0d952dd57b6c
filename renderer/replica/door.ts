/**
 * The replica's door: what screens may use. Screens never see RxDB, HTTP or the feed. Nothing here waits for the network:
 * reads come from memory and IndexedDB, writes are done when the host has forced them to disk [sync D2].
 */
import type { ImportedReference } from './imported-reference.ts';
import type { Observable } from 'rxjs';
import type { Action } from '../../shared/hotline/action.ts';
import type { ActionId, Instant, MatterId, PersonId, SubjectId, TicketId, UnitCode } from '../../shared/hotline/ids.ts';
import type {
  CalendarDocument,
  CategoryDocument,
  Limit,
  PersonDocument,
  RulePackDocument,
  UnitDocument,
} from '../../shared/hotline/reference/documents.ts';
import type { CardDocument } from '../../shared/hotline/reference/card.ts';
import type { ArticleDocument } from '../../shared/hotline/reference/article.ts';
import type { Audience, Role } from '../../shared/hotline/roles.ts';
import type { Matter } from '../../shared/hotline/matters/index.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Paper } from '../../shared/papers/paper.ts';
import type { SameCallerAnswer } from '../../shared/sync/wire.ts';
import type { Context } from '../../shared/hotline/verdict.ts';
import type { EvidenceClaim } from '../../shared/hotline/ticket-parts.ts';
import type { Owed } from '../../shared/hotline/red-list.ts';
import type { ImproperReturn, Rates } from '../../shared/hotline/measures.ts';
import type { ReceiptRequest, ShareAnswer, ShareRequest, SharesAnswer } from '../../shared/exchange/referral-share.ts';
import type { CallerAnswer, CallerQuery } from '../../shared/sync/caller-lookup.ts';
import type { ExportAnswer, Figure, MeasuresAnswer } from '../../shared/hotline/unit-figures.ts';

/** Where an action of one's own stands [sync D2]. */
export type OutboxState = 'saved' | 'sent' | 'accepted' | 'refused' | 'quarantined';

export type OutboxItem = Readonly<{
  action: Action;
  state: OutboxState;
  /** The hub's own time of receipt; only with it may a screen say 已送达 [sync D7]. */
  receivedAt?: Instant;
  /** Of what is accepted: kept in the history without effect, and why. */
  code?: string;
  reason?: string;
  /** Of a registration that is sent again after a restore: the number it had [sync R2]. */
  no?: string;
  /** Of what is quarantined: 已驳回 by an administrator, and why (docs/adr/0016). */
  dismissed?: Readonly<{ at: Instant; reason: string }>;
}>;

/** One slim row a ticket, kept in memory: lists, counters, filters and search come from these (measured.md). */
export type SlimRow = Readonly<{
  id: TicketId;
  no: string;
  title: string;
  status: Ticket['status'];
  urgency: Ticket['urgency'];
  kind?: Ticket['kind'];
  lead?: UnitCode;
  /** Where the matter is: the street of its region. */
  street?: string;
  /** Code of its grid. */
  grid?: string;
  assignee?: PersonId;
  assignmentState?: string;
  acceptedAt: Instant;
  /** The running due that ends first, with its name. */
  dueAt?: Instant;
  dueName?: string;
  dueStart?: Instant;
  provisional?: boolean;
  /** Its limit, and whether its clock stands still: enough for the warning light. */
  dueLimit?: Limit;
  dueStopped?: boolean;
  /** Proposals in leaderReview or waiting: kind and state. */
  pending: readonly Readonly<{ kind: string; state: string }>[];
  /** 补正: until when the complainant has time (art. 9(2)); no limit of the office. */
  supplementAt?: Instant;
  /** Units asked to help that have not answered yet (art. 11). */
  helpers?: readonly UnitCode[];
  /** The unit that owes a reply to a supervision, and by when (art. 15). */
  supervision?: Readonly<{ unit: UnitCode; due: Instant }>;
  /** What each unit owes on it, and by when (F13). */
  owed: readonly Owed[];
  /** The last instruction of the leader (art. 6): when, in which words, and whether it still waits. */
  instruction?: Readonly<{ at: Instant; text: string; waits: boolean; reply?: string }>;
  /** Own actions on it that the hub has not settled. */
  unsettled: number;
  /** Code of its row in the catalogue. */
  category?: string;
  /** For possible duplicates (F27): compared, never listed. */
  phones?: readonly string[];
  address?: string;
  /** Normalised text for the substring scan. */
  search: string;
}>;

/** A ticket as shown: the hub's copy folded with own unsettled actions [sync D3]. */
export type TicketView = Readonly<{
  ticket: Ticket;
  /** The hub's copy without own actions; absent for a ticket born here. */
  base?: Ticket;
  /** State of own actions by id, for the timeline. */
  own: ReadonlyMap<ActionId, OutboxItem>;
  context: Context;
}>;

/** A matter without a ticket as shown (docs/adr/0009). */
export type MatterView<M extends Matter = Matter> = Readonly<{ matter: M; own: ReadonlyMap<ActionId, OutboxItem>; context: Context }>;

export type RefusalView = Readonly<{ id: string; action: Action; code: string; reason: string; at: Instant }>;
export type RescueItem = Readonly<{
  id: string;
  ticket: SubjectId;
  ticketNo: string;
  what: 'draft' | 'action' | 'photo';
  text: string;
  at: Instant;
  action?: Action;
  /** A file of a draft: its bytes stay on this device. */
  file?: EvidenceClaim;
}>;
export type ActivityItem = Readonly<{ id: string; at: Instant; text: string }>;

/** What the header and the sync centre show. `dataAsOf` is the hub's time of the last page that reached the end. */
export type SyncStatus = Readonly<{
  link: 'online' | 'offline' | 'passwordNeeded' | 'revoked';
  /** First sync: n of m; `complete` only when the digests matched [sync F7]. */
  progress?: Readonly<{ got: number; of: number }>;
  complete: boolean;
  dataAsOf?: Instant;
  lastSentAt?: Instant;
  unsent: number;
  sent: number;
  refused: number;
  repairs: number;
  aside: number;
  evidence: Readonly<{ waiting: number; confirmed: number }>;
  /** The hub's clock minus the device's, milliseconds. */
  drift: number;
  /** Why there is no line, or what to do about it; cleared with the next good answer. */
  lastError?: string;
  /** Why the hub takes nothing now, in its own words: a full disk, too much at once. What was done is safe here and goes by itself. */
  hubBusy?: string | undefined;
  /** The device was revoked, its rescue is sent, and nothing is left here [sync D4]. */
  wiped?: true;
}>;

export type ActOutcome =
  | Readonly<{ ok: true; action: Action }>
  /** 已保存 must not be shown: nothing was saved. `message` is Chinese with a next step. */
  | Readonly<{ ok: false; code: string; message: string }>;

export type Me = Readonly<{ id: PersonId; name: string; roles: readonly Role[]; unit: UnitCode; audience: Audience }>;

/** `tickets`: how many of the unit's this device holds; `improperReturns`: what it asked to return and was denied. */
export type UnitMeasures = Readonly<{ tickets: number; rates: Rates; improperReturns: readonly ImproperReturn[] }>;

/** Civil days in UTC+8, `2026-11-24`, both counted. */
export type FigurePeriod = Readonly<{ from: string; to: string }>;
export type TicketsBehind = Readonly<{ rows: readonly Ticket[]; total: number; hidden: number }>;
type Asked<T> = Promise<Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; message: string }>>;
/** 督办考核, online only: figures of the units this person may have, the tickets behind one, and the table as a file (F14, F44). */
export type FiguresDoor = Readonly<{
  of: (period: FigurePeriod) => Asked<MeasuresAnswer>;
  behind: (query: FigurePeriod & Readonly<{ unit: UnitCode; figure: Figure }>) => Asked<TicketsBehind>;
  exported: (period: FigurePeriod) => Asked<ExportAnswer>;
}>;

/** 移送线索共享 of the city's supervisors, online only (art. 16, F45). */
export type SharesDoor = Readonly<{
  all: () => Asked<SharesAnswer>;
  make: (asked: ShareRequest) => Asked<ShareAnswer>;
  receive: (no: string, receipt: ReceiptRequest) => Asked<Readonly<{ ok: boolean }>>;
}>;

export type PaperWay = 'printer' | 'file';
/** `where`: the name of the file. Cancelled by the person: nothing is said. `message` is Chinese with a next step. */
export type PrintOutcome = Readonly<{ ok: true; where?: string }> | Readonly<{ ok: false; cancelled?: true; message: string }>;

/** 打印 (F24, F13, F64), offline too: nothing leaves the desk before it is in the access log (F51). */
export type PapersDoor = Readonly<{
  /** Every ticket on this device with one's own acts on it: what a brief is made of. */
  tickets: () => Promise<readonly Ticket[]>;
  /** A browser prints, and has its own way to a file. */
  savesFiles: () => Promise<boolean>;
  /** `show`: the print view is drawn at once, and taken away again; what it shows is what is printed. */
  print: (paper: Pick<Paper, 'name' | 'stands'>, way: PaperWay, show: (drawn: boolean) => void) => Promise<PrintOutcome>;
}>;

/** `warning`: it is changed, and the person has still to know something. */
/** `chooseOwn`: the password is one that an administrator has set (F50), and the person's own is to be asked for now. */
export type NotSignedIn = Readonly<{ ok: false; message: string; chooseOwn?: true }>;
export type PasswordOutcome = Readonly<{ ok: true; warning?: string } | { ok: false; message: string }>;

export interface Replica {
  readonly me: Me;
  readonly status: Observable<SyncStatus>;
  readonly rows: Observable<ReadonlyMap<TicketId, SlimRow>>;
  /** Suggestions and whatever else has no ticket, by id. */
  readonly matters: Observable<ReadonlyMap<MatterId, MatterView>>;
  /** Outbox and recently settled, newest last. */
  readonly outbox: Observable<readonly OutboxItem[]>;
  readonly refusals: Observable<readonly RefusalView[]>;
  readonly rescue: Observable<readonly RescueItem[]>;
  readonly activity: Observable<readonly ActivityItem[]>;
  readonly reference: Observable<Reference>;
  /** Signed rule packs and calendars from a USB stick (F05, art. 22). */
  readonly imported: Pick<ImportedReference, 'files' | 'choose' | 'take'>;
  ticket(id: TicketId): Observable<TicketView | undefined>;
  /**
   * Decides, then saves: resolves when the host has forced the action to disk [sync D2]. `signer` is for 现场签批:
   * another person of this device, whose key the host has just unlocked.
   */
  act(draft: Readonly<{ ticket: SubjectId; kind: string; body: Record<string, unknown>; actor?: PersonId }>): Promise<ActOutcome>;
  /** Unlocks another person's key with their password, runs `work`, locks it again (现场签批). */
  asSigner(person: PersonId, password: string, work: () => Promise<ActOutcome>): Promise<ActOutcome>;
  /** Stores a file durably before an action names it; photos are downscaled by the caller. */
  addEvidence(
    bytes: Uint8Array,
    about: Omit<EvidenceClaim, 'hash' | 'size'>,
  ): Promise<Readonly<{ ok: true; claim: EvidenceClaim }> | Readonly<{ ok: false; code: string; message: string }>>;
  /** A file taken and not wanted after all: gone from the disk, unless an action or another draft names it. */
  dropEvidence(hash: string): Promise<void>;
  /** A body from this device, or fetched from the hub when online [sync E1]. */
  evidence(ticket: TicketId, hash: string): Promise<Uint8Array | undefined>;
  /** Records that the person asks to see an identifier (F51); false: not recorded, so it is not shown. */
  reveal(ticket: TicketId, field: 'name' | 'phone'): Promise<boolean>;
  /** Kept within a second, per ticket and action kind (F60). */
  saveDraft(ticket: SubjectId, kind: string, body: Record<string, unknown>): Promise<void>;
  loadDraft(ticket: SubjectId, kind: string): Promise<Record<string, unknown> | undefined>;
  dropDraft(ticket: SubjectId, kind: string): Promise<void>;
  /** City look-up [sync Q1]: online, shown, not stored. */
  lookup(
    query: Readonly<{ no?: string; unit?: string; state?: string; text?: string; limit?: number }>,
  ): Promise<Readonly<{ ok: true; rows: readonly Ticket[]; total: number }> | Readonly<{ ok: false; message: string }>>;
  /** Other matters of the caller of a ticket (F27): asked of the hub by the hash of the number, logged, shown and not stored. */
  sameCaller(id: TicketId): Promise<Readonly<{ ok: true; found: SameCallerAnswer }> | Readonly<{ ok: false; message: string }>>;
  /** What a number called about in the last 90 days, by the hub (art. 9(4), F27); nothing without a line. */
  ticketsOfCaller(query: CallerQuery): Promise<CallerAnswer | undefined>;
  /** One looked-up ticket as a view, so that a decision on it can be taken. */
  lookupTicket(id: TicketId): Promise<TicketView | undefined>;
  /** Measures of one's own unit, from the tickets on this device. */
  unitMeasures(): Promise<UnitMeasures>;
  readonly figures: FiguresDoor;
  readonly shares: SharesDoor;
  readonly papers: PapersDoor;
  syncNow(): void;
  /** One's own password, online only (F50); every other session of the person ends. */
  changePassword(old: string, next: string): Promise<PasswordOutcome>;
  /**
   * After 401: the person's password again; the outbox is kept meanwhile [sync G5]. `chooseOwn`: it is one that an administrator has set,
   * and is to be given again with the person's own.
   */
  giveToken(password: string, own?: string): Promise<Readonly<{ ok: true; warning?: string }> | NotSignedIn>;
  close(): Promise<void>;
}

export type Reference = Readonly<{
  units: ReadonlyMap<UnitCode, UnitDocument>;
  people: ReadonlyMap<PersonId, PersonDocument>;
  categories: ReadonlyMap<string, CategoryDocument>;
  /** Every version of catalogue rows, articles and cards, by its document's id; the maps beside it hold the highest. */
  versions: ReadonlyMap<string, CategoryDocument | ArticleDocument | CardDocument>;
  /** Entries of the knowledge base by their code. */
  articles: ReadonlyMap<string, ArticleDocument>;
  /** Handling cards by their code (F30). */
  cards: ReadonlyMap<string, CardDocument>;
  /** Of all years that are known here. */
  calendar: CalendarDocument;
  /** The newest; a ticket keeps the one of its day (hotline.md §7), found in `packs` by `<id>:<version>`. */
  pack?: RulePackDocument;
  packs: ReadonlyMap<string, RulePackDocument>;
}>;
