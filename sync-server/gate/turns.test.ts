import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

/** Work that lasts until it is told to end. */
function pieces(turns: Turns): { begin: (name: string, size: number) => Promise<void>; end: (name: string) => void; begun: string[] } {
  const ends = new Map<string, () => void>();
  const begun: string[] = [];
  return {
    begun,
    begin: (name, size) =>
      turns.run(size, () => {
        begun.push(name);
        return new Promise<void>((resolve) => ends.set(name, resolve));
      }),
    end: (name) => ends.get(name)?.(),
  };
}

test('what does not fit waits, and what came later does not pass it', async () => {
  const turns = new Turns(10);
  const { begin, end, begun } = pieces(turns);
  const all = [begin('a', 6), begin('b', 6), begin('c', 1)];
  await setImmediate();
  expect(begun).toEqual(['a']);
  expect(turns.load).toBe(13);
  end('a');
  await setImmediate();
  expect(begun).toEqual(['a', 'b', 'c']);
  end('b');
  end('c');
  await Promise.all(all);
  expect(turns.load).toBe(0);
});

test('a piece larger than all goes alone', async () => {
  const turns = new Turns(10);
  const { begin, end, begun } = pieces(turns);
  const all = [begin('small', 1), begin('large', 50), begin('after', 1)];
  await setImmediate();
  expect(begun).toEqual(['small']);
  end('small');
  await setImmediate();
  expect(begun).toEqual(['small', 'large']);
  end('large');
  await setImmediate();
  expect(begun).toEqual(['small', 'large', 'after']);
  end('after');
  await Promise.all(all);
});

test('work that fails makes room as well, and says why', async () => {
  const turns = new Turns(1);
  const failed = turns.run(1, () => Promise.reject(new Error('the store is away')));
  const next = turns.run(1, () => Promise.resolve('done'));
  await expect(failed).rejects.toThrow('the store is away');
  await expect(next).resolves.toBe('done');
  expect(turns.load).toBe(0);
});
