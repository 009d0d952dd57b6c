/** What a `_find` or an `_explain` asks for [sync X2], each member refused in CouchDB's words when it is none. */
import { CouchError } from './answer.ts';
import { isObject } from './ask.ts';
import { readSort, type Sort } from './mango-indexes.ts';
import type { Named } from './mango-plan.ts';
import { readSelector, type Test } from './mango-selector.ts';

export type Asked = Readonly<{
  test: Test;
  limit: number;
  skip: number;
  sort: Sort;
  fields: readonly string[];
  named: Named;
  bookmark: string | undefined;
  fallback: boolean;
  conflicts: boolean;
  stats: boolean;
  /** As `_explain` shows them. */
  options: Record<string, unknown>;
}>;

const refused = (error: string, reason: string): CouchError => new CouchError(400, error, reason);

function count(body: Record<string, unknown>, name: string, otherwise: number): number {
  const value = body[name] ?? otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw refused('invalid_non_neg_integer', `${JSON.stringify(value)} is not an integer greater than or equal to zero`);
}

function flag(body: Record<string, unknown>, name: string, otherwise: boolean): boolean {
  const value = body[name] ?? otherwise;
  if (typeof value === 'boolean') return value;
  throw refused('invalid_boolean', `Invalid boolean value: ${JSON.stringify(value)}`);
}

function fieldList(value: unknown): readonly string[] {
  if (value === undefined || value === 'all_fields') return [];
  if (!Array.isArray(value)) throw refused('invalid_fields', `Fields must be an array of strings, not: ${JSON.stringify(value)}`);
  const bad: unknown = value.find((each) => typeof each !== 'string' || each === '');
  if (bad !== undefined) throw refused('invalid_field', `Invalid JSON for field spec: ${JSON.stringify(bad)}`);
  return value.map(String);
}

function indexName(value: unknown): Named {
  if (value === undefined || value === null) return [];
  const parts = typeof value === 'string' ? value.replace(/^_design\//u, '').split('/') : value;
  if (Array.isArray(parts) && parts.length <= 2 && parts.every((part) => typeof part === 'string')) return parts as unknown as Named;
  throw refused('invalid_index_name', `Invalid index name: ${JSON.stringify(value)}`);
}

const KEYS = [
  'selector',
  'use_index',
  'bookmark',
  'limit',
  'skip',
  'sort',
  'fields',
  'partition',
  'r',
  'conflicts',
  'stale',
  'update',
  'stable',
  'execution_stats',
  'allow_fallback',
];

export function readAsked(body: Record<string, unknown>): Asked {
  if (body['selector'] === undefined) throw refused('missing_required_key', 'Missing required key: selector');
  const unknown = Object.keys(body).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw refused('invalid_key', `Invalid key ${unknown} for this request.`);
  const { bookmark = null } = body;
  if (bookmark !== null && typeof bookmark !== 'string')
    throw refused('invalid_bookmark', `Invalid bookmark value: ${JSON.stringify(bookmark)}`);
  const asked = {
    test: readSelector(body['selector']),
    limit: count(body, 'limit', 25),
    skip: count(body, 'skip', 0),
    sort: readSort(body['sort'] ?? []),
    fields: fieldList(body['fields']),
    named: indexName(body['use_index']),
    bookmark: bookmark === null || bookmark === '' || bookmark === 'nil' ? undefined : bookmark,
    fallback: flag(body, 'allow_fallback', true),
    conflicts: flag(body, 'conflicts', false),
    stats: flag(body, 'execution_stats', false),
  };
  const options = {
    use_index: asked.named,
    bookmark: asked.bookmark ?? 'nil',
    limit: asked.limit,
    skip: asked.skip,
    sort: Object.fromEntries(asked.sort),
    fields: asked.fields,
    partition: '',
    r: isObject(body['r']) ? 1 : Math.max(1, count(body, 'r', 1)),
    conflicts: asked.conflicts,
    stale: body['stale'] ?? false,
    update: flag(body, 'update', true),
    stable: flag(body, 'stable', false),
    execution_stats: asked.stats,
    allow_fallback: asked.fallback,
  };
  return { ...asked, options };
}
