import { expect, test } from 'vitest';
import { addressKeys } from './address-key.ts';

test.each([
  ['和平区长白南路88号', ['长白南路88号!']],
  ['沈阳市和平区长白街道长白南路 88 号', ['长白南路88号!']],
  ['长白岛家园3号楼2单元', ['长白岛家园3栋!', '长白岛家园']],
  ['长白岛家园 3栋', ['长白岛家园3栋!', '长白岛家园']],
  ['滨河花园北门', ['滨河花园']],
  ['路口', []],
  ['', []],
])('[F27] %s is known again by %j', (address, expected) => {
  expect(addressKeys(address).map(({ key, exact }) => (exact ? `${key}!` : key))).toEqual(expected);
});
