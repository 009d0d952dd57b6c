/** Selectors of `_find` and of `_changes`: normalised and refused as CouchDB does, matched here, but for their regular expressions. */
import { CouchError } from './answer.ts';
import { isObject } from './ask.ts';
import { collate } from './collate.ts';
import type { RegexTester } from './mango-regex.ts';
import type { Doc } from './pouch.ts';

const MAX_DEPTH = 50;
const COMPARE = new Set([
  '$eq',
  '$ne',
  '$lt',
  '$lte',
  '$gt',
  '$gte',
  '$in',
  '$nin',
  '$exists',
  '$type',
  '$size',
  '$mod',
  '$regex',
  '$beginsWith',
]);
const INNER = new Set(['$not', '$all', '$elemMatch', '$allMatch', '$keyMapMatch']);
const COMBINE = new Set(['$and', '$or', '$nor', '$not']);

const badOperator = (name: string): CouchError => new CouchError(400, 'invalid_operator', `Invalid operator: ${name}`);
const badArgument = (name: string, value: unknown): CouchError =>
  new CouchError(400, 'bad_arg', `Bad argument for operator ${name}: ${JSON.stringify(value)}`);

function check(selector: unknown, depth: number): void {
  if (depth > MAX_DEPTH) throw new CouchError(400, 'invalid_selector', 'Selector is nested too deeply');
  if (!isObject(selector)) return;
  for (const [name, value] of Object.entries(selector)) {
    if (!name.startsWith('$')) {
      check(value, depth + 1);
      continue;
    }
    if (!COMPARE.has(name) && !INNER.has(name) && !COMBINE.has(name)) throw badOperator(name);
    if (['$and', '$or', '$nor', '$in', '$nin', '$all'].includes(name) && !Array.isArray(value)) throw badArgument(name, value);
    if (['$and', '$or', '$nor'].includes(name)) for (const each of value as unknown[]) check(each, depth + 1);
    else if (INNER.has(name) && name !== '$all') check(value, depth + 1);
    if (name === '$exists' && typeof value !== 'boolean') throw badArgument(name, value);
    if ((name === '$regex' || name === '$beginsWith' || name === '$type') && typeof value !== 'string') throw badArgument(name, value);
    if (name === '$size' && !Number.isInteger(value)) throw badArgument(name, value);
    if (name === '$mod' && !(Array.isArray(value) && value.length === 2 && value.every(Number.isInteger) && value[0] !== 0))
      throw badArgument(name, value);
  }
}

/** With `$eq` where a value is given bare. */
export function normalised(selector: unknown): Record<string, unknown> {
  if (!isObject(selector)) throw new CouchError(400, 'invalid_selector_json', 'Selector must be a JSON object');
  check(selector, 0);
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(selector)) {
    if (name.startsWith('$')) out[name] = value;
    else out[name] = isObject(value) && Object.keys(value).length > 0 ? value : { $eq: value };
  }
  return out;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A path's parts; `\.` is a dot of the name. */
export function fieldPath(path: string): readonly string[] {
  return path.split(/(?<!\\)\./u).map((part) => part.replace(/\\\./gu, '.'));
}

/** A field by its path; arrays by number. */
export function fieldOf(doc: unknown, path: string): unknown {
  let value: unknown = doc;
  for (const part of fieldPath(path)) {
    if (Array.isArray(value) && /^[0-9]+$/u.test(part)) value = value[Number(part)];
    else if (isObject(value) && Object.hasOwn(value, part)) value = value[part];
    else return undefined;
  }
  return value;
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

function compares(operator: string, argument: unknown, value: unknown, regexes: Regexes): boolean {
  switch (operator) {
    case '$exists':
      return (value !== undefined) === argument;
    case '$ne':
      return collate(value, argument) !== 0;
    case '$nin':
      return !(argument as unknown[]).some((each) => collate(value, each) === 0);
    case '$not':
      return !valueMatches(argument, value, regexes);
  }
  if (value === undefined) return false;
  switch (operator) {
    case '$eq':
      return collate(value, argument) === 0;
    case '$lt':
      return collate(value, argument) < 0;
    case '$lte':
      return collate(value, argument) <= 0;
    case '$gt':
      return collate(value, argument) > 0;
    case '$gte':
      return collate(value, argument) >= 0;
    case '$in':
      return (argument as unknown[]).some((each) =>
        (Array.isArray(value) ? [value, ...(value as unknown[])] : [value]).some((one) => collate(one, each) === 0),
      );
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
    case '$all':
      return Array.isArray(value) && (argument as unknown[]).every((each) => value.some((one) => collate(one, each) === 0));
    case '$elemMatch':
      return Array.isArray(value) && value.filter((each) => valueMatches(argument, each, regexes)).length > 0;
    case '$allMatch':
      return Array.isArray(value) && value.length > 0 && value.filter((each) => !valueMatches(argument, each, regexes)).length === 0;
    case '$keyMapMatch':
      return isObject(value) && Object.keys(value).filter((each) => valueMatches(argument, each, regexes)).length > 0;
    default:
      return combines(operator, argument, value, regexes);
  }
}

function combines(operator: string, argument: unknown, value: unknown, regexes: Regexes): boolean {
  // All are looked at, so that every regular expression is noted in one go.
  const matched = (argument as unknown[]).map((each) => valueMatches(each, value, regexes));
  if (operator === '$and') return !matched.includes(false);
  if (operator === '$or') return matched.includes(true);
  return !matched.includes(true);
}

function valueMatches(selector: unknown, value: unknown, regexes: Regexes): boolean {
  if (!isObject(selector)) return collate(value, selector) === 0 && value !== undefined;
  const entries = Object.entries(selector);
  if (entries.length === 0 && value === undefined) return false;
  return !entries
    .map(([name, argument]) =>
      name.startsWith('$') ? compares(name, argument, value, regexes) : fieldMatches(argument, fieldOf(value, name), regexes),
    )
    .includes(false);
}

function fieldMatches(argument: unknown, value: unknown, regexes: Regexes): boolean {
  if (isObject(argument) && Object.keys(argument).length > 0) return valueMatches(argument, value, regexes);
  return value !== undefined && collate(value, argument) === 0;
}

export type Matcher = (docs: readonly Doc[]) => Promise<readonly boolean[]>;

export function compileSelector(given: unknown, tester: RegexTester): Matcher {
  const selector = normalised(given);
  return async (docs) => {
    const regexes = new Regexes();
    const run = (): readonly boolean[] => docs.map((doc) => valueMatches(selector, doc, regexes));
    const first = run();
    if (regexes.asked.size === 0) return first;
    const asked = [...regexes.asked];
    const answers = await tester(asked.map(([, each]) => each));
    for (const [at, [key]] of asked.entries()) regexes.known.set(key, answers[at] === true);
    return run();
  };
}
