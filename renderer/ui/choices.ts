/** What can be chosen in a form, by name and never by code; a code typed from paper is found all the same. */
import { CLAUSE_RULES } from '../../shared/hotline/closing/index.ts';
import type { PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import type { UnitDocument } from '../../shared/hotline/reference/documents.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Reference, SlimRow } from '../replica/door.ts';
import type { FieldSchema } from './field.ts';

export type Option = Readonly<{ value: string; label: string; search?: string }>;

export function wordChoices(field: FieldSchema): readonly Option[] {
  return (field.anyOf ?? []).map((one, at) => ({ value: one.const ?? '', label: field['x-labels']?.[at] ?? one.const ?? '' }));
}

/** The clauses that this version can close by; the others would be refused. */
export function clauseChoices(field: FieldSchema): readonly Option[] {
  return wordChoices(field).filter((one) => Object.hasOwn(CLAUSE_RULES, one.value));
}

function districtName(unit: UnitDocument, reference: Reference): string {
  const district = unit.district === undefined ? undefined : reference.units.get(unit.district as UnitCode);
  return district === undefined ? '' : `（${district.name}）`;
}

/** Units that can lead: the matter's own street first, then departments, then streets by district. */
export function unitChoices(reference: Reference, ticket: Ticket): readonly Option[] {
  const near = (unit: UnitDocument): number =>
    unit.code === ticket.region?.street ? 0 : unit.type === 'department' ? 1 : unit.district === ticket.region?.district ? 2 : 3;
  return [...reference.units.values()]
    .filter((unit) => unit.type === 'street' || unit.type === 'department')
    .sort((a, b) => near(a) - near(b) || (a.code < b.code ? -1 : 1))
    .map((unit) => ({ value: unit.code, label: `${unit.name}${districtName(unit, reference)}`, search: unit.code }));
}

export function streetChoices(reference: Reference): readonly Option[] {
  return [...reference.units.values()]
    .filter((unit) => unit.type === 'street')
    .map((unit) => ({ value: unit.code, label: `${unit.name}${districtName(unit, reference)}`, search: unit.code }));
}

function inHand(rows: ReadonlyMap<unknown, SlimRow>, person: PersonId): number {
  return [...rows.values()].filter(
    (row) => row.assignee === person && ['assigned', 'acknowledged', 'onSite', 'redo'].includes(row.assignmentState ?? ''),
  ).length;
}

/** Workers of the lead, each with their grid and what they have in hand. */
export function workerChoices(reference: Reference, ticket: Ticket, rows: ReadonlyMap<unknown, SlimRow>): readonly Option[] {
  const grids = ticket.lead === undefined ? [] : (reference.units.get(ticket.lead)?.grids ?? []);
  return [...reference.people.values()]
    .filter((person) => person.roles.some((held) => held.role === 'gridWorker' && held.unit === ticket.lead && held.to === undefined))
    .map((person) => {
      const own = grids.filter((grid) => grid.workers.includes(person._id)).map((grid) => grid.name);
      return { value: person._id, label: `${person.name}（${[...own, `在手 ${inHand(rows, person._id)} 件`].join('，')}）` };
    });
}

/** Communities of the lead, by the grids in them: they have no names of their own in the unit's document. */
export function communityChoices(reference: Reference, ticket: Ticket): readonly Option[] {
  const grids = ticket.lead === undefined ? [] : (reference.units.get(ticket.lead)?.grids ?? []);
  const byCode = new Map<string, string[]>();
  for (const grid of grids) byCode.set(grid.code.slice(0, 12), [...(byCode.get(grid.code.slice(0, 12)) ?? []), grid.name]);
  return [...byCode].map(([value, names]) => ({ value, label: `${names.join('、')}所在社区`, search: value }));
}
