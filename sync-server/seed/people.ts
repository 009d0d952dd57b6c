/** Who works in the demonstration city. Names and logins are invented. */
import type { Instant, PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import type { PersonDocument, UnitDocument } from '../../shared/hotline/reference/documents.ts';
import type { Role } from '../../shared/hotline/roles.ts';
import { SHENYANG } from './shenyang.ts';

export const SINCE = '2022-06-05T16:00:00.000Z' as Instant;
export const CITY = 'city' as UnitCode;
/** The two street offices that are fully staffed. */
export const OFFICE_A = '210102021' as UnitCode;
export const OFFICE_B = '210102019' as UnitCode;

export type Seeded = Readonly<{ login: string; name: string; role: Role; unit: UnitCode }>;

export const PEOPLE: readonly Seeded[] = [
  { login: 'zuoxi1', name: '孟晓岚', role: 'operator', unit: CITY },
  { login: 'paidan1', name: '高振宇', role: 'dispatcher', unit: CITY },
  { login: 'duban1', name: '沈丽华', role: 'supervisor', unit: CITY },
  { login: 'quduban1', name: '邢国栋', role: 'supervisor', unit: '210102' as UnitCode },
  { login: 'diaodu1', name: '李敏', role: 'clerk', unit: OFFICE_A },
  { login: 'diaodu2', name: '周海涛', role: 'clerk', unit: OFFICE_A },
  { login: 'lingdao1', name: '王建国', role: 'leader', unit: OFFICE_A },
  { login: 'wangge1', name: '赵小燕', role: 'gridWorker', unit: OFFICE_A },
  { login: 'wangge2', name: '孙立新', role: 'gridWorker', unit: OFFICE_A },
  { login: 'wangge3', name: '钱玉梅', role: 'gridWorker', unit: OFFICE_A },
  { login: 'diaodu3', name: '吴晓东', role: 'clerk', unit: OFFICE_B },
  { login: 'lingdao2', name: '郑红霞', role: 'leader', unit: OFFICE_B },
  { login: 'wangge4', name: '冯志强', role: 'gridWorker', unit: OFFICE_B },
  { login: 'wangge5', name: '陈雅琴', role: 'gridWorker', unit: OFFICE_B },
  { login: 'diaodu4', name: '韩冬梅', role: 'clerk', unit: 'dept-heating' as UnitCode },
  { login: 'lingdao3', name: '曹永胜', role: 'leader', unit: 'dept-heating' as UnitCode },
];

export function personId(login: string): PersonId {
  return `person:${login}` as PersonId;
}

export function personDocuments(): readonly PersonDocument[] {
  return PEOPLE.map(({ login, name, role, unit }) => ({ _id: personId(login), schema: 1, name, roles: [{ role, unit, from: SINCE }] }));
}

function gridsOf(unit: UnitCode): UnitDocument['grids'] {
  return PEOPLE.filter((person) => person.role === 'gridWorker' && person.unit === unit).map((person, at) => ({
    code: `${unit}00${Math.floor(at / 2) + 1}00${at + 1}`,
    name: `第${'一二三四五'[at] ?? at}网格`,
    workers: [personId(person.login)],
  }));
}

export function unitDocuments(): readonly UnitDocument[] {
  const unit = (code: string, name: string, type: UnitDocument['type'], district?: string): UnitDocument => ({
    _id: `unit:${code}`,
    schema: 1,
    code: code as UnitCode,
    name,
    type,
    ...(district === undefined ? {} : { district }),
    grids: gridsOf(code as UnitCode),
  });
  return [
    unit('city', '沈阳市政务服务便民热线', 'city'),
    unit('dept-heating', '市供热管理办公室', 'department'),
    unit('dept-urban', '市城市管理综合行政执法局', 'department'),
    ...SHENYANG.flatMap((district) => [
      unit(district.code, district.name, 'district', district.code),
      ...district.streets.map(([code, name]) => unit(code, name, 'street', district.code)),
    ]),
  ];
}
