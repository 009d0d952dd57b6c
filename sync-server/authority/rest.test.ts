import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Rest } from './rest.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

/** Milliseconds until the next batch may begin, where the gate takes an action every `everyMs`. */
async function rested(rest: Rest, everyMs: number): Promise<number> {
  const began = performance.now();
  let over = false;
  void rest.over().then(() => (over = true));
  await vi.advanceTimersByTimeAsync(0);
  while (!over) {
    if (everyMs > 0 && (performance.now() - began) % everyMs === 0) rest.accepted();
    await vi.advanceTimersByTimeAsync(1);
  }
  return performance.now() - began;
}

test('a hub at rest folds at once', async () => {
  const rest = new Rest();
  expect(await rested(rest, 0)).toBe(0);
  rest.accepted();
  expect(await rested(rest, 0)).toBe(0);
  rest.after(100, 10);
  await vi.advanceTimersByTimeAsync(500);
  rest.accepted();
  expect(await rested(rest, 0)).toBe(0);
});

test('while actions come in it rests four times as long as it worked, and a second at most', async () => {
  const rest = new Rest();
  rest.accepted();
  rest.after(100, 10);
  expect(await rested(rest, 10)).toBe(400);
  rest.after(5000, 10);
  expect(await rested(rest, 10)).toBe(1000);
});

test('where thousands wait it does not rest, whoever comes', async () => {
  const rest = new Rest();
  rest.accepted();
  rest.after(100, 3000);
  expect(await rested(rest, 10)).toBe(0);
  rest.after(100, 2999);
  expect(await rested(rest, 10)).toBe(400);
});

test('it does not rest when no more come in', async () => {
  const rest = new Rest();
  rest.accepted();
  rest.after(400, 10);
  expect(await rested(rest, 0)).toBe(50);
});

test('who waits for the authority ends the rest under way, or the next, and no other', async () => {
  const rest = new Rest();
  rest.accepted();
  rest.after(400, 10);
  setTimeout(() => rest.end(), 20);
  expect(await rested(rest, 10)).toBe(20);
  rest.accepted();
  rest.after(100, 10);
  expect(await rested(rest, 10)).toBe(400);
  rest.end();
  rest.after(400, 10);
  expect(await rested(rest, 10)).toBe(0);
  rest.after(100, 10);
  expect(await rested(rest, 10)).toBe(400);
});
