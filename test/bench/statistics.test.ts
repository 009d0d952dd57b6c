import { expect, test } from 'vitest';
import { median, pairedRatio, percentiles, quantile } from './statistics.ts';

test('a median lies between the two middle values and does not depend on their order', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('percentiles are linear between ranks and never beyond what was measured', () => {
  const hundred = Array.from({ length: 101 }, (_, at) => at);
  expect(percentiles(hundred)).toEqual({ p50: 50, p95: 95, most: 100 });
  expect(quantile([7], 0.95)).toBe(7);
});

test('nothing measured is an error, not a zero', () => {
  expect(() => median([])).toThrow('nothing was measured');
});

test('a ratio is made inside each run, so that a slow run weighs on both sides', () => {
  expect(pairedRatio([10, 100, 12], [5, 50, 6])).toBe(2);
  expect(() => pairedRatio([1, 2], [1])).toThrow('same runs');
});
