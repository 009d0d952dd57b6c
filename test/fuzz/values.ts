/** Values for requests, drawn from a seed: shaped as a schema asks, or broken on purpose. */
import { WORDS, wordsLike } from './known.ts';

export type Random = () => number;

export const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
export const chance = (random: Random, part: number): boolean => random() < part;
const below = (random: Random, end: number): number => Math.floor(random() * end);

/** Text that has broken servers before. */
export const TEXTS: readonly string[] = [
  '',
  ' ',
  'a',
  '路灯不亮',
  '\u0000',
  '\ufffd',
  '\u202e',
  '🜁'.repeat(30),
  '\ud800',
  '../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%',
  '%zz',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '${jndi:ldap://x}',
  '\r\nSet-Cookie: a=b',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '_design/x',
  '_local/x',
  '-1',
  '1e999',
  'NaN',
  'null',
  'undefined',
  '0x10',
  '9'.repeat(400),
  '(a+)+$',
  '2026-02-31T25:61:61.000Z',
  '1969-12-31T00:00:00.000Z',
  'person:wangge1',
  'ticket:00000000000000000000000000',
  'action:00000000000000000000000000',
];
const NUMBERS: readonly number[] = [0, 1, -1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, -0, 1000, 65_536];

function deep(random: Random): unknown {
  let value: unknown = 1;
  for (let at = 0; at < below(random, 400); at++) value = chance(random, 0.5) ? [value] : { a: value };
  return value;
}

/** Any JSON value. */
export function anything(random: Random, depth = 3): unknown {
  const kind = below(random, 11);
  if (kind < 3 || depth === 0) return pick(random, TEXTS);
  if (kind < 5) return pick(random, NUMBERS);
  if (kind === 5) return pick(random, [true, false, null]);
  if (kind === 6) return deep(random);
  if (kind === 7)
    return Array.from({ length: chance(random, 0.01) ? 2000 : below(random, 4) }, (_, at) => anything(random, at > 4 ? 0 : depth - 1));
  const names = Array.from({ length: chance(random, 0.01) ? 1000 : below(random, 5) }, (_, at) =>
    at > 8 ? `k${at}` : pick(random, TEXTS),
  );
  return Object.fromEntries(
    names.filter((name) => name !== '__proto__').map((name, at) => [name, anything(random, at > 4 ? 0 : depth - 1)]),
  );
}

type Schema = Readonly<{
  type?: string;
  const?: unknown;
  anyOf?: readonly Schema[];
  allOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  patternProperties?: Readonly<Record<string, Schema>>;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  enum?: readonly unknown[];
}>;

function textOf(random: Random, { pattern, maxLength = 1000, minLength = 0 }: Schema): string {
  const fits = pattern === undefined ? WORDS : wordsLike(pattern);
  const text = chance(random, 0.6) && fits.length > 0 ? pick(random, fits) : pick(random, TEXTS);
  return /^\{[a-zA-Z]+\}$/u.test(text) ? text : text.padEnd(minLength, 'x').slice(0, maxLength);
}

/** A value as a schema asks for it; `broken`: how often it is another one. */
export function shaped(random: Random, schema: Schema | undefined, broken: number): unknown {
  if (schema === undefined || chance(random, broken)) return anything(random);
  if ('const' in schema) return schema.const;
  if (schema.enum !== undefined) return pick(random, schema.enum);
  if (schema.anyOf !== undefined) return shaped(random, pick(random, schema.anyOf), broken);
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map((each) => shaped(random, each, broken) as object)) as object;
  switch (schema.type) {
    case 'string':
      return textOf(random, schema);
    case 'number':
    case 'integer':
      return Math.max(schema.minimum ?? 0, Math.min(schema.maximum ?? 1000, below(random, 50)));
    case 'boolean':
      return chance(random, 0.5);
    case 'null':
      return null;
    case 'array':
      return Array.from({ length: Math.max(schema.minItems ?? 0, below(random, 4)) }, () => shaped(random, schema.items, broken));
    case 'object': {
      const own = Object.entries(schema.properties ?? {}).filter(
        ([name]) => schema.required?.includes(name) === true || chance(random, 0.5),
      );
      const [free] = Object.values(schema.patternProperties ?? {});
      const more = free === undefined ? [] : Array.from({ length: below(random, 3) }, () => [pick(random, WORDS), free] as const);
      return Object.fromEntries([...own, ...more].map(([name, each]) => [name, shaped(random, each, broken)]));
    }
    default:
      return anything(random);
  }
}
