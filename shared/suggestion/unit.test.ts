import { expect, test } from 'vitest';
import type { UnitCode } from '../hotline/ids.ts';
import type { CategoryDocument, UnitDocument } from '../hotline/reference/documents.ts';
import { Gazetteer } from './place.ts';
import { suggestUnits, type UnitMatter } from './unit.ts';

function unit(code: string, name: string, type: UnitDocument['type']): UnitDocument {
  return { _id: `unit:${code}`, schema: 1, code: code as UnitCode, name, type, district: code.slice(0, 6), grids: [] };
}
const UNITS = new Map(
  [
    unit('city', '市热线', 'city'),
    unit('210102', '和平区', 'district'),
    unit('210102021', '长白街道', 'street'),
    unit('210102019', '南湖街道', 'street'),
    unit('dept-heating', '市供热办', 'department'),
    unit('dept-urban', '市城管局', 'department'),
  ].map((one) => [one.code, one]),
);
const HEATING: CategoryDocument = {
  _id: 'category:1',
  schema: 1,
  code: '1',
  path: ['供热', '室温'],
  version: 1,
  units: ['dept-heating' as UnitCode],
};
const STREETS: CategoryDocument = { ...HEATING, code: '2', path: ['市容', '垃圾'], units: [] };
const BLANK: UnitMatter = { places: [], respondents: [], earlierLeads: [] };

function ranked(matter: Partial<UnitMatter>): readonly string[] {
  return suggestUnits({ ...BLANK, ...matter }, UNITS, 5).map((one) => `${one.unit.code} ${one.reasons.map(({ kind }) => kind).join('+')}`);
}
const A = '210102021' as UnitCode;
const B = '210102019' as UnitCode;

test('[F18] the units of the catalogue come first, the street of the region after them', () => {
  expect(ranked({ category: HEATING, street: A })).toEqual(['dept-heating catalogue', '210102021 region']);
  expect(ranked({ category: STREETS, street: A })).toEqual(['210102021 region']);
});

test('a row for departments alone proposes no street', () => {
  expect(ranked({ category: { ...HEATING, departmentOnly: true }, street: A })).toEqual(['dept-heating catalogue']);
});

test('[F06] without a region the address proposes, as it was read, and both of two readings', () => {
  const { matches } = new Gazetteer(UNITS.values()).match('长白街道与南湖街道交界');
  expect(ranked({ places: matches })).toEqual(['210102019 address', '210102021 address']);
  expect(ranked({ places: matches, street: A })).toEqual(['210102021 region']);
});

test('earlier leads add to a unit, and never pass what the catalogue says', () => {
  expect(ranked({ category: HEATING, earlierLeads: Array.from({ length: 50 }, () => B) })).toEqual([
    'dept-heating catalogue',
    '210102019 earlier',
  ]);
  expect(ranked({ category: STREETS, street: A, earlierLeads: [B, A, A] })).toEqual(['210102021 region+earlier', '210102019 earlier']);
});

test('[F55] a unit that is complained about is not proposed, whatever speaks for it', () => {
  expect(ranked({ category: HEATING, street: A, respondents: [A], earlierLeads: [A] })).toEqual(['dept-heating catalogue']);
  expect(ranked({ category: HEATING, respondents: ['dept-heating' as UnitCode] })).toEqual([]);
});

test('the city, a district and a unit nobody knows lead nothing', () => {
  expect(ranked({ category: { ...HEATING, units: ['city', '210102', 'dept-gone'] as UnitCode[] } })).toEqual([]);
});
