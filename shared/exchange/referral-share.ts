/**
 * 移送线索共享 (art. 16; F45): what goes to the discipline inspection for a period, sealed by its hash and the hub's signature, and the
 * receipt for it. Matters and units; neither who complained nor who handled it is in it.
 */
import Type, { type Static } from 'typebox';
import { civilDate, type Day, dayOf } from '../hotline/calendar.ts';
import { GLOSSARY, term } from '../hotline/glossary.ts';
import { Instant, PersonId, Sha256 } from '../hotline/ids.ts';
import type { UnitDocument } from '../hotline/reference/documents.ts';
import { referralSigns } from '../hotline/referral.ts';
import { closed } from '../hotline/schema-builders.ts';
import type { Ticket } from '../hotline/ticket.ts';
import type { Context } from '../hotline/verdict.ts';
import { canonicalBytes, hashHex } from '../sync/canonical.ts';

type Period = Readonly<{ from: Day; to: Day }>;
const SHARE_FORMAT = 'griddesk.referrals.1';
const open = { additionalProperties: true } as const;

const SharedMatter = Type.Object(
  {
    no: Type.String(),
    title: Type.String(),
    category: Type.String(),
    unit: Type.String(),
    acceptedAt: Instant,
    status: Type.String(),
    /** Of a candidate: the triggers that hold, each with its count and limit. */
    signs: Type.Array(Type.Object({ trigger: Type.String(), count: Type.Integer(), limit: Type.Integer() }, open)),
    /** What has been referred in the period. */
    referrals: Type.Array(Type.Object({ trigger: Type.String(), receiver: Type.String(), material: Type.String(), at: Instant }, open)),
  },
  open,
);
type SharedMatter = Readonly<Static<typeof SharedMatter>>;

const ShareContent = Type.Object(
  {
    format: Type.Literal(SHARE_FORMAT),
    hub: Type.String(),
    no: Type.String(),
    from: Type.String(),
    to: Type.String(),
    receiver: Type.String(),
    madeAt: Instant,
    matters: Type.Array(SharedMatter),
    /** 密件, and what the maker may not see (§9): counted, handed over by other ways. */
    withheld: Type.Integer({ minimum: 0 }),
  },
  open,
);
export type ShareContent = Readonly<Static<typeof ShareContent>>;

const PublicKey = Type.Object({ kty: Type.Literal('EC'), crv: Type.Literal('P-256'), x: Type.String(), y: Type.String() }, closed);
export type PublicKey = Readonly<Static<typeof PublicKey>>;
export const SealedShare = Type.Object({ content: ShareContent, sha256: Sha256, key: PublicKey, sig: Type.String() }, closed);
export type SealedShare = Readonly<Static<typeof SealedShare>>;

const date = Type.String({ maxLength: 10 });
const said = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });
export const ShareRequest = Type.Object({ from: date, to: date, receiver: said(100) }, closed);
export type ShareRequest = Readonly<Static<typeof ShareRequest>>;
export const ReceiptRequest = Type.Object({ receivedBy: said(60), receiptNo: said(60), receivedOn: date }, closed);
export type ReceiptRequest = Readonly<Static<typeof ReceiptRequest>>;

/** What the hub keeps of a file that was made: not its content, but what proves it. */
export const ShareRecord = Type.Object(
  {
    no: Type.String(),
    from: Type.String(),
    to: Type.String(),
    receiver: Type.String(),
    madeAt: Instant,
    by: PersonId,
    matters: Type.Integer({ minimum: 0 }),
    withheld: Type.Integer({ minimum: 0 }),
    sha256: Sha256,
    receipt: Type.Optional(
      Type.Object({ receivedBy: Type.String(), receiptNo: Type.String(), receivedOn: Type.String(), by: PersonId, at: Instant }, open),
    ),
  },
  open,
);
export type ShareRecord = Readonly<Static<typeof ShareRecord>>;
export const ShareAnswer = Type.Object({ name: Type.String(), text: Type.String(), record: ShareRecord }, open);
export type ShareAnswer = Readonly<Static<typeof ShareAnswer>>;
/** `fingerprint`: told to the receiver on paper, so that the key in a file is known to be this hub's. */
export const SharesAnswer = Type.Object({ records: Type.Array(ShareRecord), fingerprint: Type.String() }, open);
export type SharesAnswer = Readonly<Static<typeof SharesAnswer>>;

function within(at: Instant, { from, to }: Period): boolean {
  const day = dayOf(at);
  return from <= day && day <= to;
}

/** Referred in the period, or a candidate still that was accepted by its end. */
export function belongsToShare(ticket: Ticket, period: Period): boolean {
  if (ticket.referrals?.some(({ at }) => within(at, period)) === true) return true;
  return ticket.flags.referralCandidate && ticket.status !== 'void' && dayOf(ticket.acceptedAt) <= period.to;
}

type Rules = Pick<Context, 'pack' | 'calendar'>;

export function sharedMatter(
  ticket: Ticket,
  period: Period,
  { now, rules, unitName }: Readonly<{ now: Instant; rules: Rules; unitName: (unit: UnitDocument['code']) => string }>,
): SharedMatter {
  return {
    no: ticket.no ?? '',
    title: ticket.title,
    category: ticket.category?.path.join('／') ?? '',
    unit: ticket.lead === undefined ? '' : unitName(ticket.lead),
    acceptedAt: ticket.acceptedAt,
    status: term('status', ticket.status),
    signs: referralSigns(ticket, now, rules)
      .filter((sign) => sign.state === 'met')
      .map(({ trigger, count, limit }) => ({ trigger: GLOSSARY.referralTrigger[trigger], count, limit })),
    referrals: (ticket.referrals ?? [])
      .filter(({ at }) => within(at, period))
      .map(({ trigger, receiver, material, at }) => ({ trigger: GLOSSARY.referralTrigger[trigger], receiver, material, at })),
  };
}

export function shareContent(given: Omit<ShareContent, 'format'>): ShareContent {
  return { format: SHARE_FORMAT, ...given };
}

/** What the hub signs: the hash, under a word of its own, so that it is no signature of anything else. */
export function sealBytes(sha256: Sha256): Uint8Array {
  return canonicalBytes({ purpose: SHARE_FORMAT, sha256 });
}

export function fingerprintOf(key: PublicKey): string {
  return hashHex(canonicalBytes(key));
}

export function shareName({ no, from, to }: Pick<ShareRecord, 'no' | 'from' | 'to'>): string {
  return `移送线索共享-${no}-${from}至${to}.json`;
}

function civilDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return undefined;
  const day = dayOf(`${text}T00:00:00.000+08:00`);
  return !Number.isNaN(day) && civilDate(day) === text ? day : undefined;
}

/** Civil days in UTC+8, both counted; nothing where they are no days or the wrong way round. */
export function sharePeriod(from: string, to: string): Period | undefined {
  const [first, last] = [civilDay(from), civilDay(to)];
  return first === undefined || last === undefined || first > last ? undefined : { from: first, to: last };
}

/** A civil day that is one, and has come. */
export function isPastDay(text: string, now: Instant): boolean {
  const day = civilDay(text);
  return day !== undefined && day <= dayOf(now);
}
