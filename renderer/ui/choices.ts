/** What can be chosen in a form, by name and never by code; a code typed from paper is found all the same. */
import { CLAUSE_RULES } from '../../shared/hotline/closing/index.ts';
import { communityName } from '../../shared/hotline/community.ts';
import type { PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import { partiesOf } from '../../shared/hotline/oversight.ts';
import type { UnitDocument } from '../../shared/hotline/reference/documents.ts';
import type { ClauseRule } from '../../shared/hotline/closing/clause.ts';
import type { Clause, Status, Ticket } from '../../shared/hotline/ticket.ts';
import type { Reference, SlimRow } from '../replica/door.ts';
import type { FieldSchema } from './field.ts';

export type Option = Readonly<{ value: string; label: string; search?: string }>;

export function wordChoices(field: FieldSchema): readonly Option[] {
  return (field.anyOf ?? []).map((one, at) => ({ value: one.const ?? '', label: field['x-labels']?.[at] ?? one.const ?? '' }));
}

/** The city closes with a clause where the clause or the state says so; a unit names every clause but those of a waiting state. */
function clauseFits({ cityClosesAnyOpen, closesIn }: ClauseRule, kind: string, status: Status | undefined): boolean {
  if (kind !== 'close') return closesIn === undefined;
  if (cityClosesAnyOpen === true || (status !== undefined && closesIn?.includes(status) === true)) return true;
  return closesIn === undefined && (status === 'suspended' || status === 'callback');
}

/** The clauses of art. 14 that can be had by this action now; the others would be refused. */
export function clauseChoices(field: FieldSchema, kind: string, ticket: Ticket | undefined): readonly Option[] {
  return wordChoices(field).filter((one) => {
    const rule = CLAUSE_RULES[one.value as Clause];
    return rule !== undefined && clauseFits(rule, kind, ticket?.status);
  });
}

function districtName(unit: UnitDocument, reference: Reference): string {
  if (unit.type === 'district') return '';
  const district = unit.district === undefined ? undefined : reference.units.get(unit.district as UnitCode);
  return district === undefined ? '' : `（${district.name}）`;
}

/** Which units an action can name: none helps itself, none is asked twice. */
function mayBeNamed(unit: UnitDocument, kind: string, ticket: Ticket | undefined): boolean {
  switch (kind) {
    case 'requestCoHandling':
      return (
        unit.code !== ticket?.lead &&
        ticket?.coHandlers.some((one) => one.unit === unit.code && (one.status === 'requested' || one.status === 'reported')) !== true
      );
    case 'proposeReturn':
      return unit.code !== ticket?.lead;
    case 'markSilent':
      return ticket?.coHandlers.some((one) => one.unit === unit.code && one.status === 'requested') === true;
    case 'urge':
      return ticket !== undefined && partiesOf(ticket).includes(unit.code);
    default:
      return true;
  }
}

/** Who leads above, and whom a supervisor may call in, is no street alone. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  decideProposal: ['department', 'district'],
  urge: ['street', 'department', 'district'],
  meet: ['street', 'department', 'district'],
};

/** Units to choose by name: the matter's own street first, then departments, then streets by district. */
export function unitChoices(reference: Reference, ticket: Ticket | undefined, kind: string): readonly Option[] {
  const near = (unit: UnitDocument): number =>
    unit.code === ticket?.region?.street ? 0 : unit.type === 'department' ? 1 : unit.district === ticket?.region?.district ? 2 : 3;
  const types = TYPES[kind] ?? ['street', 'department'];
  return [...reference.units.values()]
    .filter((unit) => types.includes(unit.type) && mayBeNamed(unit, kind, ticket))
    .sort((a, b) => near(a) - near(b) || (a.code < b.code ? -1 : 1))
    .map((unit) => ({ value: unit.code, label: `${unit.name}${districtName(unit, reference)}`, search: unit.code }));
}

export function categoryChoices(reference: Reference): readonly Option[] {
  return [...reference.categories.values()].map((one) => ({ value: one.code, label: one.path.join(' / '), search: one.code }));
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
export function workerChoices(
  reference: Reference,
  ticket: Ticket | undefined,
  rows: ReadonlyMap<unknown, SlimRow>,
  kind: string,
): readonly Option[] {
  const lead = ticket?.lead;
  const grids = lead === undefined ? [] : (reference.units.get(lead)?.grids ?? []);
  return [...reference.people.values()]
    .filter((person) => person._id !== ticket?.respondent?.person && !(kind === 'handOver' && person._id === ticket?.assignment?.person))
    .filter((person) => person.roles.some((held) => held.role === 'gridWorker' && held.unit === lead && held.to === undefined))
    .map((person) => {
      const own = grids.filter((grid) => grid.workers.includes(person._id)).map((grid) => grid.name);
      return { value: person._id, label: `${person.name}（${[...own, `在手 ${inHand(rows, person._id)} 件`].join('，')}）` };
    });
}

/** Communities of the lead, by the grids in them: they have no names of their own in the unit's document. */
export function communityChoices(reference: Reference, ticket: Ticket | undefined): readonly Option[] {
  const grids = ticket?.lead === undefined ? [] : (reference.units.get(ticket.lead)?.grids ?? []);
  const codes = [...new Set(grids.map((grid) => grid.code.slice(0, 12)))];
  return codes.map((value) => ({ value, label: communityName(grids, value) ?? value, search: value }));
}
