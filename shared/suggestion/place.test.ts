import { expect, test } from 'vitest';
import type { UnitCode } from '../hotline/ids.ts';
import type { UnitDocument } from '../hotline/reference/documents.ts';
import { Gazetteer } from './place.ts';

function unit(code: string, name: string, type: UnitDocument['type'], grids: readonly (readonly [string, string])[] = []): UnitDocument {
  return {
    _id: `unit:${code}`,
    schema: 1,
    code: code as UnitCode,
    name,
    type,
    district: code.slice(0, 6),
    grids: grids.map(([grid, called]) => ({ code: grid, name: called, workers: [] })),
  };
}

const GAZETTEER = new Gazetteer([
  unit('210102', '和平区', 'district'),
  unit('210123', '康平县', 'district'),
  unit('210103', '沈河区', 'district'),
  unit('210102021', '长白街道', 'street', [
    ['210102021001001', '第一网格'],
    ['210102021002001', '长白岛社区第一网格'],
  ]),
  unit('210102019', '南湖街道', 'street', [['210102019001001', '第一网格']]),
  unit('210102022', '太原街街道', 'street'),
  unit('210103099', '胜利街道', 'street'),
  unit('210123002', '胜利街道', 'street'),
  unit('210123208', '沙金台蒙古族满族乡', 'street'),
  unit('dept-heating', '市供热管理办公室', 'department'),
]);

function read(address: string): readonly string[] {
  const { matches, clear } = GAZETTEER.match(address);
  return [
    clear ? 'clear' : 'doubtful',
    ...matches.map((one) => `${Object.values(one.region).at(-1)} ${one.signs.map((sign) => sign.how).join('+')}`),
  ];
}

test.each([
  ['沈阳市和平区长白街道长白南路88号', ['clear', '210102021 full+full']],
  ['长白街办辖区内', ['clear', '210102021 full']],
  // A name without its ending, and a road that is called after it: one reading each, and neither settles it.
  ['长白岛家园3号楼', ['doubtful', '210102021002 bare']],
  ['长白体育馆旁', ['doubtful', '210102021 bare']],
  ['和平区长白体育馆旁', ['doubtful', '210102021 full+bare']],
  ['长白南路88号', ['doubtful', '210102021 road']],
  ['太原街12号', ['doubtful', '210102022 road']],
  // The district makes the difference between two streets of one name.
  ['胜利街道办事处旁', ['doubtful', '210103099 full', '210123002 full']],
  ['康平县胜利街道办事处旁', ['clear', '210123002 full+full', '210103099 full']],
  ['沙金台乡政府', ['doubtful', '210123208 bare']],
  ['康平县沙金台蒙古族满族乡', ['clear', '210123208 full+full']],
  // A grid says where only together with its street; a community's own name does.
  ['第一网格', ['doubtful']],
  ['南湖街道第一网格', ['clear', '210102019001001 full+full']],
  ['长白岛社区门口', ['clear', '210102021002 full']],
  ['和平区', ['doubtful', '210102 full']],
  ['某地某处', ['doubtful']],
  ['', ['doubtful']],
])('[F06] %s is read as %j', (address, expected) => {
  expect(read(address)).toEqual(expected);
});

test('[F06] an address that names two streets is shown as two, and not settled', () => {
  expect(read('长白街道与南湖街道交界处')).toEqual(['doubtful', '210102019 full', '210102021 full']);
});

test('[F06] full-width digits and letters are read like the others', () => {
  expect(read('长白街道８８号Ｂ座')).toEqual(read('长白街道88号b座'));
});
