/** F05: layers of rules, what binds, and the trace of each value (art. 4, 8, 22). */
import { describe, expect, test } from 'vitest';
import { Check } from 'typebox/value';
import type { Instant } from '../ids.ts';
import { RulePackDocument } from '../reference/documents.ts';
import { PackLayer } from '../reference/pack-layer.ts';
import { composePack, packInForce, saidBy } from './compose.ts';
import { LN_DEFAULT } from './ln-default.ts';

const FROM = '2026-01-01T00:00:00.000Z' as Instant;
const NAMED = { id: 'SY', version: 3, validFrom: FROM };
function layer(of: PackLayer['layer'], values: PackLayer['values'], more: Partial<PackLayer> = {}): PackLayer {
  return { id: of.toUpperCase(), version: 1, layer: of, title: '某某办法', validFrom: FROM, values, ...more };
}
const CITY = layer('city', {
  sign: { emergency: { minutes: 10 } },
  rework: { workingDays: 2 },
  officeHours: [{ from: '09:00', to: '17:00' }],
});
const DISTRICT = layer('district', { rework: { workingMinutes: 480 }, extension: { times: 1 } }, { district: '210102' });

function composed(layers: readonly PackLayer[], more = {}): RulePackDocument {
  const answer = composePack(LN_DEFAULT, layers, { ...NAMED, ...more });
  if (!answer.ok) throw new Error(JSON.stringify(answer.faults));
  return answer.pack;
}

describe('a narrower layer overrides a broader one', () => {
  test('value by value: what is not named stays', () => {
    const pack = composed([CITY, DISTRICT]);
    expect(pack.sign).toEqual({ ...LN_DEFAULT.sign, emergency: { minutes: 10 } });
    expect(pack.rework).toEqual({ workingMinutes: 480 });
    expect(pack.extension).toEqual({ times: 1, workingDays: 5 });
    expect(pack.officeHours).toEqual([{ from: '09:00', to: '17:00' }]);
    expect(Check(RulePackDocument, pack)).toBe(true);
  });

  test('and each value is traced to the layer that said it', () => {
    const pack = composed([CITY, DISTRICT]);
    expect(pack.layers).toEqual(['province:LN-DEFAULT:1', 'city:CITY:1', 'district:DISTRICT:1']);
    expect(saidBy(pack, 'sign.emergency')).toBe('city:CITY:1');
    expect(saidBy(pack, 'sign.normal')).toBe('province:LN-DEFAULT:1');
    expect(saidBy(pack, 'rework')).toBe('district:DISTRICT:1');
    expect(saidBy(pack, 'extension.times')).toBe('district:DISTRICT:1');
    expect(saidBy(pack, 'extension.workingDays')).toBe('province:LN-DEFAULT:1');
    expect(saidBy(LN_DEFAULT, 'rework')).toBe('province:LN-DEFAULT:1');
  });

  test('the layers themselves are not touched', () => {
    const before = structuredClone([LN_DEFAULT, CITY, DISTRICT]);
    composed([CITY, DISTRICT]);
    expect([LN_DEFAULT, CITY, DISTRICT]).toEqual(before);
  });
});

describe('what contradicts is not composed, and says why', () => {
  test.each([
    ['a single value', ['nonCooperation.days'], { nonCooperation: { days: 15 } }],
    ['a whole group', ['nonCooperation'], { nonCooperation: { attempts: 1 } }],
  ])('a binding value of a broader layer (art. 4): %s', (_what, binding, values) => {
    const answer = composePack(LN_DEFAULT, [layer('nation', {}, { binding }), layer('city', values)], NAMED);
    expect(answer).toMatchObject({ ok: false, faults: [{ layer: 'city:CITY:1', code: 'bindingValue' }] });
    if (!answer.ok) expect(answer.faults[0]?.reason).toMatch(/。$/u);
  });

  test('a city before its province', () => {
    expect(composePack(LN_DEFAULT, [CITY, layer('province', {})], NAMED)).toMatchObject({ ok: false, faults: [{ code: 'wrongOrder' }] });
  });

  test('a layer that names what no pack has, or a limit that is none, is no layer', () => {
    expect(Check(PackLayer, CITY)).toBe(true);
    expect(Check(PackLayer, { ...CITY, values: { siesta: 2 } })).toBe(false);
    expect(Check(PackLayer, { ...CITY, values: { rework: { days: 2 } } })).toBe(false);
    expect(Check(PackLayer, { ...CITY, values: { sign: { someday: { minutes: 1 } } } })).toBe(false);
  });
});

describe('which pack is in force', () => {
  const city = composed([CITY]);
  const older = composed([CITY], { version: 2, validFrom: '2025-01-01T00:00:00.000Z' });
  const district = composed([CITY, DISTRICT], { id: 'SY-HP', district: '210102' });
  const next = composed([CITY], { version: 4, validFrom: '2027-01-01T00:00:00.000Z' });
  const all = [LN_DEFAULT, older, city, district, next];
  test.each([
    ['the district’s own', '2026-11-24T00:00:00.000Z', '210102', district],
    ['elsewhere the city’s', '2026-11-24T00:00:00.000Z', '210103', city],
    ['where the place is not known, the city’s', '2026-11-24T00:00:00.000Z', undefined, city],
    ['before it, the one of that day', '2025-06-01T00:00:00.000Z', '210102', older],
    ['before all of them, the province’s', '2024-06-01T00:00:00.000Z', '210102', LN_DEFAULT],
    ['from its day on the new one', '2027-01-01T00:00:00.000Z', '210103', next],
  ])('%s', (_what, at, place, expected) => {
    expect(packInForce(all, at as Instant, place)?._id).toBe(expected._id);
  });
});
