/**
 * 承办单位建议 (art. 8(2), 8(4), F18, F19): who may lead a new matter, ranked, each with its reasons: the catalogue's own units, the
 * street of the region, and who led earlier matters of the same row there. A unit that is complained about is never among them (§9).
 */
import type { UnitCode } from '../hotline/ids.ts';
import type { CategoryDocument, UnitDocument } from '../hotline/reference/documents.ts';
import type { PlaceMatch } from './place.ts';

export type UnitReason =
  /** The catalogue names it for this row. */
  | Readonly<{ kind: 'catalogue' }>
  /** The region of the ticket is its street. */
  | Readonly<{ kind: 'region' }>
  /** The address was read so; see `PlaceMatch`. */
  | Readonly<{ kind: 'address'; said: readonly string[] }>
  /** It led earlier matters of the same row, here or elsewhere in the district. */
  | Readonly<{ kind: 'earlier'; count: number }>;
export type UnitSuggestion = Readonly<{ unit: UnitDocument; score: number; reasons: readonly UnitReason[] }>;

export type UnitMatter = Readonly<{
  category?: CategoryDocument | undefined;
  street?: string | undefined;
  places: readonly PlaceMatch[];
  /** Units complained about: they may not lead (hotline.md §9). */
  respondents: readonly UnitCode[];
  /** Leads of earlier matters of the same row and street, one a matter. */
  earlierLeads: readonly UnitCode[];
}>;

const CATALOGUE = 10;
const REGION = 6;
/** As sure as the address was read: `PlaceMatch.score` is 4 for a street by its full name. */
const ADDRESS = 1;
const MOST_ADDRESS = 5;
/** What people did before weighs less than what the catalogue says, however often. */
const EARLIER = 3;

type Gathered = { score: number; reasons: UnitReason[] };

export function suggestUnits(matter: UnitMatter, units: ReadonlyMap<UnitCode, UnitDocument>, limit: number): readonly UnitSuggestion[] {
  const gathered = new Map<UnitCode, Gathered>();
  const add = (unit: UnitCode, score: number, reason: UnitReason): void => {
    const one = gathered.get(unit) ?? { score: 0, reasons: [] };
    one.score += score;
    one.reasons.push(reason);
    gathered.set(unit, one);
  };
  for (const unit of matter.category?.units ?? []) add(unit, CATALOGUE, { kind: 'catalogue' });
  // A row for departments alone: the street would have to give it back.
  if (matter.category?.departmentOnly !== true) {
    if (matter.street !== undefined) add(matter.street as UnitCode, REGION, { kind: 'region' });
    else
      for (const place of matter.places)
        if (place.region.street !== undefined)
          add(place.unit, Math.min(MOST_ADDRESS, place.score * ADDRESS), { kind: 'address', said: place.signs.map(({ said }) => said) });
  }
  const leads = new Map<UnitCode, number>();
  for (const lead of matter.earlierLeads) leads.set(lead, (leads.get(lead) ?? 0) + 1);
  for (const [unit, count] of leads) add(unit, (EARLIER * count) / matter.earlierLeads.length, { kind: 'earlier', count });
  const found: UnitSuggestion[] = [];
  for (const [code, { score, reasons }] of gathered) {
    const unit = units.get(code);
    if (unit === undefined || matter.respondents.includes(code)) continue;
    if (unit.type === 'street' || unit.type === 'department') found.push({ unit, score, reasons });
  }
  return found.sort((a, b) => b.score - a.score || (a.unit.code < b.unit.code ? -1 : 1)).slice(0, limit);
}
