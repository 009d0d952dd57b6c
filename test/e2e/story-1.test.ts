import { test } from 'vitest';
import { playStory1 } from '../stories/story-1.ts';
import { ledgerBytes, LETTERS } from '../support/ledger.ts';

test('Story 1: one ticket goes through the whole job, and nothing is lost on the way', { timeout: 600_000 }, async () => {
  const [a, b, c, d] = LETTERS.map((letter) => letter[2]) as [string, string, string, string];
  await playStory1({ ledger: await ledgerBytes(LETTERS.slice(0, 4)), letters: { a, b, c, d }, imported: 4 });
});
