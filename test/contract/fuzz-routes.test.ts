/** The fuzzer (`npm run fuzz`) leaves no way into the hub out, and what it sends gets past the schemas. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { KNOWN } from '../fuzz/known.ts';
import { requestOf } from '../fuzz/requests.ts';
import { SmallCity } from '../support/small-city.ts';
import { seeded } from '../torture/random.ts';

/** As many as a run of `npm run fuzz` asks. */
const MOST_DRAWN = 100_000;
let city: SmallCity;
beforeAll(async () => {
  city = await SmallCity.open({ clock: 'stopped', embedded: true });
});
afterAll(() => city.close());

/** With an example of each word in braces. */
const filled = (text: string): string => text.replace(/\{[a-zA-Z]+\}/gu, (word) => KNOWN[word] ?? word);

function isBody(schema: unknown, body: unknown): boolean {
  try {
    return typeof body === 'string' && Check(schema as TSchema, JSON.parse(filled(body)));
  } catch {
    return false;
  }
}

test('every method of every route is asked, and each body’s schema is met by some', () => {
  const { routes } = city.hub;
  const random = seeded(7);
  const asked = new Set<string>();
  const met = new Set<string>();
  const schemas = new Map(routes.flatMap(({ path, body }) => (body === undefined ? [] : [[path, body] as const])));
  const ways = routes.flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`));
  for (let at = 0; at < MOST_DRAWN && !(met.size === schemas.size && ways.every((way) => asked.has(way))); at += 1) {
    const { route, body } = requestOf(random, routes);
    asked.add(route);
    const [, path = ''] = route.split(' ');
    const schema = schemas.get(path);
    if (schema !== undefined && !met.has(path) && isBody(schema, body)) met.add(path);
  }
  expect(ways.length).toBeGreaterThan(150);
  expect(ways.filter((way) => !asked.has(way))).toEqual([]);
  expect([...schemas.keys()].filter((path) => !met.has(path))).toEqual([]);
});

/** Read from the source, not from the server that is asked: a route that was registered out of the list's sight is missed here. */
test('every route that the source names is in the list', () => {
  const folders = ['http', 'public', 'couch-api'].map((name) => join(import.meta.dirname, '..', '..', 'sync-server', name));
  const files = folders.flatMap((folder) => readdirSync(folder).map((file) => join(folder, file))).filter((file) => file.endsWith('.ts'));
  const known = new Set(city.hub.routes.flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`)));
  const named = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\b(?:app|open|server)\.(get|post|put|delete|patch)(?:<[^\n]*?>)?\(\s*'(\/[^']*)'/gu)].map(
      ([, method = '', path = '']) => `${method.toUpperCase()} ${path}`,
    ),
  );
  const missing = named.filter((way) => !known.has(way));
  expect(named.length).toBeGreaterThan(60);
  expect(missing).toEqual([]);
});
