/** What the build puts in place of the interpreted checks says the same, of good documents and of spoilt ones. */
import { Guard } from 'typebox/guard';
import { Hashing } from 'typebox/system';
import { expect, test } from 'vitest';
import { CHINA_2022_2026 } from '../shared/hotline/calendars/china-2022-2026.ts';
import { LN_DEFAULT } from '../shared/hotline/packs/ln-default.ts';
import { PEOPLE, UNIT_DOCUMENTS } from '../shared/hotline/testing/city.ts';
import { closedTicket, escalated, reported, withCoHandler, submitted } from '../shared/hotline/testing/stages.ts';
import { ticketOf } from '../shared/hotline/testing/story.ts';
import { compiledChecks } from './compiled-checks.ts';
import { fitsSchema } from './replica/document-checks.ts';
import { DOCUMENT_SCHEMAS } from './replica/document-schemas.ts';

type Fits = typeof fitsSchema;

/** The module's text as the browser would run it, without its imports. */
function evaluated(): Fits {
  const body = compiledChecks(DOCUMENT_SCHEMAS)
    .replaceAll(/^import .*$/gmu, '')
    .replace('export const fitsSchema =', 'return');
  return new Function('Guard', 'Hashing', body)(Guard, Hashing) as Fits;
}

const GOOD: readonly (readonly [string, object])[] = [
  ...[closedTicket(), escalated(), reported(), withCoHandler(submitted())].map((told) => ['ticket', ticketOf(told)] as const),
  ['unit', UNIT_DOCUMENTS[3] ?? {}],
  ['person', PEOPLE[0] ?? {}],
  ['calendar', CHINA_2022_2026],
  ['pack', LN_DEFAULT],
  ['notice', {}],
];
const ODD = [undefined, null, '', 'x', -1, 1.5, [], {}, [null], { extra: 1 }];

/** The value with one place in it, at any depth, replaced; every place once for each odd value. */
function* spoilt(value: unknown): Generator<unknown> {
  yield* ODD;
  if (Array.isArray(value)) {
    for (const [at, one] of value.slice(0, 3).entries()) for (const bad of spoilt(one)) yield value.with(at, bad);
    yield [...(value as unknown[]), {}];
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value).slice(0, 60)) for (const bad of spoilt(one)) yield { ...value, [key]: bad };
    yield { ...value, unknown: true };
  }
}

test('compiled and interpreted checks agree', () => {
  const compiled = evaluated();
  let [good, bad] = [0, 0];
  for (const [kind, document] of GOOD) {
    expect(compiled(kind, document), kind).toBe(true);
    for (const value of spoilt(document)) {
      const fits = fitsSchema(kind, value);
      if (compiled(kind, value) !== fits) throw new Error(`${kind}: compiled ${String(!fits)} for ${JSON.stringify(value)}`);
      if (fits) good += 1;
      else bad += 1;
    }
  }
  expect(compiled('nobody', {})).toBe(false);
  expect(Math.min(good, bad)).toBeGreaterThan(100);
});
