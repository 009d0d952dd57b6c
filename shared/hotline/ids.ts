/**
 * Branded identifiers. A plain string never passes for one of these; schemas decide at every edge.
 * Crockford base32 ULIDs sort by their time, which keeps IndexedDB and LevelDB keys in order.
 */
import Type, { type TUnsafe } from 'typebox';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type TicketId = Branded<'TicketId'>;
/** A record that is no ticket and is folded like one (docs/adr/0009): `suggestion:<ULID>`, `duty:<unit>`. */
export type MatterId = Branded<'MatterId'>;
/** What an action is about [sync G0]. */
export type SubjectId = TicketId | MatterId;
export type ActionId = Branded<'ActionId'>;
export type PersonId = Branded<'PersonId'>;
export type UnitCode = Branded<'UnitCode'>;
export type DeviceId = Branded<'DeviceId'>;
export type ReplicaId = Branded<'ReplicaId'>;
/** UTC, always 24 characters: `2026-11-24T08:00:00.000Z` [sync S4]. */
export type Instant = Branded<'Instant'>;
/** Lower-case hexadecimal SHA-256. */
export type Sha256 = Branded<'Sha256'>;

const ULID = '[0-9A-HJKMNP-TV-Z]{26}';

function pattern<T extends string>(source: string, maxLength: number): TUnsafe<T> {
  return Type.Unsafe<T>(Type.String({ pattern: `^${source}$`, maxLength }));
}

export const TicketId = pattern<TicketId>(`ticket:${ULID}`, 33);
/** Prefixes of records without a ticket; each has its rules in `matters/`. */
export const MATTER_PREFIXES = ['suggestion', 'governance', 'leave', 'duty'] as const;
const UNIT = '(city|[0-9]{6}|[0-9]{9}|dept-[0-9a-z-]{1,40})';
/** A unit has one duty sheet, so it is named by the unit: two who begin it offline write on the same (docs/adr/0012). */
const MATTER_ID = `((suggestion|governance|leave):${ULID}|duty:${UNIT})`;
export const MatterId = pattern<MatterId>(MATTER_ID, 50);
export const SubjectId = pattern<SubjectId>(`(ticket:${ULID}|${MATTER_ID})`, 50);
const MATTER = new RegExp(`^(${MATTER_PREFIXES.join('|')}):`, 'u');
export function isMatterId(id: string): id is MatterId {
  return MATTER.test(id);
}
/** What carries a history of actions: tickets and matters. */
export function isSubjectId(id: string): id is SubjectId {
  return id.startsWith('ticket:') || isMatterId(id);
}
/** What the hub does itself has derived ids: `action:clock:…`, `action:import:…`, `action:public:…` [sync A4]. */
export const ActionId = pattern<ActionId>(`action:(${ULID}|(clock|public):[\\x21-\\x7e]{1,160}|import:[0-9a-f]{64})`, 174);
export const PersonId = pattern<PersonId>('(person:[0-9A-Za-z_-]{1,40}|system:(clock|import|public))', 47);
/** 6 digits a district, 9 a street or town, `dept-…` a department, `city` the city itself. */
export const UnitCode = pattern<UnitCode>(UNIT, 45);
export const DeviceId = pattern<DeviceId>(`(device:${ULID}|hub)`, 33);
/** `hub` is the import's, `clock` the clock's, `public` the public page's: each with a chain of its own [sync G7]. */
export const ReplicaId = pattern<ReplicaId>(`(replica:${ULID}|hub|clock|public)`, 34);
export const Instant = pattern<Instant>('[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z', 24);
export const Sha256 = pattern<Sha256>('[0-9a-f]{64}', 64);
