/** What was written lately is known by its prefix, and forgotten in time: a hub that writes for years keeps a minute of it. */
import { expect, test } from 'vitest';
import { RecentWrites } from './recent-writes.ts';

test('an id is known for a minute after it was last written, by its prefix', () => {
  let now = 0;
  const recent = new RecentWrites(() => now);
  recent.wrote('device:a');
  now = 40_000;
  recent.wrote('device:b');
  recent.wrote('session:a');
  expect(recent.withPrefix('device:')).toEqual(['device:a', 'device:b']);
  recent.wrote('device:a');
  now = 80_000;
  expect(recent.withPrefix('device:')).toEqual(['device:b', 'device:a']);
  now = 100_000;
  expect(recent.withPrefix('')).toEqual([]);
});
