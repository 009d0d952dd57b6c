/**
 * What must differ between two servers is made equal by the rules below, each for every request alike; what still differs is named
 * by its path in the answer, and needs a row with its reason in docs/couchdb-compatibility.md.
 */
import type { Answered, Recorded } from './couch-replay.ts';

/** Rules for single values, wherever they stand. */
const TEXT_RULES: readonly (readonly [RegExp, string])[] = [
  // Revisions: CouchDB hashes Erlang terms.
  [/\b([0-9]+)-[0-9a-f]{32}\b/gu, '$1-<rev>'],
  // Sequences are opaque, their numbers too: two shards count together.
  [/\b[0-9]+-(?:g1A[A-Za-z0-9_-]+|[0-9a-f]{24})/gu, '<seq>'],
  [/^g(?:1AAAA|2wAAAA)[A-Za-z0-9_-]+$|^gd1\.[A-Za-z0-9_-]+$/gu, '<bookmark>'],
  // Uuids, sessions, salts.
  [/\b[0-9a-f]{32}\b/gu, '<uuid>'],
  [/\b[0-9a-f]{64}\b/gu, '<key>'],
  // Tags of answers, not of revisions.
  [/^"[0-9A-Z]{20,25}"$/gu, '"<tag>"'],
  [/AuthSession=[A-Za-z0-9_-]+/gu, 'AuthSession=<session>'],
  [/(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2}[ -][A-Z][a-z]{2}[ -][0-9]{4} [0-9:]{8} GMT/gu, '<date>'],
  [/http:\/\/127\.0\.0\.1:[0-9]+/gu, 'http://<host>'],
  [/\b17[0-9]{8}\b/gu, '<start>'],
];
/** Members that tell of a server's own state. */
const OPAQUE = new Set(['version', 'git_sha', 'sizes', 'update_seq', 'purge_seq', 'signature', 'collator_versions']);
/** Headers that a client reads; a body's length follows from its revisions, and is compared where there is none to see. */
const HEADERS = ['content-type', 'etag', 'cache-control', 'location', 'allow', 'set-cookie', 'accept-ranges'];

function plainText(text: string): string {
  return TEXT_RULES.reduce((told, [pattern, by]) => told.replace(pattern, by), text);
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, OPAQUE.has(name) ? '<own>' : plain(member)]));
}

type Row = { id: string };

/** The order of changes is that of two shards: rows are compared by id, and only counted where a limit cuts them off. */
function changesBody(path: string, body: unknown): unknown {
  const limited = /[?&](?:limit|since)=/u.test(path);
  if (typeof body === 'string') return body.replace(/"id":"[^"]*"/gu, '"id":"<any>"').replace(/"rev":"[^"]*"/gu, '"rev":"<any>"');
  const { results, ...rest } = body as { results?: Row[] };
  if (results === undefined) return body;
  if (limited) return { ...rest, results: results.length };
  const sequences = results.map((row) => ('seq' in row ? typeof row.seq : 'none'));
  const rows = [...results].sort((a, b) => (a.id < b.id ? -1 : 1)).map((row) => ({ ...row, seq: undefined }));
  return { ...rest, sequences, results: rows };
}

function comparable({ request }: Recorded, { status, headers, body }: Answered): Record<string, unknown> {
  const told = body !== undefined && request.path.includes('/_changes') ? changesBody(request.path, body) : body;
  const kept = Object.fromEntries(HEADERS.map((name) => [name, headers[name]]).filter(([, value]) => value !== undefined));
  return { status, headers: plain(kept), ...(told === undefined ? {} : { body: plain(told) }) };
}

function differing(path: string, expected: unknown, given: unknown, found: string[]): void {
  if (Object.is(expected, given)) return;
  const both = [expected, given];
  if (both.every((value) => typeof value === 'object' && value !== null) && Array.isArray(expected) === Array.isArray(given)) {
    const [a, b] = both as Record<string, unknown>[];
    for (const name of new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})]))
      differing(`${path}.${name}`, a?.[name], b?.[name], found);
    return;
  }
  found.push(path);
}

/** Paths at which the two answers differ: `status`, `headers.etag`, `body.rows.0.key`. */
export function differences(recorded: Recorded, answered: Answered): readonly string[] {
  const found: string[] = [];
  differing('', comparable(recorded, recorded.response), comparable(recorded, answered), found);
  return found.map((path) => path.slice(1));
}

/** For the message of a test that fails. */
export function shown(recorded: Recorded, answered: Answered): string {
  return JSON.stringify({ couchdb: comparable(recorded, recorded.response), hub: comparable(recorded, answered) }, undefined, 1);
}
