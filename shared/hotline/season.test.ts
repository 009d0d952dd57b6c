import { expect, test } from 'vitest';
import { REGISTER, registered } from './testing/stages.ts';
import { at, BEGINNING, step, ticketOf } from './testing/story.ts';

const HEATING = { code: 'H1', path: ['供热供水供气', '供热供暖', '室温不达标'], version: 1 };
function raised(instant: string, more: Record<string, unknown> = {}): string {
  return ticketOf(step(at(BEGINNING, instant), 'register', 'operator', { ...REGISTER, category: HEATING, ...more })).urgency;
}

test.each([
  ['2026-10-31T15:58:00.000Z', 'normal'],
  ['2026-10-31T16:00:00.000Z', 'livelihood'],
  ['2027-01-01T02:00:00.000Z', 'livelihood'],
  ['2027-03-31T15:58:00.000Z', 'livelihood'],
  ['2027-03-31T16:00:00.000Z', 'normal'],
])('a heating matter at %s (UTC+8) is %s', (instant, urgency) => expect(raised(instant)).toBe(urgency));

test('an emergency stays one; what is less pressing is raised; other matters are left alone', () => {
  const winter = '2026-12-01T02:00:00.000Z';
  expect(raised(winter, { urgency: 'emergency' })).toBe('emergency');
  expect(raised(winter, { urgency: 'urgent' })).toBe('livelihood');
  expect(raised(winter, { category: { ...HEATING, path: ['城市建设', '市政道路', '路灯不亮'] } })).toBe('normal');
});

test('its limits are those of 民生急件, also when the category is only known at the dispatch', () => {
  const born = registered();
  expect(ticketOf(born).urgency).toBe('normal');
  const sent = step(born, 'dispatch', 'dispatcher', { unit: '210102001', reason: '属地', category: HEATING });
  expect(ticketOf(sent).urgency).toBe('livelihood');
  expect(ticketOf(sent).due.sign?.at).toBe('2026-11-24T01:32:00.000Z');
});
