/** What narrows a lane: status, kind, light, street, person; each choice with its count, from the slim rows alone. */
import { GLOSSARY, term, type Term } from '../../../shared/hotline/glossary.ts';
import type { UnitCode } from '../../../shared/hotline/ids.ts';
import type { Reference, SlimRow } from '../../replica/door.ts';
import { lightNow } from '../../ui/deadline-light.tsx';

export const FACETS = ['status', 'kind', 'light', 'street', 'assignee'] as const;
export type Facet = (typeof FACETS)[number];
export type Filters = Readonly<Partial<Record<Facet, string>>>;
export type Choice = Readonly<{ value: string; label: string; count: number }>;

export const FACET_NAMES: Readonly<Record<Facet, string>> = {
  status: '状态',
  kind: '诉求类型',
  light: '时限',
  street: '街道',
  assignee: '承办人',
};
/** The glossary's order is the order of the work. */
const WORDS: Readonly<Partial<Record<Facet, Term>>> = { status: 'status', kind: 'kind', light: 'light' };

type Seen = Readonly<{ reference: Reference; now: number }>;

function valueOf(row: SlimRow, facet: Facet, { reference, now }: Seen): string | undefined {
  switch (facet) {
    case 'light':
      return lightNow(row, reference, now);
    case 'street':
      return row.street ?? row.lead;
    default:
      return row[facet];
  }
}

function labelOf(facet: Facet, value: string, { reference }: Seen): string {
  const words = WORDS[facet];
  if (words !== undefined) return term(words, value);
  if (facet === 'street') return reference.units.get(value as UnitCode)?.name ?? '其他街道';
  return [...reference.people.values()].find((one) => one._id === value)?.name ?? '其他人员';
}

export function passes(row: SlimRow, filters: Filters, seen: Seen, except?: Facet): boolean {
  return FACETS.every((facet) => facet === except || filters[facet] === undefined || valueOf(row, facet, seen) === filters[facet]);
}

/** The choices of one facet among the rows that pass all the others; none where there is nothing to choose. */
export function choicesOf(rows: readonly SlimRow[], facet: Facet, filters: Filters, seen: Seen): readonly Choice[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (!passes(row, filters, seen, facet)) continue;
    const value = valueOf(row, facet, seen);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const words = WORDS[facet];
  const order = words === undefined ? [] : Object.keys(GLOSSARY[words]);
  return [...counts]
    .map(([value, count]) => ({ value, count, label: labelOf(facet, value, seen) }))
    .sort((a, b) => (words === undefined ? a.label.localeCompare(b.label, 'zh-CN') : order.indexOf(a.value) - order.indexOf(b.value)));
}
