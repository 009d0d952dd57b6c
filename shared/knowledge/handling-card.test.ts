/** F30: the card of a category on the desk, with limits out of the pack that is in force for the ticket. */
import { expect, test } from 'vitest';
import { LN_DEFAULT } from '../hotline/packs/ln-default.ts';
import type { CardDocument } from '../hotline/reference/card.ts';
import type { Ticket } from '../hotline/ticket.ts';
import { cardFor, cardLimits, limitText } from './handling-card.ts';

const card = (code: string, categories: string[], version = 1): CardDocument =>
  ({ code, categories, version, title: code }) as unknown as CardDocument;

test('F30 the nearest card is shown: of the row before its branch, the newer of equals; none for a category without one', () => {
  const cards = [card('branch', ['0601']), card('row', ['060101']), card('newer', ['0601'], 2), card('other', ['0201', '0202'])];
  expect(cardFor('060101', cards)?.code).toBe('row');
  expect(cardFor('060102', cards)?.code).toBe('newer');
  expect(cardFor('020201', cards)?.code).toBe('other');
  expect(cardFor('080101', cards)).toBeUndefined();
  expect(cardFor(undefined, cards)).toBeUndefined();
});

test('F30 limits are those of the ticket’s urgency, kind and pack, not of the card', () => {
  const limits = (more: object, pack = LN_DEFAULT) =>
    cardLimits({ urgency: 'normal', kind: 'complaint', ...more } as Ticket, pack).map(({ name, text }) => `${name} ${text}`);
  expect(limits({})).toEqual(['sign 1 个工作日', 'contact 1 个工作日', 'handle 5 个工作日', 'co 3 个工作日']);
  expect(limits({ kind: 'report' })).toContain('handle 10 个工作日');
  expect(limits({ urgency: 'emergency' })).toEqual(['sign 15 分钟', 'contact 1 小时', 'handle 24 小时', 'co 3 个工作日']);
  const stricter = { ...LN_DEFAULT, handleNormalByKind: { ...LN_DEFAULT.handleNormalByKind, complaint: { workingDays: 2 } } };
  expect(limits({}, stricter)).toContain('handle 2 个工作日');
  expect(limitText({ workingMinutes: 90 })).toBe('90 分钟（工作时间）');
});
