/** F53: what is typed about a governance task becomes an action that says only what was changed; what is to be done next. */
import { expect, test } from 'vitest';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Governance } from '../../../shared/hotline/matters/governance/document.ts';
import { nextStep } from './next-step.ts';
import { changeBody, newKey, openBody, seedValues, taskFaults, ticketsChanged } from './task-draft.ts';

const NOW = Date.parse('2026-11-24T02:00:00.000Z');
const days = (count: number): string => new Date(NOW + count * 86_400_000).toISOString();
const [ONE, TWO, THREE] = ['ticket:1', 'ticket:2', 'ticket:3'] as unknown as readonly [TicketId, TicketId, TicketId];
function task(more: object = {}): Governance {
  const note = { text: '已查', at: days(-1) };
  return {
    title: '路灯排查',
    plan: '逐杆',
    responsible: 'person:a',
    due: days(20),
    tickets: [ONE, TWO],
    notes: [note],
    ...more,
  } as unknown as Governance;
}

test('F53 a seed of an early warning fills in title, grid and tickets; without plan, person and date it is not saved', () => {
  const seed = { title: '路灯不亮集中治理', category: '050103', grid: '210102021001001', tickets: [ONE] };
  expect(seedValues(seed, [])).not.toHaveProperty('grid');
  const values = seedValues(seed, ['210102021001001']);
  expect(Object.keys(taskFaults(values, NOW))).toEqual(['plan', 'responsible', 'due']);
  const whole = { ...values, plan: ' 逐杆排查 ', responsible: 'person:a', due: days(9) };
  expect(taskFaults(whole, NOW)).toEqual({});
  expect(taskFaults({ ...whole, due: days(-1) }, NOW)).toEqual({ due: '完成时限须在今后' });
  expect(openBody('210102021' as never, whole)).toEqual({
    unit: '210102021',
    title: '路灯不亮集中治理',
    plan: '逐杆排查',
    responsible: 'person:a',
    due: days(9),
    category: '050103',
    grid: '210102021001001',
    tickets: [ONE],
  });
  expect(newKey(undefined)).not.toBe(newKey({ title: '', category: '050103', tickets: [] }));
});

test('F53 a change says only what differs: a colleague’s ticket that came meanwhile is not taken out', () => {
  const typed = { plan: '逐杆，夜查', ...ticketsChanged(task(), [TWO, THREE]) };
  expect(changeBody(task(), typed)).toEqual({ plan: '逐杆，夜查', link: [THREE], unlink: [ONE] });
  const meanwhile = task({ tickets: [ONE, TWO, 'ticket:4'] });
  expect(changeBody(meanwhile, typed)).toEqual({ plan: '逐杆，夜查', link: [THREE], unlink: [ONE] });
  expect(changeBody(task(), { title: '路灯排查', reason: ' ' })).toEqual({});
});

test.each([
  ['past its date', task({ due: days(-1) }), { open: 2, here: 2 }, '已过完成时限'],
  ['nothing told yet', task({ notes: [] }), { open: 2, here: 2 }, '还没有进展'],
  ['all tickets closed', task(), { open: 0, here: 2 }, '全部办结'],
  ['closed as far as one sees', task(), { open: 0, here: 1 }, '按方案推进'],
  ['soon due', task({ due: days(2) }), { open: 2, here: 2 }, '还有 2 天到期'],
  ['silent for long', task({ notes: [{ text: '', at: days(-9) }] }), { open: 2, here: 2 }, '已 9 天没有新进展'],
])('F53 next step, %s', (_name, of, tickets, expected) => {
  expect(nextStep(of, tickets, NOW).text).toContain(expected);
});
