/** A small city for tests: two districts, three streets, a department, people of every role. Names are invented. */
import { CHINA_2022_2026 } from '../calendars/china-2022-2026.ts';
import type { Instant, PersonId, UnitCode } from '../ids.ts';
import { LN_DEFAULT } from '../packs/ln-default.ts';
import type { CategoryDocument, PersonDocument, UnitDocument } from '../reference/documents.ts';
import type { Role, RoleHeld } from '../roles.ts';
import type { Context } from '../verdict.ts';

const LONG_AGO = '2020-01-01T00:00:00.000Z' as Instant;

export const UNITS = {
  city: 'city',
  district: '210102',
  otherDistrict: '210103',
  streetA: '210102001',
  streetB: '210102002',
  streetC: '210103001',
  housing: 'dept-housing',
  alone: '210102009',
} as const;
type UnitName = keyof typeof UNITS;

export const COMMUNITY_A = '210102001001';
export const GRID_A = '210102001001001';

function unit(name: UnitName, type: UnitDocument['type'], more: Partial<UnitDocument> = {}): UnitDocument {
  const code = UNITS[name] as UnitCode;
  return { _id: `unit:${code}`, schema: 1, code, name: `${name} 单位`, type, grids: [], ...more };
}

export const UNIT_DOCUMENTS: readonly UnitDocument[] = [
  unit('city', 'city'),
  unit('district', 'district', { district: '210102' }),
  unit('otherDistrict', 'district', { district: '210103' }),
  unit('streetA', 'street', {
    district: '210102',
    grids: [{ code: GRID_A, name: '一网格', workers: ['person:gridA', 'person:thirdGridA'] as PersonId[] }],
  }),
  unit('streetB', 'street', { district: '210102' }),
  unit('streetC', 'street', { district: '210103' }),
  unit('housing', 'department'),
  unit('alone', 'street', { district: '210102', clerkSignsAlone: true }),
];

/** A matter for departments only, and one for anybody. */
const CATEGORIES: readonly CategoryDocument[] = [
  {
    _id: 'category:D1',
    schema: 1,
    code: 'D1',
    path: ['住建', '物业'],
    version: 1,
    units: [UNITS.housing as UnitCode],
    departmentOnly: true,
  },
  { _id: 'category:A1', schema: 1, code: 'A1', path: ['城建', '照明'], version: 1, units: [] },
];

type Post = readonly [role: Role, unit: UnitName, from?: string, to?: string];

const POSTS = {
  operator: [['operator', 'city']],
  dispatcher: [['dispatcher', 'city']],
  supervisor: [['supervisor', 'city']],
  operatorSupervisor: [
    ['operator', 'city'],
    ['supervisor', 'city'],
  ],
  districtSupervisor: [['supervisor', 'district']],
  otherSupervisor: [['supervisor', 'otherDistrict']],
  admin: [['admin', 'city']],
  clerkA: [['clerk', 'streetA']],
  secondClerkA: [['clerk', 'streetA']],
  leaderA: [['leader', 'streetA']],
  secondLeaderA: [['leader', 'streetA']],
  clerkAndLeaderA: [
    ['clerk', 'streetA'],
    ['leader', 'streetA'],
  ],
  clerkALeaderB: [
    ['clerk', 'streetA'],
    ['leader', 'streetB'],
  ],
  gridA: [['gridWorker', 'streetA']],
  secondGridA: [['gridWorker', 'streetA']],
  thirdGridA: [['gridWorker', 'streetA']],
  clerkB: [['clerk', 'streetB']],
  leaderB: [['leader', 'streetB']],
  gridB: [['gridWorker', 'streetB']],
  clerkC: [['clerk', 'streetC']],
  leaderC: [['leader', 'streetC']],
  gridC: [['gridWorker', 'streetC']],
  clerkHousing: [['clerk', 'housing']],
  leaderHousing: [['leader', 'housing']],
  clerkAlone: [['clerk', 'alone']],
  clerkDistrict: [['clerk', 'district']],
  /** Moved from A to B on 2026-11-24 at noon. */
  movedClerk: [
    ['clerk', 'streetA', '2020-01-01T00:00:00.000Z', '2026-11-24T04:00:00.000Z'],
    ['clerk', 'streetB', '2026-11-24T04:00:00.000Z'],
  ],
} as const satisfies Record<string, readonly Post[]>;
export type Who = keyof typeof POSTS;
export const EVERYBODY = Object.keys(POSTS) as readonly Who[];

export function personId(who: Who | 'stranger' | 'import' | 'clock' | 'public'): PersonId {
  return (who === 'import' || who === 'clock' || who === 'public' ? `system:${who}` : `person:${who}`) as PersonId;
}

function held([role, at, from = LONG_AGO, to]: Post): RoleHeld {
  const span = { role, unit: UNITS[at] as UnitCode, from: from as Instant };
  return to === undefined ? span : { ...span, to: to as Instant };
}

export const PEOPLE: readonly PersonDocument[] = EVERYBODY.map((who) => ({
  _id: personId(who),
  schema: 1,
  name: who,
  roles: (POSTS[who] as readonly Post[]).map(held),
}));

const PERSON_BY_ID = new Map(PEOPLE.map((one) => [one._id, one]));
const UNIT_BY_CODE = new Map(UNIT_DOCUMENTS.map((one) => [one.code, one]));

export function contextAt(at: Instant, more: Partial<Context> = {}): Context {
  return {
    end: 'hub',
    receivedAt: at,
    effectiveAt: at,
    person: (id) => PERSON_BY_ID.get(id),
    unit: (code) => UNIT_BY_CODE.get(code),
    category: (code) => CATEGORIES.find((one) => one.code === code),
    calendar: CHINA_2022_2026,
    pack: LN_DEFAULT,
    ...more,
  };
}
