import { expect, test } from 'vitest';
import { DuplicateFinder, phoneDigits, type DuplicateMatter } from './duplicates.ts';
import { TextIndex } from './text-index.ts';

const HELD: Readonly<Record<string, DuplicateMatter>> = {
  lamp: {
    title: '长白南路路灯不亮',
    content: '长白南路从南向北的路灯连续三天不亮，晚上接孩子很不安全。',
    phones: ['A'],
    address: '长白南路88号',
  },
  heat: {
    title: '室温不达标',
    content: '供暖三周，顶层室温一直在十五度左右，报修两次没有结果。',
    phones: ['B'],
    address: '长白岛家园3号楼',
  },
  bin: { title: '垃圾没有清运', content: '门口的垃圾箱满了两天，气味很大。', phones: ['C'], address: '滨河花园北门' },
};
const BLANK: DuplicateMatter = { title: '', content: '', phones: [] };

function finder(): { index: TextIndex; duplicates: DuplicateFinder } {
  const index = new TextIndex();
  const duplicates = new DuplicateFinder(index);
  for (const [id, { title, content, phones, address }] of Object.entries(HELD)) {
    index.put(id, `${title}\n${content}`);
    duplicates.put(id, { title, phones, address });
  }
  return { index, duplicates };
}

function found(matter: Partial<DuplicateMatter>): readonly string[] {
  return finder()
    .duplicates.find({ ...BLANK, ...matter }, 5)
    .map(({ id, reasons }) => `${id} ${reasons.map(({ kind }) => kind).join('+')}`);
}

test('[F27] the same phone is pointed out, whatever is said', () => {
  expect(found({ title: '咨询社保', phones: ['B'] })).toEqual(['heat phone']);
});

test('[F27] the same house is pointed out; the same estate only where the words are near too', () => {
  expect(found({ title: '咨询', address: '和平区长白南路88号' })).toEqual(['lamp address']);
  expect(found({ title: '停车位不够', address: '滨河花园东门' })).toEqual([]);
  expect(found({ title: '垃圾箱满了', address: '滨河花园东门' })).toEqual(['bin address+text']);
});

test('[F27] nearly the same words are pointed out without phone or address, with their share', () => {
  const [first] = finder().duplicates.find({ ...BLANK, title: '路灯连续三天不亮', content: '晚上接孩子很不安全' }, 5);
  expect(first?.id).toBe('lamp');
  expect(first?.reasons).toEqual([{ kind: 'text', share: expect.any(Number) as number }]);
});

test('more signs come first, and a ticket is no duplicate of itself', () => {
  expect(found({ ...HELD['lamp'], phones: ['B'] })[0]).toBe('lamp address+text');
  expect(found({ ...HELD['lamp'], id: 'lamp' })).toEqual([]);
});

test('what has left the desk is not pointed out any more', () => {
  const { index, duplicates } = finder();
  duplicates.drop('heat');
  index.drop('heat');
  expect(duplicates.find({ ...BLANK, ...HELD['heat'] }, 5)).toEqual([]);
});

test('a number that half the city gives points at nobody', () => {
  const { duplicates } = finder();
  for (let at = 0; at < 60; at += 1) duplicates.put(`many${at}`, { title: '', phones: ['hotline'] });
  expect(duplicates.find({ ...BLANK, phones: ['hotline'] }, 5)).toEqual([]);
});

test.each([
  ['138-0000-0000', '13800000000'],
  ['+86 138 0000 0000', '13800000000'],
  ['013800000000', '13800000000'],
  ['024-22334455', '02422334455'],
  ['１３８０００００００0', '13800000000'],
  ['无', undefined],
  ['12345', undefined],
])('a phone written as %s is the number %s', (written, digits) => {
  expect(phoneDigits(written)).toBe(digits);
});
