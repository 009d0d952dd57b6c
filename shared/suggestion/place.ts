/**
 * 地址匹配 (art. 5, F06): where a matter is, read from the words of its address by the names of districts, streets, communities
 * and grids that the units' documents carry. Works without a network; names what it read, and never settles what is doubtful.
 */
import type { UnitCode } from '../hotline/ids.ts';
import type { UnitDocument } from '../hotline/reference/documents.ts';
import { plain } from './grams.ts';

export type PlaceLevel = 'district' | 'street' | 'community' | 'grid';
/** `full`: with its ending (长白街道); `bare`: without (长白); `road`: inside a road's name (长白南路), which may run anywhere. */
export type PlaceSign = Readonly<{ level: PlaceLevel; said: string; how: 'full' | 'bare' | 'road' }>;
export type PlaceRegion = Readonly<{ district?: string; street?: string; community?: string; grid?: string }>;
export type PlaceMatch = Readonly<{ region: PlaceRegion; unit: UnitCode; score: number; signs: readonly PlaceSign[] }>;
/** `clear`: one place only, by a sign that stands for itself; else a person has to choose. */
export type PlaceAnswer = Readonly<{ matches: readonly PlaceMatch[]; clear: boolean }>;

type Name = Readonly<{ level: PlaceLevel; full: readonly string[]; bare: string; region: PlaceRegion; unit: UnitCode }>;
type Found = Readonly<{ name: Name; sign: PlaceSign; from: number; to: number }>;

const PEOPLES = '(?:满族|蒙古族|朝鲜族|锡伯族|回族|维吾尔族|壮族|苗族|彝族|土家族|侗族|瑶族|藏族)*';
const ENDINGS: Readonly<Record<PlaceLevel, RegExp>> = {
  district: new RegExp(`(?:新区|开发区|${PEOPLES}自治县|区|县|市)$`, 'u'),
  street: new RegExp(`(?:街道办事处|街道|地区办事处|${PEOPLES}(?:民族)?[镇乡]|农场|林场)$`, 'u'),
  community: /(?:社区|村民委员会|村委会|行政村|村|居委会)$/u,
  grid: /(?:网格)$/u,
};
/** What makes the name before it a road's. */
const ROAD = /^[东南西北中上下前后新老]{0,2}[一二三四五六七八九十\d]{0,3}(?:路|街|大街|大道|道|巷|胡同|里弄|桥|立交|高速|公园|广场|站)/u;
/** The community that a grid's name names, if it does. */
const COMMUNITY = /^(.{2,12}?(?:社区|村))/u;

const POINTS: Readonly<Record<PlaceLevel, Readonly<Record<PlaceSign['how'], number>>>> = {
  district: { full: 2, bare: 1, road: 0 },
  street: { full: 4, bare: 2, road: 1 },
  community: { full: 4, bare: 2, road: 0 },
  grid: { full: 3, bare: 0, road: 0 },
};
/** Another district was named. */
const ELSEWHERE = -3;
/** A place is told by its full name, and by so much more than the next. */
const CLEAR_LEAD = 2;
const BARE_LENGTH = 2;

function nameOf(level: PlaceLevel, text: string, region: PlaceRegion, unit: UnitCode): Name {
  const full = plain(text);
  const bare = full.replace(ENDINGS[level], '');
  const office = level === 'street' && full.endsWith('街道') ? [`${bare}街办`] : [];
  return { level, full: [full, ...office], bare: bare === full ? '' : bare, region, unit };
}

/** A grid called 第一网格 is one of many; only with its street does it say where. */
function namesOfUnit(unit: UnitDocument): readonly Name[] {
  const district = unit.district ?? unit.code.slice(0, 6);
  if (unit.type === 'district') return [nameOf('district', unit.name, { district: unit.code }, unit.code)];
  if (unit.type !== 'street') return [];
  const street = { district, street: unit.code };
  const names = [nameOf('street', unit.name, street, unit.code)];
  const communities = new Map<string, string>();
  for (const grid of unit.grids) {
    const community = { ...street, community: grid.code.slice(0, 12) };
    const named = COMMUNITY.exec(grid.name)?.[1];
    if (named !== undefined) communities.set(named, community.community);
    names.push(nameOf('grid', grid.name, { ...community, grid: grid.code }, unit.code));
  }
  for (const [named, community] of communities) names.push(nameOf('community', named, { ...street, community }, unit.code));
  return names;
}

