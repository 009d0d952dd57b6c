/** The book of rules in docs/ is what the code says now, and no action is without its article. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ACTIONS } from '../../shared/hotline/actions/index.ts';
import { ARTICLES } from '../../shared/hotline/articles.ts';
import { matterKind, MATTERS } from '../../shared/hotline/matters/index.ts';
import { STATUSES } from '../../shared/hotline/ticket.ts';
import { examples } from './examples.ts';
import { matterExamples } from './matter-examples.ts';
import { BOOKS } from './books.ts';
import { ruleBook } from './rule-book.ts';

describe('the book of rules', () => {
  test.each(BOOKS)('$path is up to date (else: npm run docs:rules)', async ({ path, language }) => {
    const written = await readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
    expect(written).toBe(ruleBook(language));
  });

  test('every action names its articles, or that it has none', () => {
    const rules = [...ACTIONS, ...MATTERS.flatMap((kind) => kind.rules)];
    expect(rules.map((rule) => rule.kind).filter((kind) => ARTICLES[kind] === undefined)).toEqual([]);
  });

  test('every kind of matter is in it, with bodies to try for each of its actions', () => {
    const kinds = matterExamples();
    expect(kinds.map((one) => one.prefix).sort()).toEqual(MATTERS.map((one) => one.prefix).sort());
    for (const { id, bodies } of kinds)
      expect(Object.keys(bodies).sort()).toEqual(
        matterKind(id)
          ?.rules.map((rule) => rule.kind)
          .sort(),
      );
  });

  test('every state has an example that is in it', () => {
    const there = examples();
    for (const status of STATUSES) {
      const tickets = there.get(status) ?? [];
      expect(tickets.length, status).toBeGreaterThan(0);
      expect(tickets.map((one) => one.status)).toEqual(tickets.map(() => status));
    }
  });
});
