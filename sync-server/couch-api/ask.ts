/** A request at the root as CouchDB reads it: path by segment, each decoded for itself; flags and numbers with its complaints. */
import { hasHalfCharacter } from '../../shared/sync/canonical.ts';
import { isDeeper } from './json-depth.ts';
import { badRequest, CouchError, queryError } from './answer.ts';

/** Whose request it is. The hub's administrator has the role `_admin`. */
export type User = Readonly<{ name: string | null; roles: readonly string[]; by?: 'cookie' | 'default' }>;

export type Ask = Readonly<{
  method: string;
  /** Decoded: `x%2Fy` is one segment. */
  path: readonly string[];
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
  user: User;
  /** The address it comes from. */
  peer: string;
  /** `http://host:port`, for `Location`. */
  origin: string;
  /** Aborted when the client is gone or the hub stops. */
  gone: AbortSignal;
}>;

export const isAdmin = (user: User): boolean => user.roles.includes('_admin');

/** Members that mean something to the engine: kept as data they would change an object's prototype further down. */
function hasUnsafeKey(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasUnsafeKey);
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).some((key) => key === '__proto__' || hasUnsafeKey((value as Record<string, unknown>)[key]));
}

const MAX_DEPTH = 200;
/** May be a pair: told from half of one by what was read. */
const HALF_ESCAPED = /\\u[dD][89a-fA-F]/u;

export function parseJson(text: string): unknown {
  let value: unknown;
  if (isDeeper(text, MAX_DEPTH)) throw badRequest('JSON is nested too deeply');
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest('invalid UTF-8 JSON');
  }
  // As CouchDB, which says so of half a character written with an escape too.
  if (HALF_ESCAPED.test(text) && hasHalfCharacter(value)) throw badRequest('invalid UTF-8 JSON');
  if ((text.includes('proto') || text.includes('\\u')) && hasUnsafeKey(value))
    throw new CouchError(400, 'doc_validation', 'Bad member: __proto__');
  return value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function textOf(body: Uint8Array | Buffer): string {
  try {
    return utf8.decode(new Uint8Array(body));
  } catch {
    throw badRequest('invalid UTF-8 JSON');
  }
}

export function jsonBody(ask: Ask): unknown {
  return parseJson(textOf(ask.body));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value of JSON as text. `String` would call what a client named `toString`. */
export function plainText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

export function objectBody(ask: Ask, reason = 'Request body must be a JSON object'): Record<string, unknown> {
  const value = jsonBody(ask);
  if (!isObject(value)) throw badRequest(reason);
  return value;
}

/** Parameters of the URL, and of a POSTed query over them: each value as a JSON value or as text. */
export class Params {
  readonly #query: URLSearchParams;
  readonly #body: Readonly<Record<string, unknown>>;

  constructor(query: URLSearchParams, body: Readonly<Record<string, unknown>> = {}) {
    this.#query = query;
    this.#body = body;
  }

  /** Of a POST: what the URL says goes before what the body says. */
  static posted(query: URLSearchParams, body: Readonly<Record<string, unknown>>): Params {
    return new Params(query, Object.fromEntries(Object.entries(body).filter(([name]) => !query.has(name))));
  }

  raw(name: string): unknown {
    if (Object.hasOwn(this.#body, name)) return this.#body[name];
    return this.#query.get(name) ?? undefined;
  }

  text(name: string): string | undefined {
    const value = this.raw(name);
    return value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  }

  flag(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value === undefined || value === null) return undefined;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw queryError(`Invalid boolean parameter: ${JSON.stringify(value)}`);
  }

  count(name: string): number | undefined {
    const value = this.raw(name);
    if (value === undefined || value === null) return undefined;
    const number = typeof value === 'number' ? value : /^[0-9]{1,15}$/u.test(plainText(value)) ? Number(value) : NaN;
    if (!Number.isInteger(number) || number < 0)
      throw queryError(`Invalid value for positive integer: ${JSON.stringify(plainText(value))}`);
    return number;
  }

  /** A JSON value: of the URL it is text that must parse. */
  value(...names: string[]): { value: unknown } | undefined {
    for (const name of names) {
      if (Object.hasOwn(this.#body, name)) return { value: this.#body[name] };
      const text = this.#query.get(name);
      if (text !== null) return { value: parseJson(text) };
    }
    return undefined;
  }
}
