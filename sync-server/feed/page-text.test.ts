import { expect, test } from 'vitest';
import { PageText } from './page-text.ts';

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
