/**
 * What a person looked at on their device (article 18; F51): numbered and chained like actions [sync G7], so that a record
 * that was taken out, or changed, is missed at the hub.
 */
import Type, { type Static } from 'typebox';
import { Instant, Sha256, TicketId } from '../hotline/ids.ts';
import { closed, oneOf } from '../hotline/schema-builders.ts';
import { canonicalBytes, hashHex } from './canonical.ts';

export const ACCESS_KINDS = ['reveal', 'copy', 'print', 'export'] as const;
/** `content`: the matter itself, on a paper that names nobody. */
export const ACCESS_FIELDS = ['name', 'phone', 'content'] as const;

/** What the screen hands over; `main` numbers and chains it. */
export const AccessDraft = Type.Object({ at: Instant, ticket: TicketId, what: oneOf(ACCESS_KINDS), field: oneOf(ACCESS_FIELDS) }, closed);
export type AccessDraft = Readonly<Static<typeof AccessDraft>>;

export const AccessRecord = Type.Object(
  {
    n: Type.Integer({ minimum: 1 }),
    prev: Sha256,
    at: Instant,
    ticket: TicketId,
    what: oneOf(ACCESS_KINDS),
    field: oneOf(ACCESS_FIELDS),
  },
  closed,
);
export type AccessRecord = Readonly<Static<typeof AccessRecord>>;

/** The next record's `prev`. */
export function accessHash(record: AccessRecord): Sha256 {
  return hashHex(canonicalBytes(record));
}

/** `POST /desk/access`: whose they are is the session's person on its device. Answers the last number that is durable. */
export const AccessUpload = Type.Object({ records: Type.Array(AccessRecord, { minItems: 1, maxItems: 200 }) }, closed);
export const AccessAnswer = Type.Object({ upTo: Type.Integer({ minimum: 0 }) }, { additionalProperties: true });
