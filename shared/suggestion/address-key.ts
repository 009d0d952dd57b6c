/** 同一地址 (F27): what of an address makes two complaints be about one place. Written freely by people, so by parts, not by the whole. */
import { plain } from './grams.ts';

/** `exact`: a house number or a building; `estate`: a named estate, market or village, which is a large place. */
export type AddressKey = Readonly<{ key: string; exact: boolean }>;

const HAN = '[\\u4e00-\\u9fff]';
const ROAD = new RegExp(`(${HAN}{2,8}?(?:大街|大道|路|街|巷|胡同|道))\\s*(?:第)?(\\d+(?:-\\d+)?)\\s*号?`, 'gu');
const ESTATE = new RegExp(
  `(${HAN}{2,10}?(?:小区|花园|家园|公寓|新村|新城|名苑|苑|嘉园|佳园|雅园|山庄|华府|公馆|大厦|广场|市场|村))(?:[^\\d\\n，。,]{0,6}?(\\d+)\\s*(?:号楼|栋|幢|#|座))?`,
  'gu',
);
/** What stands before a place's own name. */
const BEFORE = /^.*?(?:省|自治区|特别行政区|市|区|县|街道|镇|乡|办事处)(?=[\u4e00-\u9fff]{2})/u;

function own(name: string): string {
  let rest = name;
  for (let cut = rest.replace(BEFORE, ''); cut !== rest; cut = rest.replace(BEFORE, '')) rest = cut;
  return rest;
}

export function addressKeys(address: string): readonly AddressKey[] {
  const text = plain(address).replaceAll(/[\s　]+/gu, '');
  const keys = new Map<string, boolean>();
  for (const [, road = '', number = ''] of text.matchAll(ROAD)) keys.set(`${own(road)}${number}号`, true);
  for (const [, estate = '', building] of text.matchAll(ESTATE)) {
    const name = own(estate);
    if (name.length < 3) continue;
    if (building !== undefined) keys.set(`${name}${building}栋`, true);
    keys.set(name, false);
  }
  return [...keys].map(([key, exact]) => ({ key, exact }));
}
