/** Selectors of `_find`, `_index` and `_changes` [sync X2]: refused as CouchDB refuses them, and brought into one form of tests on fields. */
import { CouchError } from './answer.ts';
import { isObject } from './ask.ts';

/** What a document is asked: all of, any of, or one operator on one field; `not` stays where nothing simpler says the opposite. */
export type Test =
  | Readonly<{ all: readonly Test[] }>
  | Readonly<{ any: readonly Test[] }>
  | Readonly<{ path: readonly string[]; op: string; argument: unknown; inner?: Test; not?: true }>;

const MAX_DEPTH = 50;
const OPPOSITE: Readonly<Record<string, string>> = {
  $lt: '$gte',
  $gte: '$lt',
  $lte: '$gt',
  $gt: '$lte',
  $eq: '$ne',
  $ne: '$eq',
  $in: '$nin',
  $nin: '$in',
};
const INNER = new Set(['$elemMatch', '$allMatch', '$keyMapMatch']);
const UNSUPPORTED = new Set(['$where', '$geoWithin', '$geoIntersects', '$near', '$nearSphere', '$text']);

const badArgument = (name: string, value: unknown): CouchError =>
  new CouchError(400, 'bad_arg', `Bad argument for operator ${name}: ${JSON.stringify(value)}`);

const isInteger = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value);

const ARGUMENTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  $in: Array.isArray,
  $nin: Array.isArray,
  $all: Array.isArray,
  $exists: (value) => typeof value === 'boolean',
  $type: (value) => typeof value === 'string',
  $regex: (value) => typeof value === 'string' && value.length <= 1000,
  $beginsWith: (value) => typeof value === 'string',
  $size: (value) => isInteger(value) && value >= 0,
  $mod: (value) => Array.isArray(value) && value.length === 2 && value.every(isInteger) && value[0] !== 0,
};
const ANY_ARGUMENT = new Set(Object.keys(OPPOSITE));

/** A path's parts; `\.` is a dot of the name. */
export function fieldPath(path: string): readonly string[] {
  return path.split(/(?<!\\)\./u).map((part) => part.replace(/\\\./gu, '.'));
}

export function fieldName(path: readonly string[]): string {
  return path.map((part) => part.replace(/\./gu, '\\.')).join('.');
}

function terminal(path: readonly string[], op: string, argument: unknown, negated: boolean): Test {
  if (!ANY_ARGUMENT.has(op) && !Object.hasOwn(ARGUMENTS, op)) {
    if (UNSUPPORTED.has(op)) throw new CouchError(400, 'not_supported', `Unsupported operator: ${op}`);
    throw new CouchError(400, 'invalid_operator', `Invalid operator: ${op}`);
  }
  if (Object.hasOwn(ARGUMENTS, op) && ARGUMENTS[op]?.(argument) !== true) throw badArgument(op, argument);
  if (!negated) return { path, op, argument };
  if (op === '$exists') return { path, op, argument: argument !== true };
  const opposite = OPPOSITE[op];
  return opposite === undefined ? { path, op, argument, not: true } : { path, op: opposite, argument };
}

function one(path: readonly string[], name: string, value: unknown, negated: boolean, depth: number): Test {
  if (name === '$and' || name === '$or' || name === '$nor') {
    if (!Array.isArray(value)) throw badArgument(name, value);
    const inner = value.map((each) => read(path, each, negated !== (name === '$nor'), depth + 1));
    // An empty list asks nothing.
    if (inner.length === 0) return { all: [] };
    // None of several, and all of several, are each of them; under a negation one of the opposites is enough.
    return (name !== '$or') === negated ? { any: inner } : { all: inner };
  }
  if (name === '$not') {
    if (!isObject(value)) throw badArgument(name, value);
    return read(path, value, !negated, depth + 1);
  }
  if (INNER.has(name)) {
    if (!isObject(value)) throw badArgument(name, value);
    return { path, op: name, argument: value, inner: read([], value, false, depth + 1), ...(negated ? { not: true as const } : {}) };
  }
  if (name.startsWith('$')) return terminal(path, name, value, negated);
  if (name === '') throw new CouchError(400, 'invalid_selector', 'One or more conditions is missing a field name.');
  return read([...path, ...fieldPath(name)], value, negated, depth + 1);
}

function read(path: readonly string[], value: unknown, negated: boolean, depth: number): Test {
  if (depth > MAX_DEPTH) throw new CouchError(400, 'invalid_selector', 'Selector is nested too deeply');
  if (!isObject(value)) return terminal(path, '$eq', value, negated);
  const entries = Object.entries(value);
  if (entries.length === 0) return path.length === 0 ? { all: [] } : terminal(path, '$eq', value, negated);
  const tests = entries.map(([name, member]) => one(path, name, member, negated, depth));
  const [first] = tests;
  return tests.length === 1 && first !== undefined ? first : negated ? { any: tests } : { all: tests };
}

export function readSelector(selector: unknown): Test {
  if (!isObject(selector))
    throw new CouchError(400, 'invalid_selector_json', `Selector must be a JSON object, not: ${JSON.stringify(selector)}`);
  return read([], selector, false, 0);
}

/** In CouchDB's normal form, as `_explain` shows it. */
export function selectorText(test: Test): Record<string, unknown> {
  if ('all' in test) return test.all.length === 0 ? {} : { $and: test.all.map(selectorText) };
  if ('any' in test) return { $or: test.any.map(selectorText) };
  const condition = { [test.op]: test.inner === undefined ? test.argument : selectorText(test.inner) };
  return { [fieldName(test.path)]: test.not === true ? { $not: condition } : condition };
}
