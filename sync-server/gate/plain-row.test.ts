import { expect, test } from 'vitest';
import { isPlain, keepable } from './plain-row.ts';

test.each(['null', '"text"', '{"a":[1,{"b":-7}],"c":"\\ud83d\\ude00"}', '9007199254740991'])('%s is plain and kept as it is', (text) => {
  const row: unknown = JSON.parse(text);
  expect(isPlain(row)).toBe(true);
  expect(keepable(row)).toBe(row);
});

test.each([
  '1.5',
  '{"a":"\\ud800"}',
  '{"\\udc00":1}',
  '[1e999]',
  '9007199254740992',
  '{"a":{"__proto__":{"b":1}}}',
  '{"constructor":1}',
  `${'['.repeat(40)}${']'.repeat(40)}`,
])('%s is not plain and kept as text', (text) => {
  const row: unknown = JSON.parse(text);
  expect(isPlain(row)).toBe(false);
  expect(keepable(row)).toEqual({ text: JSON.stringify(row) });
});

test('what overflows the engine’s own serialiser is still answered', () => {
  const row: unknown = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
  expect(isPlain(row)).toBe(false);
  expect(keepable(row)).toEqual({ text: '' });
});
