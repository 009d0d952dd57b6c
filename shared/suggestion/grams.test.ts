import { expect, test } from 'vitest';
import { commonWords, gramsOf, spell } from './grams.ts';

test('neighbouring pairs of characters, none across what parts words', () => {
  expect([...gramsOf('路灯不亮，3号楼')].map(spell)).toEqual(['路灯', '灯不', '不亮', '3号', '号楼']);
  expect([...gramsOf('Ｗｉｆｉ')].map(spell)).toEqual(['wi', 'if', 'fi']);
  expect([...gramsOf('。灯！')]).toEqual([]);
  expect([...gramsOf('')]).toEqual([]);
});

test('the words two texts have in common are the longest stretches that both have', () => {
  const said = gramsOf('小区物业不管，服务很差');
  expect(commonWords('物业服务', said)).toEqual(['物业', '服务']);
  expect(commonWords('小区物业管理', said)).toEqual(['小区物业']);
  expect(commonWords('供热', said)).toEqual([]);
});
