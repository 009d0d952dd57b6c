import { expect, test } from 'vitest';
import type { Reference, SlimRow } from '../../replica/door.ts';
import { choicesOf, passes } from './filters.ts';

const reference = {
  units: new Map([['210102021', { name: '长白街道' }]]),
  people: new Map([['person:w', { _id: 'person:w', name: '赵小燕' }]]),
  categories: new Map(),
  articles: new Map(),
  packs: new Map(),
} as unknown as Reference;
const seen = { reference, now: Date.parse('2026-11-25T00:00:00.000Z') };

function row(id: string, fields: Partial<SlimRow>): SlimRow {
  return {
    id,
    no: id,
    title: id,
    status: 'inProgress',
    urgency: 'normal',
    pending: [],
    owed: [],
    unsettled: 0,
    search: '',
    ...fields,
  } as unknown as SlimRow;
}

const rows = [
  row('a', { kind: 'complaint', street: '210102021', assignee: 'person:w' as SlimRow['assignee'] & string }),
  row('b', { kind: 'consult', status: 'dispatched', street: '210102021' }),
  row('c', { kind: 'complaint', status: 'dispatched', street: '210103001' }),
];

test('every filter narrows, and all of them together', () => {
  const held = (filters: Parameters<typeof passes>[1]): string[] => rows.filter((one) => passes(one, filters, seen)).map((one) => one.id);
  expect(held({})).toEqual(['a', 'b', 'c']);
  expect(held({ kind: 'complaint' })).toEqual(['a', 'c']);
  expect(held({ kind: 'complaint', status: 'dispatched' })).toEqual(['c']);
  expect(held({ assignee: 'person:w' })).toEqual(['a']);
  expect(held({ light: 'red' })).toEqual([]);
});

test('a choice is counted among what the other filters let through, and named in the words of the trade', () => {
  expect(choicesOf(rows, 'status', { kind: 'complaint' }, seen)).toEqual([
    { value: 'dispatched', count: 1, label: '已派单·待签收' },
    { value: 'inProgress', count: 1, label: '办理中' },
  ]);
  expect(choicesOf(rows, 'street', {}, seen)).toContainEqual({ value: '210102021', count: 2, label: '长白街道' });
  expect(choicesOf(rows, 'assignee', {}, seen)).toEqual([{ value: 'person:w', count: 1, label: '赵小燕' }]);
});
