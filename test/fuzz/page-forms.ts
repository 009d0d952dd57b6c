/** What a form of the administrator's page sends: the token of the page, and its fields by their names, each sensible, broken or left out. */
import { chance, pick, TEXTS, type Random } from './values.ts';

const day = { off: true, name: '假日' };
export const CALENDAR = { year: 2031, title: '国办发明电〔2030〕1号', days: { '2031-01-01': day, '2031-05-01': day, '2031-10-01': day } };
const validFrom = '2026-01-01T00:00:00.000Z';
const layer = { id: 'FUZZ', version: 1, layer: 'city', title: '某市细则', validFrom, values: { rework: { workingDays: 2 } } };
export const PACK = { id: 'FUZZ', validFrom, layers: [layer] };

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  unit: ['210102021', 'city', '999999999'],
  code: ['210102097', '210102096', '210199', 'dept-fuzz', '{codeA}'],
  name: ['模糊测试街道', '另一名称'],
  login: ['{login}', 'fuzzed1', 'fuzzed2'],
  password: ['一个很长的初始口令', '{password}'],
  newPassword: ['一个很长的新口令'],
  person: ['person:diaodu4', 'person:wangge5', 'person:nobody'],
  device: ['{device}', 'device:00000000000000000000000000'],
  trusted: ['yes', 'no'],
  allowed: ['yes', 'no', 'true'],
  reason: ['更名', '区划调整'],
  id: ['{kept}', '{openCode}', 'nosuch'],
  key: ['{key}'],
  publicKey: ['{key}'],
  hubId: ['hub', 'other'],
  held: ['clerk@210102021', 'gridWorker@210102021'],
  role1: ['clerk', 'gridWorker', 'leader'],
  unit1: ['210102021', 'city'],
  from: ['2026-11-28'],
  file: [JSON.stringify(CALENDAR), JSON.stringify(PACK), '{"format":"griddesk-reference","kind":"pack","content":{}}'],
};

/** Half of a pair has no form in a URL; in JSON it has. */
const form = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${/^\{[a-zA-Z]+\}$/u.test(value) ? value : encodeURIComponent(value.replace(/\p{Surrogate}/gu, ''))}`)
    .join('&');

export type SentForm = Readonly<{ type: string; text: string }>;

export function pageForm(random: Random): SentForm {
  const left = chance(random, 0.5) ? 0 : 0.3;
  const broken = chance(random, 0.5) ? 0 : 0.2;
  const fields = Object.entries(FIELDS)
    .filter(() => !chance(random, left))
    .map(([name, values]) => [name, chance(random, broken) ? pick(random, TEXTS) : pick(random, values)] as const);
  const given = Object.fromEntries([['token', chance(random, 0.95) ? '{pageToken}' : 'x'], ...fields]);
  return chance(random, 0.5)
    ? { type: 'application/x-www-form-urlencoded', text: form(given) }
    : { type: 'application/json', text: JSON.stringify(given) };
}
