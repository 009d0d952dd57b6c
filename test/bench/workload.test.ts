import { Check } from 'typebox/value';
import { expect, test } from 'vitest';
import { actionRule } from '../../shared/hotline/actions/index.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { figure, replaceBetween, table } from './table.ts';
import { reachedEnd, tailField } from './wire.ts';
import { letters } from './workload.ts';

const first = (seed: number, count: number) => {
  const next = letters(seed, OFFICE_A);
  return Array.from({ length: count }, next);
};

test('the same seed gives the same tickets, another seed others', () => {
  expect(first(1, 50)).toEqual(first(1, 50));
  expect(first(1, 50)).not.toEqual(first(2, 50));
});

test('every letter of the workload is a registration that the rules take, and no ticket comes twice', () => {
  const made = first(3, 500);
  const body = actionRule('register')?.body;
  if (body === undefined) throw new Error('no rule for register');
  for (const { registration } of made) expect(Check(body, registration)).toBe(true);
  expect(new Set(made.map((letter) => letter.ticket)).size).toBe(500);
});

test('a table has as many cells under each head, and figures are as fine as they are worth', () => {
  expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --: |\n| 1 | 2 |');
  expect(() => table(['a', 'b'], [['1']])).toThrow('a row of 1');
  expect([0.1234, 12.34, 123.4, 12_345.6].map(figure)).toEqual(['0.12', '12.3', '123', '12,346']);
  expect(() => figure(Number.NaN)).toThrow('not a figure');
});

test('a benchmark writes between its own marks and leaves the words around them', () => {
  const document = 'before\n<!-- x -->\nold\n<!-- /x -->\nafter <!-- y --><!-- /y -->';
  expect(replaceBetween(document, 'x', 'new\n')).toBe('before\n<!-- x -->\n\nnew\n\n<!-- /x -->\nafter <!-- y --><!-- /y -->');
  expect(() => replaceBetween(document, 'z', 'new')).toThrow('no marks');
});

test('the end of a page is read from its tail, whatever its rows say', () => {
  const middle = Buffer.from('{"results":[{"doc":{"text":"\\"digests\\":{","last_seq":"no"}}],\n"last_seq":"AbC","pending":3}');
  expect(tailField(middle, 'last_seq')).toBe('AbC');
  expect(reachedEnd(middle)).toBe(false);
  expect(reachedEnd(Buffer.from('{"results":[],"last_seq":"AbC","digests":{}}'))).toBe(true);
});
