import { expect, test } from 'vitest';
import { categoryWhy, duplicateWhy, unitWhy } from './suggestion-words.ts';

const numberOf = (id: string): string | undefined => ({ a: 'LN1', b: 'LN2' })[id];

test('reasons of a category are said in words, and nothing twice', () => {
  expect(
    categoryWhy(
      [
        { kind: 'pathWords', words: ['油烟', '油烟'] },
        {
          kind: 'everydayWords',
          words: [
            { said: '油烟', term: '餐饮油烟' },
            { said: '烧烤', term: '餐饮油烟' },
          ],
        },
        { kind: 'earlier', tickets: ['a', 'b'] },
      ],
      numberOf,
    ),
  ).toBe('写到“油烟”；说的“烧烤”多属此类；与 LN1 等 2 件 相近');
  expect(categoryWhy([{ kind: 'kin', level: '生态环境', tickets: ['b'] }], numberOf)).toBe('相近的 LN2 也属“生态环境”');
  // A ticket that has left meanwhile has no number to name.
  expect(categoryWhy([{ kind: 'earlier', tickets: ['gone'] }], numberOf)).toBe('与 本机工单 相近');
});

test('reasons of a unit and of a duplicate never name a phone', () => {
  expect(unitWhy([{ kind: 'catalogue' }, { kind: 'earlier', count: 3 }])).toBe('目录规定由其承办；同类 3 件由其承办');
  expect(unitWhy([{ kind: 'address', said: ['长白街道'] }])).toBe('地址写到“长白街道”，请核对');
  expect(duplicateWhy([{ kind: 'phone' }, { kind: 'address', at: '长白三街19号', exact: true }, { kind: 'text', share: 0.694 }])).toBe(
    '同一电话；同一地址“长白三街19号”；文字相近 69%',
  );
});
