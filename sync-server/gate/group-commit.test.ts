import { expect, test } from 'vitest';
import { GroupCommit } from './group-commit.ts';

/** A writer that the test lets finish, batch by batch. */
function slowWriter() {
  const batches: { items: readonly number[]; done: () => void; fail: () => void }[] = [];
  let told: (() => void) | undefined;
  const write = (items: readonly number[]): Promise<readonly string[]> =>
    new Promise((resolve, reject) => {
      batches.push({
        items,
        done: () => {
          resolve(items.map((item) => `r${item}`));
        },
        fail: () => {
          reject(new Error('disk'));
        },
      });
      told?.();
    });
  const written = async (count: number): Promise<void> => {
    while (batches.length < count) await new Promise<void>((resolve) => (told = resolve));
  };
  return { batches, write, written };
}

test('what arrives together is one write, and each gets its own results', async () => {
  const { batches, write, written } = slowWriter();
  const commit = new GroupCommit(write, 1);
  const [one, two] = [commit.add([1, 2]), commit.add([3])];
  await written(1);
  batches[0]?.done();
  expect([await one, await two]).toEqual([['r1', 'r2'], ['r3']]);
  expect(batches.map((batch) => batch.items)).toEqual([[1, 2, 3]]);
});

test('what arrives during a write waits for it and goes together in the next', async () => {
  const { batches, write, written } = slowWriter();
  const commit = new GroupCommit(write, 0);
  const first = commit.add([1]);
  await written(1);
  const later = [commit.add([2]), commit.add([3])];
  // Timers of one length fire in order: by now the next batch's own wait is over.
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(batches).toHaveLength(1);
  batches[0]?.done();
  await first;
  await written(2);
  batches[1]?.done();
  expect(await Promise.all(later)).toEqual([['r2'], ['r3']]);
  expect(batches[1]?.items).toEqual([2, 3]);
});

test('a write that fails is told to those in it and does not hold the next', async () => {
  const { batches, write, written } = slowWriter();
  const commit = new GroupCommit(write, 0);
  const lost = commit.add([1]);
  await written(1);
  const next = commit.add([2]);
  batches[0]?.fail();
  await expect(lost).rejects.toThrow('disk');
  await written(2);
  batches[1]?.done();
  expect(await next).toEqual(['r2']);
});
