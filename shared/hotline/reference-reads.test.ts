/** [proof L8] A profile, a grid or a post that changes later does not change what was folded before (docs/adr/0006). */
import { describe, expect, test } from 'vitest';
import { apply } from './apply.ts';
import type { Instant, UnitCode } from './ids.ts';
import { COMMUNITY_A, contextAt, personId, UNITS } from './testing/city.ts';
import { REGISTER, registered, RETURN, signed } from './testing/stages.ts';
import { act, anAction, BEGINNING, MORNING, step, ticketOf } from './testing/story.ts';

const LATER = contextAt(MORNING);

test('whether a clerk signs alone is kept with the proposal', () => {
  const alone = step(step(registered(), 'dispatch', 'dispatcher', { unit: UNITS.alone, reason: '属地' }), 'sign', 'clerkAlone');
  const proposed = step(alone, 'proposeReturn', 'clerkAlone', RETURN);
  const entry = ticketOf(proposed).history.at(-1);
  expect(entry?.read).toEqual({ signsAlone: true });
  // The profile was changed meanwhile: its leader signs again.
  const changed = { ...LATER, unit: (code: UnitCode) => ({ ...LATER.unit(code), clerkSignsAlone: false }) as never };
  const action = anAction(proposed.n, 'proposeReturn', 'clerkAlone', RETURN, proposed.now);
  const at = { receivedAt: proposed.now, effectiveAt: proposed.now };
  const again = apply(alone.ticket, action, { ...changed, ...at, recalled: entry?.read ?? {} });
  expect(again).toEqual(ticketOf(proposed));
  expect(apply(alone.ticket, action, { ...changed, ...at }).status).toBe('inProgress');
});

test('so are the name and the grid workers of the community that was named', () => {
  const assigned = step(signed(), 'assign', 'clerkA', { community: COMMUNITY_A });
  expect(ticketOf(assigned).history.at(-1)?.read).toEqual({
    community: '一网格所在社区',
    workers: [personId('gridA'), personId('thirdGridA')],
  });
  expect(ticketOf(assigned).assignment?.workers).toEqual([personId('gridA'), personId('thirdGridA')]);
});

test('and the unit of a person complained about', () => {
  const told = step(BEGINNING, 'register', 'operator', { ...REGISTER, respondent: { person: personId('gridA') } });
  expect(ticketOf(told).history[0]?.read).toEqual({ respondentUnit: UNITS.streetA });
});

describe('nothing is kept where nothing was read', () => {
  test('an ordinary unit, a person by name, a fact without effect', () => {
    const told = step(signed(), 'assign', 'clerkA', { person: personId('gridA') });
    const twice = act(told, 'assign', 'clerkA', { community: COMMUNITY_A }, { effectiveAt: told.now as Instant });
    expect(twice.verdict?.outcome).toBe('noEffect');
    expect(ticketOf(twice).history.filter((entry) => entry.read !== undefined)).toEqual([]);
  });
});
