import { expect, test } from 'vitest';
import { PageText } from './page-text.ts';
import { SPARE_BYTES, SpareMemory } from './spare-memory.ts';

test('text and bytes stand behind one another as they were added, however far it grows', () => {
  const page = new PageText();
  const parts: string[] = [];
  for (let at = 0; at < 300; at += 1) {
    const part = at % 2 === 0 ? `路灯不亮 ${at} 𠮷` : `plain ${at}`.repeat(at);
    parts.push(part);
    if (at % 3 === 0) page.addBytes(Buffer.from(part));
    else page.add(part);
  }
  expect(page.bytes().equals(Buffer.from(parts.join('')))).toBe(true);
});

test('of a buffer that is used again only what it says is filled is taken, and at once', () => {
  const reused = Buffer.alloc(16, 'x');
  Object.defineProperty(reused, 'length', { value: 5, writable: true });
  const page = new PageText();
  page.addBytes(reused);
  reused.fill('y');
  page.add('|');
  expect(page.bytes().toString()).toBe('xxxxx|');
});

test('large pages are written one after the other into the same memory, and each says only its own', () => {
  const spare = new SpareMemory();
  const first = new PageText(spare);
  first.add('a'.repeat(300_000));
  const sent = first.bytes();
  first.release();
  first.release();
  const second = new PageText(spare);
  second.add('路'.repeat(50_000));
  expect(second.bytes().buffer).toBe(sent.buffer);
  expect(second.bytes().toString()).toBe('路'.repeat(50_000));
  const third = new PageText(spare);
  third.add('c'.repeat(300_000));
  expect(third.bytes().buffer).not.toBe(sent.buffer);
});

test('a small page, and one too large, have memory of their own; what was borrowed on the way goes back', () => {
  const spare = new SpareMemory();
  const small = new PageText(spare);
  small.add('路灯不亮');
  small.release();
  const large = new PageText(spare);
  for (let at = 0; at < 3; at += 1) large.addBytes(Buffer.alloc(SPARE_BYTES / 2 - 1, at));
  expect(large.bytes().length).toBe((SPARE_BYTES / 2 - 1) * 3);
  expect(large.bytes().subarray(-10)).toEqual(Buffer.alloc(10, 2));
  large.release();
  const after = new PageText(spare);
  after.add('x'.repeat(100_000));
  expect(after.bytes().buffer.byteLength).toBe(SPARE_BYTES);
});
