/** F49: reminders before and after the end of an entry's validity. */
import { expect, test } from 'vitest';
import type { Instant } from '../hotline/ids.ts';
import type { ArticleDocument } from '../hotline/reference/article.ts';
import { expiryOf, toRenew } from './expiry.ts';

const NOW = '2026-11-24T02:00:00.000Z' as Instant;
function entry(code: string, validTo?: string): ArticleDocument {
  return { code, ...(validTo === undefined ? {} : { validTo: validTo as Instant }) } as ArticleDocument;
}

test('F49 an entry is reminded of for thirty days before its end and ever after; one without an end never', () => {
  expect(expiryOf(entry('a'), NOW)).toBeUndefined();
  expect(expiryOf(entry('a', '2026-12-24T02:00:00.001Z'), NOW)).toBeUndefined();
  expect(expiryOf(entry('a', '2026-12-24T02:00:00.000Z'), NOW)).toBe('soon');
  expect(expiryOf(entry('a', NOW), NOW)).toBe('soon');
  expect(expiryOf(entry('a', '2026-11-24T01:59:59.999Z'), NOW)).toBe('expired');
});

test('F49 the list of what is to be renewed begins with what ended first', () => {
  const all = [entry('later', '2026-12-01T00:00:00.000Z'), entry('good'), entry('over', '2026-03-31T16:00:00.000Z')];
  expect(toRenew(all, NOW).map((one) => one.code)).toEqual(['over', 'later']);
});
