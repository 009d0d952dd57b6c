/** [X2] Documents of one request are read some at a time: not one after the other, not all at once, and answered in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { someAtOnce } from './some-at-once.ts';

test('[X2] a hundred are read in four rounds, in order, never more than twenty-five at once', async () => {
  let [open, most, rounds] = [0, 0, 0];
  const read = async (one: number): Promise<number> => {
    open += 1;
    if (open === 1) rounds += 1;
    most = Math.max(most, open);
    // The later of a round are there first.
    await sleep(25 - (one % 25));
    open -= 1;
    return one * 2;
  };
  const all = Array.from({ length: 100 }, (_, at) => at);
  expect(await someAtOnce(all, read)).toEqual(all.map((one) => one * 2));
  expect([most, rounds]).toEqual([25, 4]);
});

test('[X2] what one cannot read is the whole request’s fault', async () => {
  const read = (one: number): Promise<number> => (one === 30 ? Promise.reject(new Error('gone')) : Promise.resolve(one));
  await expect(
    someAtOnce(
      Array.from({ length: 50 }, (_, at) => at),
      read,
    ),
  ).rejects.toThrow('gone');
});
