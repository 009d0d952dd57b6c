import { expect, test } from 'vitest';
import type { CategoryDocument } from '../hotline/reference/documents.ts';
import { CategoryAdviser, type CategorySuggestion } from './category.ts';
import { TextIndex } from './text-index.ts';

function row(code: string, ...path: string[]): CategoryDocument {
  return { _id: `category:${code}`, schema: 1, code, path, version: 1, units: [] };
}
const CATALOGUE = [
  row('01', '住房与物业', '物业管理', '电梯故障'),
  row('02', '供热供水供气', '供热供暖', '室温不达标'),
  row('03', '市容环卫', '环境卫生', '垃圾清运'),
  row('04', '市容环卫', '环境卫生', '其他'),
  row('05', '城市建设', '城市建设和市政管理', '公共汽车'),
  row('06', '社会保障', '养老服务', '高龄津贴'),
  row('07', '社会保障', '养老服务', '其他'),
];
const EARLIER: Readonly<Record<string, readonly [text: string, code: string]>> = {
  old1: ['老年证补办在哪里申请，需要什么材料', '06'],
  old2: ['九十岁老人的补助什么时候发放', '06'],
  bin1: ['门口的垃圾箱满了没有清运', '03'],
};

function advise(title: string, content = '', earlier = EARLIER): readonly CategorySuggestion[] {
  const index = new TextIndex();
  for (const [id, [text]] of Object.entries(earlier)) index.put(id, text);
  return new CategoryAdviser(CATALOGUE, index, (id) => [earlier[id]?.[1] ?? '']).suggest({ title, content }, 3);
}
function first(title: string, content = ''): string | undefined {
  return advise(title, content, {})[0]?.category.code;
}

test('[F18] words of the catalogue’s own path find their row, and are named as the reason', () => {
  const [best] = advise('小区电梯经常故障');
  expect(best?.category.code).toBe('01');
  expect(best?.reasons).toContainEqual({ kind: 'pathWords', words: ['电梯', '故障'] });
});

test('[F18] what citizens say instead of the catalogue’s word finds it too', () => {
  const [best] = advise('建议加开一班公交车');
  expect(best?.category.code).toBe('05');
  expect(best?.reasons).toContainEqual(expect.objectContaining({ kind: 'everydayWords' }));
});

test('[F18] earlier tickets find a row whose words nobody used, and are named', () => {
  const [best] = advise('九十岁老人补助还没有发放');
  expect(best?.category.code).toBe('06');
  expect(best?.reasons).toContainEqual({ kind: 'earlier', tickets: ['old2'] });
});

test('no suggestion comes without a reason: one that came by its kin says so', () => {
  const found = advise('老年证补办在哪里');
  expect(found.map(({ category }) => category.code)).toEqual(['06', '07']);
  expect(found[0]?.reasons).toEqual([{ kind: 'earlier', tickets: ['old1'] }]);
  expect(found[1]?.reasons).toEqual([{ kind: 'kin', level: '养老服务', tickets: ['old1'] }]);
});

test('其他 is not proposed for the word itself', () => {
  expect(advise('其他').map((one) => one.category.code)).not.toContain('04');
});

test('the title counts more than the text below it', () => {
  expect(first('垃圾清运不及时', '楼里的电梯也有故障')).toBe('03');
  expect(first('电梯故障', '垃圾清运也不及时')).toBe('01');
});

test('a ticket never speaks for itself, and one without a category for nobody', () => {
  const index = new TextIndex();
  index.put('self', '路面塌陷');
  index.put('unfiled', '路面塌陷严重');
  const adviser = new CategoryAdviser(CATALOGUE, index, (id) => (id === 'self' ? ['03'] : []));
  expect(adviser.suggest({ id: 'self', title: '路面塌陷', content: '' }, 3)).toEqual([]);
});

test('a desk without tickets, a matter without words and a catalogue without rows have an answer', () => {
  expect(advise('垃圾没有清运', '', {})[0]?.category.code).toBe('03');
  expect(advise('', '')).toEqual([]);
  expect(new CategoryAdviser([], new TextIndex(), () => []).suggest({ title: '电梯', content: '' }, 3)).toEqual([]);
});

test('the same matter is always answered in the same order', () => {
  expect(advise('电梯故障、垃圾清运')).toEqual(advise('电梯故障、垃圾清运'));
});
