/**
 * A rule pack or a calendar as a signed file (art. 22, F05; docs/adr/0008): what a city issues to desks without a line, and to other
 * hubs that trust it. ECDSA P-256 over the RFC 8785 form of everything but the signature, as an action's [sync G0].
 */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { Instant } from '../hotline/ids.ts';
import { CalendarDocument, RulePackDocument } from '../hotline/reference/documents.ts';
import { closed } from '../hotline/schema-builders.ts';
import { canonicalBytes } from './canonical.ts';

/** A pack has a few KB, a calendar two. */
export const MAX_REFERENCE_BYTES = 256 * 1024;

const about = {
  /** Also keeps its signature apart from an action's: no action has this field. */
  format: Type.Literal('griddesk-reference'),
  schema: Type.Literal(1),
  hubId: Type.String({ minLength: 1, maxLength: 40 }),
  /** The city as people know it. */
  publisher: Type.String({ minLength: 1, maxLength: 80 }),
  issuedAt: Instant,
  sig: Type.String({ pattern: '^[A-Za-z0-9_-]{86}$' }),
};

export const ReferenceFile = Type.Union([
  Type.Object({ ...about, kind: Type.Literal('pack'), content: RulePackDocument }, closed),
  Type.Object({ ...about, kind: Type.Literal('calendar'), content: CalendarDocument }, closed),
]);
export type ReferenceFile = Readonly<Static<typeof ReferenceFile>>;
type Unsigned<T> = T extends unknown ? Omit<T, 'sig'> : never;
export type UnsignedReferenceFile = Unsigned<ReferenceFile>;

export function referenceBytes(file: UnsignedReferenceFile | ReferenceFile): Uint8Array {
  const { sig: _sig, ...covered } = file as ReferenceFile;
  return canonicalBytes(covered);
}

/** Says that it is one, whether or not it is whole. */
export function claimsToBeReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { format?: unknown }).format === 'griddesk-reference';
}

export function parseReference(text: string): ReferenceFile | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Check(ReferenceFile, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What versions are compared within: `pack:SY`, `calendar:2027`. */
export function seriesOf(file: ReferenceFile): string {
  return file.content._id.replace(/:\d+$/u, '');
}
