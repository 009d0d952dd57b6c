import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextIndex } from './text-index.ts';

const TEXTS: Readonly<Record<string, string>> = {
  heat: '供暖三周，顶层室温只有十五度，家里有老人',
  heatAgain: '顶层室温只有十五度，供暖不热',
  lamp: '长白南路路灯连续三天不亮',
  bin: '垃圾箱满了两天没有清运，气味很大',
};

function filled(texts: Readonly<Record<string, string>> = TEXTS): TextIndex {
  const index = new TextIndex();
  for (const [id, text] of Object.entries(texts)) index.put(id, text);
  return index;
}

test('the nearest texts come first, and those without a common pair not at all', () => {
  const near = filled().near('室温只有十五度', 5);
  expect(near.map(({ id }) => id)).toEqual(['heatAgain', 'heat']);
  expect(filled().near('完全无关', 5)).toEqual([]);
});

test('the same text is wholly alike; a short one lies whole in a long one', () => {
  expect(filled().near(TEXTS['lamp'] ?? '', 1)[0]).toMatchObject({ id: 'lamp', likeness: 1 });
  const others = Object.fromEntries(
    ['停车', '社保', '学校', '公园', '医院', '地铁', '油烟', '井盖'].map((word) => [word, `咨询${word}的事情`]),
  );
  const long = filled({
    ...TEXTS,
    ...others,
    long: `${Object.values(TEXTS).join('。')}。物业三次都说派人来看，至今没有结果，电梯也反复停运`,
  });
  const [first] = long.near(TEXTS['heat'] ?? '', 1, (id) => id === 'long', 'overlap');
  expect(first?.overlap).toBeGreaterThan(0.8);
  expect(first?.likeness).toBeLessThan(0.5);
});

test('only accepted ones are counted towards the limit', () => {
  expect(
    filled()
      .near('室温只有十五度', 1, (id) => id !== 'heatAgain')
      .map(({ id }) => id),
  ).toEqual(['heat']);
});

test('after any puts, changes and drops it answers as one built anew from what is there', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const text = fc
    .array(fc.constantFrom('室温', '不热', '路灯', '不亮', '垃圾', '清运', '，'), { maxLength: 6 })
    .map((parts) => parts.join(''));
  const step = fc.oneof(fc.record({ id, text }), fc.record({ id, text: fc.constant(undefined) }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), text, (steps, asked) => {
      const index = new TextIndex();
      const there = new Map<string, string>();
      for (const one of steps) {
        if (one.text === undefined) index.drop(one.id);
        else index.put(one.id, one.text);
        if (one.text === undefined) there.delete(one.id);
        else there.set(one.id, one.text);
      }
      expect(index.size).toBe(there.size);
      expect(new Set(index.near(asked, 9).map((near) => near.id))).toEqual(
        new Set(
          filled(Object.fromEntries(there))
            .near(asked, 9)
            .map((near) => near.id),
        ),
      );
    }),
    { seed: 4, numRuns: 200 },
  );
});
