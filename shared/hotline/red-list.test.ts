import { expect, test } from 'vitest';
import type { Instant, UnitCode } from './ids.ts';
import { owedOn, redList, type Owed } from './red-list.ts';
import { UNITS } from './testing/city.ts';
import { contacted, fedBack, registered, signed } from './testing/stages.ts';
import { step, ticketOf } from './testing/story.ts';

const STREET = UNITS.streetA as UnitCode;
const NOON = '2026-11-25T04:00:00.000Z' as Instant;

function row(id: string, ...owed: readonly (readonly [at: string, what: Owed['what'], unit?: string])[]) {
  return { id, owed: owed.map(([at, what, unit = STREET]) => ({ at: at as Instant, what, unit: unit as UnitCode })) };
}

test('F13 overdue and due today, in the unit alone, what ended longest ago first', () => {
  const rows = [
    row('tomorrow', ['2026-11-26T09:00:00.000Z', 'handle']),
    row('tonight, by Chinese time', ['2026-11-25T15:59:00.000Z', 'handle']),
    row('after midnight there', ['2026-11-25T16:00:00.000Z', 'handle']),
    row('late', ['2026-11-24T09:00:00.000Z', 'contact'], ['2026-11-27T09:00:00.000Z', 'handle']),
    row('very late', ['2026-11-20T09:00:00.000Z', 'sign']),
    row('another unit’s', ['2026-11-20T09:00:00.000Z', 'handle', UNITS.streetB]),
    row('a reply to the supervisor', ['2026-11-25T09:00:00.000Z', 'supervision']),
    row('nothing owed'),
  ];
  expect(redList(rows, STREET, NOON).map(({ of: one, owed, overdue }) => [one.id, owed.what, overdue])).toEqual([
    ['very late', 'sign', true],
    ['late', 'contact', true],
    ['a reply to the supervisor', 'supervision', false],
    ['tonight, by Chinese time', 'handle', false],
  ]);
});

test('F13 what a unit owes: its own limits while they run, none that is met, none of a matter that is the city’s', () => {
  const told = signed();
  expect(owedOn(ticketOf(told)).map((one) => one.what)).toEqual(['contact', 'handle']);
  expect(owedOn(ticketOf(contacted())).map((one) => one.what)).toEqual(['handle']);
  expect(owedOn(ticketOf(fedBack()))).toEqual([]);
  expect(owedOn(ticketOf(registered()))).toEqual([]);
});

test('F13 a helper owes its answer by its own date, a supervised unit its reply; a clock that stands still owes nothing', () => {
  const asked = step(contacted(), 'requestCoHandling', 'clerkA', { unit: UNITS.housing, ask: '请测温', due: '2026-11-25T08:00:00.000Z' });
  expect(owedOn(ticketOf(asked))).toContainEqual({ unit: UNITS.housing, what: 'co', at: '2026-11-25T08:00:00.000Z' });
  expect(owedOn(ticketOf(step(asked, 'coAnswer', 'clerkHousing', { result: '已测温' }))).map((one) => one.what)).toEqual(['handle']);
  const supervised = step(contacted(), 'supervise', 'supervisor', { level: '1', opinion: '请说明' });
  expect(owedOn(ticketOf(supervised)).map((one) => one.what)).toEqual(['handle', 'supervision']);
  const material = step(contacted(), 'requestMaterial', 'clerkA', { list: '身份证明', notice: '电话' });
  expect(owedOn(ticketOf(material))).toEqual([]);
});