export class Gazetteer {
  readonly #names: readonly Name[];

  constructor(units: Iterable<UnitDocument>) {
    this.#names = [...units].flatMap(namesOfUnit);
  }

  match(address: string): PlaceAnswer {
    const found = withoutInner(this.#names.flatMap((name) => findName(plain(address), name)));
    const districts = found.filter(({ name }) => name.level === 'district');
    const byUnit = new Map<UnitCode, Found[]>();
    for (const one of found) if (one.name.level !== 'district') byUnit.set(one.name.unit, [...(byUnit.get(one.name.unit) ?? []), one]);
    const matches = [...byUnit]
      // A grid's own name alone says nothing.
      .filter(([, signs]) => signs.some(({ name }) => name.level !== 'grid'))
      .map(([unit, signs]) => matchOf(unit, signs, districts))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || (a.unit < b.unit ? -1 : 1));
    const [best, next] = matches;
    if (best === undefined) return { matches: districtsOnly(districts), clear: false };
    const named = best.signs.some(({ level, how }) => how === 'full' && level !== 'district');
    return { matches, clear: named && best.score - (next?.score ?? 0) >= CLEAR_LEAD };
  }
}

function findName(text: string, name: Name): readonly Found[] {
  for (const said of name.full) {
    const from = text.indexOf(said);
    if (from >= 0) return [{ name, sign: { level: name.level, said, how: 'full' }, from, to: from + said.length }];
  }
  if (name.bare.length < BARE_LENGTH || name.level === 'grid') return [];
  const from = text.indexOf(name.bare);
  if (from < 0) return [];
  const to = from + name.bare.length;
  const road = ROAD.exec(text.slice(to));
  // 太原街街道: the bare name is a road's itself.
  const isRoad = road !== null || /[路街道巷]$/u.test(name.bare);
  const said = road === null ? name.bare : `${name.bare}${road[0]}`;
  return [{ name, sign: { level: name.level, said, how: isRoad ? 'road' : 'bare' }, from, to }];
}

/** 和平 inside 和平街道, 长白 inside 长白岛社区: the longer name is what was meant, and it is counted once. */
function withoutInner(found: readonly Found[]): readonly Found[] {
  return found.filter((one) => !found.some((other) => other.from <= one.from && one.to <= other.to && length(other) > length(one)));
}

function length({ from, to }: Found): number {
  return to - from;
}

function matchOf(unit: UnitCode, signs: readonly Found[], districts: readonly Found[]): PlaceMatch {
  const deepest = [...signs].sort((a, b) => depth(b) - depth(a))[0] as Found;
  const own = districts.filter(({ name }) => name.unit === deepest.name.region.district);
  const elsewhere = own.length === 0 && districts.some(({ sign }) => sign.how === 'full');
  const counted = [...own, ...signs];
  const score = counted.reduce((sum, { sign }) => sum + POINTS[sign.level][sign.how], elsewhere ? ELSEWHERE : 0);
  return { unit, region: deepest.name.region, score, signs: counted.map(({ sign }) => sign) };
}

function depth({ name }: Found): number {
  return Object.keys(name.region).length;
}

/** No street was named: the district is all that is known. */
function districtsOnly(districts: readonly Found[]): readonly PlaceMatch[] {
  return districts
    .filter(({ sign }) => sign.how !== 'road')
    .map(({ name, sign }) => ({ unit: name.unit, region: name.region, score: POINTS.district[sign.how], signs: [sign] }))
    .sort((a, b) => b.score - a.score);
}
