/** Whether documents pass a selector [sync X2]: matched here, but for regular expressions, which are tried where they cannot hold up the hub. */
import { isObject } from './ask.ts';
import { collate } from './collate.ts';
import type { RegexTester } from './mango-regex.ts';
import { fieldPath, readSelector, type Test } from './mango-selector.ts';
import type { Doc } from './pouch.ts';

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function valueAt(doc: unknown, path: readonly string[]): unknown {
  let value: unknown = doc;
  for (const part of path) {
    if (Array.isArray(value) && /^[0-9]{1,9}$/u.test(part)) value = value[Number(part)];
    else if (isObject(value) && Object.hasOwn(value, part)) value = value[part];
    else return undefined;
  }
  return value;
}

/** A field by its path; arrays by number. Undefined where there is none. */
export function fieldOf(doc: unknown, path: string): unknown {
  return valueAt(doc, fieldPath(path));
}

/** Regular expressions answer from what was tried; without answers they are noted, to be tried. */
class Regexes {
  readonly asked = new Map<string, readonly [string, string]>();
  readonly known = new Map<string, boolean>();

  test(pattern: string, text: string): boolean {
    const key = `${pattern.length}:${pattern}${text}`;
    const known = this.known.get(key);
    if (known === undefined) this.asked.set(key, [pattern, text]);
    return known ?? false;
  }
}

const equal = (a: unknown, b: unknown): boolean => collate(a, b) === 0;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]);

function holds(op: string, argument: unknown, value: unknown, inner: Test | undefined, regexes: Regexes): boolean {
  switch (op) {
    case '$exists':
      return argument === true;
    case '$eq':
      return equal(value, argument);
    case '$ne':
      return !equal(value, argument);
    case '$lt':
      return collate(value, argument) < 0;
    case '$lte':
      return collate(value, argument) <= 0;
    case '$gt':
      return collate(value, argument) > 0;
    case '$gte':
      return collate(value, argument) >= 0;
    case '$in':
      return listOf(value).some((each) => (argument as unknown[]).some((other) => equal(each, other)));
    case '$nin':
      return !listOf(value).some((each) => (argument as unknown[]).some((other) => equal(each, other)));
    case '$type':
      return typeOf(value) === argument;
    case '$size':
      return Array.isArray(value) && value.length === argument;
    case '$mod': {
      const [divisor, rest] = argument as [number, number];
      return Number.isInteger(value) && (value as number) % divisor === rest;
    }
    case '$beginsWith':
      return typeof value === 'string' && value.startsWith(argument as string);
    case '$regex':
      return typeof value === 'string' && regexes.test(argument as string, value);
    case '$all': {
      const wanted = argument as unknown[];
      if (!Array.isArray(value) || wanted.length === 0) return false;
      if (wanted.length === 1 && Array.isArray(wanted[0]) && equal(wanted[0], value)) return true;
      return wanted.every((each) => value.some((other) => equal(each, other)));
    }
    default:
      return inner === undefined ? false : within(op, inner, value, regexes);
  }
}

/** All are looked at, so that every regular expression is noted in one go. */
function within(op: string, inner: Test, value: unknown, regexes: Regexes): boolean {
  const items = op === '$keyMapMatch' ? (isObject(value) ? Object.keys(value) : []) : Array.isArray(value) ? (value as unknown[]) : [];
  const matched = items.map((each) => matches(inner, each, regexes));
  return op === '$allMatch' ? matched.length > 0 && !matched.includes(false) : matched.includes(true);
}

function matches(test: Test, doc: unknown, regexes: Regexes): boolean {
  if ('all' in test) return !test.all.map((each) => matches(each, doc, regexes)).includes(false);
  if ('any' in test) return test.any.map((each) => matches(each, doc, regexes)).includes(true);
  const value = valueAt(doc, test.path);
  // What is not there passes nothing but the question whether it is not there.
  if (value === undefined) return test.op === '$exists' && test.argument === false;
  return holds(test.op, test.argument, value, test.inner, regexes) !== (test.not === true);
}

export type Matcher = (docs: readonly Doc[]) => Promise<readonly boolean[]>;

export function matcherOf(test: Test, tester: RegexTester): Matcher {
  return async (docs) => {
    const regexes = new Regexes();
    const run = (): readonly boolean[] => docs.map((doc) => matches(test, doc, regexes));
    const first = run();
    if (regexes.asked.size === 0) return first;
    const asked = [...regexes.asked];
    const answers = await tester(asked.map(([, each]) => each));
    for (const [at, [key]] of asked.entries()) regexes.known.set(key, answers[at] === true);
    return run();
  };
}

export function compileSelector(selector: unknown, tester: RegexTester): Matcher {
  return matcherOf(readSelector(selector), tester);
}
