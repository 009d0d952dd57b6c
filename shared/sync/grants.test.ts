import { expect, test } from 'vitest';
import type { Instant } from '../hotline/ids.ts';
import { PEOPLE, personId, UNITS, type Who } from '../hotline/testing/city.ts';
import { grantsOf } from './grants.ts';

const NOON = '2026-11-24T04:00:00.000Z' as Instant;

function granted(who: Who, at = NOON): readonly string[] {
  const person = PEOPLE.find((one) => one._id === personId(who));
  if (person === undefined) throw new Error(who);
  return grantsOf(person, at);
}
function own(who: Who): readonly string[] {
  return ['everyone', `person:${personId(who)}`];
}

test.each([
  ['clerkA', [`urgent:${UNITS.streetA}`, 'everyone', `office:${UNITS.streetA}`, `person:${personId('clerkA')}`]],
  ['leaderA', [`urgent:${UNITS.streetA}`, 'everyone', `office:${UNITS.streetA}`, `person:${personId('leaderA')}`]],
  ['gridA', own('gridA')],
  ['operator', ['city', ...own('operator')]],
  ['dispatcher', ['city', ...own('dispatcher')]],
  ['supervisor', ['city', ...own('supervisor')]],
  ['districtSupervisor', [`district:${UNITS.district}`, ...own('districtSupervisor')]],
  ['admin', own('admin')],
] as const)('[C2] the channels of %s, urgent ones first', (who, channels) => {
  expect(granted(who)).toEqual(channels);
});

test('[C2] by the roles of the moment: moved at noon, and before anybody was anything', () => {
  expect(granted('movedClerk', '2026-11-24T03:59:59.999Z' as Instant)).toContain(`office:${UNITS.streetA}`);
  expect(granted('movedClerk')).toContain(`office:${UNITS.streetB}`);
  expect(granted('movedClerk')).not.toContain(`office:${UNITS.streetA}`);
  expect(granted('clerkA', '2019-01-01T00:00:00.000Z' as Instant)).toEqual([]);
});
