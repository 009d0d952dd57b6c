/** F30: the cards a demonstration city is given. */
import { expect, test } from 'vitest';
import { Check } from 'typebox/value';
import { CardDocument } from '../../shared/hotline/reference/card.ts';
import { cardFor } from '../../shared/knowledge/handling-card.ts';
import { cardDocuments } from './cards.ts';
import { categoryDocuments } from './catalogue.ts';

test('F30 the seeded cards fit their schema, belong to rows of the catalogue, and cover the branches that most is asked about', () => {
  const cards = cardDocuments();
  const rows = categoryDocuments();
  for (const one of cards) {
    expect(Check(CardDocument, one), one.title).toBe(true);
    for (const code of one.categories)
      expect(
        rows.some((row) => row.code.startsWith(code)),
        `${one.title} ${code}`,
      ).toBe(true);
  }
  const covered = (branch: string): boolean =>
    rows.filter((row) => row.path[1] === branch).every((row) => cardFor(row.code, cards) !== undefined);
  for (const branch of ['物业管理', '供热供暖', '供水', '燃气', '环境卫生', '市容秩序', '噪声', '违法建设', '停车秩序', '市政道路'])
    expect(covered(branch), branch).toBe(true);
  expect(new Set(cards.map((one) => one._id)).size).toBe(cards.length);
});
